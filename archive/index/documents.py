"""The JSON index: a line a page, `lumbung-document/1`, described by document.schema.json beside this file.

The keys of a line are the contract with everyone who reads the index; None becomes null, an
instant RFC 3339, a day without a known time a plain date.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.files import write_whole
from archive.model import DOCUMENT_SCHEMA, Caption, Capture, Document

logger = logging.getLogger(__name__)

Line = dict[str, Any]


def document_line(document: Document) -> Line:
    """The JSON object of one document, its keys in the contract's order."""
    return {
        "schema": DOCUMENT_SCHEMA,
        "id": document.id,
        "article_id": document.article_id,
        "url": document.url,
        "canonical_url": document.canonical_url,
        "captured_at": _moment(document.captured_at),
        "capture": capture_pointer(document.capture),
        "kind": document.kind,
        "platform": document.platform,
        "title": document.title,
        "author": document.author,
        "author_kind": document.author_kind,
        "language": document.language,
        "categories": _list(document.categories),
        "tags": _list(document.tags),
        "published_at": _moment(document.published_at),
        "published_source": document.published_source,
        "modified_at": _moment(document.modified_at),
        "text": document.text,
        "dateline": document.dateline,
        "captions": [{**asdict(caption), "image": caption.image} for caption in document.captions],
        "parts": _list(document.parts),
        "programme": document.programme,
        "village": document.village,
        "regions": _list(document.regions),
        "same_as": document.same_as,
        "near_duplicate_of": document.near_duplicate_of,
        "story_id": document.story_id,
        "flags": list(document.flags),
        "flag_details": [dict(detail) for detail in document.flag_details],
        "reader": {"version": document.reader_version, "platform_reader": document.platform_reader},
    }


def capture_pointer(capture: Capture) -> Line:
    """Where a record lies, as documents point at it."""
    return {
        "warc_filename": capture.warc_filename,
        "offset": capture.offset,
        "length": capture.length,
        "record_id": capture.record_id,
        "payload_digest": capture.digest,
        "status": capture.status,
        "mime": capture.mime,
    }


def document_of(line: Mapping[str, Any]) -> Document:
    """The document a line tells of. Raises KeyError, TypeError or ValueError on a line that is none."""
    captured_at = datetime.fromisoformat(line["captured_at"])
    pointer = dict(line["capture"])
    pointer["digest"] = pointer.pop("payload_digest")
    return Document(
        id=line["id"],
        article_id=line["article_id"],
        url=line["url"],
        canonical_url=line["canonical_url"],
        captured_at=captured_at,
        capture=Capture(url=line["url"], captured_at=captured_at, **pointer),
        kind=line["kind"],
        platform=line["platform"],
        title=line["title"],
        author=line["author"],
        author_kind=line.get("author_kind"),  # not in lines of readers before 4
        language=line["language"],
        categories=_tuple(line["categories"]),
        tags=_tuple(line["tags"]),
        published_at=_parse_moment(line["published_at"]),
        published_source=line["published_source"],
        modified_at=_parse_moment(line["modified_at"]),
        text=line["text"],
        dateline=line["dateline"],
        captions=tuple(Caption(**caption) for caption in line["captions"]),
        parts=_tuple(line.get("parts")),
        programme=line["programme"],
        village=line["village"],
        regions=_tuple(line["regions"]),
        same_as=line["same_as"],
        near_duplicate_of=line["near_duplicate_of"],
        story_id=line["story_id"],
        flags=tuple(line["flags"]),
        flag_details=tuple(line["flag_details"]),
        reader_version=line["reader"]["version"],
        platform_reader=line["reader"]["platform_reader"],
    )


def read_lines(path: Path) -> Iterator[Line]:
    """The JSON objects of a documents file. Raises ArchiveError with file and line."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                yield json.loads(raw)
            except ValueError as error:
                raise ArchiveError(f"{path} line {number}: not JSON; run: lumbung rebuild") from error


def first_reader(path: Path) -> str | None:
    """The version of the reader that made the first line; None when there is no line that tells.

    It made the others, too, save where a job was stopped and went on with another reader."""
    try:
        with path.open("rb") as file:
            return str(json.loads(file.readline())["reader"]["version"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a file. Raises ArchiveError."""
    for number, line in enumerate(read_lines(path), 1):
        try:
            yield document_of(line)
        except (KeyError, TypeError, ValueError) as error:
            raise ArchiveError(f"{path} line {number}: not a {DOCUMENT_SCHEMA} line; run: lumbung rebuild") from error


def documents_with(path: Path, ids: Set[str]) -> Iterator[Document]:
    """Those of a file with these ids, none where there is no file. Other lines are not parsed, and one that cannot be
    read is told and passed over."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            _, _, rest = raw[:200].partition(b'"id": "')
            if rest.partition(b'"')[0].decode("latin-1") in ids:
                try:
                    yield document_of(json.loads(raw))
                except (ValueError, LookupError, TypeError, ArchiveError):
                    logger.warning("%s: a line cannot be read; run: lumbung verify", path)


def write_documents(path: Path, documents: Iterable[Document]) -> None:
    """The documents of one WARC in the order of their records, whole or not at all."""
    ordered = sorted(documents, key=lambda document: document.capture.offset)
    write_whole(path, b"".join(dump_line(document_line(document)) for document in ordered))


def dump_line(line: Line) -> bytes:
    """One line of JSON with its line end, in UTF-8."""
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _moment(value: datetime | date | None) -> str | None:
    if isinstance(value, datetime) and value.utcoffset() == UTC.utcoffset(None):
        return value.replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat() if value is not None else None


def _parse_moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _list(values: Iterable[Any] | None) -> list[Any] | None:
    return None if values is None else list(values)


def _tuple(values: Iterable[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


class DocumentsJournal:
    """Lines as they are read, while a job runs: `<stem>.jsonl.open`, in no order, one line a page.

    A crash may tear the last line; it is then passed over, and its page is read again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, document: Document) -> None:
        with self._file(document.capture.warc_filename).open("ab") as file:
            file.write(dump_line(document_line(document)))

    def read(self, warc_filename: str) -> dict[str, Document]:
        """The documents noted for a WARC, by id."""
        path = self._file(warc_filename)
        documents: dict[str, Document] = {}
        if path.exists():
            for raw in path.read_bytes().splitlines():
                try:
                    document = document_of(json.loads(raw))
                except (KeyError, TypeError, ValueError):
                    continue
                documents[document.id] = document
        return documents

    def remove(self, warc_filename: str) -> None:
        self._file(warc_filename).unlink(missing_ok=True)

    def _file(self, warc_filename: str) -> Path:
        return self._folder / (warc_filename.removesuffix(".warc.gz") + ".jsonl.open")
