"""Captions that no markup names: lines of their own under, above or beside pictures.

<p><img></p><p><em>Warga menanam padi</em></p>            italic, small or centred
<p style="text-align:center"><img><br>Warga menanam</p>   in the picture's own block
<img><br>Foto: Warga menanam padi<br><br>Text             between line breaks
<p><img><img></p><p>Dari kiri: ...</p>                    one for several pictures
<p><em>Warga menanam</em></p><p><img></p>                 above
<table><tr><td><img></td></tr><tr><td>Warga</td></tr></table>
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from spiders.reading.caption_boxes import Shown, shown_text
from spiders.reading.credit import split_credit
from spiders.reading.dateline import split_dateline
from spiders.reading.dates import find_date
from spiders.reading.flow import Item, flow_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.html import HtmlElement

    from spiders.reading.region import Region

Captions = dict["HtmlElement", Shown]

_MAX_LINE = 300
_MAX_ABOVE = 200


def captions_in_lines(images: list[HtmlElement], region: Region, without: Collection[HtmlElement]) -> Captions:
    """The captions of pictures that stand as lines; `without`: elements that are captions already."""
    found: Captions = {}
    for table in _layout_tables(images, region):
        found |= _in_table(table, [image for image in images if image not in found])
    left = {image for image in images if image not in found}
    if left:
        taken = {element for shown in found.values() for element in shown.elements}
        found |= _in_flow(flow_of(region.scope, left, {*without, *taken}))
    return found


# ---- lines


def _in_flow(items: list[Item]) -> Captions:
    runs = list(_runs(items))
    below = [_below(items, run) for run in runs]
    above = [_above(items, run) for run in runs]
    # Lines above all pictures and none under the last: each line between two pictures belongs to the second.
    is_above = bool(runs) and all(above) and not below[-1]
    found: Captions = {}
    used: set[int] = set()
    for run, under, over in zip(runs, below, above, strict=True):
        lines = over if is_above else (under or over)
        if not lines or used & set(lines):
            continue
        used |= set(lines)
        shown = _shown_by([items[number] for number in lines])
        for image in _shared_by(items, run, shown.raw):
            found[image] = shown
    return found


def _runs(items: list[Item]) -> Iterator[range]:
    """The numbers of pictures that follow one another without a word between them."""
    start = None
    for number, item in enumerate([*items, None]):
        is_picture = item is not None and item.image is not None
        if is_picture and start is None:
            start = number
        elif not is_picture and start is not None:
            yield range(start, number)
            start = None


def _below(items: list[Item], run: range) -> list[int]:
    """The numbers of the lines under a run that are its caption and credit."""
    number = run.stop
    if number >= len(items) or not _is_under(items, run, items[number]):
        return []
    following = items[number + 1] if number + 1 < len(items) else None
    if (
        following is not None
        and following.text
        and _has_credit_only(following.text)
        and not _ends_in_credit(items[number])
    ):
        return [number, number + 1]
    return [number]


def _is_under(items: list[Item], run: range, line: Item) -> bool:
    text, picture = line.text, items[run.stop - 1]
    if not _may_be_caption(line, _MAX_LINE):
        return False
    if _has_cue(text) or line.is_italic or _NAMES_SIDES.search(text):
        return True
    if line.block is picture.block and line.block.tag not in ("div", "article", "section", "main"):
        is_only = sum(item.block is line.block and bool(item.text) for item in items) <= 2
        return line.is_centred or (is_only and len(text) < (120 if not text.endswith(".") else 90))
    return line.is_centred and len(text) < 200 and not _is_mostly_centred(items)


def _above(items: list[Item], run: range) -> list[int]:
    """The number of the line above a run that is its caption."""
    number = run.start - 1
    if number < 0 or not _may_be_caption(items[number], _MAX_ABOVE):
        return []
    line, picture = items[number], items[run.start]
    if line.is_italic or _CUE.match(line.text) or _NAMES_SIDES.match(line.text):
        return [number]
    is_only = line.block is picture.block and sum(item.block is line.block and bool(item.text) for item in items) == 1
    return [number] if is_only and line.is_centred and line.block.tag not in ("div", "article", "section") else []


def _may_be_caption(line: Item, longest: int) -> bool:
    text = line.text
    if not text or len(text) > longest or line.is_heading or _NEVER.match(text):
        return False
    if any(_TEXT_BLOCK.search(node.get("class", "")) for node in islice(line.block.iterancestors(), 3)):
        return False
    if split_dateline(text)[0] is not None and not _CUE.match(text):
        return False
    day = find_date(text) if len(text) < 90 else None
    return day is None or len(text) - (day.end - day.start) > 25


def _shared_by(items: list[Item], run: range, text: str) -> list[HtmlElement]:
    """The pictures of a run that a caption is for: all that stand in one block, or that it tells apart."""
    last = items[run.stop - 1]
    if _NAMES_SIDES.search(text):
        wanted = list(run)
    else:
        wanted = [number for number in run if items[number].block is last.block and last.block.tag != "body"]
    return [image for number in wanted or [run.stop - 1] if (image := items[number].image) is not None]


def _shown_by(lines: list[Item]) -> Shown:
    raw = " ".join(line.text for line in lines)
    credit = lines[1].text if len(lines) > 1 else None
    if credit is None and _has_credit_only(raw):
        return Shown(None, raw, raw, (), tuple(lines))
    return Shown(lines[0].text, credit, raw, (), tuple(lines))


def _has_cue(text: str) -> bool:
    """Whether the line begins as captions do ("Foto:", "Ket. foto:", "Gambar 1") or ends with a credit."""
    return _CUE.match(text) is not None or (text.endswith((")", "]")) and split_credit(text)[1] is not None)


def _has_credit_only(text: str) -> bool:
    return len(text) < 120 and split_credit(text)[0] is None and not _DESCRIBES.match(text)


def _ends_in_credit(line: Item) -> bool:
    return split_credit(line.text)[1] is not None


def _is_mostly_centred(items: list[Item]) -> bool:
    lines = [item for item in items if item.text and not item.is_heading]
    return sum(item.is_centred for item in lines) > len(lines) / 2


# ---- tables that lay out pictures


def _layout_tables(images: list[HtmlElement], region: Region) -> list[HtmlElement]:
    """The innermost tables around pictures, unless the article itself is in them."""
    tables: dict[HtmlElement, None] = {}
    for image in images:
        table = next(image.iterancestors("table"), None)
        if table is not None and region.scope in table.iterancestors() and region.body not in table.iterdescendants():
            tables[table] = None
    return list(tables)


_Row = list[tuple["HtmlElement", list["HtmlElement"]]]


def _cells(row: HtmlElement, images: list[HtmlElement]) -> _Row:
    """The cells of a row, each with the pictures in it."""
    cells = []
    for cell in row.iterchildren("td", "th"):
        inside = set(cell.iter("img"))
        cells.append((cell, [image for image in images if image in inside]))
    return cells


def _in_table(table: HtmlElement, images: list[HtmlElement]) -> Captions:
    rows = [_cells(row, images) for row in table.iter("tr")]
    found: Captions = {}
    used: set[int] = set()
    starts_with_text = bool(rows) and not any(pictures for _, pictures in rows[0])
    for number, row in enumerate(rows):
        if not any(pictures for _, pictures in row):
            continue
        near = (number - 1, number + 1) if starts_with_text else (number + 1, number - 1)
        for other in near:
            if other in used or not 0 <= other < len(rows) or any(pictures for _, pictures in rows[other]):
                continue
            if matched := _matched(row, rows[other]):
                found |= matched
                used.add(other)
                break
        else:
            found |= _in_cells(row)
    return found


def _matched(row: _Row, texts: _Row) -> Captions:
    """The captions of a row of pictures in the row of texts beside it, by column, or one for all."""
    shown = [(cell, shown_text(cell)) for cell, _ in texts]
    if any(len(text) > _MAX_LINE for _, text in shown) or any(shown_text(cell) for cell, _ in row):
        return {}
    if len(shown) == len(row):
        pairs = list(zip(shown, row, strict=True))
        return {image: _of_cell(cell, text) for (cell, text), (_, images) in pairs if text for image in images}
    with_text = [(cell, text) for cell, text in shown if text]
    if len(with_text) != 1:
        return {}
    (cell, text), *_ = with_text
    return {image: _of_cell(cell, text) for _, images in row for image in images}


def _in_cells(row: _Row) -> Captions:
    """Captions in the cells of the pictures themselves."""
    found: Captions = {}
    for cell, images in row:
        text = shown_text(cell)
        if len(images) == 1 and text and len(text) <= _MAX_LINE:
            found[images[0]] = Shown(text, None, text, (cell,))
    return found if all(images or not shown_text(cell) for cell, images in row) else {}


def _of_cell(cell: HtmlElement, text: str) -> Shown:
    if _has_credit_only(text):
        return Shown(None, text, text, (cell,))
    return Shown(text, None, text, (cell,))


_CUE = re.compile(
    r"[(\[]?\s*(?:(?:foto|photo|gambar|dok|dokumentasi|ket|keterangan|sumber(?:\s+foto|\s+gambar)?|caption|ilustrasi)"
    r"(?:\s*\.?\s*(?:foto|gambar|photo|by|oleh|ilustrasi|kegiatan|\d+))?\s*[.:|]|gambar\s+\d+|dok(?:umentasi)?\.\s|foto/)",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(r"(?:ket|keterangan|gambar|caption)\b", re.IGNORECASE)
# "(kiri)", "Dari kiri ke kanan:", "Kiri: ... Kanan: ...", "Searah jarum jam"
_NAMES_SIDES = re.compile(
    r"\((?:paling )?(?:kiri|kanan|tengah|atas|bawah|ki|ka)[ ,)]|"
    r"\b(?:dari )?(?:kiri|kanan|atas|bawah)(?: ke (?:kanan|kiri|atas|bawah))?\s*:|\bsearah jarum jam\b",
    re.IGNORECASE,
)
# WordPress sets text over a picture and beside one.
_TEXT_BLOCK = re.compile(r"\bwp-block-(?:cover|media-text)\b")
_NEVER = re.compile(
    r"(?:oleh|penulis|ditulis|di?posting|diterbitkan|diunggah|reporter|pewarta|kontributor|editor|admin|baca|lihat|simak|"
    r"bagikan|share|tags?|label|kategori|dibaca|komentar|selengkapnya|download|unduh)\b",
    re.IGNORECASE,
)
