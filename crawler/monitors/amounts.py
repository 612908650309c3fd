"""How much came: fewer pages than usual, no articles, fewer than a person expects, many pages gone or edited."""

from __future__ import annotations

from crawler.monitors.model import FINE, UNKNOWN, Judgement, Row, Sign, SiteView, count, facts, number
from crawler.monitors.texts import lacks_texts

# Losses below these are chance on a small site.
_FEWEST_LOST = 5
_FEWEST_ARTICLES = 3
# After so many visits in a row at its new size that is what a site has.
_VISITS_TO_BE_USUAL = 6


def shrank(view: SiteView) -> Judgement:
    """A whole visit archived far fewer pages than the site's earlier ones."""
    if not view.is_whole or not view.is_reached:
        return UNKNOWN
    pages = count(view.row, "archived")
    standing = view.standing.get("shrank")
    usual = number(standing, "usual") if standing else view.usual(lambda row: number(row, "archived") or None)
    if usual is None:
        return UNKNOWN
    visits = (number(standing, "visits") or 1) + 1 if standing else 1
    if pages >= (0.85 if standing else 0.7) * usual or usual - pages < _FEWEST_LOST or visits > _VISITS_TO_BE_USUAL:
        return FINE
    figures = {"pages": pages, "usual": int(usual), "visits": visits}
    return Sign("alarm" if pages < 0.2 * usual else "warning", figures)


def no_articles(view: SiteView) -> Judgement:
    """Pages came, and none is an article, of a site that had some."""
    if not view.is_whole or not view.is_reached or lacks_texts(view):
        return UNKNOWN
    articles = _articles(view.row)
    if articles is None:
        return UNKNOWN
    if articles:
        return FINE
    if not view.shows_itself:
        return UNKNOWN
    standing = view.standing.get("no_articles")
    usual = number(standing, "usual") if standing else view.usual(_articles)
    if usual is None or usual < _FEWEST_ARTICLES:
        return UNKNOWN
    return Sign("alarm", {"pages": count(view.row, "archived"), "usual": int(usual)})


def _articles(row: Row) -> int | None:
    """Those read and those seen again unchanged. Old reports do not tell of the latter."""
    again = number(row, "articles_seen_again")
    if again is None and count(row, "articles") == 0:
        return None
    return count(row, "articles") + max(0, again or 0)


def below_expected(view: SiteView) -> Judgement:
    """Fewer articles than expected_min of the site's row; from the first visit on."""
    expected = view.seed.expected_min if view.seed else None
    if expected is None:
        return FINE
    articles = _articles(view.row)
    if not view.is_whole or not view.is_reached or articles is None:
        return UNKNOWN
    if articles >= expected:
        return FINE
    return Sign("warning", {"articles": articles, "expected": expected})


def many_vanished(view: SiteView) -> Judgement:
    """Many pages that were there are gone since the last visit."""
    return _many(view, "vanished", fewest=5, share=0.1)


def many_edited(view: SiteView) -> Judgement:
    """So many pages say something else than before that a person hardly did it."""
    return _many(view, "edited", fewest=20, share=0.3)


def _many(view: SiteView, kind: str, *, fewest: int, share: float) -> Judgement:
    events = facts(view.row, "events")
    happened = max(count(events, kind), count(events, f"page_{kind}"))
    if not view.is_done or view.row.get("events") is None:
        return UNKNOWN
    usual = view.usual(lambda row: number(row, "archived") or None, at_least=1) or 0
    if happened < max(fewest, share * usual):
        return FINE
    first = [*view.events.get(kind, ()), *view.events.get(f"page_{kind}", ())][:10]
    is_most = kind == "vanished" and usual > 0 and happened >= usual / 2
    return Sign("alarm" if is_most else "warning", {"count": happened, "usual": int(usual)}, events=first)
