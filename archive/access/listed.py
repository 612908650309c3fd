"""Which entry of the access list decides: the most specific one that holds; of equally specific ones the latest.

    capture    a record, by its id
    address    an address, by its SURT
    pattern    everything below a SURT prefix, the longer the more specific; a host is such a prefix

As pywb decides by its access lists: of SURT keys the longest that fits, an exact one before all that are prefixes.
Nothing in the list: open. A SURT folds letter case, www and http: an entry means all forms of an address.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from archive.access.entries import Entry, Level
from archive.model import Capture
from archive.times import parse_warc_date
from archive.urls import UrlError, urlkey

_PLAIN_HOST = re.compile(r"https?://(?:www\.)?((?!www\d*\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?(?=[/?#]|\Z)")


class AccessList:
    """All entries that hold, made ready to be asked a hundred thousand times."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self.fingerprint = _fingerprint(self.entries)
        self._of_record: dict[str, list[Entry]] = {}
        self._of_address: dict[str, list[Entry]] = {}
        self._of_prefix: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._table(entry).setdefault(entry.key, []).append(entry)
        # Longest first. By host, so that an address is compared with what is listed of its own host alone.
        self._lengths: dict[str, list[int]] = {}
        keys = (*self._of_address, *(one for one in self._of_prefix if ")" in one))
        self._hosts = {".".join(reversed(key.partition(")")[0].partition(":")[0].split(","))) for key in keys}
        self._wide: list[int] = sorted({len(one) for one in self._of_prefix if ")" not in one}, reverse=True)
        for prefix in sorted((one for one in self._of_prefix if ")" in one), key=len, reverse=True):
            lengths = self._lengths.setdefault(prefix.partition(")")[0], [])
            if len(prefix) not in lengths:
                lengths.append(len(prefix))

    def __bool__(self) -> bool:
        return bool(self.entries)

    def level_of(self, url: str, record_id: str | None = None, time: datetime | None = None) -> Level:
        """Of an address, of a capture of it, or of all its captures at once (no time): then only entries without a
        time count."""
        entry = self.decision(url, record_id, time)
        return entry.level if entry else "open"

    def decision(self, url: str, record_id: str | None = None, time: datetime | None = None) -> Entry | None:
        """The entry that decides; None: none does, so it is open."""
        if not self.entries:
            return None
        return next(self._fitting(url, (record_id,), time), None)

    def decision_of_capture(self, capture: Capture) -> Entry | None:
        """A revisit shows the payload of the record it refers to, so what holds of that very record holds of it."""
        if not self.entries:
            return None
        return next(self._fitting(capture.url, (capture.record_id, capture.revisit_of), capture.captured_at), None)

    def level_of_capture(self, capture: Capture) -> Level:
        entry = self.decision_of_capture(capture)
        return entry.level if entry else "open"

    def decision_of_line(self, line: Mapping[str, Any]) -> Entry | None:
        """Of a line of documents/*.jsonl. One that does not say when it was captured is what any entry says."""
        if not self.entries:
            return None
        try:
            moment = parse_warc_date(line["captured_at"])
        except (ValueError, KeyError, TypeError):
            return next(iter(self._every(str(line.get("url")), (line.get("id"),))), None)
        return next(self._fitting(line["url"], (line["id"],), moment), None)

    def level_of_line(self, line: Mapping[str, Any]) -> Level:
        entry = self.decision_of_line(line)
        return entry.level if entry else "open"

    def _fitting(self, url: str, record_ids: Iterable[str | None], time: datetime | None) -> Iterator[Entry]:
        return (entry for entry in self._every(url, record_ids) if entry.holds_at(time))

    def _every(self, url: str, record_ids: Iterable[str | None]) -> Iterator[Entry]:
        """Those that mean it at some time, the one that goes before first."""
        for record_id in record_ids:
            yield from reversed(self._of_record.get(record_id or "", ()))
        if not self._wide and not self._may_mean(url):
            return
        key = _key_of(url)
        yield from reversed(self._of_address.get(key, ()))
        host = key.partition(")")[0]
        path, question, query = key.partition("?")
        # A SURT drops the slash at the end of a path: "…)/berita/" means its own list, too, and that list's pages.
        folder = f"{path}/{question}{query}"
        for length in self._lengths.get(host, ()):
            for start in dict.fromkeys((key[:length], folder[:length])):
                yield from reversed(self._of_prefix.get(start, ()))
        # "id,desa,contoh," means that host, too, as SURT prefixes do in Heritrix.
        name = host.partition(":")[0] + ","
        for length in self._wide:
            for start in {name[:length], key[:length]}:
                yield from reversed(self._of_prefix.get(start, ()))

    def _may_mean(self, url: str) -> bool:
        """Whether the host is one of those that entries name; a SURT takes ten times as long. True where it is not
        plain which host it is."""
        plain = _PLAIN_HOST.match(url)
        return plain is None or plain[1] in self._hosts

    def _table(self, entry: Entry) -> dict[str, list[Entry]]:
        match entry.kind:
            case "capture":
                return self._of_record
            case "address":
                return self._of_address
        return self._of_prefix


@lru_cache(maxsize=65_536)
def _key_of(url: str) -> str:
    """What is no address has no host, and only an entry of its record can mean it."""
    try:
        return urlkey(url)
    except UrlError:
        return url


def _fingerprint(entries: Iterable[Entry]) -> str:
    """Another one when any entry is another, or their order; empty when there is none."""
    lines = [json.dumps(one.facts(), sort_keys=True) for one in entries]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


OPEN_TO_ALL = AccessList()
