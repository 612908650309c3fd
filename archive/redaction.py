"""Personal data out of what is shown or leaves the archive: the numbers and addresses that the reader flagged.

The reader says where each stands (`flag_details`, docs/documents.md); here they are covered, there and wherever the
line quotes them, letter by letter, so that places in a text stay right. The WARC is never touched, and
documents/*.jsonl keeps what the page says. Numbers and addresses of an office stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

Line = dict[str, Any]

COVER = "▒▒▒"  # the least of what stands in place of a number

_COVERED = COVER[0]

# What a number of a person or of an account may look like; years, dates and amounts are shorter or have other marks.
_NUMBER = re.compile(r"\+?\d(?:[ .()-]{0,2}\d){8,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
# Where a line tells in its own words what its texts say.
_QUOTING = ("programme", "regions", "flag_details", "captions", "title", "text", "author", "dateline", "tags")


def redacted(line: Mapping[str, Any]) -> Line:
    """A line of documents/*.jsonl with its personal data covered. What has none comes back as it is."""
    spans = _spans(line)
    if not spans:
        return dict(line)
    covered = dict(line)
    covered["captions"] = [dict(caption) for caption in line.get("captions") or ()]
    hidden: set[str] = set()
    for where, places in spans.items():
        holder, field = _place(covered, where)
        hidden |= _cover(holder, field, places)
    hidden = {one for one in hidden if len(one) > 3}
    if hidden:
        # The longest first: a shorter one may be a part of it.
        quoted = re.compile("|".join(map(re.escape, sorted(hidden, key=len, reverse=True))))
        covered |= {name: _without(covered[name], quoted) for name in _QUOTING if covered.get(name)}
    return covered


def without_numbers(text: str | None) -> str | None:
    """A text of which nobody said where its personal data stand, without whatever might be such a number or a mail
    address."""
    return text and _MAIL.sub(COVER, _NUMBER.sub(COVER, text))


def _details(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        detail
        for detail in line.get("flag_details") or ()
        if detail.get("flag") == "personal_data" and not detail.get("office") and _is_span(detail)
    ]


def _is_span(detail: Mapping[str, Any]) -> bool:
    start, end = detail.get("start"), detail.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end and isinstance(detail.get("where"), str)


def _spans(line: Mapping[str, Any]) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for detail in _details(line):
        spans.setdefault(detail["where"], []).append((detail["start"], detail["end"]))
    return spans


def _place(line: Line, where: str) -> tuple[Line, str]:
    """The object that holds a field: "caption:0.credit", "caption:0" (its `raw`), or one of the line."""
    if not where.startswith("caption:"):
        return line, where
    number, _, field = where.removeprefix("caption:").partition(".")
    captions = line["captions"]
    return (captions[int(number)] if number.isdecimal() and int(number) < len(captions) else {}), field or "raw"


def _cover(holder: Line, field: str, places: Iterable[tuple[int, int]]) -> set[str]:
    """What was covered."""
    text = holder.get(field)
    if not isinstance(text, str):
        return set()
    hidden = set()
    for start, end in reversed(_merged(places)):
        hidden.add(text[start:end])
        text = text[:start] + _COVERED * len(text[start:end]) + text[end:]
    holder[field] = text
    return hidden


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without overlaps: a number may be flagged as two things."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(value: Any, hidden: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return hidden.sub(lambda found: _COVERED * len(found[0]), value)
    if isinstance(value, list):
        return [_without(one, hidden) for one in value]
    if isinstance(value, dict):
        return {name: _without(one, hidden) for name, one in value.items()}
    return value
