"""Real commands under another date, by libfaketime: the command itself knows nothing of it.

Only the calendar is moved; what measures durations ticks as it does. Files keep the times the disk gives them.
"""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

_LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")  # fmt: skip


def find_library() -> str | None:
    """Where libfaketime is on this machine."""
    found = (path for pattern in _LIBRARIES for path in Path("/").glob(pattern.lstrip("/")))
    return next(map(str, found), None)


def clock_environment(library: str, moment: datetime | None = None) -> dict[str, str]:
    """For a process that is born now: it believes that it is `moment`. Without one it can be told so after a fork."""
    offset = f"{moment.timestamp() - time.time():+.3f}" if moment else "+0"
    return {
        "LD_PRELOAD": library,
        "FAKETIME": offset,
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
