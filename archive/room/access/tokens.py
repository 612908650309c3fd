"""The token that only our own forms carry, so that no other site's page can make a browser write here.

It is bound to the session, or to the cookie of who is about to log in, and looks another each time, so that what a page
weighs when it is compressed tells nothing of it.
"""

from __future__ import annotations

import hmac
import secrets

from starlette.requests import Request

from archive.room.access.people import person_of

TOKEN_FIELD = "token"  # noqa: S105  # of each form that writes

_OF_THIS_PROCESS = secrets.token_bytes(32)


def token_of(request: Request) -> str:
    """What the hidden field TOKEN_FIELD of a form holds."""
    salt = secrets.token_hex(8)
    return salt + _made(request, salt)


def is_token(request: Request, given: object) -> bool:
    if not isinstance(given, str) or len(given) < 20:
        return False
    return hmac.compare_digest(given[16:].encode("utf-8", "replace"), _made(request, given[:16]).encode())


def _made(request: Request, salt: str) -> str:
    person = person_of(request)
    if person is not None and person.session:
        key, bound_to = person.session.encode(), "session"  # holds after a restart, too
    elif person is not None:
        key, bound_to = _OF_THIS_PROCESS, f"person {person.name}"
    else:
        key, bound_to = _OF_THIS_PROCESS, f"guest {getattr(request.state, 'guest', '')}"
    return hmac.new(key, f"{salt} {bound_to}".encode("utf-8", "replace"), "sha256").hexdigest()[:40]
