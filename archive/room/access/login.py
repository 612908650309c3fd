"""Masuk, keluar, and a password changed by whose it is."""

from __future__ import annotations

import logging
import math

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.errors import ArchiveError, CollectionError
from archive.room.access.accounts import Account, folded, set_password
from archive.room.access.cookies import session_cookie
from archive.room.access.doors import Doors
from archive.room.access.limits import LOGIN_ADDRESS, LOGIN_HERE, LOGIN_NAME, client_of
from archive.room.access.passwords import LONGEST, SHORTEST, is_password
from archive.room.access.people import person_of
from archive.room.access.tokens import is_token
from archive.room.language import N_
from archive.room.web import Page, language_of, respond
from archive.room.writing import require

logger = logging.getLogger(__name__)


def routes() -> list[Route]:
    return [
        Route("/masuk", _login, methods=["GET", "POST"]),
        Route("/keluar", _logout, methods=["POST"]),
        Route("/sandi", _password, methods=["GET", "POST"]),
    ]


async def _login(request: Request) -> Response:
    doors = _doors(request)
    if request.method == "POST":
        return await run_in_threadpool(_let_in, request, doors, await request.form(max_files=0, max_fields=10))
    if person_of(request) is not None:
        return RedirectResponse(safe_next(request.query_params.get("next")), 303)
    return await run_in_threadpool(_page, request, "")


def _let_in(request: Request, doors: Doors, form: FormData) -> Response:
    name, password = _text(form, "name")[:200], _text(form, "password")
    if not is_token(request, form.get("token")):
        return _page(request, N_("Halaman ini sudah lama terbuka. Coba sekali lagi."), status=403, form=form)
    client, taken = client_of(request.state.client), []
    for rate, key in (
        (LOGIN_HERE, ("login", folded(name), client)),
        (LOGIN_ADDRESS, ("login address", client)),
        (LOGIN_NAME, ("login name", folded(name))),
    ):
        if wait := doors.limiter.take(rate, *key):
            logger.warning("Too many attempts to log in as %r from %s", name[:60], client)
            words = N_("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi.")
            answer = _page(request, words, status=429, form=form)
            answer.headers["Retry-After"] = str(math.ceil(wait))
            return answer
        taken.append(key)
    account = _known(doors, name, password)
    if account is None or doors.sessions is None:
        logger.warning("A wrong name or password for %r from %s", name[:60], client)
        return _page(request, N_("Nama atau kata sandi tidak cocok."), status=403, form=form)
    for key in taken:
        doors.limiter.give_back(*key)
    answer = RedirectResponse(safe_next(_text(form, "next")), 303)
    # A new one each time: what a browser held before is nobody's.
    answer.headers.append("Set-Cookie", session_cookie(doors.sessions.begin(account), request, doors))
    return answer


def _known(doors: Doors, name: str, password: str) -> Account | None:
    """Takes the same time whether the name is known or not."""
    account = doors.accounts.get(name) if doors.accounts else None
    is_right = is_password(password[:1_000], account.password if account else None)
    return account if is_right else None


async def _logout(request: Request) -> Response:
    doors, person = _doors(request), require(request, "reader", await request.form(max_files=0, max_fields=5))
    if person.session and doors.sessions:
        await run_in_threadpool(doors.sessions.end, person.session)
    answer = RedirectResponse("/masuk" if doors.has_passwords else "/", 303)
    answer.headers.append("Set-Cookie", session_cookie("", request, doors))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


async def _password(request: Request) -> Response:
    doors, person = _doors(request), person_of(request)
    if person is None or not person.session:
        raise HTTPException(404)
    if request.method == "GET":
        return await run_in_threadpool(_password_page, request, "")
    form = await request.form(max_files=0, max_fields=10)
    return await run_in_threadpool(_change_password, request, doors, form)


def _change_password(request: Request, doors: Doors, form: FormData) -> Response:
    person = require(request, "reader", form)
    client = client_of(request.state.client)
    if wait := doors.limiter.take(LOGIN_HERE, "login", folded(person.name), client):
        answer = _password_page(request, N_("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."), 429)
        answer.headers["Retry-After"] = str(math.ceil(wait))
        return answer
    account = _known(doors, person.name, _text(form, "old"))
    if account is None or doors.accounts is None or doors.sessions is None:
        return _password_page(request, N_("Kata sandi lama tidak cocok."), 403)
    doors.limiter.give_back("login", folded(person.name), client)
    new = _text(form, "new")
    if new != _text(form, "again"):
        return _password_page(request, N_("Kedua kata sandi baru tidak sama."), 400)
    try:
        set_password(doors.accounts.path, account.name, new)
    except CollectionError:
        return _password_page(request, _TOO_WEAK, 400)
    except (ArchiveError, OSError):
        logger.exception("A password could not be changed")
        return _password_page(request, N_("Kata sandi tidak dapat disimpan; beri tahu pengelola."), 503)
    renewed = doors.accounts.get(account.name)
    answer = RedirectResponse("/", 303)
    if renewed:  # the others have ended with the old password
        answer.headers.append("Set-Cookie", session_cookie(doors.sessions.begin(renewed), request, doors))
    return answer


_TOO_WEAK = N_(
    "Kata sandi baru terlalu pendek, terlalu seragam, atau sama dengan nama: "
    "pakailah beberapa kata, sedikitnya 12 huruf."
)


def safe_next(there: str | None) -> str:
    """Where to go on to: a page of ours, by its path; else Beranda. Browsers take `/\\x` for another host as well."""
    there = there or ""
    is_ours = there.startswith("/") and not there.startswith(("//", "/\\", "/masuk", "/keluar"))
    return there if is_ours and len(there) < 4_000 and there.isascii() and there.isprintable() else "/"


def _page(request: Request, trouble: str, *, status: int = 200, form: FormData | None = None) -> Response:
    speech = language_of(request)
    asked = _text(form, "next") if form else request.query_params.get("next")
    data = {"trouble": speech.say(trouble)}
    view = {"name": _text(form, "name")[:60] if form else "", "next": safe_next(asked)}
    return respond(request, Page("masuk.html", speech.say(N_("Masuk")), data, view, status, has_twin=False))


def _password_page(request: Request, trouble: str, status: int = 200) -> Response:
    speech = language_of(request)
    data = {"trouble": speech.say(trouble)}
    view = {"shortest": SHORTEST, "longest": LONGEST}
    return respond(request, Page("sandi.html", speech.say(N_("Ganti kata sandi")), data, view, status, has_twin=False))


def _doors(request: Request) -> Doors:
    """Raises HTTPException 404 where nobody needs to log in."""
    doors = request.app.state.doors
    if not isinstance(doors, Doors) or doors.is_open:
        raise HTTPException(404)
    return doors


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
