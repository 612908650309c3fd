"""Visits of one made-up site, as monitors see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.monitors.model import Judgement, Sign, SiteView

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
DAY = timedelta(days=1)
Row = dict[str, Any]


def row(**facts: Any) -> Row:
    """A healthy visit of a site with a hundred pages."""
    return {
        "site": "contohrejo.desa.id", "finish_reason": "finished", "platform": "opensid", "archived": 100, "read": 100,
        "articles": 80, "seen_again": 0, "articles_seen_again": 0,
        "failed": 0, "gone": 1, "disallowed": 2, "codes": {"200": 100, "404": 1},
        "pages_without_text": 2, "text_characters": 80 * 1500, "front_page": "HTTP 200", "front_page_flags": [],
        "robots": {"outcome": "rules", "digest": "sha1:a", "rules": 3}, "hijack": None, "moved_to": None,
        "unexplained": 0, "unreachable": 0, "events": {}, **facts,
    }  # fmt: skip


def view(now: Row, visits: int | Sequence[Row] = 3, **facts: Any) -> SiteView:
    """A site after so many healthy visits, or after these, the newest first."""
    earlier = [row() for _ in range(visits)] if isinstance(visits, int) else visits
    whole = [one for one in earlier if one["finish_reason"] == "finished" and one.get("visit") in (None, "full")]
    return SiteView(now, NOW, whole=whole, latest=earlier[:6], **facts)


def severity(judgement: Judgement) -> str | None:
    return judgement.severity if isinstance(judgement, Sign) else None
