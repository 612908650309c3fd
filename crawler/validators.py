"""How a page that is known is asked: with the ETag and Last-Modified its server gave, as far as these are believed.

An unchanged page then costs a 304. A server whose tag follows from the address and not from what is sent answers 304
to an edited page, too, and nothing of that can be seen; so until a page of a site changed together with its
validators, its pages are asked plainly every other time. After that they are still not believed for ever: each page is
asked plainly after some 304s, some by chance before; and a site that is found to give the same validator with another
payload is not asked with them any more. Lists and front pages are asked plainly every other visit, pictures and other
parts of pages like pages that are believed: many bytes, and hardly ever another picture at the same address.
docs/decisions/0011-visits.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any

from archive.model import HTML_TYPES, Capture
from archive.times import warc_date
from archive.urls import UrlError
from archive.warc.exchange import is_same_tag
from archive.warc.known_pages import KnownPage, KnownPages
from crawler.site_plan import SitePlan, share_of
from spiders.targets import HISTORY, Priority, Target

_LISTS = (Priority.SEARCH, Priority.FEED, Priority.SITEMAP, Priority.WALK)


class Validators:
    """Of one job. By site, `lying` and `holding` have the address at which its validators were found to lie, or to
    change with the page."""

    def __init__(
        self,
        known: KnownPages,
        plan_of: Callable[[str], SitePlan],
        lying: MutableMapping[str, str],
        holding: MutableMapping[str, str],
        unconditional_every: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.lying, self.holding = lying, holding
        self._known = known
        self._plan_of = plan_of
        self._every = unconditional_every
        self._now = now

    def asks_with(self, target: Target) -> KnownPage | None:
        """What a target's request may name as known already; None for a plain request."""
        plan = self._plan_of(target.site)
        if plan.kind == "first" or not plan.believes_validators or target.site in self.lying or _is_told(target):
            return None
        if target.attempts:
            return None  # whatever came of the last request, the next is the plainest
        known = self._of(target.url)
        if known is None or known.status != 200 or not known.has_validators or known.original is None:
            return None
        if known.original.date > warc_date(self._now()):
            return None  # of a clock that ran ahead: no revisit may refer to it
        return known if known.unmodified < self._most_304s(target, known) else None

    def _most_304s(self, target: Target, known: KnownPage) -> int:
        """How many 304s in a row are believed of an address."""
        is_proven = self._plan_of(target.site).validators_hold or target.site in self.holding
        if _is_list(target) or (_is_page(target, known) and not is_proven):
            return min(1, self._every - 1)
        if known.unmodified and share_of(known.url, known.unmodified) < 1 / self._every:
            return 0  # now and then a page out of its turn, so that no whole visit rests on belief
        return self._every - 1

    def check(self, meta: Mapping[str, Any]) -> None:
        """Whether an answer says "not modified" of what we do not have; then its site is asked plainly."""
        known, capture = meta.get("known"), meta.get("capture")
        if known and capture and capture.status == 304 and capture.is_indexed:
            self.lying[meta["target"].site] = capture.url

    def answered(self, target: Target, capture: Capture) -> KnownPage | None:
        """What was known of an address before this answer; what its validators are worth is seen here."""
        if self._plan_of(target.site).kind == "first":
            return None
        known = self._of(target.url)
        is_whole = capture.status == 200 and not capture.truncated
        if known and known.has_validators and is_whole and capture.digest != known.digest:
            if _same_validators(known, capture):
                self.lying[target.site] = capture.url
            elif _is_page(target, known) and (capture.etag or capture.last_modified):
                self.holding.setdefault(target.site, capture.url)
        return known

    def _of(self, url: str) -> KnownPage | None:
        try:
            return self._known.of(url)
        except UrlError:
            return None


def _same_validators(known: KnownPage, capture: Capture) -> bool:
    """Whether its server would have said that nothing changed: where there is a tag the date is not looked at
    (RFC 9110, 13.2.2)."""
    if known.etag and capture.etag:
        return is_same_tag(known.etag, capture.etag)
    return (known.etag, known.last_modified) == (capture.etag, capture.last_modified)


def _is_page(target: Target, known: KnownPage) -> bool:
    """Whether it is neither a list, which is asked plainly often enough, nor a part of a page."""
    return not _is_list(target) and not target.is_requisite and known.mime in HTML_TYPES


def _is_list(target: Target) -> bool:
    return target.priority is Priority.SEED or target.priority in _LISTS


def _is_told(target: Target) -> bool:
    """Whether a list says that it changed: then its server's caches are not asked for their view."""
    return target.hops.endswith(HISTORY) and target.priority is Priority.ARTICLE
