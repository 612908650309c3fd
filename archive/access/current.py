"""The access list as its file is now: read once, and again when the file is another."""

from __future__ import annotations

import threading
from pathlib import Path

from archive.access.entries import access_file, entries_in_force
from archive.access.listed import OPEN_TO_ALL, AccessList
from archive.files import file_state

_State = tuple[int, int] | None
_lock = threading.Lock()
_kept: dict[Path, tuple[_State, AccessList]] = {}


def access_of(root: Path) -> AccessList:
    """Of the collection in this folder. To ask costs a look at the file's size and time. Raises ArchiveError when a
    line cannot be understood: then nothing may be shown."""
    path = access_file(root)
    state = file_state(path)
    if state is None:
        return OPEN_TO_ALL
    kept = _kept.get(path)
    if kept and kept[0] == state:
        return kept[1]
    with _lock:
        # The state from before the reading: a line added meanwhile makes the next ask read again.
        found = AccessList(entries_in_force(root))
        _kept[path] = (state, found)
    return found
