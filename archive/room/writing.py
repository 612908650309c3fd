"""Who may write in the reading room, and that it was this room's own page that asked for it.

Every POST goes through `require`. While there are no accounts, the room is reached from this machine alone, and
whoever sits at it is its archivist. A page of another site that makes a browser post here is refused: by what the
browser says of where the request comes from, and by a token that only our own pages carry.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.room.language import N_
from archive.room.web import language_of

ROLES = ("reader", "reviewer", "archivist")
TOKEN_FIELD = "token"  # noqa: S105 - the name of a field

_TOKEN = secrets.token_urlsafe(32)  # this process's own


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `name` is empty where nobody said."""

    name: str
    role: str


def person_of(request: Request) -> Person | None:
    """Whoever signed in; without accounts the one at this machine."""
    signed_in = getattr(request.state, "person", None)
    if signed_in is not None:
        return Person(str(signed_in.name), str(signed_in.role))
    return Person("", "archivist") if _is_here(request) else None


def may(request: Request, role: str) -> bool:
    """Whether the person has this role or a higher one: what a page offers to whom."""
    person = person_of(request)
    return person is not None and ROLES.index(person.role) >= ROLES.index(role)


def token_of(request: Request) -> str:
    """What the hidden field TOKEN_FIELD of a form holds."""
    return _TOKEN


def require(request: Request, role: str, form: FormData) -> Person:
    """The person, who has this role. Raises HTTPException 403."""
    speech = language_of(request)
    person = person_of(request)
    if person is None or not may(request, role):
        raise HTTPException(403, speech.say(N_("Anda tidak berhak mengubah ini; mintalah kepada pengelola koleksi.")))
    given = form.get(TOKEN_FIELD)
    is_ours = isinstance(given, str) and hmac.compare_digest(given.encode(), token_of(request).encode())
    if not is_ours or not _comes_from_here(request):
        raise HTTPException(
            403, speech.say(N_("Formulir ini sudah kedaluwarsa atau dikirim dari situs lain. Muat ulang halamannya."))
        )
    return person


def who_decides(person: Person, form: FormData) -> str:
    """The name that is kept with a decision: of an account its own, else as the form says. Empty: nobody said."""
    if person.name:
        return person.name
    said = form.get("who")
    said = " ".join(said.split()) if isinstance(said, str) else ""
    return "".join(letter for letter in said if letter.isprintable())[:80]


def _comes_from_here(request: Request) -> bool:
    said = request.headers.get("sec-fetch-site", "same-origin")
    # Our own Referrer-Policy makes browsers say "null" of our own forms.
    origin = request.headers.get("origin", "null")
    return said in ("same-origin", "none") and (
        origin == "null" or urlsplit(origin).netloc == request.headers.get("host", "")
    )


def _is_here(request: Request) -> bool:
    """Asked by a name of this machine, so that no other name can be made to lead here."""
    host = request.url.hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
