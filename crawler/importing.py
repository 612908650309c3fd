"""WARCs that others wrote, copied in unchanged: a job of its own, after which `rebuild` makes the same again.

    1  each is copied to archive/<name>.import.open, synced, read back and looked through
    2  crawls/<crawl id>/report.json says `running` and lists them: from here on the import is carried to its end,
       by the next job if this one dies; before, the next job throws the copies away
    3  a WARC of our own is written that tells of the import
    4  each gets its manifest, then its name, then its index
    5  documents are read and linked, and the report is closed

Every step may be done again.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.errors import CollectionError, EvidenceError
from archive.files import file_sha256, sync_folder, write_whole
from archive.index.scan import index_warc
from archive.intake import Source, copy_source, safe_stem, sources_of
from archive.layout import IMPORT_SUFFIX, PLAIN_SUFFIX, Collection, manifest_lines, stem_of, warc_name
from archive.warc.foreign import scan_foreign
from crawler.import_report import (
    closed_import,
    count_documents,
    counts_of,
    new_import_report,
    tell_of_import,
    telling_warc,
    write_import_report,
)
from crawler.rebuild import rebuild_documents_of
from crawler.reports.report import Report, read_report

_IMPORT = "-import"

Progress = Callable[[str, int, int], None]


@dataclass
class Outcome:
    """What an import did. `report` is None when all that was offered is there already."""

    report: Report | None = None
    known: list[tuple[str, str]] = field(default_factory=list)  # what was offered, and the WARC it is


def import_warcs(
    collection: Collection, paths: Sequence[Path], who: str | None, note: str | None, progress: Progress
) -> Outcome:
    """Import all, or on a fault none. The lock is held and the collection mended.

    Raises CollectionError, EvidenceError or OSError.
    """
    sources = [source for path in paths for source in sources_of(path)]
    outcome = Outcome()
    crawl_id = collection.new_crawl_id(_IMPORT)
    report = new_import_report(collection, crawl_id, who or getpass.getuser(), note)
    with _copies_or_none(collection):
        known = _Known(collection)
        for number, source in enumerate(sources, 1):
            entry = _copied(collection, source, known)
            if isinstance(entry, str):
                outcome.known.append((str(source), entry))
            else:
                report["imported"].append(entry)
            progress("copied", number, len(sources))
        if not report["imported"]:
            return outcome
        collection.crawl_folder(crawl_id).mkdir(parents=True)
        write_import_report(collection, report)
    outcome.report = _carried_out(collection, report)
    return outcome


def finish_imports(collection: Collection) -> None:
    """Carry imports that died to their end, and throw away copies that were not yet part of one.

    The lock is held. Raises EvidenceError.
    """
    for folder in sorted((collection.root / "crawls").glob("*" + _IMPORT)):
        report = read_report(folder)
        if report and report["finish_reason"] == "running":
            _drop_bad_copies(collection, report)
            _carried_out(collection, report)
    _remove_copies(collection)


@contextmanager
def _copies_or_none(collection: Collection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _remove_copies(collection)
        raise


def _remove_copies(collection: Collection) -> None:
    for path in collection.archive.glob("*" + IMPORT_SUFFIX):
        path.unlink()


class _Known:
    """What the collection holds already: by digest the name, and the sizes worth a digest."""

    def __init__(self, collection: Collection) -> None:
        self._sizes = {collection.warc_file(stem).stat().st_size for stem in collection.stems()}
        manifests = sorted((collection.root / "manifests").glob("*.sha256"))
        lines = (manifest_lines(path)[:1] for path in manifests)
        self._names = {digest: name.removeprefix("archive/") for pair in lines for digest, name in pair}

    def name_of(self, digest: str) -> str | None:
        return self._names.get(digest)

    def name_of_source(self, source: Source) -> str | None:
        return self.name_of(source.sha256()) if source.size in self._sizes else None

    def add(self, digest: str, name: str, size: int) -> None:
        self._names[digest] = name
        self._sizes.add(size)


def _copied(collection: Collection, source: Source, known: _Known) -> dict[str, Any] | str:
    """What report.json says of a copy; or the name of the WARC it is, which was there."""
    if source.path.resolve().parent == collection.archive.resolve() and not known.name_of_source(source):
        raise CollectionError(f"{source}: lies in archive/ already; move it elsewhere first, then import it from there")
    if name := known.name_of_source(source):
        return _known_name(collection, source, name)
    stem = _free_stem(collection, source)
    copy = _copy_of(collection, stem)
    digest = copy_source(source, copy)
    if name := known.name_of(digest):
        copy.unlink()
        return _known_name(collection, source, name)
    scan = scan_foreign(copy, warc_name(stem), str(source))
    if not scan.records:
        raise CollectionError(f"{source}: has not one whole WARC record; get another copy of it")
    known.add(digest, warc_name(stem), source.size)
    return {
        "name": warc_name(stem),
        "source": source.path.name,
        "member": source.member,
        "sha256": digest,
        **counts_of(scan),
    }


def _known_name(collection: Collection, source: Source, name: str) -> str:
    """Raises EvidenceError when the WARC is lost: then it must be put back as the file it was."""
    stem = stem_of(name)
    if collection.warc_file(stem).exists() or _copy_of(collection, stem).exists():
        return name
    raise EvidenceError(
        f"{source}: is {name}, which has a manifest and is missing from {collection.archive}; "
        "copy it back there under that name, then run: lumbung verify"
    )


def _free_stem(collection: Collection, source: Source) -> str:
    """Its own name; with a number where another file has that name."""
    bare, number = safe_stem(source), 1
    while True:
        stem = bare if number == 1 else f"{bare}-{number}"
        stem += "" if source.is_gzip else PLAIN_SUFFIX
        taken = (collection.warc_file(stem), collection.manifest_file(stem), _copy_of(collection, stem))
        if not any(path.exists() for path in taken):
            return stem
        number += 1


def _copy_of(collection: Collection, stem: str) -> Path:
    return collection.archive / (warc_name(stem) + IMPORT_SUFFIX)


def _carried_out(collection: Collection, report: Report) -> Report:
    """Steps 3 to 5. Raises EvidenceError or OSError."""
    crawl_id = report["crawl_id"]
    told_by = telling_warc(collection, crawl_id) or tell_of_import(collection, report)
    for entry in report["imported"]:
        _put_in_place(collection, entry, told_by)
    rebuild_documents_of(collection, crawl_id)
    report = closed_import(report) | {"warcs": [warc_name(told_by), *(entry["name"] for entry in report["imported"])]}
    report["totals"]["read"] = count_documents(collection, report)
    write_import_report(collection, report)
    return report


def _put_in_place(collection: Collection, entry: dict[str, Any], told_by: str) -> None:
    stem = stem_of(entry["name"])
    final, manifest = collection.warc_file(stem), collection.manifest_file(stem)
    if not final.exists():
        if not manifest.exists():
            own = manifest_lines(collection.manifest_file(told_by))[0]
            lines = f"{entry['sha256']}  archive/{entry['name']}\n{own[0]}  {own[1]}\n"
            write_whole(manifest, lines.encode())
        _copy_of(collection, stem).rename(final)
        sync_folder(collection.archive)
    if not collection.cdxj_file(stem).exists():
        index_warc(collection, stem)


def _drop_bad_copies(collection: Collection, report: Report) -> None:
    """What a crash damaged is not imported; it can be, again, from where it came."""
    for entry in list(report["imported"]):
        stem = stem_of(entry["name"])
        copy = _copy_of(collection, stem)
        if collection.warc_file(stem).exists() or (copy.exists() and file_sha256(copy) == entry["sha256"]):
            continue
        report["imported"].remove(entry)
        report["not_imported"].append(entry)
