"""When the article was published and changed, and which witness says so.

jsonld > meta > time > platform > url > text > relative > htmldate
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
from spiders.reading.dated_lines import MODIFIED, lines_near, relative_day
from spiders.reading.dates import find_date
from spiders.reading.linked_data import text_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    witnesses: list[tuple[str | None, str]] = [
        (text_value(linked.get("datePublished")), "jsonld"),
        (meta(tree, *_META_PUBLISHED), "meta"),
        (_time_element(region.scope, region) or _time_element(tree, region), "time"),
        (facts.published, "platform"),
        (_in_path(page.url), "url"),
    ]
    found = _first_believable(witnesses, page, zone)
    if found is not None and isinstance(found[0], datetime):
        return found
    lines = lines_near(region)
    printed = [line for line in (facts.published, *lines) if line]
    if found is not None:
        return _with_clock(found, printed, page, zone)
    if shown := _first_believable([(line, "text") for line in lines], page, zone):
        return shown
    days = (relative_day(line, page.captured_at) for line in printed)
    return next(((day, "relative") for day in days if day), None)


def _first_believable(witnesses: Iterable[tuple[str | None, str]], page: Page, zone: tzinfo | None) -> Witnessed | None:
    for shown, source in witnesses:
        if shown and (moment := believable(shown, page, zone)):
            return moment, source
    return None


def _with_clock(found: Witnessed, lines: Iterable[str], page: Page, zone: tzinfo | None) -> Witnessed:
    """A day with the clock time that a line near the heading shows for the same day."""
    for line in lines:
        moment = believable(line, page, zone)
        if isinstance(moment, datetime) and moment.date() == found[0]:
            return moment, found[1]
    return found


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


def modified_date(
    tree: HtmlElement, page: Page, facts: PlatformFacts, linked: Mapping[str, Any], zone: tzinfo | None
) -> Moment | None:
    witnesses = (text_value(linked.get("dateModified")), meta(tree, *_META_MODIFIED), facts.modified)
    found = _first_believable([(shown, "") for shown in witnesses], page, zone)
    return found[0] if found else None


def believable(shown: str, page: Page, zone: tzinfo | None) -> Moment | None:
    """The date in `shown`, unless it lies after the capture or before there were village sites."""
    found = find_date(shown[:300], zone)
    if found is None:
        return None
    moment = found.value
    day = moment.date() if isinstance(moment, datetime) else moment
    latest = (page.captured_at.astimezone(UTC) + timedelta(days=2)).date()
    return moment if date(1995, 1, 1) <= day <= latest else None


def _time_element(box: HtmlElement, region: Region) -> str | None:
    """The date of the article's own time element: one called published, else the first that is not "updated"."""
    elements = [
        element
        for element in select(box, "time[datetime], abbr.published[title], [itemprop='datePublished']")
        if not (is_aside(element) or _is_modified(element) or _is_of_teaser(element, region.body))
    ]
    for element in sorted(elements, key=_is_unsure):
        value = element.get("datetime") or element.get("content") or element.get("title") or text_of(element)
        if value and find_date(value):
            return value
    return None


def _is_modified(element: HtmlElement) -> bool:
    classes = element.get("class", "").split()
    if element.get("itemprop") == "dateModified" or ("updated" in classes and "published" not in classes):
        return True
    return MODIFIED.match(text_of(element) or "") is not None


def _is_of_teaser(element: HtmlElement, body: HtmlElement) -> bool:
    """Whether a time stands beside a link with words, in a box of its own: a card of another article."""
    for box in islice(element.iterancestors("div", "li", "article", "section"), 2):
        if body is box or body in box.iterdescendants():
            return False
        for link in box.iter("a"):
            if link not in element.iterancestors() and not link.get("rel") and len(text_of(link) or "") >= 15:
                return True
    return False


def _is_unsure(element: HtmlElement) -> bool:
    sure = ("published", "entry-date")
    return not (
        element.get("itemprop") == "datePublished" or any(name in sure for name in element.get("class", "").split())
    )


def _in_path(url: str) -> str | None:
    found = _PATH_DATE.search(urlsplit(url).path)
    return "-".join(part for part in found.groups() if part) if found else None
