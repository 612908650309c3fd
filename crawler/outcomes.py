"""What becomes of each request: settled, tried again later, or reported as failed; and how its host rests."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response

from archive.model import HTML_TYPES, Capture
from crawler.frontier.store import Frontier, Lease
from crawler.politeness.pace import Pace, retry_after_of
from crawler.reports.tally import Rows, Tally
from crawler.wire.leaving import LEFT
from spiders.targets import Priority, Target

_BUSY = (408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
_MOST_ATTEMPTS = 3
# What cut an answer off and may not do so the next time.
_WORTH_REPEATING = ("time", "disconnect", "reset")
_NO_CONNECTION = ("dns", "refused", "connect", "tls")
_UNREACHABLE_AFTER = 3
_LONG_RESTS = 4


class Outcomes:
    """`seed_answers` says by site what its front page came to, in words for the report; `owns` whether a target lies on
    a host of its site, as not all pictures do."""

    def __init__(
        self,
        frontier: Frontier,
        tally: Tally,
        failures: Rows,
        pace_of: Callable[[str], Pace],
        seed_answers: MutableMapping[str, str],
        owns: Callable[[Target], bool],
    ) -> None:
        self.seed_answers = seed_answers
        self._frontier = frontier
        self._tally = tally
        self._failures = failures
        self._pace_of = pace_of
        self._owns = owns
        self._unanswered: Counter[int] = Counter()  # failed connections in a row, by host
        self._answered: set[int] = set()  # hosts that answered in this run

    def answered(self, response: Response) -> bool:
        """Count an answer and let its host rest. False when the target will be tried again."""
        request = response.request
        assert request is not None
        target, lease, capture = request.meta["target"], request.meta["lease"], request.meta["capture"]
        if self.left(request):
            return False
        self._unanswered.pop(lease.host, None)
        self._answered.add(lease.host)
        self._tally.add(target.site, "answers")
        self._tally.add(target.site, "bytes", capture.length)
        if not capture.is_indexed:
            self._tally.add(target.site, "not modified")
        retry_after = retry_after_of(response.headers) if response.status in _BUSY else None
        is_cut = request.meta.get("wire_error") in _WORTH_REPEATING
        if (response.status in _BUSY or is_cut) and self.try_again_later(lease, retry_after):
            return False
        if capture.status == 304 and capture.is_indexed and request.meta.get("known") and self.try_again_later(lease):
            return False
        mime = mime_of_response(response)
        if not capture.is_indexed:
            mime = request.meta["known"].mime or mime if request.meta.get("known") else mime
        self._settle(target, capture, mime)
        if capture.truncated:
            self._failures.add(target, "truncated", f"{capture.truncated}: {request.meta.get('wire_detail') or ''}")
        self._let_rest(request, retry_after or 0.0)
        return True

    def failed(self, request: Request, error: BaseException) -> None:
        """No whole answer came: try the target again later, or report it."""
        lease = request.meta["lease"]
        if self.left(request):
            return
        if request.meta.get("wire_error") == "address_refused":
            # Nothing was asked, and asking again would not change it.
            self.give_up(request, "address_refused", str(error))
            return
        if request.meta.get("wire_error") in _NO_CONNECTION and self._unreached(lease, error):
            return
        if request.meta.get("wire_error") != "garbage" and self.try_again_later(lease):
            return
        self.give_up(request, type(error).__name__, str(error))

    def left(self, request: Request) -> bool:
        """Whether a request was given up because the crawl stops; then the next crawl asks again, as if for the first
        time."""
        if request.meta.get("wire_error") != LEFT:
            return False
        self._frontier.put_back(request.meta["lease"], time.time() + self.rest_after(request))
        return True

    def _unreached(self, lease: Lease, error: BaseException) -> bool:
        """Count a host that could not be connected to; True when its target was settled here.

        A host that never answered is given up soon. One that did answer may only be restarting: it
        rests, longer each time, and nothing waiting for it is lost meanwhile.
        """
        self._unanswered[lease.host] += 1
        misses = self._unanswered[lease.host] - _UNREACHABLE_AFTER
        if misses < 0:
            return False
        if lease.host in self._answered and misses < _LONG_RESTS:
            rest = max(self._pace_of(lease.target.site).delay, 0.25) * 15 * 2.0**misses
            self._frontier.put_back(lease, time.time() + rest)
            return True
        for waiting in self._frontier.drop_host(lease):
            self._report_failure(waiting, "host_unreachable", str(error))
        self.unreachable(lease, str(error))
        return True

    def give_up(self, request: Request, reason: str, detail: str) -> None:
        """Report that a target was not captured, and let its host rest."""
        self._report_failure(request.meta["lease"].target, reason, detail)
        self._let_rest(request)

    def unreachable(self, lease: Lease, detail: str) -> None:
        """A target whose host does not answer."""
        self._report_failure(lease.target, "host_unreachable", detail)
        self._frontier.done(lease, time.time())

    def _report_failure(self, target: Target, reason: str, detail: str) -> None:
        if target.priority is Priority.SEED:
            self.seed_answers[target.site] = detail
        self._tally.add(target.site, "failed")
        self._tally.add(target.site, "failed pages", 0 if target.is_requisite else 1)
        if reason == "host_unreachable" and self._owns(target):
            self._tally.add(target.site, "unreachable")
        self._failures.add(target, reason, detail)

    def _settle(self, target: Target, capture: Capture, mime: str) -> None:
        """Count what a final answer was."""
        # A 304 that stands for nothing we have gave no page.
        is_error = capture.status >= 400 or (capture.status == 304 and capture.is_indexed)
        if target.priority is Priority.SEED:
            self.seed_answers[target.site] = f"HTTP {capture.status}"
        if target.is_requisite and capture.is_good:
            self._tally.add(target.site, "pictures")
        elif capture.is_good and mime in HTML_TYPES:
            self._tally.add(target.site, "archived")
        elif is_error and target.is_inferred:
            # Nobody said that it was there.
            self._tally.add(target.site, "not there")
        elif capture.status in (404, 410):
            self._tally.add(target.site, "gone")
            self._failures.add(target, "gone", f"HTTP {capture.status}")
        elif is_error:
            self._report_failure(target, "http_error", f"HTTP {capture.status}")

    def try_again_later(self, lease: Lease, retry_after: float | None = None) -> bool:
        """Try a target again after a rest of its whole host; False when it had its chances."""
        attempts = lease.target.attempts + 1
        if attempts >= _MOST_ATTEMPTS:
            return False
        rest = self._pace_of(lease.target.site).retry_rest(attempts, retry_after)
        self._frontier.put_back(lease, time.time() + rest, replace(lease.target, attempts=attempts))
        self._tally.add(lease.target.site, "retried")
        return True

    def _let_rest(self, request: Request, at_least: float = 0.0) -> None:
        self._frontier.done(request.meta["lease"], time.time() + max(at_least, self.rest_after(request)))

    def rest_after(self, request: Request) -> float:
        """Seconds its host is left alone after a request."""
        meta = request.meta
        return self._pace_of(meta["lease"].target.site).host_rest(
            meta.get("exchange_seconds", 0.0), meta.get("crawl_delay", 0.0), meta.get("is_public", True)
        )


def mime_of_response(response: Response) -> str:
    value: bytes = response.headers.get(b"Content-Type") or b""
    return value.partition(b";")[0].strip().decode("latin-1").lower()
