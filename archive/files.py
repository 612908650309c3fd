"""Files that are whole or absent: written beside, synced, then renamed into place."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

OPEN_SUFFIX = ".open"  # of files that are being written; readers leave them alone


def write_whole(path: Path, content: bytes, mode: int | None = None) -> None:
    """`path` with exactly `content`, even if power fails half-way: then the old file stands. `mode` is its
    permissions, else by the umask."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        if mode is not None:
            os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def file_sha256(path: Path) -> str:
    """SHA-256 in hexadecimal of what the disk holds; what memory still has of a synced file is not asked."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_state(path: Path) -> tuple[int, int] | None:
    """What a file cannot keep when it is changed by accident: its size, and the time of its last change in ns. None
    when it is not there."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns
