"""hosts.csv, hosts.jsonl, mime_types.csv and response_codes.csv of one job, and how any cell is written.

Numbers are plain. Texts come from the wire: what a spreadsheet would take for a formula (= + - @ at its start) gets
a space before it, which no host, address or media type begins with, so that the text can be had back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from archive.files import write_whole
from crawler.reports.figures import Figures, HostFigures, most_first

HOST_COLUMNS = ("host", *(field.name for field in fields(HostFigures)))
MIME_COLUMNS = ("mime", "urls", "bytes", "new_bytes")
CODE_COLUMNS = ("code", "urls", "bytes")
_UNSAFE = re.compile(r"[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def cell(text: str) -> str:
    """`text` so that no spreadsheet calculates it or chokes on it."""
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    # A spreadsheet may skip white space, so it is looked at from the first other character.
    return " " + text if _UNSAFE.match(text.lstrip(" \n")) or _UNSAFE.match(text) else text


def write_tables(folder: Path, figures: Figures) -> None:
    """Each whole or not at all."""
    hosts = most_first(figures.hosts)
    mime_types = most_first(figures.mime_types)
    lines = ({"host": host} | _counts(counts) for host, counts in hosts)
    write_whole(folder / "hosts.csv", _table(HOST_COLUMNS, ((host, *_counts(one).values()) for host, one in hosts)))
    write_whole(folder / "hosts.jsonl", "".join(json.dumps(line) + "\n" for line in lines).encode())
    write_whole(
        folder / "mime_types.csv",
        _table(MIME_COLUMNS, ((mime, one.urls, one.bytes, one.new_bytes) for mime, one in mime_types)),
    )
    write_whole(
        folder / "response_codes.csv",
        _table(CODE_COLUMNS, ((code, one.urls, one.bytes) for code, one in sorted(figures.response_codes.items()))),
    )


def _counts(host: HostFigures) -> dict[str, int]:
    return {name: getattr(host, name) for name in HOST_COLUMNS[1:]}


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows([cell(value) if isinstance(value, str) else value for value in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
