"""When the article was published and changed, and which witness says so.

jsonld > meta > time > platform > url > text > htmldate
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from htmldate import find_date as guess_date
from lxml import etree

from spiders.platforms.marks import is_aside, meta, select, text_of
from spiders.reading.caption_boxes import is_caption
from spiders.reading.dates import find_date
from spiders.reading.linked_data import text_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

    from archive.model import Page
    from spiders.platforms import PlatformFacts
    from spiders.reading.region import Region

Moment = datetime | date
Witnessed = tuple[Moment, str]

_META_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "publishdate", "pubdate",
    "publish-date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date", "date", "dc.date",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_PATH_DATE = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)|/((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[/-]|$)")

# htmldate's cost grows faster than the page: 16 s for one of 1 MB (2026-11-25).
_MOST_ELEMENTS_TO_GUESS = 5_000


def marked_date(
    tree: HtmlElement,
    page: Page,
    facts: PlatformFacts,
    linked: Mapping[str, Any],
    region: Region,
    zone: tzinfo | None,
) -> Witnessed | None:
    """The publication date by the most trusted of the page's own marks; None when it bears none."""
    witnesses: tuple[tuple[str | None, str], ...] = (
        (text_value(linked.get("datePublished")), "jsonld"),
        (meta(tree, *_META_PUBLISHED), "meta"),
        (_time_element(region.scope) or _time_element(tree), "time"),
        (facts.published, "platform"),
        (_in_path(page.url), "url"),
        *((line, "text") for line in _lines_near(region)),
    )
    for shown, source in witnesses:
        if shown and (moment := believable(shown, page, zone)):
            return moment, source
    return None


def unmarked_date(tree: HtmlElement, page: Page, dateline: str | None, zone: tzinfo | None) -> Witnessed | None:
    """The date of the dateline, else htmldate's guess from the tree (from text it loses one-line pages' heads)."""
    if dateline and (moment := believable(dateline, page, zone)):
        return moment, "text"
    if next(islice(tree.iter(), _MOST_ELEMENTS_TO_GUESS, None), None) is not None:
        return None
    for element in select(tree, "meta[name='revised']"):
        element.set("content", "")
    try:
        guess = guess_date(
            tree, original_date=True, outputformat="%Y-%m-%d", max_date=page.captured_at.strftime("%Y-%m-%d")
        )
    except (etree.LxmlError, ValueError, AttributeError, TypeError, OverflowError, RecursionError):
        return None
    # htmldate turns a bare year into its first of January.
    if not guess or guess.endswith("-01-01"):
        return None
    return date.fromisoformat(guess), "htmldate"


def modified_date(tree: HtmlElement, page: Page, linked: Mapping[str, Any], zone: tzinfo | None) -> Moment | None:
    shown = text_value(linked.get("dateModified")) or meta(tree, *_META_MODIFIED)
    return believable(shown, page, zone) if shown else None


def believable(shown: str, page: Page, zone: tzinfo | None) -> Moment | None:
    """The date in `shown`, unless it lies after the capture or before there were village sites."""
    found = find_date(shown[:300], zone)
    if found is None:
        return None
    moment = found.value
    day = moment.date() if isinstance(moment, datetime) else moment
    latest = (page.captured_at.astimezone(UTC) + timedelta(days=2)).date()
    return moment if date(1995, 1, 1) <= day <= latest else None


def _time_element(box: HtmlElement) -> str | None:
    """The date of the article's own time element: one called published, else the first that is not "updated"."""
    elements = [element for element in select(box, "time[datetime], abbr.published[title], [itemprop='datePublished']")
                if not is_aside(element)]  # fmt: skip
    for element in sorted(elements, key=_is_unsure):
        classes = element.get("class", "").split()
        if "updated" in classes and "published" not in classes:
            continue
        value = element.get("datetime") or element.get("content") or element.get("title") or text_of(element)
        if value and find_date(value):
            return value
    return None


def _is_unsure(element: HtmlElement) -> bool:
    sure = ("published", "entry-date")
    return not (
        element.get("itemprop") == "datePublished" or any(name in sure for name in element.get("class", "").split())
    )


def _in_path(url: str) -> str | None:
    found = _PATH_DATE.search(urlsplit(url).path)
    return "-".join(part for part in found.groups() if part) if found else None


def _lines_near(region: Region) -> Iterator[str]:
    """Short lines with a date between the article's heading and its body; then those that say that they are one."""
    yield from (line for line, _ in _dated_lines(region, region.heading))
    yield from (line for line, element in _dated_lines(region, None) if _DATE_LABEL.match(text_of(element) or ""))


def _dated_lines(region: Region, start: HtmlElement | None) -> Iterator[tuple[str, HtmlElement]]:
    """Lines from `start` to the first long paragraph; all lines where `start` is None and the page has a heading."""
    to_the_end = start is None and region.heading is not None
    started = start is None
    for element in region.scope.iter():
        started = started or element is start
        if element is region.body and region.known and not region.is_cell and not to_the_end:
            return
        text = text_of(element) if started and element.tag in _LINES and len(element) < 12 else None
        if not text:
            continue
        if len(text) > 250:
            if element is not region.body and element.tag == "p" and not to_the_end:
                return
            continue
        found = find_date(text) if len(text) < 120 else None
        if found is None or len(text) - (found.end - found.start) > 70:
            continue
        if not (_in_masthead(element, region.body) or _in_teaser(element) or _in_caption(element)):
            yield text, element


def _in_caption(element: HtmlElement) -> bool:
    return any(is_caption(node) for node in (element, *islice(element.iterancestors(), 3)))


def _in_teaser(element: HtmlElement) -> bool:
    """Whether a line stands in a link that has a heading: it is another article's."""
    link = next(element.iterancestors("a"), None)
    return link is not None and any(True for _ in link.iter("h1", "h2", "h3", "h4", "h5"))


def _in_masthead(element: HtmlElement, body: HtmlElement) -> bool:
    """Whether a line stands above the whole page, where many a site shows the day of the visit."""
    for node in element.iterancestors("div", "header", "td", "table"):
        if _MASTHEAD & set(f"{node.get('id', '')} {node.get('class', '')}".lower().split()):
            return body not in node.iterdescendants()
    return False


_LINES = frozenset(
    ("p", "span", "div", "small", "li", "dd", "td", "em", "i", "b", "strong", "font", "h4", "h5", "h6", "a", "time")
)
_DATE_LABEL = re.compile(
    r"(?:tanggal|tgl|hari|di(?:posting|terbitkan|unggah|publikasikan|poskan|tulis|buat)(?:kan)?|terbit|datum|date|published|"
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
