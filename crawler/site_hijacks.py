"""What a job shows of gambling on a whole site, beyond its single pages: for report.json and exit code 2.

    front_page    flags of the front page, and its last clean reading
    pages         how many pages bear which flag; `urls` are the first of them
    addresses     addresses whose words offer gambling, and the folder most of them are in
    redirects     addresses of the site that lead to a site of gamblers now
    grew_from     how many pages the site had in the job before, where it has three times as many now

A single page that was broken into is told, and asks for nobody; a site that `is_taken` does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.index.cdxj import read_all_captures, read_cdxj
from archive.layout import Collection
from archive.model import TAKEN, Capture, Document
from archive.urls import absolute_url, fetch_key
from archive.warc.reader import read_page_of
from crawler.reports.report import read_reports
from spiders.flags.addresses import host_of, is_elsewhere, offers_gambling, path_offers

if TYPE_CHECKING:
    from crawler.job import CrawlJob

Facts = dict[str, Any]

MANY_ADDRESSES = 25
_MANY_PAGES = 10
_SHOWN = 10
_REDIRECTS = (301, 302, 303, 307, 308)
_OF_GAMBLERS = ("hijacked", "gambling_injected")


def site_hijacks(job: CrawlJob, stems: list[str], documents: Iterable[Document]) -> dict[str, Facts]:
    """By site what was found; nothing for a site without any of it. `documents` are linked.

    A front page that was seen again unchanged has the flags it was read with, for the job's `front_flags` too.
    """
    flagged: dict[str, list[Document]] = defaultdict(list)
    documents = tuple(documents)
    for document in (*documents, *_seen_again(job.collection, stems, documents)):
        if (site := job.site_of(document.url)) is None:
            continue
        if fetch_key(document.url) == fetch_key(job.seeds[site].url):
            job.front_flags.setdefault(site, " ".join(document.flags))
        if TAKEN.intersection(document.flags):
            flagged[site].append(document)
    addresses: dict[str, set[str]] = defaultdict(set)
    redirects: dict[str, list[Facts]] = defaultdict(list)
    for capture in (one for stem in stems for one in read_cdxj(job.collection.cdxj_file(stem))):
        site = job.site_of(capture.url)
        if site is None or capture.status >= 400:
            continue
        if path_offers(capture.url):
            addresses[site].add(capture.url)
        if capture.status in _REDIRECTS and (to := _leads_to_gamblers(job, capture)):
            redirects[site].append({"url": capture.url, "to": to, "record": capture.record_id})
    for site in job.sources.sites():
        addresses[site].update(url for source in job.sources.of(site) for url in source.urls if path_offers(url))
    found = {
        site: facts_of(fetch_key(job.seeds[site].url), flagged[site], addresses[site], redirects[site])
        for site in job.seeds
        if flagged[site] or addresses[site] or redirects[site]
    }
    for site, before in _pages_before(job, found).items():
        now = job.tally.of(site, "archived")
        found[site]["grew_from"] = before if now >= 3 * before and now - before >= 100 else None
    return found


def _seen_again(collection: Collection, stems: list[str], documents: Iterable[Document]) -> Iterator[Document]:
    """What a revisit refers to, where that was taken, as the reading of the revisit's own address: it has no line of
    its own. Gamblers put one page on many sites, so the record it refers to may be another's, of this job or earlier.
    """
    again: dict[str, set[str]] = defaultdict(set)
    for capture in (one for stem in stems for one in read_all_captures(collection.cdxj_file(stem))):
        if capture.revisit_of:
            again[capture.revisit_of].add(capture.url)
    own = {document.id for document in documents}
    for document in documents:
        yield from (_at(url, document) for url in sorted(again.get(document.id, set()) - {document.url}))
    for document in collection.documents_with(again.keys() - own):
        yield from (_at(url, document) for url in sorted(again[document.id]))


def _at(url: str, document: Document) -> Document:
    """The same page at another address, of which the last clean reading was not looked for."""
    if url == document.url:
        return document
    details = tuple(
        {name: value for name, value in one.items() if name != "last_clean"} for one in document.flag_details
    )
    return replace(document, url=url, flag_details=details)


def facts_of(front: str, flagged: list[Document], addresses: Iterable[str], redirects: list[Facts]) -> Facts:
    """`front` is the fetch key of the front page."""
    addresses = sorted(addresses)
    flags = Counter(flag for document in flagged for flag in document.flags if flag in TAKEN)
    first = next((document for document in flagged if fetch_key(document.url) == front), None)
    worst_first = sorted(flagged, key=lambda document: ("hijacked" not in document.flags, document.url))
    front_flags = [flag for flag in first.flags if flag in TAKEN] if first else []
    return {
        "is_taken": bool(
            set(front_flags).intersection(_OF_GAMBLERS)
            or redirects
            or flags["hijacked"] >= _MANY_PAGES
            or len(addresses) >= MANY_ADDRESSES
        ),
        "front_page": front_flags,
        "last_clean": _last_clean(first),
        "pages": dict(sorted(flags.items())),
        "urls": [document.url for document in worst_first[:_SHOWN]],
        "addresses": _by_folder(addresses),
        "redirects": redirects[:_SHOWN],
        "grew_from": None,
    }


def _by_folder(addresses: list[str]) -> Facts | None:
    if not addresses:
        return None
    folders = Counter(_folder(url) for url in addresses)
    (folder, count), *_ = folders.most_common(1)
    return {"count": len(addresses), "folder": folder, "in_folder": count, "urls": addresses[:3]}


def _folder(url: str) -> str:
    first, slash, _ = urlsplit(url).path.lstrip("/").partition("/")
    return f"/{first}/" if slash else "/"


def _last_clean(document: Document | None) -> Mapping[str, str] | None:
    details = document.flag_details if document else ()
    return next((clean for one in details if (clean := one.get("last_clean"))), None)


def _leads_to_gamblers(job: CrawlJob, capture: Capture) -> str | None:
    page = read_page_of(job.collection.archive / capture.warc_filename, capture.offset)
    to = absolute_url(capture.url, page.header("location") or "")
    return to if to and is_elsewhere(host_of(to), host_of(capture.url)) and offers_gambling(to) else None


def _pages_before(job: CrawlJob, sites: Iterable[str]) -> dict[str, int]:
    """What the last finished job before this one archived of these sites. Asked only where gambling was found."""
    wanted, before = set(sites), dict[str, int]()
    for site, archived in _archived_before(job) if wanted else ():
        if site in wanted:
            before[site] = archived
            wanted.remove(site)
        if not wanted:
            break
    return before


def _archived_before(job: CrawlJob) -> Iterator[tuple[str, int]]:
    """The newest first."""
    for report in read_reports(job.collection):
        if report.get("crawl_id") != job.crawl_id:
            for site in report.get("sites", ()):
                if site.get("finish_reason") == "finished" and site.get("archived"):
                    yield site["site"], site["archived"]
