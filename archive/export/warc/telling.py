"""The first record of a WARC that was made out of others: what was asked, when, by whose order, out of which files."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.layout import Collection, manifest_lines, warc_name
from archive.version import VERSION
from archive.warc.records import Record, make_record, new_record_id, warc_fields


@dataclass(frozen=True, slots=True)
class Telling:
    """What an export says of itself. `query` is what was asked, in a line. `made_at` None: now, and ids are random; a
    time makes the same export the same bytes, as a release wants."""

    title: str
    query: str = ""
    description: str = ""
    made_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        return self.made_at or datetime.now(UTC)


def software() -> str:
    return f"Lumbung/{VERSION}"


def warcinfo(collection: Collection, telling: Telling, sources: Sequence[str], filename: str) -> Record:
    """For a file of this name, with records of these stems."""
    who = collection.config.who
    fields = [
        ("software", software()),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("operator", f"{who.operator} <{who.contact}>"),
        ("hostname", who.crawler_name),
        ("isPartOf", telling.title),
        ("description", telling.description or _DESCRIPTION),
        *([("query", telling.query)] if telling.query else []),
        *(("source-warc", _source(collection, stem)) for stem in sources),
    ]
    block = warc_fields(fields)
    record_id = _derived_id(telling.made_at, filename, block) if telling.made_at else new_record_id()
    named = [("WARC-Filename", filename)]
    return make_record("warcinfo", record_id, telling.moment, named, "application/warc-fields", block)


_DESCRIPTION = (
    "Records copied byte for byte out of the WARCs named as source-warc (with the SHA-256 of their manifests): pages "
    "that were asked for, what they need to be shown, and the request and metadata records stored with each. "
    "Source warcinfo records stand before the first record that names them"
)


def _source(collection: Collection, stem: str) -> str:
    lines = manifest_lines(collection.manifest_file(stem))
    return warc_name(stem) + (f" sha256:{lines[0][0]}" if lines else "")


def _derived_id(made_at: datetime, filename: str, block: bytes) -> str:
    of = hashlib.sha256(f"{made_at.isoformat()}\n{filename}\n".encode() + block).hexdigest()
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, of)}"
