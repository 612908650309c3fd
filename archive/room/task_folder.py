"""Where files lie that are made and offered for a while."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

_PREFIX = "lumbung-unduhan-"
_BEGINNING_SECONDS = 60.0  # a folder as young as this may not have been locked yet


class TaskFolder:
    """One folder for each task. It is locked while it is in use: what a room left behind that was killed, the next one
    deletes."""

    def __init__(self) -> None:
        for left in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
            _remove_if_left(left)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._held = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def make(self, task: str) -> Path:
        folder = self.path / task
        folder.mkdir()
        return folder

    def size(self, task: str) -> int:
        """Bytes of all that is in it now."""
        total = 0
        for folder, _, names in os.walk(self.path / task):
            for name in names:
                try:
                    total += (Path(folder) / name).stat().st_size
                except OSError:
                    continue
        return total

    def delete(self, task: str) -> None:
        shutil.rmtree(self.path / task, ignore_errors=True)

    def free_bytes(self) -> int:
        return shutil.disk_usage(self.path).free

    def remove(self) -> None:
        """With all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._held)


def _remove_if_left(folder: Path) -> None:
    try:
        facts = folder.lstat()
        if facts.st_uid != os.getuid() or time.time() - facts.st_mtime < _BEGINNING_SECONDS:
            return
        held = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:
        return
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return
    finally:
        os.close(held)
