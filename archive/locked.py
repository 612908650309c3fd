"""A file of people's words changed by one command at a time, under a lock of its own beside it (`.seeds.lock`).

Not the job lock: a crawl may hold that for days, and reads these files when it begins.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import CollectionError, LockedError

_PATIENCE_SECONDS = 10.0


@contextmanager
def lock_beside(path: Path) -> Iterator[None]:
    """Waits for others, who hold it for as long as a file is written. Freed by the kernel when a process dies.

    Raises CollectionError and LockedError.
    """
    until = time.monotonic() + _PATIENCE_SECONDS
    try:
        file = path.with_name(f".{path.stem}.lock").open("ab")
    except OSError as error:
        raise CollectionError(f"{path} cannot be changed: {error.strerror}") from error
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise LockedError(f"{path} is being changed by another command; try again after it") from error
                time.sleep(0.05)
        yield
