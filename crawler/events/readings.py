"""What pages say now and what they said before, from the documents of this job and of earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from archive.index.documents import documents_with
from archive.index.readings import readings_before
from archive.layout import stem_of
from archive.model import Capture, Document
from archive.warc.known_pages import KnownPage
from crawler.captures import JobCaptures
from spiders.reading.version import READER_VERSION

if TYPE_CHECKING:
    from crawler.job import CrawlJob

# Of readings whose reader was another so many are made anew to be compared.
_MOST_READ_AGAIN = 2000


def readings_held(
    job: CrawlJob,
    captures: JobCaptures,
    again: Iterable[tuple[str, KnownPage, Capture]],
    after: Mapping[str, Document],
) -> dict[str, Document]:
    """By record id what pages say now; of one whose payload is archived elsewhere what that says. So a page that has
    its former text again, or the same excuse as many others, is told like one whose bytes are new."""
    held: dict[str, Document] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, str] = {}
    for _, _, capture in again:
        if document := after.get(capture.record_id) or after.get(capture.revisit_of or ""):
            held[capture.record_id] = document
        elif capture.revisit_of and capture.is_good:
            holder = captures.with_payload(capture)
            holders[capture.record_id] = holder.record_id
            wanted[stem_of(holder.warc_filename)].add(holder.record_id)
    documents = {document.id: document for stem, ids in wanted.items() for document in _documents(job, stem, ids)}
    return held | {record: documents[holder] for record, holder in holders.items() if holder in documents}


def clean_before(job: CrawlJob, stems: list[str], documents: Sequence[Document]) -> dict[str, dict[str, str]]:
    """By document `id` and `captured_at` of the last reading of its article or address in earlier jobs, if it ever was
    a page."""
    if not stems or not documents:
        return {}  # and no file of an earlier job is read for the sake of nothing
    with readings_before(job.collection, stems[0]) as readings:
        found = {document.id: readings.last_clean(document) for document in documents}
    return {document: clean for document, clean in found.items() if clean}


async def readings_of_before(
    job: CrawlJob, again: Iterable[tuple[str, KnownPage, Capture]], after: Mapping[str, Document]
) -> dict[str, Document]:
    """By record id what the pages said before; where another reader had read them, read again by that of now."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for _, known, _ in again:
        if known.original and known.warc_filename:
            wanted[stem_of(known.warc_filename)].add(known.original.record_id)
    before = {document.id: document for stem, ids in wanted.items() for document in _documents(job, stem, ids)}
    stale = [one for one in before.values() if one.reader_version != READER_VERSION and one.kind in ("article", "page")]
    for number, document in enumerate(stale):
        if number >= _MOST_READ_AGAIN:
            del before[document.id]  # not compared: an edit is told when there is proof of it
            continue
        read = await job.readers.read(document.capture, job.listed_seed_of(document.capture))
        before[document.id] = read if document.parts is None else document
    return before


def _documents(job: CrawlJob, stem: str, ids: Set[str]) -> Iterator[Document]:
    return documents_with(job.collection.documents_file(stem), ids)
