"""lumbung-change/1: an article that is another than in the release before, as one row. No title and no address: of what
was withdrawn nothing is said but that it was."""

from __future__ import annotations

from typing import Literal, get_args

from archive.export.rows.fields import TEXTS, Field, Row, RowKind, Struct, shaper

What = Literal["added", "changed", "withdrawn"]
Why = Literal[
    "new", "taken_in",
    "page", "reader", "decision", "surroundings",
    "erased", "restricted", "judged_otherwise", "outside_filter", "read_otherwise", "not_in_collection",
]  # fmt: skip

# What each reason means: two of what is added, four of what is changed, six of what is withdrawn.
REASONS: dict[Why, str] = {
    "new": "captured since",
    "taken_in": "was in the collection before: read anew, decided by a person, asked for or let out now",
    "page": "its site changed it: another record is given",
    "reader": "the record was read anew by another version of the reader",
    "decision": "a person decided whether it is about the programme, or took that back",
    "surroundings": (
        "what is known around it changed: copies, number of captures, regions, what is covered, the file of its record"
    ),
    "erased": "erased from the archive",
    "restricted": "no longer given away",
    "judged_otherwise": "no longer counts as near to the programme",
    "outside_filter": "this release asks for less",
    "read_otherwise": "its record is still there, but read as another article, or as none",
    "not_in_collection": "its record is in the collection no more",
}
assert set(REASONS) == set(get_args(Why))

CHANGE = RowKind(
    "lumbung-change/1",
    "One article that was added, changed or withdrawn since the release before.",
    (
        Field("schema", "text", "lumbung-change/1"),
        Field("article_id", "text"),
        Field("change", "text", "added, changed or withdrawn."),
        Field("reasons", TEXTS, "; ".join(f"{name}: {says}" for name, says in REASONS.items()) + "."),
        Field("record_id", "text", "WARC-Record-ID of the reading in this release; null when withdrawn."),
        Field("former_record_id", "text", "The same in the release before; null when added."),
        Field("reader", "text", "Version of the reader in this release."),
        Field("former_reader", "text", "The same in the release before."),
    ),
)

change_shape = shaper(Struct(CHANGE.fields))


def change_row(article_id: str, change: What, reasons: list[Why], **more: str | None) -> Row:
    """`more`: record_id, former_record_id, reader, former_reader."""
    row: Row = change_shape(
        {"schema": CHANGE.name, "article_id": article_id, "change": change, "reasons": reasons, **more}
    )
    return row
