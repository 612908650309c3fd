"""What a page needs to be shown, and whether the archive has it: there, left by intention, or missing and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import EvidenceError
from archive.http import HeadError
from archive.markup import requisites_of
from archive.model import Capture, Document, Page
from crawler.quality.findings import Finding
from crawler.quality.jobs import Jobs
from crawler.quality.payloads import Role, fault_of, role_of
from crawler.quality.replay import LostOriginal, Replay

# A style sheet may import one that imports another.
_DEEPEST = 3
_MOST_OF_A_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Need:
    """One address. `is_wanted`: not left out by the `requisites` of the page's crawl."""

    url: str
    role: Role | None
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A need of which there is no capture: only tables can say why."""

    need: Need
    said: str | None  # what its document says of it


def pictures_of(document: Document, requisites: str) -> Iterator[Need]:
    """An article's pictures, in their largest form, as a crawl fetches them."""
    relation = (document.programme or {}).get("relation")
    is_wanted = requisites == "all" or (requisites == "relevant" and relation != "none")
    for url in dict.fromkeys(caption.largest_url for caption in document.captions):
        if url:
            yield Need(url, "picture", is_wanted)


class Needs:
    """Of one part of the sample, for what is known of a payload is kept."""

    def __init__(self, replay: Replay, jobs: Jobs) -> None:
        self._replay = replay
        self._jobs = jobs
        self._faults: dict[str, str | None] = {}  # by record id of the payload

    def of(self, document: Document, page: Page | None, crawl_id: str) -> list[Need]:
        """Each address once."""
        requisites = self._jobs.requisites(crawl_id)
        needs = {need.url: need for need in pictures_of(document, requisites)}
        if page is not None and requisites == "all":
            for url in self._requisites(document, page):
                needs.setdefault(url, Need(url, None, is_wanted=True))
        return list(needs.values())[:_MOST_OF_A_PAGE]

    def _requisites(self, document: Document, page: Page) -> Iterator[str]:
        """Of the page, and of the style sheets it needs as far as these are there."""
        seen: set[str] = set()
        layer = [page]
        for _ in range(_DEEPEST + 1):
            urls = [url for one in layer for url in requisites_of(one)]
            urls = [url for url in dict.fromkeys(urls) if url not in seen][:_MOST_OF_A_PAGE]
            seen.update(urls)
            yield from urls
            self._replay.lookup.find(urls)
            sheets = (self._sheet(url, document) for url in urls if role_of(url, None) in ("style", "other"))
            layer = [sheet for sheet in sheets if sheet]

    def _sheet(self, url: str, document: Document) -> Page | None:
        try:
            capture = next(self._replay.good(url, document.captured_at), None)
            page = self._replay.page(self._replay.holder(capture)) if capture else None
        except (EvidenceError, HeadError, LostOriginal):
            return None  # told where it is looked at itself
        return page if page and page.mime == "text/css" else None

    def look(self, document: Document, need: Need) -> Finding | Unanswered | None:
        """None when it is there and as it should be. What cannot be read is a finding."""
        try:
            return self._there(document, need) or self._not_there(document, need)
        except _IsThere:
            return None
        except EvidenceError as error:
            return Finding("damaged", need.url, str(error))
        except HeadError as error:
            return Finding("damaged", need.url, f"its record has no HTTP head: {error}")
        except LostOriginal as error:
            return Finding(error.kind, need.url, str(error))

    def _there(self, document: Document, need: Need) -> Finding | None:
        """What is wrong with what is stored; None when nothing is. Raises _IsThere when one payload is right: a replay
        may show it, and the next crawl need not ask."""
        wrong: Finding | None = None
        for capture in self._replay.good(need.url, document.captured_at):
            holder = self._replay.holder(capture)
            fault = self._fault(holder, need)
            if fault is None:
                if behind := self._error_in_front(document, need):
                    return behind
                raise _IsThere
            wrong = wrong or Finding(fault, need.url, f"HTTP {holder.status}, {holder.mime or 'no type'}")
        return self._unless_tried(document, wrong) if wrong else None

    def _fault(self, holder: Capture, need: Need) -> str | None:
        if holder.record_id not in self._faults:
            page = self._replay.page(holder)
            fault = fault_of(page.body, need.role or role_of(need.url, page.mime))
            self._faults[holder.record_id] = fault or ("cut" if page.truncated else None)
        return self._faults[holder.record_id]

    def _error_in_front(self, document: Document, need: Need) -> Finding | None:
        """A replay that goes by time alone shows the nearest answer, an error too."""
        shown = self._replay.at(need.url, document.captured_at)
        if shown is None or shown.capture.is_good:
            return None
        return Finding("behind_error", need.url, f"HTTP {shown.capture.status} lies nearer to its page in time")

    def _not_there(self, document: Document, need: Need) -> Finding | Unanswered:
        captures = self._replay.captures(need.url)
        if not captures:
            said = {caption.largest_url: caption.image_status for caption in document.captions}
            return Unanswered(need, said.get(need.url))
        last = captures[-1]
        detail = f"HTTP {last.status} on {last.captured_at:%Y-%m-%d}"
        if last.status in (404, 410):
            return Finding("gone", need.url, detail)
        if 300 <= last.status < 400:
            detail += ", and where it leads is not archived"
        return self._unless_tried(document, Finding("failed", need.url, detail))

    def _unless_tried(self, document: Document, finding: Finding) -> Finding:
        """What a patch crawl asked for since is not offered for ever."""
        for capture in reversed(self._replay.captures(finding.url)):
            if capture.captured_at > document.captured_at and self._jobs.is_patch(self._replay.crawl_id_of(capture)):
                detail = f"{finding.kind}: {finding.detail}; asked again on {capture.captured_at:%Y-%m-%d}"
                return Finding("in_vain", finding.url, detail)
        return finding


class _IsThere(Exception):
    """A good payload was found."""
