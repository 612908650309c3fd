"""Passes for the parts of an archived page: a page in a sandbox has no origin, so its pictures are asked for without
the cookie of who looks at it. Their addresses bear a pass instead (`/arsip/…im_~PASS/…`), which our page around it
gave.

It opens archived pages and their parts, nothing else, and only for some hours. One that staff was given opens what is
for staff, too.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time

from archive.access.asking import sees_staff

_HOURS = 6
_KEY = secrets.token_bytes(32)
_OF_A_PART = re.compile(r"/arsip/\d{1,14}(?:mp|if|im|cs|oe)_~([0-9a-f]{8})\.([0-9a-f]{32})/")


def new_pass() -> str:
    """For the addresses of a page's parts."""
    until = f"{int(time.time()) + _HOURS * 3600:08x}"
    return f"{until}.{_signed(until, is_staff=sees_staff())}"


def has_pass(path: str) -> bool:
    return _is_pass(path, is_staff=False) or is_staff_pass(path)


def is_staff_pass(path: str) -> bool:
    """Whether it bears a pass that staff was given."""
    return _is_pass(path, is_staff=True)


def _is_pass(path: str, *, is_staff: bool) -> bool:
    found = _OF_A_PART.match(path)
    signed = _signed(found[1], is_staff=is_staff) if found else ""
    return bool(found and hmac.compare_digest(found[2], signed) and int(found[1], 16) > time.time())


def _signed(until: str, *, is_staff: bool) -> str:
    text = f"arsip {'staf ' if is_staff else ''}{until}"
    return hmac.new(_KEY, text.encode(), "sha256").hexdigest()[:32]
