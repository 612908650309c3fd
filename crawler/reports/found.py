"""The part of report.html that tells findings: what happened, what it means, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from crawler.reports.shown import shown

# (Indonesian, English)
GRADES: dict[str, tuple[str, str]] = {
    "alarm": ("gawat", "alarm"),
    "warning": ("peringatan", "warning"),
    "info": ("info", "info"),
    "closed": ("selesai", "over"),
}
_SINCE = ("sejak", "since")


def findings_list(findings: Sequence[Mapping[str, Any]], language: str, most: int) -> str:
    """Items of a list, the worst first; empty when there are none."""
    order = list(GRADES)
    ordered = sorted(findings, key=lambda one: order.index(one["severity"]) if one["severity"] in order else 0)
    return "".join(_item(finding, language) for finding in ordered[:most])


def _item(finding: Mapping[str, Any], language: str) -> str:
    words = finding["text"][language]
    is_over = finding.get("state") == "closed"
    number = language == "en"
    grade = GRADES["closed" if is_over else finding["severity"]][number]
    head = f"<strong>{escape(grade.capitalize())}: {_text(words['title'])}</strong>"
    since = f"{_SINCE[number]} {_text(finding['since'])[:10]}"
    if is_over:
        site = f" <bdi>{_text(finding['site'])}</bdi>" if finding.get("site") else ""
        return f"<li>{head}{site}, {since}</li>"
    lines = [f"{head} ({since})", *(_text(words[part]) for part in ("what", "means", "advice"))]
    events = "".join(f"<li><bdi>{_text(_event(event))}</bdi></li>" for event in finding.get("events", ())[:10])
    return f"<li>{'<br>'.join(lines)}{f'<ul>{events}</ul>' if events else ''}</li>"


def _event(event: Mapping[str, Any]) -> str:
    return f"{event.get('title') or ''} ({event.get('url') or ''})"


def _text(value: object) -> str:
    return escape(shown(value))
