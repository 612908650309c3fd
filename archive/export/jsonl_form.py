"""JSON lines: a row of lumbung-article/1 a line, in the order of its fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from archive.export.matching import Matching
from archive.export.rows.article import article_row
from archive.export.rows.fields import Row


def write(found: Matching, to: BinaryIO, scratch: Path) -> None:
    is_redacted = not found.wanted.unredacted
    for hit in found.hits():
        to.write(line_of(article_row(hit.row, hit.line, is_redacted=is_redacted)))
        found.tally.rows += 1
        found.at_rest()


def line_of(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"
