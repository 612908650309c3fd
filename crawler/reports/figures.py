"""What a job's own evidence adds up to: by host, by media type and by response code.

Counted from what the job left: the indexes of its WARCs, failures.csv, skipped.csv and its frontier. Every answer
counts, one that was asked for again each time, so hosts, media types and codes all add up to the captures.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from archive.files import OPEN_SUFFIX
from archive.http import HeadError, parse_head, split_head
from archive.index.cdxj import read_all_captures
from archive.layout import Collection, stem_of
from archive.model import Capture
from archive.urls import UrlError, site_key
from archive.warc.exchange import REVISIT_MIME, mime_of
from archive.warc.reader import HEAD_ONLY, read_record

NO_MIME = "(none)"
OTHER_MIMES = "(other)"
_MOST_MIMES = 500  # kinds kept apart; the names come from the wire
_LONGEST_MIME = 100
# Rows of failures.csv about addresses that were answered, or about a site.
_ANSWERED = ("gone", "moved", "truncated")


@dataclass(slots=True)
class HostFigures:
    """The columns of hosts.csv. urls = new + duplicate + not_modified."""

    urls: int = 0
    bytes: int = 0
    new: int = 0
    duplicate: int = 0
    not_modified: int = 0
    robots_blocked: int = 0
    remaining: int = 0
    failed: int = 0

    def add(self, other: HostFigures) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class KindFigures:
    """Answers of one media type, or with one response code."""

    urls: int = 0
    bytes: int = 0
    new_bytes: int = 0

    def add(self, capture: Capture) -> None:
        self.urls += 1
        self.bytes += capture.length
        self.new_bytes += 0 if capture.revisit_of else capture.length


_Counted = TypeVar("_Counted", HostFigures, KindFigures)


@dataclass
class Figures:
    hosts: dict[str, HostFigures] = field(default_factory=dict)
    mime_types: dict[str, KindFigures] = field(default_factory=dict)
    response_codes: dict[int, KindFigures] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)  # rows of failures.csv by reason
    skips: Counter[str] = field(default_factory=Counter)  # rows of skipped.csv by reason

    def add_capture(self, capture: Capture, mime: str | None) -> None:
        """`mime` is what the server called the payload, of a revisit too."""
        host = self._host(capture.url)
        host.urls += 1
        host.bytes += capture.length
        if not capture.revisit_of:
            host.new += 1
        elif capture.status == 304:
            host.not_modified += 1
        else:
            host.duplicate += 1
        name = (mime or NO_MIME)[:_LONGEST_MIME]
        if name not in self.mime_types and len(self.mime_types) >= _MOST_MIMES:
            name = OTHER_MIMES
        self.mime_types.setdefault(name, KindFigures()).add(capture)
        self.response_codes.setdefault(capture.status, KindFigures()).add(capture)

    def add_failure(self, url: str, reason: str) -> None:
        self.failures[reason] += 1
        if reason not in _ANSWERED:
            self._host(url).failed += 1

    def add_skip(self, url: str, reason: str) -> None:
        self.skips[reason] += 1
        if reason == "robots":
            self._host(url).robots_blocked += 1
        elif reason == "limit":
            self._host(url).remaining += 1

    def add_waiting(self, waiting: Mapping[str, int]) -> None:
        for host, count in waiting.items():
            self.hosts.setdefault(host, HostFigures()).remaining += count

    def _host(self, url: str) -> HostFigures:
        try:
            host = site_key(url)
        except UrlError:
            host = ""
        return self.hosts.setdefault(host, HostFigures())

    def host_totals(self) -> HostFigures:
        total = HostFigures()
        for host in self.hosts.values():
            total.add(host)
        return total

    def as_facts(self) -> dict[str, Any]:
        """What report.json says of it; the hosts themselves have files of their own."""
        return {
            "hosts": {"hosts": len(self.hosts), **asdict(self.host_totals())},
            "mime_types": [
                {"mime": mime, "urls": kind.urls, "bytes": kind.bytes, "new_bytes": kind.new_bytes}
                for mime, kind in most_first(self.mime_types)
            ],
            "response_codes": [
                {"code": code, "urls": kind.urls, "bytes": kind.bytes}
                for code, kind in sorted(self.response_codes.items())
            ],
            "failures": dict(sorted(self.failures.items())),
            "skips": dict(sorted(self.skips.items())),
        }


def most_first(named: Mapping[str, _Counted]) -> list[tuple[str, _Counted]]:
    return sorted(named.items(), key=lambda item: (-item[1].urls, item[0]))


def count_figures(
    collection: Collection,
    stems: Iterable[str],
    folder: Path,
    waiting: Mapping[str, int],
    note: Callable[[Capture, str | None], None] | None = None,
    mime_of_unchanged: Callable[[Capture], str | None] = lambda capture: None,
) -> Figures:
    """The figures of the job of these WARCs, the open one among them as far as it is synced.

    `waiting` are addresses in the frontier by host; `note` is told of each capture and its media type;
    `mime_of_unchanged` knows that of what an address had before and has again.
    Raises ArchiveError.
    """
    figures = Figures()
    for stem in stems:
        for capture in _captures(collection, stem):
            mime = capture.mime
            if mime == REVISIT_MIME or not capture.is_indexed:
                mime = mime_of_unchanged(capture) or _served_mime(collection, capture)
            figures.add_capture(capture, mime)
            if note:
                note(capture, mime)
    for url, reason in _reasons(folder / "failures.csv"):
        figures.add_failure(url, reason)
    for url, reason in _reasons(folder / "skipped.csv"):
        figures.add_skip(url, reason)
    figures.add_waiting(waiting)
    return figures


def _captures(collection: Collection, stem: str) -> Iterator[Capture]:
    index = collection.cdxj_file(stem)
    yield from read_all_captures(index if index.exists() else index.with_name(index.name + OPEN_SUFFIX))


def _served_mime(collection: Collection, capture: Capture) -> str | None:
    """The index says warc/revisit of a revisit; its record holds the head that the server sent. One of a 304 says
    nothing."""
    if not capture.is_indexed:
        return None
    record = read_record(_warc(collection, stem_of(capture.warc_filename)), capture.offset, HEAD_ONLY)
    try:
        return mime_of(parse_head(split_head(record.block)[0]).headers)
    except HeadError:
        return None


def _warc(collection: Collection, stem: str) -> Path:
    warc = collection.warc_file(stem)
    return warc if warc.exists() else warc.with_name(warc.name + OPEN_SUFFIX)


def _reasons(path: Path) -> Iterator[tuple[str, str]]:
    for row in read_rows(path):
        yield row.get("url") or "", row.get("reason") or ""


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of a job's folder, one at a time; none when it has none."""
    if not path.exists():
        return
    csv.field_size_limit(2**31 - 1)  # tables written before 2026-11-26 hold addresses of any length
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.DictReader(file)
