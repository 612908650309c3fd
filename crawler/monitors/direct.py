"""What one visit shows by itself: a site that was taken, moved, did not answer, or fell short of its own promise.

One site has one of these at a time: what comes first explains what comes after.
"""

from __future__ import annotations

from collections.abc import Callable

from crawler.monitors.answers import refused, robots_forbids
from crawler.monitors.model import FINE, UNKNOWN, Judgement, Row, Severity, Sign, SiteView, count, facts, text
from crawler.reports.report import kind_of_finding

_SEVERITIES: dict[str, Severity] = {"taken": "alarm"}


def direct(kind: str) -> Callable[[SiteView], Judgement]:
    """The monitor of one kind of crawler.reports.report.kind_of_finding."""

    def judge(view: SiteView) -> Judgement:
        found = _kind(view)
        if found == kind:
            severity: Severity = _SEVERITIES.get(kind, "warning")
            stays_away = kind == "no_page" and _stays_away(view)
            return Sign("alarm" if stays_away else severity, _figures(view.row) | {"stays_away": stays_away})
        return FINE if found is None and view.is_done and _can_tell(kind, view) else UNKNOWN

    return judge


def _kind(view: SiteView) -> str | None:
    try:
        kind = kind_of_finding(view.row)
    except (LookupError, TypeError, AttributeError, ValueError):
        return None  # a row that no version of ours wrote
    if kind == "no_page" and (isinstance(refused(view), Sign) or isinstance(robots_forbids(view), Sign)):
        return "explained"
    return kind


def _can_tell(kind: str, view: SiteView) -> bool:
    return view.is_whole or kind not in ("unexplained", "taken")


def _stays_away(view: SiteView) -> bool:
    """Whether a site that had pages has none for the second time: for a night many a village's server is off."""
    last, *earlier = view.latest or [{}]
    has_stayed = bool(view.standing.get("no_page", {}).get("stays_away"))
    return not count(last, "archived") and (has_stayed or any(count(row, "archived") for row in earlier))


def _figures(row: Row) -> dict[str, object]:
    return {
        "front_page": text(row, "front_page"),
        "moved_to": text(row, "moved_to"),
        "unexplained": count(row, "unexplained"),
        "failed": count(row, "failed"),
    }


def gambling_pages(view: SiteView) -> Judgement:
    """Single pages that were broken into: told, and nobody is called."""
    hijack = facts(view.row, "hijack")
    pages = facts(hijack, "pages")
    found = sum(count(pages, flag) for flag in ("hijacked", "gambling_injected"))
    if found and not hijack.get("is_taken"):
        urls = hijack.get("urls")
        return Sign("info", {"pages": found, "urls": [str(url) for url in urls][:10] if isinstance(urls, list) else []})
    return FINE if view.is_whole and view.is_reached else UNKNOWN
