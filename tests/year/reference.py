"""A crawler that is no crawler: it reads every page of every site every night, out of the bytes alone, and tells what
differs from the night before. It shows that the plans' truth is what the sites' answers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape

from tests.year.judge import Event, History
from tests.year.sites import YearSite
from tests.year.view import path_of

_BODIES = {
    "wordpress": rb'<h1 class="entry-title">(.*?)</h1>.*?<div class="entry-content \w+-clearfix">(.*?)<div class="sharedaddy',
    "opensid": rb'<h4 class="catg_titile".*?>(.*?)</h4>.*?<div class="teks"[^>]*>(.*?)</div>\s*</div></div>',
    "blogger": rb"<h3 class='post-title entry-title' itemprop='name'>(.*?)</h3>.*?id='post-body-\d+'[^>]*>(.*?)<div style='clear",
    "static": rb"<h1>(.*?)</h1>(.*?)</td><td",
    "php": rb"<h1>(.*?)</h1>(.*?)</td><td",
}  # fmt: skip


class Reader:
    """One site, read every night."""

    def __init__(self, site: YearSite) -> None:
        self._site = site
        self._paths = {path_of(site.plan, article): article for article in site.plan.articles}
        self._states: dict[str, tuple[str, datetime]] = {}
        self._site_state = ("up", site.plan.start)
        self._asked = 0

    def visit(self, moment: datetime, history: History) -> Iterator[Event]:
        number, base = self._site.plan.number, self._site.base
        history.visits.setdefault(number, []).append(moment)  # type: ignore[attr-defined]
        yield from self._tell(f"{base}/", *self._front(moment), moment)
        if self._site_state[0] not in ("up", "taken") or self._site.plan.span("closed", moment):
            return
        history.open.setdefault(number, []).append(moment)  # type: ignore[attr-defined]
        for path, article in self._paths.items():
            if article.published <= moment:
                state, detail = self._page(path, moment)
                if state != "unknown":
                    yield from self._tell_page(base + path, state, detail, moment)
                if state.startswith("text"):
                    history.seen.setdefault(base + path, []).append(moment)  # type: ignore[attr-defined]

    def _front(self, moment: datetime) -> tuple[str, str]:
        answer = self._site.answer("/", self._number(), moment)
        if answer is None or answer.status >= 500:
            return "down", ""
        if answer.status == 301:
            return "moved", dict(answer.headers)["Location"]
        return ("taken" if b"Slot Gacor Maxwin</title>" in answer.body else "up"), ""

    def _tell(self, url: str, state: str, detail: str, moment: datetime) -> Iterator[Event]:
        before, seen = self._site_state
        self._site_state = (state, moment)
        if state != before:
            kinds = {"down": "site_unreachable", "moved": "site_moved", "taken": "site_hijacked"}
            back = {"down": "site_returned", "taken": "site_cleaned"}
            yield Event(kinds.get(state) or back[before], url, moment, seen, detail)

    def _page(self, path: str, moment: datetime) -> tuple[str, str]:
        """State and detail: gone, moved, taken, or the text that a reader sees."""
        answer = self._site.answer(path, self._number(), moment)
        assert answer is not None
        if location := dict(answer.headers).get("Location"):
            return ("gone", "") if location == f"{self._site.base}/" else ("moved", location)
        if answer.status in (404, 410) or b"tidak ditemukan" in answer.body:
            return "gone", ""
        if b"Slot Gacor Maxwin</title>" in answer.body or b"left:-9999px" in answer.body:
            return "taken", ""
        found = re.search(_BODIES[self._site.plan.platform], answer.body, re.DOTALL)
        assert found, answer.body.decode()
        return f"text {_text(found[1])}\n{_text(found[2])}", ""

    def _tell_page(self, url: str, state: str, detail: str, moment: datetime) -> Iterator[Event]:
        before, seen = self._states.get(url, (None, moment))
        self._states[url] = (state, moment)
        if before in (None, state):
            return
        kind = {"gone": "vanished", "moved": "redirected", "taken": "hijacked"}.get(state)
        kind = kind or {"gone": "returned", "taken": "cleaned"}.get(before or "", "edited")
        yield Event(kind, url, moment, seen, detail)

    def _number(self) -> int:
        self._asked += 1
        return self._asked


def _text(html: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.decode())).split())
