"""What happened to sites and pages since they were visited last: one line each in crawls/<id>/events.jsonl.

    of a page   vanished, returned, edited, redirected, hijacked, cleaned
    of a site   site_unreachable, site_returned, site_moved, site_hijacked, site_cleaned

An event lies between `last_seen_at`, when the former state was seen last (a 304 only says so), and `found_at`. Both
states stay in the archive: `before` and `after` name their records. New articles are no events, and neither is what
only a machine could tell apart: counters, boxes that change with each visit, a page that is sent in another form.
"""

from __future__ import annotations

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archive.errors import ArchiveError
from archive.files import write_whole
from archive.index.documents import document_of
from archive.index.readings import readings_before
from archive.layout import stem_of
from archive.model import HTML_TYPES, TAKEN, Capture, Document
from archive.times import warc_date
from archive.urls import UrlError, absolute_url, fetch_key
from archive.warc.known_pages import KnownPage
from crawler.captures import JobCaptures, fetch_key_of
from spiders.discovery.order import page_priority
from spiders.reading.sameness import says_the_same
from spiders.reading.version import READER_VERSION
from spiders.targets import Priority

if TYPE_CHECKING:
    from crawler.job import CrawlJob

logger = logging.getLogger(__name__)

# What stands in an article's place and says that there is none.
_NOTHING = frozenset({"soft_404"})
_READ = ("article", "page")
_OF_GAMBLERS = frozenset({"gambling_injected", "hijacked"})
# Of readings whose reader was another so many are made anew to be compared.
_MOST_READ_AGAIN = 2000


@dataclass(frozen=True, slots=True)
class Event:
    """`detail` says what the new state is in a few words; `url` of a site is that of its row."""

    event: str
    site: str
    url: str
    article_id: str | None
    title: str | None
    found_at: str
    last_seen_at: str | None
    before: str | None
    after: str | None
    detail: str | None


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
    again: list[tuple[str, KnownPage, Capture]] = []
    new_articles: dict[str, set[str]] = defaultdict(set)
    known_articles: dict[str, set[str]] = defaultdict(set)
    same: Counter[str] = Counter()
    for capture in captures:
        site = job.site_of(capture.url)
        known = _known(job, capture.url) if site else None
        document = after.get(capture.record_id)
        if site is None:
            continue
        if known is None or not (known.is_good or known.is_gone or 300 <= known.status < 400):
            if document and document.kind == "article" and document.article_id and document.same_as is None:
                new_articles[site].add(document.article_id)
            continue
        if document and document.article_id and known.is_good:
            known_articles[site].add(document.article_id)
        if known.is_good and job.revisits.is_unchanged(known, capture):
            same[site] += known.mime in HTML_TYPES
            continue
        again.append((site, known, capture))
    before = await _readings_before(job, again, after)
    held = _readings_held(job, captures, again, after)
    had = _clean_before(job, stems, [held[capture.record_id] for *_, capture in again if capture.record_id in held])
    events: dict[tuple[str, str, str], Event] = {}
    for site, known, capture in again:
        document = held.get(capture.record_id)
        kind, detail = _what_happened(job, site, known, capture, captures, before, document)
        if kind == "returned" and document and document.id not in had:
            # Nothing was there before but an excuse: it was named before it was published.
            if document.kind == "article" and document.article_id:
                new_articles[site].add(document.article_id)
                known_articles[site].discard(document.article_id)
        elif kind == "same":
            same[site] += 1
        elif kind:
            event = _event(kind, site, known, capture, before, document, detail)
            if kind == "returned" and document:
                event = replace(event, before=had[document.id])
            events.setdefault(
                (kind, site, event.article_id if kind == "edited" and event.article_id else event.url), event
            )
    changed = Counter(event.site for event in events.values() if event.event == "edited")
    new = Counter({site: len(ids - known_articles[site]) for site, ids in new_articles.items()})
    of_pages = sorted(events.values(), key=lambda event: (event.found_at, event.url))
    return Seen((*_of_sites(job, captures), *of_pages), new, changed, same)


def _known(job: CrawlJob, url: str) -> KnownPage | None:
    try:
        return job.revisits.known.of(url)
    except UrlError:
        return None


def _what_happened(
    job: CrawlJob,
    site: str,
    known: KnownPage,
    capture: Capture,
    captures: JobCaptures,
    before: Mapping[str, Document],
    document: Document | None,
) -> tuple[str | None, str | None]:
    """(event, detail); "same" when a page says what it said, None when there is nothing to tell."""
    # Of its payload, whichever address had that first: the same excuse or intruder stands at many.
    former = before.get(known.original.record_id) if known.original else None
    was_nothing = not known.is_good or bool(former and _NOTHING.intersection(former.flags))
    if capture.status in (404, 410):
        return (None, None) if was_nothing or not _is_page(known, former) else ("vanished", f"HTTP {capture.status}")
    if 300 <= capture.status < 400 and capture.is_indexed:
        return (None, None) if was_nothing or not _is_page(known, former) else _redirected(job, site, capture, captures)
    if not capture.is_good or document is None:
        return None, None
    is_nothing = bool(_NOTHING.intersection(document.flags))
    if is_nothing:
        is_loss = not was_nothing and _is_page(known, former)
        return ("vanished", "soft 404: the page says that there is nothing") if is_loss else (None, None)
    if was_nothing:
        return ("returned", None) if document.kind in ("article", "page") else (None, None)
    return _compared(former, document, is_own=former == _former(known, capture, before))


def _former(known: KnownPage, capture: Capture, before: Mapping[str, Document]) -> Document | None:
    """What an address said before. Another may have had the same payload first; its reading is not this one's."""
    former = before.get(known.original.record_id) if known.original else None
    return former if former and fetch_key_of(former.url) == fetch_key_of(capture.url) else None


