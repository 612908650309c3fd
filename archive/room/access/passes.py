"""Passes for the parts of an archived page: a page in a sandbox has no origin, so its pictures are asked for without
the cookie of who looks at it. Their addresses bear a pass instead (`/arsip/…im_~PASS/…`), which our page around it
gave.

It opens archived pages and their parts, nothing else, and only for some hours.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time

from starlette.requests import Request

from archive.room.access.doors import Doors

_HOURS = 6
_KEY = secrets.token_bytes(32)
_OF_A_PART = re.compile(r"/arsip/\d{1,14}(?:mp|if|im|cs|oe)_~([0-9a-f]{8})\.([0-9a-f]{32})/")


def pass_of(request: Request) -> str:
    """For the addresses of a page's parts; empty where nobody needs one."""
    doors = request.app.state.doors
    if not isinstance(doors, Doors) or doors.is_open:
        return ""
    until = f"{int(time.time()) + _HOURS * 3600:08x}"
    return f"{until}.{_signed(until)}"


def has_pass(path: str) -> bool:
    found = _OF_A_PART.match(path)
    return bool(found and hmac.compare_digest(found[2], _signed(found[1])) and int(found[1], 16) > time.time())


def _signed(until: str) -> str:
    return hmac.new(_KEY, f"arsip {until}".encode(), "sha256").hexdigest()[:32]
