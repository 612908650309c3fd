"""What became of everything a site's own lists name: archived, or missing and why.

A promise comes only from a source's own total or its whole list, with the record it was read from. A site
without such a source promises nothing, and nothing is said about it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from archive.files import write_whole
from archive.model import Capture, Document
from archive.urls import UrlError, absolute_url
from crawler.captures import JobCaptures, fetch_key_of
from crawler.frontier.sources import Source

if TYPE_CHECKING:
    from crawler.job import CrawlJob

MISSING_ROW = ("site", "source", "url", "reason", "detail")
What = Literal[
    "archived", "gone", "soft_404", "disallowed", "skipped", "limit", "waiting", "failed", "hijacked", "not_asked"
]  # fmt: skip
# Of what a source counts and names nowhere; it has no address.
NOT_NAMED = "not_named"
# Reasons that explain an absence; what has another needs a person.
EXPLAINED: tuple[What, ...] = ("gone", "soft_404", "hijacked", "disallowed", "skipped", "limit", "waiting")
# What a reader says of a page that stands in an article's place, and the reason it gives.
STANDINS: dict[str, What] = {
    "soft_404": "soft_404", "maintenance": "failed", "parked": "failed", "suspended": "failed", "login": "failed",
    "hijacked": "hijacked",
}  # fmt: skip
_BY_ROW: dict[str, What] = {"robots": "disallowed", "limit": "limit", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an address. `what`: archived, or the reason it is not; `article` is the same for all addresses
    that lead to one article."""

    what: What
    detail: str
    article: str
    is_read: bool = False


def completeness(job: CrawlJob, stems: list[str], documents: Iterable[Document]) -> dict[str, Any]:
    """By site what report.json says of its sources; the missing go to missing.csv."""
    fates = _Fates(job, stems, documents)
    sites: dict[str, Any] = {}
    missing: list[tuple[str, ...]] = []
    for site in job.sources.sites():
        sources = job.sources.of(site)
        by_url = {url: fates.of(site, url) for source in sources for url in source.urls}
        sites[site] = _of_site(sources, by_url)
        missing += (
            (site, *row) for row in sorted({row for source in sources for row in _missing(source, by_url)})
        )  # fmt: skip
    _write(job.folder / "missing.csv", missing)
    return sites


def _of_site(sources: list[Source], fates: Mapping[str, Fate]) -> dict[str, Any]:
    promising = [source for source in sources if source.promises is not None]
    # A sitemap of everything counts pages too, so it speaks only where nothing counts the articles.
    promising = [source for source in promising if source.lists_all] or promising
    named: dict[str, set[str]] = defaultdict(set)
    surplus: Counter[str] = Counter()
    for source in promising:
        named[source.name] |= {fates[url].article for url in source.urls}
        surplus[source.name] = max(surplus[source.name], (source.promised or 0) - len(source.urls))
    all_named = set().union(*named.values())
    archived = {fate.article for fate in fates.values() if fate.what == "archived"}
    unexplained = {
        fates[url].article
        for source in sources
        if not source.is_hint
        for url in source.urls
        if fates[url].what not in ("archived", *(() if _is_dead(source, fates) else EXPLAINED))
    }
    unnamed = max([0, *surplus.values()])
    return {
        "promised": max(len(all_named), *(len(named[name]) + surplus[name] for name in named)) if promising else None,
        "promised_archived": len(all_named & archived) if promising else None,
        "missing": len({fate.article for fate in fates.values() if fate.what != "archived"}) + unnamed,
        "unexplained": len(unexplained) + unnamed,
        "sources": [_counted(source, fates) for source in sources],
        "disagreements": _disagreements(sources, fates),
    }


def _is_dead(source: Source, fates: Mapping[str, Fate]) -> bool:
    """Whether most of a list leads nowhere, each for a reason of its own: then the list is wrong, or the site."""
    lost = sum(1 for url in source.urls if fates[url].what in ("gone", "soft_404", "skipped"))
    return lost > max(2, len(source.urls) / 2)


def _counted(source: Source, fates: Mapping[str, Fate]) -> dict[str, Any]:
    whats = Counter(fates[url].what for url in source.urls)
    return {
        "source": source.name,
        "url": source.url,
        "record": source.record,
        "read_at": source.read_at,
        "promised": source.promises,
        "named": len(source.urls),
        "read_to_its_end": source.has_ended,
        "archived": whats["archived"],
        "read": sum(1 for url in source.urls if fates[url].is_read),
        "failed": whats["failed"] + whats["not_asked"],
        "skipped": whats["skipped"] + whats["limit"] + whats["waiting"],
        "disallowed": whats["disallowed"],
        "gone": whats["gone"] + whats["soft_404"],
        "not_named": max(0, (source.promises or 0) - len(source.urls)),
        "is_hint": source.is_hint,
    }


def _missing(source: Source, fates: Mapping[str, Fate]) -> Iterable[tuple[str, str, str, str]]:
    for url in source.urls:
        fate = fates[url]
        if fate.what != "archived":
            yield source.name, url, fate.what, fate.detail
    unnamed = (source.promises or 0) - len(source.urls)
    if unnamed > 0:
        end = "" if source.has_ended else "; it was not read to its end"
        detail = f"{source.url} says {source.promises}, and names {len(source.urls)}{end}"
        yield source.name, "", NOT_NAMED, detail


