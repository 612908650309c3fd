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
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.errors import CollectionError, EvidenceError
from archive.files import file_sha256, sync_folder, write_whole
from archive.index.scan import index_warc
from archive.intake import Source, copy_source, safe_stem, sources_of
from archive.layout import IMPORT_SUFFIX, PLAIN_SUFFIX, Collection, manifest_lines, stem_of, warc_name
from archive.times import stamp14, warc_date
from archive.warc.foreign import Scan, scan_foreign
from archive.warc.reader import read_records
from archive.warc.writer import WarcWriter
from crawler.rebuild import rebuild_documents_of
from crawler.recorder import software
from crawler.reports.report import Report, dump, read_report

SCHEMA = "lumbung-import/1"
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
    crawl_id = f"{stamp14(datetime.now(UTC))}-{secrets.token_hex(2)}{_IMPORT}"
    report = _report(collection, crawl_id, who or getpass.getuser(), note)
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
        _write(collection, report)
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
    scan = scan_foreign(copy, warc_name(stem))
    known.add(digest, warc_name(stem), source.size)
    return {
        "name": warc_name(stem),
        "source": source.path.name,
        "member": source.member,
        "sha256": digest,
        **_counts(scan),
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


def _counts(scan: Scan) -> dict[str, Any]:
    statuses = Counter(str(capture.status) for capture in scan.captures)
    return {
        "bytes": scan.bytes,
        "records": scan.records,
        "types": dict(sorted(scan.types.items())),
        "captures": len(scan.captures),
        "pages": sum(capture.is_readable for capture in scan.captures),
        "statuses": dict(sorted(statuses.items())),
        "first_captured_at": min((warc_date(one.captured_at) for one in scan.captures), default=None),
        "last_captured_at": max((warc_date(one.captured_at) for one in scan.captures), default=None),
        "as_it_came": [
            {"oddity": oddity, "count": count, "offset": offset} for oddity, (count, offset) in scan.oddities.items()
        ],
    }


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
    told_by = _telling_warc(collection, crawl_id) or _tell(collection, report)
    for entry in report["imported"]:
        _put_in_place(collection, entry, told_by)
    rebuild_documents_of(collection, crawl_id)
    report = _closed(report) | {"warcs": [warc_name(told_by), *(entry["name"] for entry in report["imported"])]}
    report["totals"]["read"] = _count_documents(collection, report)
    _write(collection, report)
    return report


def _telling_warc(collection: Collection, crawl_id: str) -> str | None:
    """The stem of the WARC of our own that tells of this import, if it was written before a job died."""
    name = f"urn:lumbung:{crawl_id}:report.json"
    for stem in collection.stems():
        if collection.import_of(stem) or collection.crawl_id_of(stem) != crawl_id:
            continue
        if any(record.url == name for record in read_records(collection.warc_file(stem))):
            return stem
    return None


def _tell(collection: Collection, report: Report) -> str:
    """Write that WARC: who imported what, from where, and how it was found; with people's words as they are now."""
    crawl_id = report["crawl_id"]
    who = collection.config.who
    fields = [
        ("software", software()),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("operator", f"{who.operator} <{who.contact}>"),
        ("hostname", who.crawler_name),
        ("isPartOf", crawl_id),
        ("description", "Tells of WARC files that others wrote and that were imported unchanged; see report.json."),
    ]
    stems: list[str] = []
    writer = WarcWriter(collection, fields, stems.append)
    name = f"urn:lumbung:{crawl_id}:"
    manifest = "".join(f"{entry['sha256']}  archive/{entry['name']}\n" for entry in report["imported"])
    try:
        writer.write_resource(name + "manifest.sha256", "text/plain", manifest.encode())
        writer.write_resource(name + "collection.toml", "application/toml", _words(collection, "collection.toml"))
        writer.write_resource(name + "seeds.csv", "text/csv", _words(collection, "seeds.csv"))
        closed = _closed(report) | {"warcs": [entry["name"] for entry in report["imported"]]}
        writer.write_resource(name + "report.json", "application/json", dump(closed))
        writer.finish()
    finally:
        writer.leave()
    return stems[-1]


def _words(collection: Collection, name: str) -> bytes:
    path = collection.root / name
    return path.read_bytes() if path.exists() else b""


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


def _report(collection: Collection, crawl_id: str, who: str, note: str | None) -> Report:
    config = collection.config.who
    return {
        "schema": SCHEMA,
        "crawl_id": crawl_id,
        "started_at": warc_date(datetime.now(UTC)),
        "finished_at": None,
        "finish_reason": "running",
        "error": None,
        "internal_errors": [],
        "operator": config.operator,
        "contact": config.contact,
        "who": who,
        "note": note,
        "imported": [],
        "not_imported": [],
        "totals": {},
        "remaining": 0,
        "sites": [],
        "warcs": [],
    }


def _closed(report: Report) -> Report:
    totals = {
        "archived": sum(entry["pages"] for entry in report["imported"]),
        "failed": 0,
        "bytes": sum(entry["bytes"] for entry in report["imported"]),
    }
    reason = "finished" if report["imported"] or not report["not_imported"] else "abandoned"
    return report | {"finished_at": warc_date(datetime.now(UTC)), "finish_reason": reason, "totals": totals}


def _count_documents(collection: Collection, report: Report) -> int:
    stems = (stem_of(name) for name in report["warcs"])
    return sum(1 for stem in stems for _ in collection.documents_of(stem))


def _write(collection: Collection, report: Report) -> None:
    write_whole(collection.crawl_folder(report["crawl_id"]) / "report.json", dump(report))
