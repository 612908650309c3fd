"""The guard: what every request passes before it reaches a page.

1  is it this room that is meant           else 421: another site's name was made to lead here
2  not too often, not too large            else 429, 413
3  does one of our own pages ask           else 403: of what writes, and of what other sites embed
4  who asks                                else to /masuk, or 401
5  may they see this                       else 403
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.errors import ArchiveError
from archive.room.access.accounts import Account, folded
from archive.room.access.cookies import GUEST, guest_cookie, session_of
from archive.room.access.doors import Doors
from archive.room.access.limits import ANYTHING, COSTLY, LOGIN_ADDRESS, TABLES, client_of
from archive.room.access.origins import believe_proxy, comes_from_us, is_meant, keys_in, plain_name
from archive.room.access.passes import has_pass
from archive.room.access.people import AT_THIS_MACHINE, Person, Role
from archive.room.language import N_

MOST_BYTES = 1024 * 1024  # of what is sent to us
_MORE_BYTES = {"/senyap/daftar": 11_000_000}  # a list of recipients, which that page bounds

# What shows nothing of the collection.
_OPEN_TO_ALL = ("/static/", "/masuk", "/robots.txt", "/favicon.ico")
# Who reads only does not see how crawls went, nor their logs.
_LEAST_ROLE: tuple[tuple[str, Role], ...] = (("/panen", "archivist"), ("/api/jobs", "archivist"))


@dataclass
class Refused(Exception):
    """`words` in Indonesian, for people."""

    status: int
    words: str
    headers: dict[str, str] = field(default_factory=dict)


class Guard:
    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        believe_proxy(scope, self._doors)
        request = Request(scope)
        request.state.person = None
        answer: ASGIApp = self._app
        try:
            self._look_at(request)
            request.state.person = await run_in_threadpool(self._who, request)
            self._let_in(request)
        except Refused as refused:
            answer = await run_in_threadpool(_answer, request, refused)
        except ArchiveError:  # accounts.json cannot be read
            words = N_("Daftar akun tidak dapat dibaca; beri tahu pengelola.")
            answer = await run_in_threadpool(_answer, request, Refused(503, words))
        await answer(scope, _bounded(receive, request.url.path), self._sending(request, send))

    def _look_at(self, request: Request) -> None:
        """Whether anybody at all may ask so."""
        if not is_meant(self._doors, request.headers.get("host", "")):
            words = N_("Ruang baca ini tidak dibuka dengan alamat itu. Alamatnya ditetapkan pengelola: access.address.")
            raise Refused(421, words)
        if not self._doors.is_open:
            self._count(ANYTHING, "any", request.state.client)
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refused(405, N_("Ruang baca hanya menjawab GET, HEAD dan POST."), {"Allow": "GET, HEAD, POST"})
        said = request.headers.get("content-length", "0")
        if not said.isdecimal() or int(said[:20]) > _most_bytes(request.url.path):
            raise Refused(413, N_("Yang dikirim terlalu besar."))
        if not comes_from_us(request):
            raise Refused(403, N_("Permintaan ini datang dari situs lain; buka ruang bacanya sendiri lalu coba lagi."))

    def _who(self, request: Request) -> Person | None:
        doors = self._doors
        if doors.accounts is None:
            return AT_THIS_MACHINE
        if doors.proxy_user_header and request.state.by_proxy:
            name = plain_name(request.headers.get(doors.proxy_user_header, ""))
            if name:
                account = doors.accounts.get(name)
                return Person(account.name if account else name, account.role if account else doors.proxy_role)
        cookie = session_of(request, doors)
        if doors.sessions and cookie and (account := doors.sessions.whose(cookie, doors.accounts)):
            return Person(account.name, account.role, cookie)
        if said := request.headers.get("authorization"):
            return self._of_key(request, said)
        return None

    def _of_key(self, request: Request, said: str) -> Person:
        """A program that says its key, as Bearer or as the password of Basic."""
        assert self._doors.accounts is not None
        client = client_of(request.state.client)
        account: Account | None = None
        if wait := self._doors.limiter.take(LOGIN_ADDRESS, "login address", client):
            raise _too_often(wait)
        for key in keys_in(said):
            account = self._doors.accounts.of_key(key)
        if account is None:
            raise Refused(401, N_("Kunci ini tidak dikenal."), {"WWW-Authenticate": 'Bearer realm="Lumbung"'})
        self._doors.limiter.give_back("login address", client)
        return Person(account.name, account.role)

    def _let_in(self, request: Request) -> None:
        person, path = request.state.person, request.url.path
        if person is None and not path.startswith(_OPEN_TO_ALL) and not has_pass(path):
            raise _unknown(request, self._doors)
        for beginning, role in _LEAST_ROLE:
            if person and path.startswith(beginning) and not person.may(role):
                raise Refused(403, N_("Halaman ini untuk pengarsip. Akun Anda tidak berhak membukanya."))
        if not self._doors.is_open and not path.startswith("/static/"):
            who = f"person {folded(person.name)}" if person else client_of(request.state.client)
            if path.endswith((".xlsx", ".csv")):
                self._count(TABLES, "tables", who)
            for beginnings, rate in COSTLY:
                if path.startswith(beginnings):
                    self._count(rate, beginnings[0], who)
                    break

    def _count(self, rate: Any, what: str, who: str) -> None:
        if wait := self._doors.limiter.take(rate, what, client_of(who) if what == "any" else who):
            raise _too_often(wait)

    def _sending(self, request: Request, send: Send) -> Send:
        cookie = None
        if request.state.person is None and request.url.path == "/masuk":
            request.state.guest = request.cookies.get(GUEST) or secrets.token_urlsafe(16)
            cookie = guest_cookie(request.state.guest, request, self._doors)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers.setdefault("Cache-Control", _kept(request.url.path, self._doors))
                if cookie and GUEST not in request.cookies:
                    headers.append("Set-Cookie", cookie)
            await send(message)

        return send_guarded


def _unknown(request: Request, doors: Doors) -> Refused:
    path = request.url.path
    # Codes of villages and hosts of sites have dots as well: a browser that goes there is a person's.
    is_browser = "text/html" in request.headers.get("accept", "") and not path.endswith(".atom")
    is_page = request.method in ("GET", "HEAD") and (is_browser or "." not in path.rpartition("/")[2])
    if is_page and doors.has_passwords and (path == "/api/" or not path.startswith("/api/")):
        query = request.url.query
        there = quote(path, safe="/:") + (f"?{query}" if query else "")
        return Refused(303, "", {"Location": f"/masuk?next={quote(there, safe='')}"})
    if not doors.has_passwords:
        return Refused(401, N_("Proksi tidak menyebut siapa Anda; buka ruang baca lewat alamatnya."))
    how = "Basic" if path.endswith(".atom") else "Bearer"
    words = N_("Masuklah dulu; program memakai kunci, lihat: lumbung people key.")
    return Refused(401, words, {"WWW-Authenticate": f'{how} realm="Lumbung"'})


def _too_often(wait: float) -> Refused:
    words = N_("Terlalu banyak permintaan dalam waktu singkat. Tunggu sebentar, lalu coba lagi.")
    return Refused(429, words, {"Retry-After": str(math.ceil(wait))})


def _answer(request: Request, refused: Refused) -> Response:
    from archive.room.web import Page, language_of, respond

    if refused.status == 303:
        return RedirectResponse(refused.headers["Location"], 303)
    speech = language_of(request)
    words = speech.say(refused.words)
    if request.url.path.startswith("/api/"):
        from archive.room.api.answers import problem

        answer = problem(refused.status, words)
    elif request.state.person is None and not request.url.path.endswith(".json"):
        # A page would show who runs the room.
        answer = Response(words + "\n", refused.status, media_type="text/plain")
    else:
        title = speech.say(N_("Tidak dapat ditampilkan"))
        answer = respond(request, Page("error.html", title, {"error": words}, status=refused.status))
    answer.headers.update(refused.headers)
    return answer


def _kept(path: str, doors: Doors) -> str:
    """How long a browser may keep an answer."""
    if path.startswith("/static/"):
        return "public, max-age=3600"
    return "private, no-cache" if doors.is_open else "private, no-store"


def _most_bytes(path: str) -> int:
    return _MORE_BYTES.get(path, MOST_BYTES)


def _bounded(receive: Receive, path: str) -> Receive:
    """Raises HTTPException 413 in the page that reads more than that."""
    came, most = 0, _most_bytes(path)

    async def receive_bounded() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise HTTPException(413)
        return message

    return receive_bounded
