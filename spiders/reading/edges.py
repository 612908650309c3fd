"""What stands in the article's box before and after its text and is none of it.

before   a line above the title, the title, "Diposting oleh Admin | 5 Agustus 2022 | Dibaca 12 kali"
after    share lines, "Berita terkait" with its links, "Komentar" with what visitors wrote
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.platforms.marks import words_of
from spiders.reading.authors import byline_of
from spiders.reading.boilerplate import drop, is_boilerplate_line, is_end_heading
from spiders.reading.dates import RELATIVE, find_date
from spiders.reading.flow import Item, flow_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from spiders.reading.region import Region

_FIRST, _LAST = 8, 6


@dataclass(frozen=True, slots=True)
class Edges:
    """`author` and `photographer` as a line before or after the text names them; `lines` are none of the text."""

    author: str | None
    photographer: str | None
    lines: tuple[Item, ...]
    before: HtmlElement | None

    def take_out(self) -> None:
        for line in self.lines:
            line.take_out()
        for element in _preceding(self.before):
            drop(element)


def find_edges(region: Region, title: str | None) -> Edges:
    """What is to be taken out before the text is read. The tree stays as it was."""
    lines = [
        item for item in flow_of(region.body if region.known and not region.is_cell else region.scope, ()) if item.text
    ]
    start = _start_of_text(lines, region, title)
    end = _end_of_text(lines, start)
    bylines = [byline for line in _edge_lines(lines, start) if (byline := byline_of(line.text))]
    author = next((name for name, _ in bylines if name), None)
    photographer = next((name for _, name in bylines if name), None)
    shared = [line for line in lines[start:end] if (found := byline_of(line.text)) and found[1]]
    is_sure = region.heading is not None and not region.known and region.body not in region.heading.iterdescendants()
    return Edges(author, photographer, (*lines[:start], *shared, *lines[end:]), region.heading if is_sure else None)


def _edge_lines(lines: list[Item], start: int) -> Iterable[Item]:
    near = [*lines[: start + 2], *lines[max(start, len(lines) - _LAST) :]]
    return [line for line in near if len(line.text) < 160]


def _start_of_text(lines: list[Item], region: Region, title: str | None) -> int:
    """The number of the first line of text: after the heading, and after what says when and by whom."""
    start = 0
    key = words_of(title or "")
    for number, line in enumerate(lines):
        is_title = bool(key) and words_of(line.text) == key
        if region.heading is not None and not is_title:
            is_title = any(
                node is region.heading or region.heading in node.iterancestors()
                for node, is_tail in line.pieces
                if not is_tail
            )
        if is_title:
            start = number + 1
        if number > start + _FIRST or (start and number >= start + 3):
            break
    if (
        start
        and sum(len(line.text) for line in lines[: start - 1]) > 600 + sum(len(line.text) for line in lines[start:]) / 4
    ):
        start = 0
    while start < len(lines) and (is_meta_line(lines[start].text) or is_boilerplate_line(lines[start].text)):
        start += 1
    return start


def _end_of_text(lines: list[Item], start: int) -> int:
    """The number of the line after the last line of text."""
    whole = sum(len(line.text) for line in lines[start:])
    so_far = 0
    for number in range(start, len(lines)):
        text = lines[number].text
        if so_far > 0.5 * whole and is_end_heading(text):
            return number
        so_far += len(text)
    end = len(lines)
    while end > start and (is_boilerplate_line(lines[end - 1].text) or is_meta_line(lines[end - 1].text)):
        end -= 1
    return end


def is_meta_line(text: str) -> bool:
    """Whether a line says when, by whom, in which category or how often read, and nothing else."""
    if len(text) > 160:
        return False
    rest = text
    while found := find_date(rest):
        rest = f"{rest[: found.start]} | {rest[found.end :]}"
    rest = _META.sub(" | ", rest)
    return rest != text and not re.search(r"\w", _WORDS.sub(" ", rest))


def _preceding(heading: HtmlElement | None) -> list[HtmlElement]:
    """Everything on the page before the heading, outside the boxes it is in."""
    found: list[HtmlElement] = []
    node = heading
    while node is not None and node.tag not in ("body", "html"):
        found += node.itersiblings(preceding=True)
        node = node.getparent()
    return found


_META = re.compile(
    r"(?:di(?:tulis|posting|terbitkan|unggah|publikasikan|poskan|buat)(?:kan)?|dikirim|oleh|penulis|pewarta|"
    r"reporter|kontributor|editor|admin|by|posted by)(?:\s+(?:oleh|by|pada))?\s*:?\s+"
    r"(?:(?-i:[A-Z@])[^|\u2022\u00b7/]{1,60}?|[\w.-]+)(?=\s*(?:[|\u2022\u00b7/]|\s-\s|$))|"
    r"(?:kategori|category|label|tags?|rubrik|topik)\s*:\s*[^|\u2022\u00b7]{1,60}|"
    r"\b(?:di)?(?:baca|lihat|tayang(?:an|kan)?|views?|hits?|kunjungan)\b\s*:?\s*[\d.,]*\s*(?:kali|x)?|"
    r"[\d.,]+\s*(?:kali|x)?\s*(?:di(?:baca|lihat)|tayangan|views?|hits?|pembaca|komentar|comments?)|"
    r"(?:(?:pukul|pkl|jam)\W{0,3})?\b\d{1,2}[.:]\d\d(?:[.:]\d\d)?\s*(?:wib|wita|wit)?\b|" + RELATIVE.pattern,
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum['\u2019]?at|sabtu|minggu|ahad|legi|pahing|pon|wage|kliwon|wib|wita|wit|di?posting|"
    r"diterbitkan|ditulis|diunggah|dipublikasikan|tanggal|tgl|pada|oleh|kali|komentar|cetak|print|email|pdf|share|bagikan|"
    r"terakhir|diperbarui|diubah|terbit|posted|on|at|by|in|hari)\b",
    re.IGNORECASE,
)
