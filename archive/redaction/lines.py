"""A line of documents/*.jsonl with its personal data covered.

The reader says where each stands (`flag_details`, docs/documents.md); there it is covered letter by letter, so that
places in a text stay right, and so it is wherever else the line says it: in evidence, tags, addresses. What no reader
looks at is searched by its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from archive.redaction.addresses import covered
from archive.redaction.cover import COVER, COVERED, Counts, Hidden
from archive.redaction.unflagged import cover_unflagged, digits_of

Line = dict[str, Any]
Span = tuple[int, int, str]  # start, end, kind

# What a number of a person or of an account may look like; years, dates and amounts are shorter or have other marks.
_NUMBER = re.compile(r"\+?\d(?:[ .()-]{0,2}\d){8,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_CODE = re.compile(r"[\d.]{2,13}")  # of a region
# Keys whose values are a machine's: nothing of a page is repeated there.
_OURS = frozenset({
    "schema", "id", "article_id", "captured_at", "capture", "image", "kind", "platform", "same_as", "near_duplicate_of",
    "story_id", "flags", "reader", "published_at", "modified_at", "language", "kode_wilayah",
})  # fmt: skip
_ADDRESSES = frozenset({"url", "canonical_url", "image_url", "original_url"})
# Texts of a page that its reader does not look through.
_UNFLAGGED = frozenset({"tags", "categories", "place"})
# Where these stand in a line.
_HOLDING = dict.fromkeys(("tags", "categories"))
_HOLDING_ADDRESSES = dict.fromkeys(("url", "canonical_url", "captions", "parts"))


class Redaction(NamedTuple):
    """A line to be given away, and how many places of each kind were covered in it."""

    line: Line
    counts: Counts


def redacted(line: Mapping[str, Any]) -> Line:
    """For the reading room: what people read is covered, addresses are as they were. A line without personal data
    comes back as it is."""
    return _Covering(line, with_addresses=False).whole().line


def redacted_for_others(line: Mapping[str, Any]) -> Redaction:
    """For what leaves the archive: addresses are covered, too, and so is who reviewed it."""
    return _Covering(line, with_addresses=True).whole()


def without_numbers(text: str | None) -> str | None:
    """A text of which nobody said where its personal data stand, without whatever might be such a number or a mail
    address."""
    return text and _MAIL.sub(COVER, _NUMBER.sub(COVER, text))


class _Covering:
    """One line on its way."""

    def __init__(self, line: Mapping[str, Any], *, with_addresses: bool) -> None:
        self._line = line
        self._with_addresses = with_addresses
        self._counts = Counts()
        self._hidden = Hidden({})
        self._offices: frozenset[str] = frozenset()

    def whole(self) -> Redaction:
        details = _details(self._line)
        self._offices = frozenset(self._office_numbers())
        line = dict(self._line)
        if details:
            line["captions"] = [dict(caption) for caption in line.get("captions") or ()]
            self._hidden = Hidden(self._cover_flagged(line, details))
        looked_into = line if self._hidden else _HOLDING | _HOLDING_ADDRESSES if self._with_addresses else _HOLDING
        covered_line = line | {name: self._value(name, line[name]) for name in looked_into if line.get(name)}
        if not self._hidden and isinstance(programme := line.get("programme"), dict) and programme.get("place"):
            covered_line["programme"] = programme | {"place": self._value("place", programme["place"])}
        if isinstance(village := covered_line.get("village"), dict) and village.get("evidence"):
            covered_line["village"] = {**village, "evidence": self._claims(village["evidence"])}
        if self._with_addresses:
            _forget_reviewer(covered_line)
        return Redaction(covered_line, self._counts)

    def _cover_flagged(self, line: Line, details: Iterable[Mapping[str, Any]]) -> dict[str, str]:
        """What was covered, with its kind."""
        spans: dict[str, list[Span]] = {}
        for one in details:
            spans.setdefault(one["where"], []).append((one["start"], one["end"], str(one.get("kind") or "other")))
        secrets: dict[str, str] = {}
        for where, places in spans.items():
            holder, field = _place(line, where)
            secrets |= self._cover(holder, field, places)
        return secrets

    def _cover(self, holder: Line, field: str, places: Iterable[Span]) -> dict[str, str]:
        text = holder.get(field)
        if not isinstance(text, str):
            return {}
        hidden = {}
        for start, end, kind in reversed(_merged(places)):
            if secret := text[start:end]:
                hidden[secret] = kind
                self._counts[kind] += 1
            text = text[:start] + COVERED * len(secret) + text[end:]
        holder[field] = text
        return hidden

    def _office_numbers(self) -> Iterable[str]:
        for detail in self._line.get("flag_details") or ():
            if detail.get("office") and _is_span(detail):
                holder, field = _place(self._line, detail["where"])
                if isinstance(text := holder.get(field), str):
                    yield digits_of(text[detail["start"] : detail["end"]])

    def _value(self, name: str, value: Any) -> Any:
        """The value of a key, at any depth, with what it repeats or holds covered."""
        if name in _OURS or not value:
            return value
        if isinstance(value, str):
            return self._text(name, value)
        if isinstance(value, list):
            if not self._hidden and not self._looks_into(name):
                return value
            return [self._value(name, one) for one in value]
        if isinstance(value, dict):
            return {key: self._value(key, one) for key, one in value.items()}
        return value

    def _claims(self, evidence: Any) -> Any:
        """What a site says of itself: its address line may hold a number."""
        if not isinstance(evidence, list):
            return evidence
        return [
            {**one, "quote": cover_unflagged(quote, self._counts, self._offices)}
            if isinstance(one, dict) and isinstance(quote := one.get("quote"), str) and not _CODE.fullmatch(quote)
            else one
            for one in evidence
        ]

    def _looks_into(self, name: str) -> bool:
        return name in _UNFLAGGED or (self._with_addresses and name in ("captions", "parts"))

    def _text(self, name: str, text: str) -> str:
        if name in _ADDRESSES:
            return covered(text, self._counts, self._hidden, self._offices) if self._with_addresses else text
        text = self._hidden.without(text, self._counts)
        return cover_unflagged(text, self._counts, self._offices) if name in _UNFLAGGED else text


def _forget_reviewer(line: Line) -> None:
    """The name of whoever decided is of no use outside."""
    programme = line.get("programme")
    if isinstance(programme, dict) and isinstance(programme.get("review"), dict):
        line["programme"] = programme | {"review": programme["review"] | {"who": COVER}}


def _details(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        detail
        for detail in line.get("flag_details") or ()
        if detail.get("flag") == "personal_data" and not detail.get("office") and _is_span(detail)
    ]


def _is_span(detail: Mapping[str, Any]) -> bool:
    start, end = detail.get("start"), detail.get("end")
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end and isinstance(detail.get("where"), str)


def _place(line: Mapping[str, Any], where: str) -> tuple[Line, str]:
    """The object that holds a field: "caption:0.credit", "caption:0" (its `raw`), or one of the line."""
    if not where.startswith("caption:"):
        return line if isinstance(line, dict) else dict(line), where
    number, _, field = where.removeprefix("caption:").partition(".")
    captions = line.get("captions") or ()
    return (captions[int(number)] if number.isdecimal() and int(number) < len(captions) else {}), field or "raw"


def _merged(places: Iterable[Span]) -> list[Span]:
    """Without overlaps: a number may be flagged as two things."""
    merged: list[Span] = []
    for start, end, kind in sorted(places):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, kind))
    return merged
