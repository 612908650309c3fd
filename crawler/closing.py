"""A job closed: what is unread is read, documents are linked, WARC and indexes finished, the report written.

The same steps serve a job that ended and one that was stopped, so a stopped job leaves whole files.
"""

from __future__ import annotations

import csv
import logging
import sqlite3
from collections import Counter
from html import escape
from pathlib import Path

from archive.errors import ArchiveError, EvidenceError
from archive.files import write_whole
from archive.index.cdxj import read_cdxj
from archive.index.documents import write_documents
from archive.layout import Collection
from archive.model import Capture, Document
from archive.urls import fetch_key
from crawler.completeness import completeness
from crawler.disk import is_full
from crawler.events.seen import seen_by, write_events
from crawler.job import CrawlJob
from crawler.notices.after import announce, judge
from crawler.patch import PATCH_FILE
from crawler.reports.figures import count_figures
from crawler.reports.page import make_page
from crawler.reports.report import Report, dump, make_report, sites_table, write_report
from crawler.reports.tables import write_tables
from crawler.reports.tally import UNREADABLE
from crawler.reports.watched import SeenCaptures, watched_figures
from crawler.site_hijacks import site_hijacks
from crawler.stopping import StoppedAtOnce
from spiders.targets import Priority, Target

logger = logging.getLogger(__name__)

# What of a job's folder is kept in its WARC, besides its log.
_TABLES = (
    "hosts.csv",
    "mime_types.csv",
    "response_codes.csv",
    "failures.csv",
    "skipped.csv",
    "missing.csv",
    PATCH_FILE,
)
KEPT_REPORTS = ("report.json", "report.html", "sites.csv", "events.jsonl", *_TABLES)
_MOST_KEPT = 32_000_000
# Reasons after which the next crawl goes on with the job.
_GOES_ON = ("stopped", "disk", "evidence")


async def close_job(job: CrawlJob, scrapy_reason: str) -> None:
    """Raises EvidenceError when the end could not be written; the report then says so if it can."""
    job.phase = "closing"
    reason = _finish_reason(job, scrapy_reason)
    try:
        if job.recorder.failure is None:
            await _finish_files(job, reason)
    except StoppedAtOnce:
        reason = "stopped"
    except (OSError, sqlite3.Error) as error:
        job.recorder.failure = job.cannot_write(error)
        job.recorder.failure.__cause__ = error
        reason = _finish_reason(job, scrapy_reason)
        raise job.recorder.failure from error
    except EvidenceError as error:
        job.recorder.failure = error
        reason = _finish_reason(job, scrapy_reason)
        raise
    except BaseException:
        # Not finished, whatever the reason: the next crawl closes this job properly.
        reason = "stopped"
        raise
    finally:
        job.recorder.leave()
        await job.readers.close()
        job.finish_reason = reason
        findings = judge(job, reason)
        try:
            page = _page(job, write_report(job, reason))
            write_whole(job.folder / "report.html", page)
            announce(job, findings)
        except OSError as error:
            logger.critical("%s: the report cannot be written: %s", job.folder, error.strerror)


def _finish_reason(job: CrawlJob, scrapy_reason: str) -> str:
    failure = job.recorder.failure
    if failure:
        cause = failure.__cause__
        return "disk" if is_full(cause) or isinstance(cause, sqlite3.OperationalError) else "evidence"
    if scrapy_reason == "disk":
        return "disk"
    if scrapy_reason != "finished" or len(job.frontier):
        return "stopped"
    return "limit" if job.tally.total("limited") else "finished"


async def _finish_files(job: CrawlJob, reason: str) -> None:
    job.commits.commit()
    if reason in _GOES_ON:
        write_report(job, reason)  # whatever happens to the rest of this, the next crawl does it again
    job.stopping.all_is_synced()
    job.stopping.check()
    job.recorder.finish()
    job.stopping.check()
    stems = job_stems(job.collection, job.crawl_id)
    documents = {stem: await _documents_of(job, stem) for stem in stems}
    job.stopping.check()
    _recount(job, documents)
    try:
        job.completeness = completeness(job, stems, (one for stem in stems for one in documents[stem]))
    except (ValueError, LookupError, TypeError, csv.Error) as error:
        # What is archived must be closed all the same; the report says that it cannot tell what is missing.
        job.broke(None, error)
    job.stopping.check()
    linked = write_linked(job.collection, stems, documents)
    _count_relevant(job, linked)
    pages = [one for stem in stems for one in linked[stem]]
    if not job.is_patch:
        await _tell_what_happened(job, stems, pages)
    job.stopping.check()
    job.watched = watched_figures(job, _count(job, stems), pages)
    judge(job, reason)
    _keep_reports(job, reason, stems)
    if reason not in _GOES_ON:
        for stem in stems:
            job.journal.remove(job.collection.warc_file(stem).name)
    job.commits.commit()