def _compared(former: Document | None, document: Document, *, is_own: bool) -> tuple[str | None, str | None]:
    if former is None:
        return None, None
    taken, was_taken = _OF_GAMBLERS.intersection(document.flags), _OF_GAMBLERS.intersection(former.flags)
    # Of lists and of the front page the events of their site tell.
    if taken and not was_taken:
        return ("hijacked", ", ".join(sorted(taken))) if former.kind in _READ else (None, None)
    if was_taken and not taken and TAKEN.isdisjoint(document.flags):
        return ("cleaned", None) if document.kind in _READ else (None, None)
    # A list that is taken for an article changes with every article.
    is_listing = page_priority(document.url) is Priority.LISTING
    if is_listing or not is_own or document.kind not in _READ or former.kind not in _READ:
        return None, None
    return ("same", None) if says_the_same(former, document) else ("edited", _what_differs(former, document))


def _what_differs(former: Document, document: Document) -> str:
    parts = {
        "title": former.title != document.title,
        "text": former.text != document.text,
        "captions": [(one.text, one.credit) for one in former.captions]
        != [(one.text, one.credit) for one in document.captions],
    }
    return ", ".join(name for name, differs in parts.items() if differs)


def _is_page(known: KnownPage, former: Document | None) -> bool:
    """Whether something a person may miss was there: a page or a document, not a list that got shorter."""
    return former.kind in ("article", "page") if former else known.mime is not None and known.mime not in HTML_TYPES


def _redirected(job: CrawlJob, site: str, capture: Capture, captures: JobCaptures) -> tuple[str | None, str | None]:
    location = captures.page(capture).header("location")
    to = absolute_url(capture.url, location) if location else None
    if to is None or fetch_key_of(to) == fetch_key_of(capture.url):
        return None, None
    if fetch_key_of(to) == fetch_key(job.seeds[site].url):
        return "vanished", f"HTTP {capture.status} to the front page"
    return "redirected", f"to {to}"


def _readings_held(
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


def _clean_before(job: CrawlJob, stems: list[str], documents: Sequence[Document]) -> dict[str, str]:
    """By document the last reading of its article or address in earlier jobs, if it ever was a page."""
    if not stems or not documents:
        return {}  # and no file of an earlier job is read for the sake of nothing
    with readings_before(job.collection, stems[0]) as readings:
        found = {document.id: readings.last_clean(document) for document in documents}
    return {document: clean["id"] for document, clean in found.items() if clean}


async def _readings_before(
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


def _documents(job: CrawlJob, stem: str, ids: set[str]) -> Iterator[Document]:
    """The documents of a WARC with these ids; other lines are not parsed."""
    path = job.collection.documents_file(stem)
    if not path.exists():
        return
    with path.open("rb") as file:
        for raw in file:
            _, _, rest = raw[:200].partition(b'"id": "')
            if rest.partition(b'"')[0].decode("latin-1") in ids:
                try:
                    yield document_of(json.loads(raw))
                except (ValueError, LookupError, TypeError, ArchiveError):
                    logger.warning("%s: a line cannot be read; run: lumbung verify", path)


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
    former = _former(known, capture, before)
    is_own = document is not None and fetch_key_of(document.url) == fetch_key_of(capture.url)
    told = former if kind in ("vanished", "redirected") or not is_own else document
    return Event(
        kind, site, capture.url,
        told.article_id if told else None, told.title if told else None,
        warc_date(capture.captured_at), warc_date(known.seen_at), record, capture.record_id, detail,
    )  # fmt: skip


# sites
def state_of(site: Mapping[str, Any]) -> str:
    """What a site's row of a report says of it: well, moved, hijacked or unreachable."""
    if (site.get("hijack") or {}).get("is_taken"):
        return "hijacked"
    if site.get("moved_to"):
        return "moved"
    return "well" if site.get("archived") else "unreachable"


_INTO = {"moved": "site_moved", "hijacked": "site_hijacked", "unreachable": "site_unreachable"}
_OUT_OF = {"moved": "site_returned", "hijacked": "site_cleaned", "unreachable": "site_returned"}


def _of_sites(job: CrawlJob, captures: JobCaptures) -> Iterator[Event]:
    for site, seed in job.seeds.items():
        plan = job.revisits.plan_of(site)
        if plan.kind == "first" or site not in job.seed_answers:
            continue  # a job that was stopped had not come to it yet
        now = state_of({
            "hijack": job.hijacks.get(site), "moved_to": job.moved_to.get(site),
            "archived": job.tally.of(site, "archived"),
        })  # fmt: skip
        if now == plan.state_before or (now == "unreachable" and job.tally.of(site, "limited")):
            continue
        front = captures.final(seed.url)
        found_at = warc_date(front.captured_at if front else datetime.now(UTC))
        kinds = [_OUT_OF[plan.state_before]] if now == "well" else [_INTO[now]]
        if plan.state_before == "hijacked" and now != "well":
            kinds = [_INTO[now]]
        detail = job.moved_to.get(site) if now == "moved" else job.outcomes.seed_answers.get(site)
        for kind in kinds:
            yield Event(
                kind, site, seed.url, None, None, found_at, plan.before_at, None,
                front.record_id if front else None, detail,
            )  # fmt: skip


def write_events(job: CrawlJob, events: Iterable[Event]) -> None:
    """events.jsonl: a line each, those of sites first."""
    lines = (json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in events)
    write_whole(job.folder / "events.jsonl", "".join(lines).encode("utf-8", "replace"))
