"""The cookies of those who log in. No script can read them, no other site's request carries them."""

from __future__ import annotations

from http.cookies import SimpleCookie

from starlette.requests import Request

from archive.room.access.doors import Doors
from archive.room.access.sessions import LONGEST_SECONDS

GUEST = "lumbung_guest"
_SESSION = "lumbung_session"


def is_secure(request: Request, doors: Doors) -> bool:
    """Whether the browser speaks https, with us or with the proxy before us."""
    return request.url.scheme == "https" or (doors.is_https and (request.url.hostname or "") in doors.names
                                             and request.url.hostname != "localhost")  # fmt: skip


def session_of(request: Request, doors: Doors) -> str | None:
    cookie = request.cookies.get(_name(is_secure(request, doors)))
    return cookie if cookie and len(cookie) <= 100 else None


def session_cookie(cookie: str, request: Request, doors: Doors) -> str:
    """Value of a Set-Cookie; an empty `cookie` takes it back."""
    secure = is_secure(request, doors)
    return _cookie(_name(secure), cookie, secure, int(LONGEST_SECONDS) if cookie else 0, "Lax")


def guest_cookie(cookie: str, request: Request, doors: Doors) -> str:
    return _cookie(GUEST, cookie, is_secure(request, doors), None, "Strict")


def _name(secure: bool) -> str:
    # With this prefix a browser takes it from this very host over https, and for no other.
    return f"__Host-{_SESSION}" if secure else _SESSION


def _cookie(name: str, value: str, secure: bool, max_age: int | None, same_site: str) -> str:
    made: SimpleCookie = SimpleCookie()
    made[name] = value
    made[name]["path"] = "/"
    made[name]["httponly"] = True
    # Lax: a link in a mail leads to the page and not to the door.
    made[name]["samesite"] = same_site
    if max_age is not None:
        made[name]["max-age"] = max_age
    if secure:
        made[name]["secure"] = True
    return made[name].OutputString()
