"""The steps of an erasure, and what finishes or undoes one that was broken off. Each may be done again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.access.takedowns import add_line, has_erasure
from archive.erasure.derived import scrub_derived
from archive.erasure.documents import Pointers, correct_other_documents, standing_lines, write_new_documents
from archive.erasure.journal import (
    MAKING,
    REMOVING,
    REPLACING,
    Erased,
    Journal,
    Replaced,
    journal_file,
    read_journal,
    remove_journal,
    write_journal,
)
from archive.erasure.names import next_stem
from archive.erasure.plan import Plan, Progress
from archive.erasure.rewriting import ERASING_SUFFIX, new_file, write_new_warc
from archive.errors import CollectionError, EvidenceError
from archive.files import sync_folder, write_whole
from archive.index.cdxj import unmodified_beside
from archive.index.scan import index_warc
from archive.layout import Collection, manifest_lines, matches_manifest, stem_of, warc_name
from archive.times import warc_date

logger = logging.getLogger(__name__)


def erase(
    collection: Collection, plan: Plan, *, takedown: str, who: str, reason: str, at: str, line: dict[str, Any],
    progress: Progress,
) -> Journal:  # fmt: skip
    """Carry a plan out. The lock is held, the collection mended, no job unfinished. Raises EvidenceError when a file
    cannot be read or written: then nothing was changed, or the next command carries it to its end."""
    _refuse_damaged(collection, plan)
    files = tuple(_with_new_names(collection, plan))
    erased = tuple(
        Erased(one.record_id, one.url, warc_date(one.captured_at), one.digest) for one in plan.erased.values()
    )
    standing = {record_id: original.record_id for record_id, (_, original) in plan.standing.items()}
    journal = Journal(MAKING, takedown, who, reason, at, files, erased, standing, plan.titles, line)
    try:
        write_journal(collection.root, journal)
        made = []
        for number, one in enumerate(files, 1):
            sha256 = write_new_warc(collection, one.old, one.new, plan, journal)
            made.append(Replaced(one.old, one.new, sha256))
            progress("writing new WARCs", number, len(files))
        journal = journal.in_phase(REPLACING, tuple(made))
        write_journal(collection.root, journal)
        _replace(collection, journal)
    except OSError as error:
        raise EvidenceError(
            f"{collection.root}: cannot write: {error.strerror or error}; make space or mend the disk. The next "
            "command that writes to the collection finishes the erasure, or undoes it"
        ) from error
    return journal


def finish_erasure(collection: Collection) -> bool:
    """What an erasure that was broken off left: finished where the new WARCs were whole, else undone. Whether there was
    any. The lock is held. Raises EvidenceError."""
    journal = read_journal(collection.root)
    if journal is None:
        # Before the journal nothing is written, and after it nothing is left.
        journal_file(collection.root).with_name("erasing.json.new").unlink(missing_ok=True)
        return False
    if journal.phase == MAKING:
        for path in collection.archive.glob("*" + ERASING_SUFFIX):
            path.unlink()
        remove_journal(collection.root)
        logger.warning("The erasure of %s was broken off before it changed anything; do it again", journal.takedown)
        return True
    _replace(collection, journal)
    logger.warning("The erasure of %s, which was broken off, is finished", journal.takedown)
    return True


def _with_new_names(collection: Collection, plan: Plan) -> Iterator[Replaced]:
    taken = [*collection.stems(), *map(stem_of, collection.missing_warcs())]
    for old in plan.actions:
        taken.append(next_stem(old, taken))
        yield Replaced(old, taken[-1])


def _refuse_damaged(collection: Collection, plan: Plan) -> None:
    for stem in plan.actions:
        if not matches_manifest(collection, stem):
            name = warc_name(stem)
            raise CollectionError(f"{name} is not what its manifest says; restore it first, see: lumbung verify")


def _replace(collection: Collection, journal: Journal) -> None:
    if journal.phase == REPLACING:
        _take_places(collection, journal)
        # From here on the old documents, of which the new were made, may be gone.
        write_journal(collection.root, journal.in_phase(REMOVING, journal.files))
    for one in reversed(journal.files):  # those with revisits before those they refer to
        _remove_old(collection, one.old)
    if not has_erasure(collection.root, journal.takedown, journal.at):
        add_line(collection.root, journal.line)
    remove_journal(collection.root)


def _take_places(collection: Collection, journal: Journal) -> None:
    for one in journal.files:
        _put_in_place(collection, one)
    pointers = Pointers(collection, journal)
    more = standing_lines(collection, journal, pointers)
    for one in journal.files:
        write_new_documents(collection, one.old, one.new, pointers, more.get(warc_name(one.new), ()))
    correct_other_documents(collection, journal, pointers)
    scrub_derived(collection, journal)


def _put_in_place(collection: Collection, one: Replaced) -> None:
    """Manifest, name and index of a new WARC; the old one is still there."""
    manifest, path = collection.manifest_file(one.new), new_file(collection, one.new)
    if not manifest.exists():
        lines = [f"{one.sha256}  archive/{warc_name(one.new)}\n"]
        # That of an imported WARC says which WARC tells of its import.
        lines += [f"{digest}  {name}\n" for digest, name in manifest_lines(collection.manifest_file(one.old))[1:]]
        write_whole(manifest, "".join(lines).encode())
    if path.exists():
        path.rename(collection.warc_file(one.new))
        sync_folder(collection.archive)
    elif not collection.warc_file(one.new).exists():
        raise EvidenceError(f"{path} is gone, which an erasure that was broken off had made; the old WARC is untouched")
    index_warc(collection, one.new)


def _remove_old(collection: Collection, stem: str) -> None:
    """What was derived first, the manifest last: until then the erasure is known not to be at its end."""
    cdxj = collection.cdxj_file(stem)
    for path in (collection.documents_file(stem), unmodified_beside(cdxj), cdxj, collection.warc_file(stem)):
        _remove(path)
    _remove(collection.manifest_file(stem))


def _remove(path: Path) -> None:
    if path.exists():
        path.unlink()
        sync_folder(path.parent)
