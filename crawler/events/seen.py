"""All that a job saw of what was known before it: events, and how many articles are new, changed or the same."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from archive.files import write_whole
from archive.model import HTML_TYPES, Capture, Document
from archive.times import warc_date
from archive.urls import UrlError
from archive.warc.known_pages import KnownPage
from crawler.captures import JobCaptures, fetch_key_of
from crawler.events.event import Event
from crawler.events.of_pages import READ, former_of, what_differs, what_happened
from crawler.events.of_sites import events_of_sites
from crawler.events.readings import clean_before, readings_held, readings_of_before
from spiders.reading.sameness import says_the_same

if TYPE_CHECKING:
    from crawler.job import CrawlJob


@dataclass(frozen=True, slots=True)
class Seen:
    """What a job's pages came to by site. `new` and `changed` count articles, `same` pages that were asked again."""

    events: tuple[Event, ...]
    new: Counter[str]
    changed: Counter[str]
    same: Counter[str]


async def seen_by(job: CrawlJob, stems: list[str], documents: Iterable[Document]) -> Seen:
    """Compare what a job captured with what was known before it. `documents` are the job's, linked."""
    captures = JobCaptures(job.collection, stems, key_of=fetch_key_of)
    after = {document.id: document for document in documents}
    counts = _Counts()
    again = list(_asked_again(job, captures, after, counts))
    before = await readings_of_before(job, again, after)
    held = readings_held(job, captures, again, after)
    had = clean_before(job, stems, [held[capture.record_id] for *_, capture in again if capture.record_id in held])
    events: dict[tuple[str, str, str], Event] = {}
    cleaned: list[tuple[Event, Document]] = []
    for site, known, capture in again:
        document = held.get(capture.record_id)
        kind, detail = what_happened(job, site, known, capture, captures, before, document)
        if kind == "returned" and document and document.id not in had:
            counts.was_never_there(site, document)
        elif kind == "same":
            counts.same[site] += 1
        elif kind:
            event = _event(kind, site, known, capture, before, document, detail)
            if kind == "returned" and document:
                event = replace(event, before=had[document.id]["id"])
            if kind == "cleaned" and document and document.id in had:
                former = former_of(known, capture, before)
                # What was told to be edited while gamblers held it is not told again when they are gone.
                if former is None or not says_the_same(former, document):
                    cleaned.append((event, document))
            events.setdefault(_told_once(event), event)
    for event in _edited_meanwhile(job, cleaned, had):
        events.setdefault(_told_once(event), event)
    changed = Counter(event.site for event in events.values() if event.event == "edited")
    of_pages = sorted(events.values(), key=lambda event: (event.found_at, event.url))
    return Seen((*events_of_sites(job, captures), *of_pages), counts.new(), changed, counts.same)


class _Counts:
    """Of articles by site; those of one id that stand at several addresses are one."""

    def __init__(self) -> None:
        self.same: Counter[str] = Counter()
        self._new: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, set[str]] = defaultdict(set)

    def first_seen(self, site: str, document: Document | None) -> None:
        if document and document.kind == "article" and document.article_id and document.same_as is None:
            self._new[site].add(document.article_id)

    def was_known(self, site: str, document: Document | None) -> None:
        if document and document.article_id:
            self._known[site].add(document.article_id)

    def was_never_there(self, site: str, document: Document) -> None:
        """Nothing was there before but an excuse: it was named before it was published."""
        if document.kind == "article" and document.article_id:
            self._new[site].add(document.article_id)
            self._known[site].discard(document.article_id)

    def new(self) -> Counter[str]:
        return Counter({site: len(ids - self._known[site]) for site, ids in self._new.items()})


def _asked_again(
    job: CrawlJob, captures: JobCaptures, after: Mapping[str, Document], counts: _Counts
) -> Iterator[tuple[str, KnownPage, Capture]]:
    """What was known before and is not as it was; all is counted."""
    for capture in captures:
        site = job.site_of(capture.url)
        if site is None:
            continue
        known, document = _known(job, capture.url), after.get(capture.record_id)
        if known is None or not (known.is_good or known.is_gone or 300 <= known.status < 400):
            counts.first_seen(site, document)
            continue
        if known.is_good:
            counts.was_known(site, document)
        if known.is_good and job.revisits.is_unchanged(known, capture):
            counts.same[site] += known.mime in HTML_TYPES
            continue
        yield site, known, capture


def _told_once(event: Event) -> tuple[str, str, str]:
    """An article at several addresses is edited once."""
    return event.event, event.site, event.article_id if event.event == "edited" and event.article_id else event.url


def _known(job: CrawlJob, url: str) -> KnownPage | None:
    try:
        return job.revisits.known.of(url)
    except UrlError:
        return None


def _event(
    kind: str,
    site: str,
    known: KnownPage,
    capture: Capture,
    before: Mapping[str, Document],
    document: Document | None,
    detail: str | None,
) -> Event:
    record = known.original.record_id if known.original else None
    former = former_of(known, capture, before)
    is_own = document is not None and fetch_key_of(document.url) == fetch_key_of(capture.url)
    told = former if kind in ("vanished", "redirected") or not is_own else document
    return Event(
        kind, site, capture.url,
        told.article_id if told else None, told.title if told else None,
        warc_date(capture.captured_at), warc_date(known.seen_at), record, capture.record_id, detail,
    )  # fmt: skip


def _edited_meanwhile(
    job: CrawlJob, cleaned: list[tuple[Event, Document]], had: Mapping[str, dict[str, str]]
) -> Iterator[Event]:
    """Pages that gamblers held and that say something else now than before they came."""
    ids = {had[document.id]["id"] for _, document in cleaned}
    clean = {one.id: one for one in job.collection.documents_with(ids)}
    for event, document in cleaned:
        before = clean.get(had[document.id]["id"])
        is_known = before is not None and before.reader_version == document.reader_version
        if before and is_known and before.kind in READ and not says_the_same(before, document):
            yield replace(
                event, event="edited", last_seen_at=had[document.id]["captured_at"], before=before.id,
                detail=what_differs(before, document),
            )  # fmt: skip


def write_events(job: CrawlJob, events: Iterable[Event]) -> None:
    """events.jsonl: a line each, those of sites first."""
    lines = (json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in events)
    write_whole(job.folder / "events.jsonl", "".join(lines).encode("utf-8", "replace"))
