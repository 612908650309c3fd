"""Addresses that may never end: which family they belong to, and whether one of its pages says anything new.

A calendar, a pager, filters that combine, session ids and running numbers make addresses without
end. None is refused for its form, since village sites keep their articles behind the same forms.
What ends a family is that page after page of it, each found on another, says nothing new: no line of
text, no picture and no link to a plain page that an earlier page of the family has not shown
(crawler/frontier/endless.py counts). A real archive goes on for as long as it has something to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from archive.model import HTML_TYPES, Page
from spiders.targets import Found

FamilyKind = Literal["calendar", "pager", "session", "facets", "numbers"]


@dataclass(frozen=True, slots=True)
class Family:
    """Addresses that differ only in what may go on for ever. `kind` is the reason in skipped.csv."""

    kind: FamilyKind
    key: str


_DATE_VALUE = re.compile(
    r"(?:1\d|2\d)\d\d[-/.]?(?:0?[1-9]|1[0-2])(?:[-/.]?[0-3]?\d)?|[0-3]?\d[-/.][01]?\d[-/.](?:1\d|2\d)\d\d"
)
_DATE_NAMES = re.compile(
    r"(?:y|yr|year|tahun|thn|th|m|mo|month|monthnum|bulan|bln|d|day|hari|week|minggu|w|date|tgl|tanggal|cal\w*)\Z",
    re.IGNORECASE,
)
_DATE_PATH = re.compile(r"/(?:[12]\d{3}|\d{5,})(?:[/\-](?:0?[1-9]|1[0-2]))(?:[/\-][0-3]?\d)?/?\Z")
_PAGER_NAMES = re.compile(
    r"(?:page|paged|pg|hal|halaman|start|limitstart|offset|from|per_page|pageno|page_num|PageNo|updated-max)\Z",
    re.IGNORECASE,
)
_PAGER_PATH = re.compile(r"/(?:page|halaman|hal|index|arsip|p)[/\-]?\d+/?\Z", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[0-9a-zA-Z]*\d)(?=[0-9a-zA-Z]*[a-zA-Z])[0-9a-zA-Z]{16,}\Z")
_TOKEN_SEGMENT = re.compile(r"(?:\(S\(\w+\)\)|;[a-z]*sess\w*=[\w.\-!]+)", re.IGNORECASE)
# A query, a number at the end of the path, or a session id in it: else it is a plain page.
_MAY_GO_ON = re.compile(r"\?|\d(?:\.\w{2,5})?/?\Z|;|\(S\(")
_NUMBER = re.compile(r"\d+")
# ?judul=panen-raya-desa names a page; ?urut=terbaru sorts one.
_NAME = re.compile(r"[^\W\d_]+(?:[-_+ .][\w.]+)+|[a-zA-Z]{9,}")
_NUMBER_PATH = re.compile(r"/[a-z_\-]*\d+(?:\.\w{2,5})?/?\Z", re.IGNORECASE)


def family(url: str) -> Family | None:
    """The family an address belongs to; None for a plain page, which has a name of its own."""
    if not _MAY_GO_ON.search(url):
        return None
    parts = urlsplit(url)
    path = _TOKEN_SEGMENT.sub("", parts.path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    tokens = [name for name, value in pairs if _TOKEN.match(value)]
    if tokens or path != parts.path:
        rest = [(name, value) for name, value in pairs if name not in tokens]
        return Family("session", f"{parts.netloc}{path}?{'&'.join(sorted(map('='.join, rest)))}")
    place = parts.netloc + _NUMBER.sub("0", path)
    names = ",".join(sorted({name for name, _ in pairs}))
    if _DATE_PATH.search(path) or any(_is_date(name, value) for name, value in pairs):
        return Family("calendar", f"{place}?{names}")
    if _PAGER_PATH.search(path) or any(_PAGER_NAMES.match(name) for name, _ in pairs):
        # What is paged through is told apart by all the rest of the address, but for filters: they multiply.
        rest = [(name, value) for name, value in pairs if not _PAGER_NAMES.match(name)]
        if rest and not any(value.isdigit() for _, value in rest):
            return Family("facets", parts.netloc + path)
        return Family("pager", f"{place}?{'&'.join(sorted(map('='.join, rest)))}")
    if any(value.isdigit() for _, value in pairs) or (not pairs and _NUMBER_PATH.search(path)):
        return Family("numbers", f"{place}?{names}")
    if pairs and not (len(pairs) == 1 and _NAME.fullmatch(pairs[0][1])):
        return Family("facets", parts.netloc + path)
    return None


def _is_date(name: str, value: str) -> bool:
    return bool(_DATE_VALUE.fullmatch(value)) or bool(_DATE_NAMES.match(name) and value.isdigit())


# ---- what a page shows ----

_SHORTEST_LINE = 40
_INVISIBLE = re.compile(rb"<(script|style|noscript)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")
_IMAGE = re.compile(rb"<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
# A calendar names its days; that is not something to say.
_OF_TIME = re.compile(
    rb"[\d\W_]+|\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|januari|februari|maret|april|mei|juni|juli|agustus"
    rb"|september|oktober|november|desember|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february"
    rb"|march|may|june|july|august|october|december)\b"
)


def shown(page: Page, links: Iterable[Found], own: Family) -> Iterator[bytes]:
    """What a page of a family has to show: its lines of text, its pictures, and the pages it links to
    that are not themselves of a kind that goes on for ever."""
    for link in links:
        of = family(link.url)
        if of is None or (of.kind == "numbers" and of != own):
            yield link.url.encode()
        elif of.kind == "facets" and of != own:
            yield of.key.encode()
    if page.mime not in HTML_TYPES:
        return
    body = _INVISIBLE.sub(b"", page.body)
    for found in _IMAGE.finditer(body):
        yield found[1]
    for block in _TAG.sub(b"\n", body).split(b"\n"):
        if len(block) >= _SHORTEST_LINE:
            words = _OF_TIME.sub(b" ", block.lower())
            words = b" ".join(words.split())
            if len(words) >= _SHORTEST_LINE:
                yield words
