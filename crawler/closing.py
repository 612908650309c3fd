"""A job closed: what is unread is read, documents are linked, WARC and indexes finished, the report written.

The same steps serve a job that ended and one that was stopped, so a stopped job leaves whole files.
"""

from __future__ import annotations

import errno
import logging
import sqlite3

from archive.errors import EvidenceError
from archive.index.cdxj import read_cdxj
from archive.index.documents import write_documents
from archive.layout import Collection
from archive.model import Capture, Document
from archive.warc.reader import warcinfo_fields
from crawler.job import CrawlJob
from crawler.link import link_documents
from crawler.reports.report import dump, make_report, write_report
from spiders.targets import Priority, Target

logger = logging.getLogger(__name__)


async def close_job(job: CrawlJob, scrapy_reason: str) -> None:
    """Raises EvidenceError when the end could not be written; the report then says so if it can."""
    reason = _finish_reason(job, scrapy_reason)
    try:
        if reason not in ("disk", "evidence"):
            await _finish_files(job, reason)
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
        try:
            write_report(job, reason)
        except OSError as error:
            logger.critical("%s: the report cannot be written: %s", job.folder, error.strerror)


def _finish_reason(job: CrawlJob, scrapy_reason: str) -> str:
    failure = job.recorder.failure
    if failure:
        cause = failure.__cause__
        is_full = isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return "disk" if is_full or isinstance(cause, sqlite3.OperationalError) else "evidence"
    if scrapy_reason != "finished" or len(job.frontier):
        return "stopped"
    return "limit" if job.limited.total() else "finished"


async def _finish_files(job: CrawlJob, reason: str) -> None:
    job.commit()
    report = dump(make_report(job, reason))
    job.recorder.keep(f"urn:lumbung:{job.crawl_id}:report.json", "application/json", report)
    job.recorder.finish()
    stems = job_stems(job.collection, job.crawl_id)
    job.warcs = [job.collection.warc_file(stem).name for stem in stems]
    documents = {stem: await _documents_of(job, stem) for stem in stems}
    write_linked(job.collection, stems, documents)
    for stem in stems:
        job.journal.remove(job.collection.warc_file(stem).name)
    job.commit()


def job_stems(collection: Collection, crawl_id: str) -> list[str]:
    """The WARCs of a job, by what their first records say; only files begun since the job was."""
    begun = crawl_id.partition("-")[0]
    later = [stem for stem in collection.stems() if stem.split("-")[1][:14] >= begun]
    return [stem for stem in later if warcinfo_fields(collection.warc_file(stem)).get("isPartOf") == crawl_id]


async def _documents_of(job: CrawlJob, stem: str) -> list[Document]:
    """The documents of a WARC: those read already, and the rest read now."""
    noted, unread = _read_and_unread(job, stem)
    read = await job.readers.read_all((capture, job.listed_seed_of(capture)) for capture in unread)
    return [*noted, *read]


def _read_and_unread(job: CrawlJob, stem: str) -> tuple[list[Document], list[Capture]]:
    """Documents noted while crawling or written at an earlier stop of this job, and captures that have none."""
    known = {document.id: document for document in job.collection.documents_of(stem)}
    known |= job.journal.read(job.collection.warc_file(stem).name)
    captures = [capture for capture in read_cdxj(job.collection.cdxj_file(stem)) if capture.is_readable]
    noted = [known[capture.record_id] for capture in captures if capture.record_id in known]
    return noted, [capture for capture in captures if capture.record_id not in known]


async def read_what_is_unread(job: CrawlJob) -> None:
    """Before a job goes on: pages captured but not read when it ended are read, and their pictures wanted."""
    for stem in job_stems(job.collection, job.crawl_id):
        for capture in _read_and_unread(job, stem)[1]:
            site = next((site for site in job.seeds if job.scope_of(site).owns(capture.url)), None)
            document = await job.read(capture)
            if site is not None:
                job.want_pictures(Target(capture.url, site, Priority.PAGE), document)


def write_linked(collection: Collection, stems: list[str], documents: dict[str, list[Document]]) -> None:
    """Link the documents of one job and write a documents file beside each of its WARCs."""
    for stem, linked in link_documents(collection, stems, documents).items():
        write_documents(collection.documents_file(stem), linked)
