"""*link*: the second step that makes a document, over the documents and captures of one job.

It needs nothing but evidence and earlier documents, so a rebuild links exactly as the job did:
what feeds and lists of posts tell of each article; the parts of an article put together; where each picture was
archived, or why it was not; which reading says nothing new; and which article is a copy of another, so belongs to
its story.
Links point backwards in time only, so the files of earlier jobs never change.
"""

from __future__ import annotations

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from archive.decisions import reviews
from archive.index.copies import fingerprint_of
from archive.index.documents import capture_pointer
from archive.index.readings import Readings, readings_before, remove_readings, what_it_says
from archive.layout import Collection
from archive.model import Caption, Document
from archive.warc.reader import HEAD_ONLY, parse_fields, read_records
from crawler.captures import JobCaptures
from crawler.hijacks import with_last_clean, with_own_flags
from crawler.politeness.robots import Robots, outcome_of
from crawler.recorder import user_agent
from crawler.reviewing import judged
from crawler.told import ToldFacts
from crawler.training import model_in_use
from crawler.villages import VillagesOfSites
from spiders.reading.dates import parse_zone
from spiders.reading.meaning import with_meaning, zone_of
from spiders.reading.parts import join_parts
from spiders.scope import SeedIndex

logger = logging.getLogger(__name__)


def link_documents(
    collection: Collection, stems: list[str], documents: dict[str, list[Document]]
) -> dict[str, list[Document]]:
    """The documents of a job by WARC, linked. `stems` are all of the job's, oldest first. Raises EvidenceError."""
    try:
        return _link_documents(collection, stems, documents)
    except sqlite3.DatabaseError:
        logger.warning("%s was damaged; it is a cache, and filled again", collection.readings_file)
        remove_readings(collection)
        return _link_documents(collection, stems, documents)


def _link_documents(
    collection: Collection, stems: list[str], documents: dict[str, list[Document]]
) -> dict[str, list[Document]]:
    captures = JobCaptures(collection, stems)
    pictures = _Pictures(collection, stems, captures)
    told = ToldFacts(collection, stems, captures)
    seeds = SeedIndex(collection.seeds())
    reviewed, model = reviews(collection.root), model_in_use(collection)
    linked: dict[str, list[Document]] = {stem: [] for stem in stems}
    in_time = sorted(
        ((stem, document) for stem in stems for document in documents[stem]),
        key=lambda pair: (pair[1].captured_at, pair[1].capture.warc_filename, pair[1].capture.offset),
    )
    villages = VillagesOfSites(seeds, (document for _, document in in_time))
    with readings_before(collection, min(stems, default="")) as readings:
        joined = _joined_articles((document for _, document in in_time), readings)
        for stem, document in in_time:
            seed = seeds.seed_of(document.url)
            read = document
            if document.id in joined:
                document = with_own_flags(joined[document.id], read)
            document = villages.laid_over(document)
            zone = parse_zone(seed.zone if seed else None) or zone_of(document.village)
            document = told.laid_over(document, zone)
            if document.id in joined or _says(document) != _says(read):
                document = with_meaning(document)
            document = replace(document, captions=tuple(map(pictures.linked, document.captions)))
            document = with_last_clean(document, readings)
            linked[stem].append(_with_links(judged(document, reviewed, model), readings))
    return linked


def _says(document: Document) -> tuple[object, ...]:
    """What its meaning is read from. Of the publication the day: events without a year get theirs from it."""
    day = str(document.published_at)[:10]
    return document.title, document.author, document.text, document.captions, day, document.village


def _joined_articles(documents: Iterable[Document], readings: Readings) -> dict[str, Document]:
    """What the pages of articles in parts say together, by document id."""
    articles: dict[str, list[Document]] = defaultdict(list)
    in_parts: set[str] = set()
    for document in documents:
        if document.article_id is not None:
            articles[document.article_id].append(document)
            if document.parts:
                in_parts.add(document.article_id)
    joined: dict[str, Document] = {}
    for article in sorted(in_parts):
        joined |= join_parts(articles[article], readings.in_parts(article))
    return joined


def _with_links(document: Document, readings: Readings) -> Document:
    """Point at the version this one repeats, if the article's last reading said the same; else at the article it
    is a copy of. The first of a story gives it its id, and an article stays in its story."""
    document = replace(document, same_as=None, near_duplicate_of=None, story_id=None)
    if document.article_id is None:
        return document
    last = readings.last(document.article_id)
    if last and last.said == what_it_says(document):
        return replace(document, same_as=last.document, near_duplicate_of=last.near_duplicate_of, story_id=last.story)
    fingerprint = fingerprint_of(document.text) if document.kind == "article" else None
    if document.kind == "article":
        original = readings.original_of(fingerprint, document.article_id) if fingerprint else None
        document = replace(
            document,
            near_duplicate_of=original.document if original else None,
            story_id=(last and last.story) or (original.story if original else document.article_id),
        )
    readings.note(document, fingerprint)
    return document


class _Pictures:
    """What became of each picture of a job."""

    def __init__(self, collection: Collection, stems: list[str], captures: JobCaptures) -> None:
        self._collection = collection
        self._stems = stems
        self._captures = captures
        self._robots: dict[str, Robots | None] = {}
        self._unanswered: set[str] | None = None

    def linked(self, caption: Caption) -> Caption:
        url = caption.largest_url
        if url is None:
            return caption
        capture = self._captures.final(url)
        if capture is not None and capture.is_good:
            holder = self._captures.with_payload(capture)
            return replace(caption, image=capture_pointer(holder), image_status="archived")
        if capture is not None and capture.status >= 400:
            return replace(caption, image=None, image_status="failed")
        if capture is None and not self._allowed(url):
            return replace(caption, image=None, image_status="disallowed")
        failed = capture is None and url in self._without_answer()
        return replace(caption, image=None, image_status="failed" if failed else "not_fetched")

    def _allowed(self, url: str) -> bool:
        """By the robots.txt that the job itself captured; True when it captured none for that host."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._robots_of(origin + "/robots.txt")
        robots = self._robots[origin]
        return robots is None or robots.allows(url)

    def _robots_of(self, url: str) -> Robots | None:
        agent = user_agent(self._collection).partition("/")[0]
        capture = self._captures.final(url)
        if capture is None:
            return Robots(outcome_of(None), b"", agent) if url in self._without_answer() else None
        page = self._captures.page(self._captures.with_payload(capture))
        return Robots(outcome_of(capture.status), page.body, agent)

    def _without_answer(self) -> set[str]:
        """Addresses that gave no answer at all; their metadata records are read only when asked for."""
        if self._unanswered is None:
            self._unanswered = set(_failed_urls(self._collection, self._stems))
        return self._unanswered


def _failed_urls(collection: Collection, stems: Iterable[str]) -> Iterable[str]:
    for stem in stems:
        for record in read_records(collection.warc_file(stem), HEAD_ONLY):
            if record.type == "metadata" and record.url and "error" in dict(parse_fields(record.block)):
                yield record.url
