"""A job's pulse: every ten seconds how it goes, for `lumbung status` and for a monitoring system.

    crawls/<id>/progress.json     while the job runs; what a job that died leaves of it is its last sign of life
    the file of [metrics]         see crawler.metrics

A thread of its own beats, so that the pulse does not stop while a large job is linked. It only looks at numbers.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, repeat
from typing import Any

from archive.times import warc_date
from crawler.beside import again_and_again
from crawler.job import CrawlJob
from crawler.metrics import Metrics
from crawler.reports.progress import progress_file

logger = logging.getLogger(__name__)

_BEAT_SECONDS = 10.0
# The rate is that of the last minute.
_BEATS_OF_RATE = 7


class Pulse:
    """Of one job."""

    def __init__(self, job: CrawlJob, metrics: Metrics) -> None:
        self._job = job
        self._metrics = metrics
        self._path = progress_file(job.folder)
        self._began = warc_date(datetime.now(UTC))
        self._answers: deque[tuple[float, int]] = deque(maxlen=_BEATS_OF_RATE)

    def beat(self) -> None:
        """Never raises: a job must not suffer for those who look at it."""
        try:
            facts = self.facts()
            beside = self._path.with_suffix(".new")
            beside.write_text(json.dumps(facts))
            beside.replace(self._path)
            self._metrics.write(facts)
        except OSError as error:
            logger.info("No pulse: %s", error)

    def facts(self) -> dict[str, Any]:
        """As in progress.json. Counts are the job's, those of earlier runs included."""
        tally = self._job.tally
        now, answers = time.monotonic(), tally.total("answers")
        self._answers.append((now, answers))
        then, before = self._answers[0]
        crawl = self._job.collection.config.crawl
        return {
            "at": warc_date(datetime.now(UTC)),
            "pid": os.getpid(),
            "crawl_id": self._job.crawl_id,
            "since": self._began,
            "phase": self._job.phase,
            "sites": len(self._job.seeds),
            "waiting": len(self._job.frontier),
            "to_read": self._job.readers.waiting,
            "pages": tally.total("archived"),
            "answers": answers,
            "failed": tally.total("failed"),
            "bytes": tally.total("bytes"),
            "answers_per_second": round((answers - before) / (now - then), 2) if now > then else 0.0,
            "delay_seconds": crawl.delay if self._job.options.delay is None else self._job.options.delay,
        }

    def end(self) -> None:
        self._path.unlink(missing_ok=True)


@contextmanager
def pulse_of(job: CrawlJob, metrics: Metrics) -> Iterator[None]:
    """Beats while the block runs."""
    pulse = Pulse(job, metrics)
    try:
        with again_and_again("pulse", pulse.beat, chain([0.0], repeat(_BEAT_SECONDS))):
            yield
    finally:
        pulse.end()
