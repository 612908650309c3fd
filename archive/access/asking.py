"""Whether who asks may see what is for staff only.

Nobody may, unless the door they came through says so: it is set for one request (or one command) and what is done for
it, threads included. Another process, which makes an export for somebody, begins without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from archive.access.entries import Level

_is_staff: ContextVar[bool] = ContextVar("is_staff", default=False)


def sees_staff() -> bool:
    return _is_staff.get()


def may_see(level: Level) -> bool:
    """Whether who asks may see what has this level. What is closed nobody may."""
    return level == "open" or (level == "staff" and sees_staff())


@contextmanager
def asked_by_staff(is_staff: bool = True) -> Iterator[None]:
    """Until the block ends."""
    token = _is_staff.set(is_staff)
    try:
        yield
    finally:
        _is_staff.reset(token)
