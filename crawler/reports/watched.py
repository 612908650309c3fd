"""Figures of a job by site that only monitors ask for; they stand in the site's row of report.json.

    codes               answers of the site's own hosts by HTTP status, robots.txt left out
    seen_again          pages whose payload an earlier job had stored, or that the server called unchanged
    articles_seen_again those of them that had been read as articles
    pages_without_text  pages in which no reader found a text or a list, though nothing kept it from reading them
    text_characters     length of the texts of `articles`, together
    newest_published    latest day on which an article read by this job was published
    robots              what robots.txt of the front page's host said: outcome, digest and number of its rules

What a job saw again unchanged it does not read again, so texts are those of new and changed pages.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.layout import Collection
from archive.model import HTML_TYPES, TAKEN, Capture, Document
from crawler.reports.known_articles import known_articles, number_of

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)

Facts = dict[str, Any]

NOT_WATCHED: Facts = {
    "codes": None, "seen_again": None, "articles_seen_again": None, "pages_without_text": None, "text_characters": None,
    "newest_published": None, "robots": None,
}  # fmt: skip


class SeenCaptures:
    """What the captures of a job say, told one by one with the media type their server named."""

    def __init__(self, site_of: Callable[[str], str | None]) -> None:
        self._site_of = site_of
        self._codes: dict[str, Counter[int]] = defaultdict(Counter)
        self._own: set[int] = set()
        self._seen: Counter[tuple[str, int]] = Counter()

    def note(self, capture: Capture, mime: str | None) -> None:
        self._own.add(number_of(capture.record_id))
        site = self._site_of(capture.url)
        if site is None or urlsplit(capture.url).path == "/robots.txt":
            return
        self._codes[site][capture.status] += 1
        is_page = capture.status == 304 or (capture.status < 300 and mime in HTML_TYPES)
        if capture.revisit_of and is_page:
            self._seen[site, number_of(capture.revisit_of)] += 1

    def codes(self, site: str) -> dict[str, int]:
        return {str(code): times for code, times in sorted(self._codes[site].items())}

    def seen_again(self, collection: Collection) -> tuple[Counter[str], Counter[str] | None]:
        """By site the pages, and the articles among them; a payload that came twice in this job alone was not there
        before."""
        again = {key: times for key, times in self._seen.items() if key[1] not in self._own}
        pages: Counter[str] = Counter()
        for (site, _), times in again.items():
            pages[site] += times
        try:
            known = known_articles(collection, {record for _, record in again}) if again else set()
        except sqlite3.Error as error:
            logger.warning("visits.sqlite cannot say which pages are articles; it is a cache: %s", error)
            return pages, None
        articles: Counter[str] = Counter()
        for (site, record), times in again.items():
            articles[site] += times if record in known else 0
        return pages, articles


def watched_figures(job: CrawlJob, seen: SeenCaptures | None, documents: Iterable[Document]) -> dict[str, Facts]:
    """By site. Without `seen` the job's captures could not be counted."""
    texts: dict[str, dict[str, int]] = defaultdict(dict)
    empty: Counter[str] = Counter()
    newest: dict[str, date] = {}
    for document in documents:
        site = job.site_of(document.url)
        if site is None or document.kind != "article":
            # What has a flag is explained by it: it stands in for a page, was taken, could not be read.
            empty[site or ""] += document.kind == "other" and not document.flags
            continue
        key = document.article_id or document.id
        texts[site][key] = max(texts[site].get(key, 0), len(document.text or ""))
        if day := _day(document):
            newest[site] = max(newest.get(site, day), day)
    again, articles_again = seen.seen_again(job.collection) if seen else (None, None)
    return {
        site: {
            "codes": seen.codes(site) if seen else None,
            "seen_again": again[site] if again is not None else None,
            "articles_seen_again": articles_again[site] if articles_again is not None else None,
            "pages_without_text": empty[site] + sum(1 for length in texts[site].values() if not length),
            "text_characters": sum(texts[site].values()),
            "newest_published": newest[site].isoformat() if site in newest else None,
            "robots": robots_facts(job, site),
        }
        for site in job.seeds
    }


def _day(document: Document) -> date | None:
    """When an article was published; not one of gamblers, nor one of the future."""
    if TAKEN.intersection(document.flags):
        return None
    day = document.published_at
    if isinstance(day, datetime):
        day = day.date()
    return day if day and day <= document.captured_at.date() + timedelta(days=1) else None


def robots_facts(job: CrawlJob, site: str) -> Facts | None:
    """Of the host that the front page ended on; None when its robots.txt was not asked for."""
    form = job.scope_of(site).form
    parts = urlsplit(job.seeds[site].url)
    scheme, host = form or (parts.scheme, parts.netloc)
    stored = job.frontier.robots(f"{scheme}://{host}")
    if stored is None:
        return None
    _, outcome, body = stored
    rules = list(_rules(body))
    digest = hashlib.sha1("\n".join(rules).encode(), usedforsecurity=False).hexdigest()
    return {"outcome": outcome, "digest": f"sha1:{digest}", "rules": len(rules)}


def _rules(body: bytes) -> Iterable[str]:
    """Lines that say what may be fetched. Comments often hold a date, and sitemaps forbid nothing."""
    for line in body.decode("utf-8", "replace").splitlines():
        rule = " ".join(line.partition("#")[0].split())
        if rule and not rule.lower().startswith(("sitemap", "site-map")):
            yield rule
