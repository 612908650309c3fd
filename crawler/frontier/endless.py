"""How long families of addresses without end have shown nothing new, so that each ends by itself.

Kept in the frontier, for a crawl goes on where it was. What a page must show to count is for
spiders.endless to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.model import Page
from crawler.frontier.store import Frontier
from spiders.endless import Family, FamilyKind, family, shown
from spiders.targets import Found

# So many pages in a row without anything new end a family. A calendar has months, weeks and days,
# three families. Running numbers never end one: they are articles more often than anything else.
MOST_BARREN: dict[FamilyKind, int] = {"calendar": 15, "pager": 40, "facets": 12, "session": 6}


class EndlessFamilies:
    """Counts by site and family."""

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._barren: dict[tuple[str, Family], int] = {}  # pages in a row, of each family that was fetched
        self._ended: set[tuple[str, Family]] = set()
        self._with_sessions: set[str] = set()  # sites where one page under other session ids was shown to be one page
        for site, kind, key, barren in frontier.families():
            self._keep(site, Family(kind, key), barren)

    def refuses(self, site: str, url: str, via: str | None) -> tuple[str, str] | None:
        """(reason, detail) when an address is of a family that has ended, else None.

        What a page outside such families leads to (`via`) is never refused: that page vouches for it.
        """
        if not self._ended and site not in self._with_sessions:
            return None
        of = family(url)
        if of is None or of.kind not in MOST_BARREN or not _leads_on(of, via):
            return None
        if (site, of) in self._ended:
            return of.kind, f"{MOST_BARREN[of.kind]} pages in a row like {of.key} showed nothing new"
        if of.kind == "session" and site in self._with_sessions and (site, of) in self._barren:
            return of.kind, f"only its session id is new: {of.key}"
        return None

    def looked_at(self, site: str, page: Page, via: str | None, links: Sequence[Found]) -> None:
        """Count a page that was fetched, if its address is of a family."""
        of = family(page.url)
        if of is None or of.kind not in MOST_BARREN:
            return
        barren = self._barren.get((site, of), 0)
        # Each thing is noted, not only the first that is new, or the next page could show the rest as new.
        is_new = [self._frontier.first_shown(f"{site} {of.kind} {of.key}", thing) for thing in shown(page, links, of)]
        if any(is_new):
            barren = 0
        elif _leads_on(of, via):
            barren += 1
        self._keep(site, of, barren)
        self._frontier.save_family(site, of.kind, of.key, barren)

    def _keep(self, site: str, of: Family, barren: int) -> None:
        self._barren[site, of] = barren
        if barren >= MOST_BARREN[of.kind]:
            self._ended.add((site, of))
            if of.kind == "session":
                self._with_sessions.add(site)


def _leads_on(of: Family, via: str | None) -> bool:
    """Whether an address of a family was found on a page of one; a session id comes with every page."""
    before = family(via) if via else None
    return of.kind == "session" or (before is not None and before.kind in MOST_BARREN)
