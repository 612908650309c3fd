"""What could be read: articles without text, a layout nobody knows, a site that has gone silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from statistics import median

from crawler.due import WIB
from crawler.monitors.model import FINE, UNKNOWN, Judgement, Row, Sign, SiteView, count, number, text

_FEWEST_PAGES = 3
# Days of publication that make a rhythm, and how far back they are looked for.
_FEWEST_DAYS = 6
_YEAR = timedelta(days=365)
_SHORTEST_SILENCE_DAYS = 14


def texts_empty(view: SiteView) -> Judgement:
    """Pages came and their texts did not: in most no text was found, or all are far shorter than this site's were."""
    share, length = _empty_share(view.row), _mean_length(view.row)
    if not view.is_done or (share is None and length is None):
        return UNKNOWN
    usual_length = _usual(view, _mean_length)
    standing = view.standing.get("texts_empty")
    if standing is not None:
        usual_length = number(standing, "usual_length") or usual_length
        is_found = _is_short(length, usual_length, 0.5) or (share or 0.0) >= 0.3
    else:
        is_known = len(view.latest) >= 2 and count(view.row, "articles") >= 5
        is_found = _is_empty(view, share) or (is_known and _is_short(length, usual_length, 0.2))
    if not is_found:
        return FINE
    figures = {
        "pages": count(view.row, "articles") + count(view.row, "pages_without_text"),
        "empty": count(view.row, "pages_without_text"),
        "length": round(length or 0),
        "usual_length": None if usual_length is None else round(usual_length),
    }
    return Sign("alarm", figures)


def lacks_texts(view: SiteView) -> bool:
    """Whether texts are suddenly empty, or were and no page came that would show another state."""
    judgement = texts_empty(view)
    return isinstance(judgement, Sign) or (judgement is UNKNOWN and "texts_empty" in view.standing)


def _is_empty(view: SiteView, share: float | None) -> bool:
    """Whether most pages are without text, where they were not. Of a visit for news it takes more than a few."""
    empty, usual = count(view.row, "pages_without_text"), _usual(view, _empty_share)
    if share is None or usual is None or len(view.latest) < 2 or (empty < 5 and not view.is_whole):
        return False
    return share >= 0.5 and usual <= 0.2


def _is_short(length: float | None, usual: float | None, part: float) -> bool:
    return length is not None and usual is not None and length < part * usual


def _usual(view: SiteView, figure: Callable[[Row], float | None]) -> float | None:
    """Of any visit, since it is a share: of few pages as good as of many."""
    values = [value for row in (*view.whole, *view.latest) if (value := figure(row)) is not None]
    return median(values) if values else None


def _empty_share(row: Row) -> float | None:
    """Of the pages that should have a text. None where these are too few, or not known."""
    empty = number(row, "pages_without_text")
    pages = count(row, "articles") + max(0, empty or 0)
    return None if empty is None or pages < _FEWEST_PAGES else max(0, empty) / pages


def _mean_length(row: Row) -> float | None:
    articles, characters = count(row, "articles"), number(row, "text_characters")
    return None if characters is None or articles < _FEWEST_PAGES else max(0, characters) / articles


def layout_unknown(view: SiteView) -> Judgement:
    """A site whose software was known shows nothing any more that it could be known by."""
    if not view.is_done or not view.is_reached or view.row.get("visit") not in (None, "full"):
        return UNKNOWN
    if _platform(view.row):
        return FINE
    if not view.shows_itself:
        return UNKNOWN
    standing = view.standing.get("layout_unknown")
    platform = text(standing, "platform") if standing else _known_twice(view)
    return Sign("warning", {"platform": platform}) if platform else UNKNOWN


def _known_twice(view: SiteView) -> str | None:
    known = [_platform(row) for row in view.latest[:2]]
    return known[0] if len(known) == 2 and known[0] == known[1] else None


def _platform(row: Row) -> str | None:
    platform = text(row, "platform")
    return None if platform == "generic" else platform


def silent(view: SiteView) -> Judgement:
    """No new article for far longer than this site's longest pause."""
    if not view.is_done or not view.is_reached:
        return UNKNOWN
    today = view.started_at.astimezone(WIB).date()
    # A day later than tomorrow is a mistake of the page.
    believed = sorted({day for day in view.days if day <= today + timedelta(days=1)})
    days = [day for day in believed if believed and day >= believed[-1] - _YEAR]
    if len(days) < _FEWEST_DAYS or len(view.latest) < 2:
        return UNKNOWN
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    usual, longest = median(gaps), max(gaps)
    silence = (today - days[-1]).days
    if silence <= max(_SHORTEST_SILENCE_DAYS, 3 * usual, 1.5 * longest):
        return FINE
    if not view.shows_itself or lacks_texts(view):
        return UNKNOWN
    figures = {"days": silence, "usual_days": round(usual, 1), "longest_days": longest, "last": days[-1].isoformat()}
    return Sign("warning", figures, since=days[-1].isoformat())
