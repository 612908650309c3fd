"""The file of [metrics]: how a collection does, in Prometheus' text format, for node_exporter's textfile collector.

Written when a job begins, with each beat of its pulse, and when it ended. Names and units follow
https://prometheus.io/docs/practices/naming/; the format is version 0.0.4 of
https://prometheus.io/docs/instrumenting/exposition_formats/. The only labels are the collection's folder and a few
fixed words, so the number of series does not grow.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, tee
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.files import write_whole
from archive.layout import Collection
from archive.times import parse_warc_date
from archive.version import VERSION
from crawler.disk import room_of
from crawler.reports.report import read_reports
from crawler.visits import planned_visits

logger = logging.getLogger(__name__)

STATES = ("running", "finished", "limit", "stopped", "disk", "evidence", "abandoned", "died")
SEVERITIES = ("alarm", "warning", "info")
_FOLDERS = ("archive", "manifests", "indexes", "documents")

Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its kind, what it means, and its values by labels."""

    name: str
    kind: str
    meaning: str
    values: tuple[tuple[Labels, float], ...]


class Metrics:
    """Of one collection. Without a file in collection.toml nothing is done."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._path = Path(found) if (found := collection.config.metrics.textfile) else None
        self._between: list[Family] | None = None  # what does not change while a job runs
        self._has_failed = False

    def write(self, progress: Mapping[str, Any] | None = None) -> None:
        """The file anew; `progress` is that of the job that runs. Never raises: nobody's crawl ends over it."""
        if self._path is None:
            return
        try:
            if progress is None or self._between is None:
                self._between = self._of_jobs_and_sites(datetime.now(UTC), is_running=progress is not None)
            families = [*_of_now(self._collection, progress), *self._between]
            # node_exporter runs as another account than the crawl.
            write_whole(self._path, render(families, str(self._collection.root.resolve())), mode=0o644)
        except (OSError, ArchiveError, ValueError, LookupError, TypeError) as error:
            if not self._has_failed:
                logger.warning("%s: the metrics cannot be written: %s", self._path, error)
            self._has_failed = True

    @contextmanager
    def told_at_the_end(self) -> Iterator[None]:
        """How the collection stands after a run, also one that had nothing to do or was refused."""
        try:
            yield
        finally:
            self.write()

    def _of_jobs_and_sites(self, now: datetime, *, is_running: bool) -> list[Family]:
        places = planned_visits(self._collection, now)
        due = [place for place in places if place.is_due(now)]
        # A moment and not an age: this file stands still while nothing runs, and then just this must be noticed.
        earliest = min((place.due_at or now for place in places), default=None)
        return [
            *_of_the_last_job(read_reports(self._collection), is_running=is_running),
            _gauge("sites", "Sites in seeds.csv that are not paused.", len(places)),
            _gauge("sites_due", "Sites that are due, those never visited too.", len(due)),
            *_earliest_due(earliest),
            _gauge("sites_overdue", "Sites due for more than a day.", sum(place.is_overdue(now) for place in due)),
        ]


def _earliest_due(moment: datetime | None) -> Iterable[Family]:
    if moment:
        meaning = "When the longest due site became due, or the next one will."
        yield _gauge("sites_earliest_due_timestamp_seconds", meaning, moment.timestamp())


def _of_now(collection: Collection, progress: Mapping[str, Any] | None) -> Iterable[Family]:
    room = room_of(collection)
    yield _gauge("build_info", "The version of Lumbung that wrote this.", 1, version=VERSION)
    yield _gauge("disk_free_bytes", "What the disk has free for the collection.", room.free_bytes)
    yield _gauge("disk_reserve_bytes", "What is kept free: below it a job stops.", room.reserve_bytes)
    yield _gauge("collection_bytes", "WARCs, manifests, indexes and documents.", _bytes_of(collection))
    yield _gauge("job_running", "Whether a crawl job runs.", progress is not None)
    if progress is None:
        return
    for name, key, meaning in (
        ("pages", "pages", "HTML pages archived by the job."),
        ("answers", "answers", "Answers received by the job."),
        ("failures", "failed", "Addresses the job could not capture."),
        ("received_bytes", "bytes", "Bytes stored by the job, compressed."),
    ):
        yield Family(f"lumbung_job_{name}_total", "counter", meaning, (((), progress[key]),))
    yield _gauge("job_queue_addresses", "Addresses the job has still to fetch.", progress["waiting"])
    yield _gauge("job_unread_pages", "Pages that wait for a reader.", progress["to_read"])


def _of_the_last_job(reports: Iterator[dict[str, Any]], *, is_running: bool) -> Iterable[Family]:
    reports, visits = tee(reports)
    last = next(reports, None)
    if last is None:
        return
    reason = "running" if is_running else last["finish_reason"]
    state = "died" if reason == "running" and not is_running else reason
    yield Family(
        "lumbung_job_state", "gauge", "1 for how the last job stands or ended.",
        tuple(((("state", one),), float(one == state)) for one in STATES),
    )  # fmt: skip
    yield _gauge("job_started_timestamp_seconds", "When the last job began.", _moment(last.get("started_at")))
    died = sum(run["how"] == "died" for run in last.get("runs") or ())
    yield Family("lumbung_job_died_runs_total", "counter", "Runs of the last job that were killed.", (((), died),))
    if not is_running and last.get("finished_at"):
        yield _gauge("job_finished_timestamp_seconds", "When it ended.", _moment(last["finished_at"]))
    done = (one for one in chain([last], reports) if one["finish_reason"] in ("finished", "limit"))
    if success := next(done, None):
        moment = _moment(success.get("finished_at"))
        yield _gauge("job_last_success_timestamp_seconds", "When a job was last done to its end.", moment)
    # A patch crawl judges no site, and must not make what is found look mended.
    judged = next((one for one in visits if not one.get("patch")), last)
    if isinstance(findings := judged.get("findings"), list):  # of a job that runs nothing is judged yet
        still = (one for one in findings if isinstance(one, dict) and one.get("state") != "closed")
        counts = Counter(str(one.get("severity")) for one in still)
        kinds = dict.fromkeys((*SEVERITIES, *sorted(counts)[:10]))
        values = tuple(((("severity", one),), float(counts[one])) for one in kinds)
        yield Family("lumbung_findings", "gauge", "Findings of the last job that are not over, by severity.", values)


def render(families: Iterable[Family], collection: str) -> bytes:
    """The text, every series with the collection's folder."""
    lines = []
    for family in families:
        lines += [f"# HELP {family.name} {family.meaning}", f"# TYPE {family.name} {family.kind}"]
        for labels, value in family.values:
            shown = ",".join(f'{name}="{_escaped(text)}"' for name, text in (("collection", collection), *labels))
            lines.append(f"{family.name}{{{shown}}} {value:.15g}")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _gauge(name: str, meaning: str, value: float, **labels: str) -> Family:
    return Family(f"lumbung_{name}", "gauge", meaning, ((tuple(labels.items()), float(value)),))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _moment(text: str | None) -> float:
    return parse_warc_date(text).timestamp() if text else 0.0


def _bytes_of(collection: Collection) -> int:
    return sum(
        entry.stat(follow_symlinks=False).st_size for folder in _FOLDERS for entry in _entries(collection.root / folder)
    )


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return [entry for entry in found if entry.is_file(follow_symlinks=False)]
