"""The line that says when an article appeared: near its heading, or where a label says so.

Diposting oleh Admin | Jum'at Pon, 5 Agt 2022 pukul 10.30 WITA | Dibaca 12 kali
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from spiders.platforms.marks import is_aside
from spiders.reading.caption_boxes import is_caption
from spiders.reading.dates import RELATIVE, find_date
from spiders.reading.flow import Item, flow_of

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

    from spiders.reading.region import Region

_BEFORE, _AFTER = 3, 8
# Beyond, "2 bulan yang lalu" tells not even the month.
_EXACT_DAYS = {"detik": 0.0, "menit": 0.0, "jam": 1 / 24, "hari": 1.0, "minggu": 7.0, "pekan": 7.0}
_MOST_DAYS = 31


def lines_near(region: Region) -> list[str]:
    """Short lines with a date or "... yang lalu": after the heading, before it, then those with a label anywhere."""
    lines = [item for item in flow_of(region.scope, ()) if item.text]
    at = next((number for number, line in enumerate(lines) if _is_in(line, region.heading)), None)
    start = 0 if at is None else at
    after = []
    for line in lines[start : start + _AFTER]:
        if len(line.text) > 250:
            break
        after.append(line)
    before = [] if at is None else list(reversed(lines[max(0, at - _BEFORE) : at]))
    labelled = [line for line in lines if len(line.text) < 120 and _LABEL.match(line.text)]
    near = [(MODIFIED.split(line.text)[0], line) for line in (*after, *before, *labelled)]
    return [shown for shown, line in near if _tells_a_day(shown) and not _is_of_another(line, region.body)]


def relative_day(text: str, captured_at: datetime) -> date | None:
    """The day that "3 hari yang lalu" means on a page captured then; None where it tells no day."""
    found = RELATIVE.search(text)
    if found is None:
        return None
    unit = (found["unit"] or "").lower()
    if not unit:
        days = 1.0 if found[0].lower() == "kemarin" else 0.0
    elif unit not in _EXACT_DAYS:
        return None
    else:
        days = _EXACT_DAYS[unit] * int(found["count"] or 1)
    return None if days > _MOST_DAYS else (captured_at - timedelta(days=days)).date()


def _is_in(line: Item, heading: HtmlElement | None) -> bool:
    if heading is None:
        return False
    return any(node is heading or heading in node.iterancestors() for node, is_tail in line.pieces if not is_tail)


def _tells_a_day(text: str) -> bool:
    if len(text) >= 160:
        return False
    if found := find_date(text):
        return len(text) - (found.end - found.start) <= 90
    return len(text) < 120 and RELATIVE.search(text) is not None


def _is_of_another(line: Item, body: HtmlElement) -> bool:
    """Whether a line is a caption, stands above the whole page, or belongs to the teaser of another article."""
    element = line.pieces[0][0]
    boxes = (element, *islice(element.iterancestors(), 3))
    if any(is_caption(box) for box in boxes) or is_aside(element):
        return True
    link = next(element.iterancestors("a"), None)
    if link is not None and any(True for _ in link.iter("h1", "h2", "h3", "h4", "h5")):
        return True
    for node in element.iterancestors("div", "header", "td", "table"):
        if _MASTHEAD & set(f"{node.get('id', '')} {node.get('class', '')}".lower().split()):
            return body not in node.iterdescendants()
    return False


MODIFIED = re.compile(r"(?:terakhir |last )?(?:di?perbarui|diubah|dimutakhirkan|updated|modified)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:tanggal|tgl|di(?:posting|terbitkan|unggah|publikasikan|poskan|tulis|buat)(?:kan)?|terbit|datum|date|published|"
    r"posted)\b",
    re.IGNORECASE,
)
_MASTHEAD = {
    "header",
    "site-header",
    "masthead",
    "topbar",
    "top-bar",
    "top-header",
    "header-top",
    "topsection",
    "banner",
}