def _disagreements(sources: list[Source], fates: Mapping[str, Fate]) -> list[dict[str, Any]]:
    """What one whole list of a site's articles names and another does not. Dead entries are no disagreement."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    unfinished = {source.name for source in sources if not source.has_ended}
    for source in sources:
        if source.lists_all and not source.is_hint and source.name not in unfinished:
            named[source.name] |= {
                fates[url].article: url for url in source.urls if fates[url].what not in ("gone", "soft_404")
            }
    return [
        {"source": one, "lacks": len(lacking), "of": other, "urls": sorted(named[other][it] for it in lacking)[:100]}
        for one in named
        for other in named
        if one != other and (lacking := named[other].keys() - named[one].keys())
    ]


class _Fates:
    """Looked up in what the job itself left: captures, documents, failures.csv and skipped.csv."""

    def __init__(self, job: CrawlJob, stems: list[str], documents: Iterable[Document]) -> None:
        self._job = job
        self._captures = JobCaptures(job.collection, stems, self._key_of)
        self._documents = {document.id: document for document in documents}
        if wanted := self._captures.payloads() - self._documents.keys():
            self._documents |= {document.id: document for document in job.collection.documents_with(wanted)}
        self._rows = {
            **_reasons(job.folder / "skipped.csv"),
            **{url: ("failed", detail) for url, (_, detail) in _reasons(job.folder / "failures.csv").items()},
        }
        self._cache: dict[tuple[str, str], Fate] = {}

    def of(self, site: str, url: str) -> Fate:
        key = self._job.key_of(site, url)
        if (site, key) not in self._cache:
            self._cache[site, key] = self._find(site, url, key)
        return self._cache[site, key]

    def _key_of(self, url: str) -> str:
        site = self._job.site_of(url)
        return self._job.key_of(site, url) if site else fetch_key_of(url)

    def _find(self, site: str, url: str, key: str) -> Fate:
        scope = self._job.scope_of(site)
        asked = scope.in_form(url)
        capture = self._captures.final(asked) or self._captures.final(url)
        if capture is not None and capture.is_good:
            return self._captured(capture, site, key)
        if capture is not None and capture.status < 400:
            return self._redirected(capture, site, key)
        if capture is not None:
            return Fate("gone" if capture.status in (404, 410) else "failed", f"HTTP {capture.status}", key)
        for form in (asked, url):
            if form in self._rows:
                reason, detail = self._rows[form]
                what = _BY_ROW.get(reason, "skipped")
                return Fate(what, detail if what != "skipped" else f"{reason}: {detail}", key)
        if self._is_known(asked) and self._job.revisits.is_news(site):
            return Fate("archived", "", key)
        if refusal := scope.refuses(asked, ""):
            return Fate("skipped", ": ".join(refusal), key)
        if self._job.frontier.waits(asked):
            return Fate("waiting", "the crawl has not come to it yet", key)
        return Fate("not_asked", "it was never asked for", key)

    def _is_known(self, url: str) -> bool:
        """Whether an earlier visit archived an address, so that this one left it."""
        try:
            known = self._job.revisits.known.of(url)
        except UrlError:
            return False
        return known is not None and (known.is_good or 300 <= known.status < 400)

    def _redirected(self, capture: Capture, site: str, key: str) -> Fate:
        """A redirect whose end was not captured."""
        location = self._captures.page(capture).header("location")
        target = absolute_url(capture.url, location) if location else None
        detail = f"HTTP {capture.status} to {target or 'nowhere'}"
        refusal = self._job.scope_of(site).refuses(target, "") if target else None
        return Fate("skipped", f"{detail}: {': '.join(refusal)}", key) if refusal else Fate("failed", detail, key)

    def _captured(self, capture: Capture, site: str, key: str) -> Fate:
        """An article is one whatever address led to it. A file has no document."""
        document = self._documents.get(capture.revisit_of or capture.record_id)
        if document is None:
            return Fate("archived", "", capture.url)
        for flag in document.flags:
            if flag in STANDINS:
                return Fate(STANDINS[flag], f"the page there is {flag}", key)
        if document.kind == "listing" and self._key_of(capture.url) != key:
            # Many a site sends what it no longer has to its front page.
            return Fate("soft_404", f"it leads to {capture.url}, which is a list", key)
        is_read = document.kind in ("article", "page")
        return Fate("archived", "", document.article_id or capture.url, is_read=is_read)


def _reasons(path: Path) -> dict[str, tuple[str, str]]:
    """(reason, detail) by address."""
    if not path.exists():
        return {}
    csv.field_size_limit(2**31 - 1)  # tables written before 2026-11-26 hold addresses of any length
    with path.open(encoding="utf-8", newline="") as file:
        return {row["url"]: (row["reason"], row["detail"]) for row in csv.DictReader(file)}


def _write(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerows([MISSING_ROW, *rows])
    write_whole(path, text.getvalue().encode("utf-8", "replace"))
