"""What truly happened, from the plans alone: which events a crawl could have told, and which it may tell.

until      when what the event brought about was over or overlaid: after that nobody can see it
told       whether any list of the site tells of it
told_until when the lists that tell of it begin to say the same of everything; None: never
needed     False: an event that may be told and need not be, such as each page of a site that was taken whole
after      the event that had to be told for this one to be possible: a page returns only when it had vanished
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.year.plan import Article, Change, Plan
from tests.year.platforms.common import spam_paths
from tests.year.sites import YearSite
from tests.year.view import path_of

OF_SITES = ("site_moved", "site_unreachable", "site_returned", "site_hijacked", "site_cleaned")


@dataclass(frozen=True, slots=True)
class Truth:
    """`behaviour` names the row of the table it is counted in; `target` is what `detail` of a redirect must name."""

    kind: str
    site: int
    url: str
    at: datetime
    until: datetime
    behaviour: str
    told: bool = True
    needed: bool = True
    target: str = ""
    after: Truth | None = None
    told_until: datetime | None = None


def truths_of(site: YearSite) -> list[Truth]:
    """Of one site, in no order."""
    found = list(_of_site(site))
    for article in site.plan.articles:
        found += _of_article(site, article)
    return found


def _of_site(site: YearSite) -> Iterator[Truth]:
    plan, url, number = site.plan, f"{site.base}/", site.plan.number
    for span in plan.spans:
        end = span.until or plan.end
        if span.kind == "outage":
            lost = Truth("site_unreachable", number, url, span.at, end, f"outage: {span.way}")
            yield lost
            yield Truth("site_returned", number, url, end, _next_span(plan, end), f"outage: {span.way}", after=lost)
        elif span.kind == "taken":
            taken = Truth("site_hijacked", number, url, span.at, end, f"site: {span.way}")
            yield taken
            yield Truth("site_cleaned", number, url, end, plan.end, f"site: {span.way}", after=taken)
            yield from _each_page_taken(site, span)
        elif span.kind == "spam":
            yield Truth("site_hijacked", number, url, span.at, end, "site: spam", needed=False)
            yield Truth("site_cleaned", number, url, end, plan.end, "site: spam", needed=False)
            for kind, at, until in (("hijacked", span.at, end), ("cleaned", end, plan.end)):
                yield Truth(kind, number, url, at, until, "site: spam", needed=False)
            for path in spam_paths(site.view(span.at)):
                for kind, at, until in (("hijacked", span.at, end), ("vanished", end, plan.end)):
                    yield Truth(kind, number, site.base + path, at, until, "site: spam", needed=False)
        elif span.kind == "moved":
            yield Truth("site_moved", number, url, span.at, plan.end, "site: moved", target=site.new_base)
            for path in ("/", *_paths(site)):
                yield Truth(
                    "redirected", number, site.base + path, span.at, plan.end, "site: moved", needed=False,
                    target=site.new_base + path,
                )  # fmt: skip


def _each_page_taken(site: YearSite, span: Change) -> Iterator[Truth]:
    """Pages of a site that was taken may be told one by one: all of them, or its front page alone."""
    end = span.until or site.plan.end
    others = _paths(site) if span.way == "all_taken" else ()
    for path in ("/", "/profil.html", "/profil-desa/", *others):
        for kind, at, until in (("hijacked", span.at, end), ("cleaned", end, site.plan.end)):
            yield Truth(kind, site.plan.number, site.base + path, at, until, f"site: {span.way}", needed=False)
            yield Truth("edited", site.plan.number, site.base + path, at, until, f"site: {span.way}", needed=False)


def _paths(site: YearSite) -> Iterator[str]:
    for article in site.plan.articles:
        yield path_of(site.plan, article)
        if any(change.kind == "moved" for change in article.changes):
            yield path_of(site.plan, article, moved=True)


def _of_article(site: YearSite, article: Article) -> Iterator[Truth]:
    """`at` of each change; edits are over when something else lies upon them."""
    plan, number = site.plan, site.plan.number
    before, moved_to = site.base + path_of(plan, article), site.base + path_of(plan, article, moved=True)
    others = [change.at for change in article.changes if change.kind in ("gone", "moved", "hijack")]
    for change in article.changes:
        end = change.until or plan.end
        told = "told" if change.told else "untold"
        if change.kind == "edit":
            until = min((moment for moment in others if moment > change.at), default=plan.end)
            overlaid = plan.next_touch(change.at) if change.told else None
            yield Truth(
                "edited", number, before, change.at, until, f"edit, {told}", change.told, told_until=overlaid
            )  # fmt: skip
        elif change.kind == "gone":
            row = f"gone: {change.way}, {told}"
            gone = Truth("vanished", number, before, change.at, end, row, change.told)
            yield gone
            if change.until:
                yield Truth("returned", number, before, end, plan.end, row, change.told, after=gone)
        elif change.kind == "moved":
            yield Truth(
                "redirected", number, before, change.at, plan.end, f"moved, {told}", change.told, target=moved_to
            )
        elif change.kind == "hijack":
            row = f"hijack: {change.way}"
            taken = Truth("hijacked", number, before, change.at, end, row, told=False)
            yield taken
            yield Truth("edited", number, before, change.at, end, row, told=False, needed=False)
            if change.until:
                yield Truth("cleaned", number, before, end, plan.end, row, told=False, after=taken)
                yield Truth("edited", number, before, end, plan.end, row, told=False, needed=False)


def _next_span(plan: Plan, moment: datetime) -> datetime:
    """When the next thing happens to the whole site."""
    return min((span.at for span in plan.spans if span.at > moment), default=plan.end)
