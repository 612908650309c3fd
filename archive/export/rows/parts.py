"""Parts that several kinds of rows have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from archive.export.rows.fields import Field, ListOf, Struct
from archive.regions import region_table

POINTER_NAMES = ("warc_filename", "offset", "length", "record_id", "payload_digest", "status", "mime")

POINTER = (
    Field("warc_filename", "text", "WARC file that holds the record."),
    Field("offset", "whole", "Where the record's gzip member begins in it, in bytes."),
    Field("length", "whole", "Length of the gzip member, in bytes."),
    Field("record_id", "text", "WARC-Record-ID without brackets."),
    Field("payload_digest", "text", "SHA-1 of the payload, in Base32."),
    Field("status", "whole", "HTTP status."),
    Field("mime", "text", "Media type as the server said it."),
)

PLACE = (
    Field("kode_wilayah", "text", "Code of the village that publishes the site, or of the region known of it."),
    Field("desa", "text", "Its village."),
    Field("kecamatan", "text", "Its district."),
    Field("kabupaten", "text", "Its regency or city."),
    Field("provinsi", "text", "Its province."),
)

QUOTED = (
    Field("where", "text", "Where it stands: title, text or caption:N, N counted from 0."),
    Field("quote", "text", "The sentence."),
    Field("start", "whole", "First character of the words in that place."),
    Field("end", "whole", "The one after their last."),
)

QUOTES = ListOf(Struct(QUOTED[:2]))


def place_of(row: Any, line: Mapping[str, Any]) -> dict[str, str | None]:
    """Values of PLACE. `row` has the columns of `article` in a catalogue."""
    village = line.get("village") or {}
    return {
        "kode_wilayah": row.village or row.district or row.regency or row.province,
        # A code that is no longer in the table still has the name that was read with it.
        "desa": _name(row.village) or village.get("desa"),
        "kecamatan": _name(row.district),
        "kabupaten": _name(row.regency),
        "provinsi": _name(row.province),
    }


@cache
def _name(code: str | None) -> str | None:
    region = region_table().get(code) if code else None
    return region.name if region else None