async def _tell_what_happened(job: CrawlJob, stems: list[str], pages: list[Document]) -> None:
    """To its sites and pages since they were visited last."""
    try:
        job.hijacks = site_hijacks(job, stems, pages)
        job.seen = await seen_by(job, stems, pages)
        write_events(job, job.seen.events)
    except (ValueError, LookupError, TypeError) as error:
        job.broke(None, error)


def _count(job: CrawlJob, stems: list[str]) -> SeenCaptures | None:
    """The job's figures and their tables; what monitors ask of its captures, or None when they could not be counted."""
    seen = SeenCaptures(job.site_of)
    try:
        job.figures = count_figures(
            job.collection,
            stems,
            job.folder,
            job.frontier.waiting_by_host(),
            note=seen.note,
            mime_of_unchanged=job.revisits.mime_of,
        )
    except (ArchiveError, ValueError, LookupError, TypeError, csv.Error) as error:
        # What is archived must be closed all the same; the report says that nothing was counted.
        job.errors.append(f"counting: {type(error).__name__}: {error}")
        return None
    write_tables(job.folder, job.figures)
    return seen


def _keep_reports(job: CrawlJob, reason: str, stems: list[str]) -> None:
    """In a WARC of their own, for what they tell is known only once those of the pages are finished."""
    job.warcs = [job.collection.warc_file(stem).name for stem in stems]
    _keep_in_warc(job, make_report(job, reason), stems)
    job.recorder.finish()
    for stem in set(job_stems(job.collection, job.crawl_id)).difference(stems):
        job.warcs.append(job.collection.warc_file(stem).name)
        write_documents(job.collection.documents_file(stem), [])


def _keep_in_warc(job: CrawlJob, report: Report, stems: list[str]) -> None:
    """The job's reports, its log, and the manifests of its other files."""
    name = f"urn:lumbung:{job.crawl_id}:"
    job.recorder.keep(name + "report.json", "application/json", dump(report))
    job.recorder.keep(name + "report.html", "text/html", _page(job, report))
    job.recorder.keep(name + "sites.csv", "text/csv", sites_table(report))
    for table in _TABLES:
        if (job.folder / table).exists():
            job.recorder.keep(name + table, "text/csv", _beginning(job.folder / table))
    for lines in ("events.jsonl", "log.jsonl"):
        if (job.folder / lines).exists():
            job.recorder.keep(name + lines, "application/jsonl", (job.folder / lines).read_bytes())
    manifests = b"".join(job.collection.manifest_file(stem).read_bytes() for stem in stems)
    job.recorder.keep(name + "manifest.sha256", "text/plain", manifests)


def _page(job: CrawlJob, report: Report) -> bytes:
    """report.html, or a page that says it could not be made: no odd row may keep a job from being closed."""
    try:
        return make_page(job.folder, report)
    except (ValueError, LookupError, TypeError, AttributeError, csv.Error) as error:
        logger.exception("%s: report.html cannot be made", job.folder)
        return f"<!DOCTYPE html><title>report.html</title><p>{escape(str(error))}; see report.json".encode()


def _beginning(table: Path) -> bytes:
    """A table, of a very long one its first rows."""
    with table.open("rb") as file:
        content = file.read(_MOST_KEPT + 1)
    if len(content) <= _MOST_KEPT:
        return content
    logger.warning("%s: only its first %d bytes are kept in the WARC; copy the file too", table, _MOST_KEPT)
    return content[: content.rindex(b"\n", 0, _MOST_KEPT) + 1]


def job_stems(collection: Collection, crawl_id: str) -> list[str]:
    """The WARCs of a job, by what their first records say: the clock their names tell of may have been set."""
    return [stem for stem in collection.stems() if collection.crawl_id_of(stem) == crawl_id]


