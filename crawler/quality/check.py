"""A sample of articles looked at one after the other: found by its address, read again, and asked what it needs.

Nothing is written and no lock is taken; a job that runs meanwhile is looked at as it was when the check began.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import islice

from archive.errors import EvidenceError
from archive.http import HeadError
from archive.index.lookup import Lookup
from archive.layout import Collection, stem_of
from archive.model import Capture, Document, Page, Seed
from archive.urls import UrlError, site_key
from crawler.captures import fetch_key_of
from crawler.quality.compare import differences, said_by
from crawler.quality.findings import GRADES, Finding, PageResult
from crawler.quality.jobs import Jobs
from crawler.quality.needs import Needs, Unanswered, pictures_of
from crawler.quality.replay import LostOriginal, Replay, Shown
from crawler.quality.sample import Wanted, draw
from crawler.quality.tool import ReplayTool
from crawler.readers import ReaderPool
from spiders.reading.version import READER_VERSION
from spiders.scope import SeedIndex

Progress = Callable[[int, int, int], None]

# Looked up in the indexes together.
_TOGETHER = 50


class Checker:
    """One check of a collection. `articles` is how many the sample was drawn from, once it was."""

    def __init__(self, collection: Collection, wanted: Wanted, tool: ReplayTool | None = None) -> None:
        self.tool = tool
        self.articles = 0
        self._collection = collection
        self._wanted = wanted
        self._seeds = SeedIndex(collection.seeds())
        self._jobs = Jobs(collection)
        self._stems = collection.stems()

    async def run(self, progress: Progress) -> list[PageResult]:
        """Raises ArchiveError when indexes or documents cannot be read."""
        sample, self.articles = draw(self._collection, self._wanted, self._site_of, self._jobs.is_patch)
        results: list[PageResult] = []
        missing = 0
        pool = ReaderPool(self._collection)
        try:
            rest = iter(sample)
            while part := list(islice(rest, _TOGETHER)):
                progress(len(results), len(sample), missing)
                results += await _Part(self, part).run(pool)
                missing = sum(len(result.patchable()) for result in results)
        finally:
            await pool.close()
        return results

    def _site_of(self, url: str) -> str:
        seed = self.seed_of(url)
        return seed.id if seed else _host_of(url)

    def seed_of(self, url: str) -> Seed | None:
        try:
            return self._seeds.seed_of(url)
        except UrlError:
            return None

    @property
    def collection(self) -> Collection:
        return self._collection

    @property
    def jobs(self) -> Jobs:
        return self._jobs

    def replay(self) -> Replay:
        return Replay(self._collection, Lookup(self._collection, self._stems))

    def new_result(self, document: Document, shown_at: Capture | None) -> PageResult:
        return PageResult(
            site=self._site_of(document.url),
            url=document.url,
            id=document.id,
            crawl_id=self._collection.crawl_id_of(stem_of(document.capture.warc_filename)),
            captured_at=document.captured_at,
            shown_at=shown_at.captured_at if shown_at else document.captured_at,
        )

    def chooses(self, document: Document, sightings: Sequence[Capture]) -> Capture | None:
        """The moment at which an article is looked up: its capture, or one of those that found it unchanged."""
        if not sightings:
            return None
        if self._wanted.job is not None:
            return next((one for one in sightings if one.record_id == document.id), None)
        digest = hashlib.blake2b(f"{self._wanted.seed} {document.id}".encode(), digest_size=4).digest()
        return sightings[int.from_bytes(digest, "big") % len(sightings)]


class _Part:
    """Some articles of the sample, together."""

    def __init__(self, checker: Checker, documents: list[Document]) -> None:
        self._checker = checker
        self._documents = documents
        self._jobs = checker.jobs
        self._replay = checker.replay()
        self._needs = Needs(self._replay, self._jobs)
        self._unanswered: list[tuple[PageResult, Unanswered]] = []

    async def run(self, pool: ReaderPool) -> list[PageResult]:
        pictures = (need.url for document in self._documents for need in pictures_of(document, "all"))
        self._replay.lookup.find([*(document.url for document in self._documents), *pictures])
        found = [(document, *self._find(document)) for document in self._documents]
        readable = [(document, result, shown) for document, result, shown in found if shown]
        captures = [(shown.holder, self._checker.seed_of(shown.holder.url)) for *_, shown in readable]
        read = dict(zip([result.id for _, result, _ in readable], await pool.read_all(captures), strict=True))
        for document, result, shown in found:
            page = self._page(result, shown) if shown else None
            if shown and page:
                self._compare(result, document, shown, read[result.id])
                self._ask_the_tool(result, page)
            self._look(result, document, page)
        self._say_why()
        return [result for _, result, _ in found]

    def _find(self, document: Document) -> tuple[PageResult, Shown | None]:
        """What a replay shows of an article's address."""
        key = fetch_key_of(document.url)
        sightings = [
            capture
            for capture in self._replay.captures(document.url)
            if document.id in (capture.record_id, capture.revisit_of) and fetch_key_of(capture.url) == key
        ]
        sighting = self._checker.chooses(document, sightings)
        result = self._checker.new_result(document, sighting)
        try:
            shown = self._replay.at(document.url, result.shown_at)
        except (EvidenceError, HeadError) as error:
            result.findings.append(Finding("damaged", document.url, str(error)))
            return result, None
        except LostOriginal as error:
            result.findings.append(Finding(error.kind, document.url, str(error)))
            return result, None
        if shown is None or not shown.capture.is_good:
            status = f"HTTP {shown.capture.status} in its place" if shown else "no index has it"
            result.findings.append(Finding("not_found", document.url, status))
            return result, None
        return result, shown

    def _page(self, result: PageResult, shown: Shown) -> Page | None:
        """The page that is shown, proven by its digest."""
        try:
            page = self._replay.page(shown.holder)
        except (EvidenceError, HeadError) as error:
            result.findings.append(Finding("damaged", result.url, str(error)))
            return None
        result.there += 1
        return page

    def _compare(self, result: PageResult, document: Document, shown: Shown, read: Document) -> None:
        line, now = said_by(document), said_by(read)
        if line is None or now is None:
            result.text, result.needed = "not_compared", result.needed - 1
            return
        differing = differences(line, now)
        is_other = shown.holder.record_id != document.id
        if not differing:
            result.text = "same"
            result.there += 1
        elif read.unread_reason:
            result.findings.append(Finding("unreadable", result.url, f"the reader gives up: {read.unread_reason}"))
        elif is_other:
            result.text, result.needed = "not_compared", result.needed - 1
            detail = f"{shown.holder.url} of {shown.capture.captured_at:%Y-%m-%d %H:%M:%S} is shown instead"
            result.findings.append(Finding("other_shown", result.url, detail))
        elif document.reader_version != READER_VERSION:
            result.text, result.needed = "other_reader", result.needed - 1
            versions = f"read by {document.reader_version}, now {READER_VERSION}; "
            result.findings.append(Finding("other_reader", result.url, versions + "; ".join(differing)))
        else:
            result.text = "differs"
            result.findings.append(Finding("text_differs", result.url, "; ".join(differing)))

    def _ask_the_tool(self, result: PageResult, page: Page) -> None:
        if self._checker.tool is None:
            return
        result.needed += 1
        if difference := self._checker.tool.differs(result.url, result.shown_at, page):
            result.findings.append(Finding("replay_differs", result.url, difference))
        else:
            result.there += 1

    def _look(self, result: PageResult, document: Document, page: Page | None) -> None:
        """At each thing the page needs."""
        for need in self._needs.of(document, page, result.crawl_id):
            answer = self._needs.look(document, need)
            if answer is None or (isinstance(answer, Finding) and answer.kind == "behind_error"):
                result.needed += 1
                result.there += 1
            elif not need.is_wanted and not (isinstance(answer, Finding) and answer.grade == "evidence"):
                result.by_setting += 1
                continue
            if isinstance(answer, Unanswered):
                self._unanswered.append((result, answer))
            elif answer is not None:
                self._note(result, answer)

    def _note(self, result: PageResult, finding: Finding) -> None:
        result.needed += GRADES[finding.kind] != "info"
        result.findings.append(finding)

    def _say_why(self) -> None:
        """Of what was never answered, by the tables of the job that had to ask, and of patch crawls since."""
        by_job: dict[str, set[str]] = defaultdict(set)
        for result, answer in self._unanswered:
            for crawl_id in (result.crawl_id, *self._jobs.patches):
                by_job[crawl_id].add(answer.need.url)
        reasons = {crawl_id: self._jobs.reasons(crawl_id, urls) for crawl_id, urls in by_job.items() if crawl_id}
        for result, answer in self._unanswered:
            self._note(result, self._why(result, answer, reasons))

    def _why(self, result: PageResult, answer: Unanswered, reasons: dict[str, dict[str, tuple[str, str]]]) -> Finding:
        url = answer.need.url
        for crawl_id in reversed(self._jobs.patches):
            # Ids sort by time: one before the page's own crawl says nothing of it.
            if crawl_id > result.crawl_id and (told := reasons.get(crawl_id, {}).get(url)):
                kind, detail = told
                if kind == "failed":
                    return Finding("in_vain", url, f"{kind}: {detail}; asked again by {crawl_id}")
                return Finding(kind, url, detail)
        if told := reasons.get(result.crawl_id, {}).get(url):
            return Finding(*(told[0], url, told[1]))
        if self._jobs.goes_on(result.crawl_id):
            return Finding("waiting", url, "its crawl was stopped before; the next crawl goes on with it")
        if answer.said in ("disallowed", "failed"):
            return Finding(answer.said, url, "as its document says")
        return Finding("not_asked", url, "it was never asked for")


def _host_of(url: str) -> str:
    try:
        return site_key(url)
    except UrlError:
        return url
