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
from archive.model import Document
from archive.warc.reader import warcinfo_fields
from crawler.job import CrawlJob
from crawler.link import link_documents
from crawler.reports.report import dump, make_report, write_report

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
    """The documents of a WARC: those noted while crawling, and the rest read now."""
    name = job.collection.warc_file(stem).name
    noted = job.journal.read(name)
    captures = [capture for capture in read_cdxj(job.collection.cdxj_file(stem)) if capture.is_readable]
    unread = [capture for capture in captures if capture.record_id not in noted]
    read = await job.readers.read_all((capture, job.listed_seed_of(capture)) for capture in unread)
    return [*(noted[capture.record_id] for capture in captures if capture.record_id in noted), *read]


def write_linked(collection: Collection, stems: list[str], documents: dict[str, list[Document]]) -> None:
    """Link the documents of one job and write a documents file beside each of its WARCs."""
    for stem, linked in link_documents(collection, stems, documents).items():
        write_documents(collection.documents_file(stem), linked)
