"""Rows of the recipients' list whose village is not sure, each with those that may be meant, for a person to say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from archive.recipient_places import place_of
from archive.recipients import Recipient, read_corrections, read_recipients
from archive.regions import region_table
from archive.regions.meant import full_name

Row = dict[str, Any]


def unsure_rows(root: Path, ids: Sequence[str], start: int = 0, limit: int = 20) -> list[Row]:
    """Some of the rows with these ids, in their order. Raises CollectionError."""
    wanted = ids[start : start + limit]
    corrections = read_corrections(root) if wanted else {}
    by_id = {one.id: one for one in read_recipients(root)} if wanted else {}
    found = []
    for recipient_id in wanted:
        recipient = by_id.get(recipient_id)
        if recipient is None:
            continue
        match, correction = place_of(recipient, corrections)
        found.append(
            {
                "id": recipient.id,
                "name": recipient.name,
                "written": written(recipient),
                "year": recipient.year,
                "source": recipient.source,
                "status": match.status,
                "candidates": [candidate(code) for code in match.candidates],
                "correction": correction
                and {"who": correction.who, "reason": correction.reason, "when": correction.when},
            }
        )
    return found


def written(recipient: Recipient) -> str:
    """The place as the list has it."""
    parts = (recipient.desa, recipient.kecamatan, recipient.kabupaten, recipient.provinsi, recipient.kode_wilayah)
    return ", ".join(filter(None, parts))


def candidate(code: str) -> Row:
    region = region_table().get(code)
    return {"kode_wilayah": code, "name": full_name(region) if region else code}