def _recount(job: CrawlJob, documents: dict[str, list[Document]]) -> None:
    """Count what was read from the documents themselves: a crash may have lost counts, never documents."""
    counts: Counter[tuple[str, str]] = Counter()
    articles: set[tuple[str, str | None]] = set()
    for document in (document for stem in documents.values() for document in stem):
        site = job.site_of(document.url)
        if site is None:
            continue
        counts[site, "read"] += 1
        if reason := document.unread_reason:
            counts[site, UNREADABLE + reason] += 1
        if fetch_key(document.url) == fetch_key(job.seeds[site].url):
            job.front_flags[site] = " ".join(document.flags)
        if document.kind == "article":
            counts[site, "articles"] += (site, document.article_id) not in articles
            articles.add((site, document.article_id))
            counts[site, "captions"] += sum(1 for caption in document.captions if caption.text)
    reasons = {name for _, name in counts if name.startswith(UNREADABLE)}
    for site in job.seeds:
        before = {name for name in job.tally.of_site(site) if name.startswith(UNREADABLE)}
        for name in ("read", "articles", "captions", *sorted(reasons | before)):
            job.tally.set(site, name, counts[site, name])


async def _documents_of(job: CrawlJob, stem: str) -> list[Document]:
    """The documents of a WARC as they were read: those noted, and the rest read now and noted.

    Linked ones say what other pages of the job told; the part of a job that goes on is linked from what was read.
    """
    noted, unread = _read_and_unread(job, stem)
    read = await job.readers.read_all((capture, job.listed_seed_of(capture)) for capture in unread)
    for document in read:
        job.journal.append(document)
    return [*noted, *read]


def _read_and_unread(job: CrawlJob, stem: str) -> tuple[list[Document], list[Capture]]:
    """Documents noted while crawling, else those written at an earlier stop of this job, and captures without any."""
    known = {document.id: document for document in job.collection.documents_of(stem)}
    known |= job.journal.read(job.collection.warc_file(stem).name)
    captures = [capture for capture in read_cdxj(job.collection.cdxj_file(stem)) if capture.is_readable]
    noted = [known[capture.record_id] for capture in captures if capture.record_id in known]
    return noted, [capture for capture in captures if capture.record_id not in known]


async def read_what_is_unread(job: CrawlJob) -> None:
    """Before a job goes on: pages captured but not read when it ended are read, and all pages' pictures wanted.

    Those wanted already are known to the frontier; those of a page read just before a crash are not.
    """
    for stem in job_stems(job.collection, job.crawl_id):
        for capture in read_cdxj(job.collection.cdxj_file(stem)):
            if capture.revisit_of and capture.status < 300:
                job.unchanged(capture)
        if job.stopping.is_asked:
            return  # the next crawl begins with it
        noted, unread = _read_and_unread(job, stem)
        for document in [*noted, *[await job.read(capture) for capture in unread]]:
            site = job.site_of(document.url)
            if site is not None:
                job.want_pictures(Target(document.url, site, Priority.PAGE), document)


def write_linked(
    collection: Collection, stems: list[str], documents: dict[str, list[Document]]
) -> dict[str, list[Document]]:
    """Link the documents of one job and write a documents file beside each of its WARCs; the linked ones."""
    linked = _linked(collection, stems, documents) if any(documents.values()) else documents
    for stem in stems:
        write_documents(collection.documents_file(stem), linked[stem])
    return linked


def _linked(
    collection: Collection, stems: list[str], documents: dict[str, list[Document]]
) -> dict[str, list[Document]]:
    # What texts mean is loaded where there are texts: of a site that has not changed there are none (2026-11, 0.2 s).
    from crawler.link import link_documents

    return link_documents(collection, stems, documents)


def _count_relevant(job: CrawlJob, linked: dict[str, list[Document]]) -> None:
    """Articles about the programme by site, after people's answers and with all parts of an article read."""
    relevant = {
        (site, document.article_id)
        for documents in linked.values()
        for document in documents
        if document.kind == "article"
        and (document.programme or {}).get("relevant")
        and (site := job.site_of(document.url)) is not None
    }
    counts = Counter(site for site, _ in relevant)
    for site in job.seeds:
        job.tally.set(site, "relevant", counts[site])
