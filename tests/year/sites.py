"""One site of the year: what it answers to a request at a moment, whatever happens to it then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from crawler.demo.answers import Answer, Visit
from tests.year.plan import Plan
from tests.year.platforms import blogger, handmade, opensid, wordpress
from tests.year.platforms.common import casino, redirect
from tests.year.view import View

_ANSWERS: dict[str, Callable[[View, Visit], Answer]] = {
    "wordpress": wordpress.answer,
    "opensid": opensid.answer,
    "blogger": blogger.answer,
    "static": handmade.answer,
    "php": handmade.answer,
}
_EVERYTHING: dict[str, Callable[[View], list[str]]] = {
    "wordpress": wordpress.everything,
    "opensid": opensid.everything,
    "blogger": blogger.everything,
    "static": handmade.everything,
    "php": handmade.everything,
}
# What the answers of a site that is down are; a server that hangs up has none.
_DOWN = {"busy": 503, "broken": 500}


class YearSite:
    """`base` and `new_base` are its addresses without the last slash, before and after it moved."""

    def __init__(self, plan: Plan, base: str, new_base: str) -> None:
        self.plan, self.base, self.new_base = plan, base, new_base
        self._views: dict[tuple[str, datetime], View] = {}

    def view(self, moment: datetime, *, moved: bool = False) -> View:
        """Of the moments asked for last few are kept: all requests of one run are at one moment."""
        base = self.new_base if moved else self.base
        if (base, moment) not in self._views:
            if len(self._views) > 4:
                self._views.clear()
            self._views[base, moment] = View(self.plan, base, moment)
        return self._views[base, moment]

    def state(self, moment: datetime) -> Literal["up", "refused", "reset", "busy", "broken", "taken", "moved"]:
        """What visitors who ask for any page of the site meet; a site whose front page alone was taken is up."""
        if outage := self.plan.span("outage", moment):
            return outage.way  # type: ignore[return-value]
        if (taken := self.plan.span("taken", moment)) and taken.way == "all_taken":
            return "taken"
        return "moved" if self.plan.span("moved", moment) else "up"

    def answer(self, target: str, number: int, moment: datetime, *, moved: bool = False) -> Answer | None:
        """`number` counts the requests for this target, from 1; `moved` asks at the new address. None: the connection
        is ended without an answer."""
        state = self.state(moment)
        if moved:
            # Before the move nothing stands there.
            state = "up" if self.plan.span("moved", moment) else "reset"
        if state in ("refused", "reset"):
            return None
        if state in _DOWN:
            return Answer(b"<h1>Layanan tidak tersedia</h1>", status=_DOWN[state])
        if state == "moved":
            return redirect(self.new_base + target)
        path, _, query = target.partition("?")
        taken = self.plan.span("taken", moment)
        if taken and path != "/robots.txt" and (taken.way == "all_taken" or path == "/"):
            return Answer(casino(self.plan.number))
        return _ANSWERS[self.plan.platform](self.view(moment, moved=moved), Visit(path, query, number))

    def everything(self, moment: datetime) -> list[str]:
        """The targets that a crawl which trusts nothing asks for at each visit."""
        return _EVERYTHING[self.plan.platform](self.view(moment))
