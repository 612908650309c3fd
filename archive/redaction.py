"""Personal data out of what is shown or leaves the archive: the numbers and addresses that the reader flagged.

The reader says where each stands (`flag_details`, docs/documents.md); here they are covered. The WARC is never touched,
and documents/*.jsonl keeps what the page says. Numbers and addresses of an office stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

Line = dict[str, Any]

COVER = "▒▒▒"


def redacted(line: Mapping[str, Any]) -> Line:
    """A line of documents/*.jsonl with its personal data covered. What has none comes back as it is."""
    spans = _spans(line)
    if not spans:
        return dict(line)
    covered = dict(line)
    covered["captions"] = [dict(caption) for caption in line.get("captions") or ()]
    for where, places in spans.items():
        if where.startswith("caption:"):
            number, _, field = where.removeprefix("caption:").partition(".")
            caption = covered["captions"][int(number)] if int(number) < len(covered["captions"]) else {}
            _cover(caption, field or "raw", places)
        else:
            _cover(covered, where, places)
    return covered


def kinds_in(line: Mapping[str, Any]) -> Counter[str]:
    """How many of each kind would be covered: nik, kk, phone, bank_account, email."""
    return Counter(detail["kind"] for detail in _details(line))


def _details(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        detail
        for detail in line.get("flag_details") or ()
        if detail.get("flag") == "personal_data" and not detail.get("office") and detail.get("start") is not None
    ]


def _spans(line: Mapping[str, Any]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for detail in _details(line):
        spans.setdefault(detail["where"], []).append((detail["start"], detail["end"]))
    return spans


def _cover(holder: dict[str, Any], field: str, places: list[tuple[int, int]]) -> None:
    text = holder.get(field)
    if not text:
        return
    for start, end in sorted(places, reverse=True):
        text = text[:start] + COVER + text[end:]
    holder[field] = text
