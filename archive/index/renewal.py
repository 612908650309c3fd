"""All documents of a collection made anew and put in force at once; the former ones kept until they are dropped.

    documents/rebuilt.new/<stem>.jsonl      being made; whatever a rebuild that died left of it is thrown away
    documents/rebuilt/<stem>.jsonl          whole and in force, on their way to documents/<stem>.jsonl
    documents/former/<name>/<stem>.jsonl    what they replaced; <name> is a UTC time and the reader that made them
    documents/former/<name>/changes.csv     what differs, a row a field

The one step that counts is the rename from `rebuilt.new` to `rebuilt`: before it the former documents are in force,
all of them, after it the new ones. What is left to move then is moved by the next job, if this one dies.
"""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.files import OPEN_SUFFIX, sync_folder
from archive.index.changes import Changes, ChangesTable
from archive.layout import DOCUMENTS_SUFFIX, REBUILT, Collection
from archive.times import stamp14

_BEING_MADE = REBUILT + ".new"
_FORMER = "former"
_DROPPED = "dropped"


class Renewal:
    """Documents being made beside those in force. The collection's lock is held."""

    def __init__(self, collection: Collection, folder: Path) -> None:
        self._collection = collection
        self._folder = folder
        self.staged = collection.with_documents_in(folder)

    @classmethod
    @contextmanager
    def begin(cls, collection: Collection) -> Iterator[Renewal]:
        """Until the block ends; what was not put in force by then is thrown away."""
        folder = collection.documents_folder / _BEING_MADE
        _remove(folder)
        folder.mkdir()
        try:
            yield cls(collection, folder)
        finally:
            _remove(folder)

    def put_in_force(self, reader_version: str) -> Changes:
        """Take the place of the former documents, and say what is different. The former are kept if any line says
        something else; that another reader says the same is no reason."""
        changes = Changes(reader_version)
        table = self._folder / "changes.csv"
        with ChangesTable(table) as rows:
            is_kept = [self._compare(path, changes, rows) for path in self._files()]
        if any(is_kept):
            changes.former = self._collection.documents_folder / _FORMER / self._name(changes)
            kept = self._folder / changes.former.name
            kept.mkdir()
            table.replace(kept / table.name)
            sync_folder(kept)
        else:
            table.unlink()
        sync_folder(self._folder)
        self._folder.replace(self._folder.with_name(REBUILT))
        sync_folder(self._collection.documents_folder)
        finish_renewal(self._collection)
        return changes

    def _files(self) -> list[Path]:
        """Of all WARCs that have documents, and of those that had and are gone: where the new ones lie, or would."""
        names = {path.name for path in self._folder.glob("*" + DOCUMENTS_SUFFIX)}
        names |= {path.name for path in _without_warc(self._collection)}
        return [self._folder / name for name in sorted(names)]

    def _compare(self, new: Path, changes: Changes, rows: ChangesTable) -> bool:
        """Whether the former documents of one WARC say anything else. A file that is the same stays where it is."""
        former = self._collection.documents_folder / new.name
        if former.exists() and new.exists() and filecmp.cmp(former, new, shallow=False):
            changes.count_same(new)
            new.unlink()
            return False
        found = changes.compare(former if former.exists() else None, new if new.exists() else None, rows)
        return found and former.exists()

    def _name(self, changes: Changes) -> str:
        versions = "-".join(changes.former_versions) or "unknown"
        name = f"{stamp14(datetime.now(UTC))}-reader-{versions}"
        while (self._collection.documents_folder / _FORMER / name).exists():
            name += "+"
        return name


def finish_renewal(collection: Collection) -> None:
    """Move documents that are in force to their places, and throw away what a rebuild that died had begun.

    The lock is held. May be broken off anywhere and begun again.
    """
    folder = collection.documents_folder
    for half_made in (*folder.glob("*.new"), folder / _DROPPED):
        _remove(half_made)
    rebuilt = folder / REBUILT
    if not rebuilt.is_dir():
        return
    kept = next((path for path in rebuilt.iterdir() if path.is_dir()), None)
    for path in sorted(rebuilt.glob("*" + DOCUMENTS_SUFFIX)):
        _put_aside(folder / path.name, kept)
        path.replace(folder / path.name)
    for path in _without_warc(collection):
        _put_aside(path, kept)
    for journal in folder.glob("*" + DOCUMENTS_SUFFIX + OPEN_SUFFIX):
        journal.unlink()  # by the former reader, of pages that were all read again
    sync_folder(folder)
    if kept:
        sync_folder(kept)
        (folder / _FORMER).mkdir(exist_ok=True)
        kept.replace(folder / _FORMER / kept.name)
        sync_folder(folder / _FORMER)
    rebuilt.rmdir()


def _put_aside(path: Path, kept: Path | None) -> None:
    if kept and path.exists():
        path.replace(kept / path.name)
    else:
        path.unlink(missing_ok=True)


def _without_warc(collection: Collection) -> list[Path]:
    """Documents of WARCs that are gone for good: not even a manifest tells of them."""
    return [
        path
        for path in sorted(collection.documents_folder.glob("*" + DOCUMENTS_SUFFIX))
        if not collection.warc_file(stem := path.name.removesuffix(DOCUMENTS_SUFFIX)).exists()
        and not collection.manifest_file(stem).exists()
    ]


def drop_former(collection: Collection) -> int:
    """Remove all former documents; how many bytes they took. The lock is held."""
    former = collection.documents_folder / _FORMER
    if not former.exists():
        return 0
    dropped = former.with_name(_DROPPED)
    _remove(dropped)
    former.replace(dropped)  # so that no half of them can be taken for all
    count = sum(path.stat().st_size for path in dropped.rglob("*") if path.is_file())
    _remove(dropped)
    return count


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
