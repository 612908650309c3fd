"""What a page needs to be shown, as the archive has it: each part as captured nearest to the page's own time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.errors import EvidenceError
from archive.export.warc.wanted import MayLeave, WantedPage
from archive.http import HeadError
from archive.index.kept import KeptIndexes
from archive.layout import Collection
from archive.markup import requisites_of
from archive.model import Capture, Page
from archive.replay.finding import Finder, Found
from archive.warc.reader import read_page_of

# A style sheet may import one that imports another.
_DEEPEST = 3
_MOST_OF_A_PAGE = 2000
# Sheets are shared by all pages of a site.
_SHEETS_REMEMBERED = 500


class Needs:
    """For page after page of one collection. What may not leave is passed over for the next nearest that may."""

    def __init__(self, collection: Collection, may_leave: MayLeave, indexes: KeptIndexes | None = None) -> None:
        self._collection = collection
        self._may_leave = may_leave
        self._indexes = indexes or KeptIndexes(collection)
        self._of_sheets: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def holder(self, capture: Capture, finder: Finder | None = None) -> Capture | None:
        """The record a revisit refers to, the capture itself if it is none; None when there is no such record, or it
        may not leave."""
        holder = (finder or Finder(self._collection, self._indexes.lookup())).holder(capture)
        if holder is None or capture.revisit_of not in (None, holder.record_id) or not self._may_leave(holder):
            return None
        return holder

    def of(self, page: WantedPage, holder: Capture) -> Iterator[tuple[Capture, Capture]]:
        """(capture, its holder) of each redirect, page and file that the page needs; some come twice. `holder` has the
        page's payload."""
        finder = Finder(self._collection, self._indexes.lookup())
        yield from self._parts(page, finder)
        urls = dict.fromkeys(page.pictures)
        body = self._page(holder)
        if body is not None:
            urls |= dict.fromkeys(requisites_of(replace(body, url=page.capture.url)))
        seen: set[str] = set()
        for _ in range(_DEEPEST + 1):
            layer = [url for url in urls if url not in seen][: _MOST_OF_A_PAGE - len(seen)]
            if not layer:
                return
            seen.update(layer)
            urls = {}
            for found in self._found(layer, page.capture, finder):
                yield from self._records(found, finder)
                urls |= dict.fromkeys(self._of_sheet(found))

    def _parts(self, page: WantedPage, finder: Finder) -> Iterator[tuple[Capture, Capture]]:
        finder.lookup.find(url for _, url in page.parts)
        for record_id, url in page.parts:
            for capture in finder.lookup.of(url):
                if capture.record_id == record_id and self._may_leave(capture):
                    yield capture, capture

    def _found(self, urls: Iterable[str], of: Capture, finder: Finder) -> Iterator[Found]:
        finder.lookup.find(urls)
        for url in urls:
            answers = (one for one in finder.good(url, of.captured_at) if self._may_all_leave(one))
            if found := next(answers, None):
                yield found

    def _may_all_leave(self, found: Found) -> bool:
        if found.holder is None or found.capture.revisit_of not in (None, found.holder.record_id):
            return False
        return all(map(self._may_leave, (*found.way, found.capture, found.holder)))

    def _records(self, found: Found, finder: Finder) -> Iterator[tuple[Capture, Capture]]:
        assert found.holder is not None
        for redirect in found.way:
            if holder := self.holder(redirect, finder):
                yield redirect, holder
        yield found.capture, found.holder

    def _of_sheet(self, found: Found) -> tuple[str, ...]:
        """What a style sheet needs; of anything else nothing."""
        holder = found.holder
        if holder is None or holder.mime != "text/css":
            return ()
        if holder.record_id in self._of_sheets:
            self._of_sheets.move_to_end(holder.record_id)
        else:
            sheet = self._page(holder)
            self._of_sheets[holder.record_id] = tuple(requisites_of(sheet)) if sheet else ()
            if len(self._of_sheets) > _SHEETS_REMEMBERED:
                self._of_sheets.popitem(last=False)
        return self._of_sheets[holder.record_id]

    def _page(self, capture: Capture) -> Page | None:
        """None of what cannot be read: whether it may leave is asked elsewhere."""
        try:
            return read_page_of(self._collection.archive / capture.warc_filename, capture.offset)
        except (EvidenceError, HeadError, OSError):
            return None
