"""A folder that is whole or absent.

DIR.partial/release/     being made; renamed to DIR when it is whole and on disk
DIR.partial/scratch/     what is needed meanwhile

A run that is killed leaves DIR.partial, and the next one removes it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import LockedError
from archive.files import sync_folder
from archive.release.errors import ReleaseError


class Building:
    """`folder` is to be filled, `scratch` is thrown away."""

    def __init__(self, to: Path, partial: Path) -> None:
        self.to = to
        self.folder, self.scratch = partial / "release", partial / "scratch"

    def finish(self) -> None:
        """On disk, then in its place. Raises ReleaseError when something has taken the place meanwhile."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            _sync(path)
        sync_folder(self.folder)
        _refuse_taken(self.to)
        self.folder.rename(self.to)
        sync_folder(self.to.parent)


@contextmanager
def building(to: Path) -> Iterator[Building]:
    """Raises ReleaseError when there is something at `to`, or nowhere to put it; LockedError."""
    _refuse_taken(to)
    if not to.parent.is_dir():
        raise ReleaseError(f"{to.parent} is no folder; make it first")
    partial = to.with_name(to.name + ".partial")
    partial.mkdir(exist_ok=True)
    handle = os.open(partial, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(f"{to} is being made by another command; wait for it") from error
        one = Building(to, partial)
        _empty(partial)
        one.folder.mkdir()
        one.scratch.mkdir()
        try:
            yield one
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    finally:
        os.close(handle)


def _refuse_taken(to: Path) -> None:
    if os.path.lexists(to):
        raise ReleaseError(f"{to} exists; a release goes into a new folder")


def _empty(folder: Path) -> None:
    """Of what a run left that was killed; nothing else is touched."""
    left = list(folder.iterdir())
    if strange := sorted(path.name for path in left if path.name not in ("release", "scratch") or path.is_symlink()):
        raise ReleaseError(f"{folder} holds {strange[0]}, which no release left there; move it away")
    for path in left:
        shutil.rmtree(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
