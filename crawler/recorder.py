"""The recorder: every exchange into the WARC, synced before anything is called done.

Each second or 200 records, whichever is first, the WARC is synced and only then the frontier
committed: so the frontier may be behind the WARC and never ahead of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from datetime import UTC, datetime

from scrapy import Request

from archive.errors import EvidenceError
from archive.layout import Collection
from archive.model import Capture, Exchange
from archive.times import stamp14
from archive.version import VERSION
from archive.warc.digests import KnownPayloads
from archive.warc.exchange import Original, Trail
from archive.warc.known_pages import KnownPages
from archive.warc.writer import WarcWriter
from crawler.politeness.pace import AddressTurns, Pace
from crawler.wire.resolver import is_public


def software() -> str:
    """`Lumbung/VERSION`, as WARCs and requests name us."""
    return f"Lumbung/{VERSION}"


def user_agent(collection: Collection) -> str:
    """`Lumbung/VERSION (+contact)`: the contact is in every request, so a webmaster can write to us."""
    return f"{software()} (+{collection.config.who.contact.removeprefix('mailto:')})"


def written_by(collection: Collection, crawl_id: str) -> list[tuple[str, str]]:
    """The fields of each warcinfo of ours: who wrote the file, by what rules, and in which job."""
    who = collection.config.who
    return [
        ("software", software()),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("operator", f"{who.operator} <{who.contact}>"),
        ("hostname", who.crawler_name),
        ("isPartOf", crawl_id),
    ]


def warcinfo(collection: Collection, crawl_id: str, robots: str) -> list[tuple[str, str]]:
    """The fields of each WARC's first record; only facts that stay true."""
    return [
        *written_by(collection, crawl_id),
        ("robots", robots),
        ("http-header-user-agent", user_agent(collection)),
        (
            "description",
            "Answers are stored as received, content coding kept; only chunked transfer framing is undone, "
            "and with it the Transfer-Encoding line. What was undone is kept in each metadata record.",
        ),
    ]


def cannot_write(collection: Collection, error: Exception) -> EvidenceError:
    """What an error of the disk means: nothing is lost, but nothing more may be fetched."""
    return EvidenceError(
        f"{collection.root}: cannot write: {error}. "
        "What was stored before is whole; make space or mend the disk, then crawl again to go on"
    )


class Recorder:
    """What writes the WARCs of one job, and keeps it from going on after a loss."""

    def __init__(
        self, collection: Collection, crawl_id: str, robots: str, allow_private: bool, pace_of: Callable[[str], Pace]
    ) -> None:
        self.allow_private = allow_private
        self.records_since_sync = 0
        self.failure: Exception | None = None
        self._collection = collection
        self._pace_of = pace_of
        self._turns = AddressTurns()
        self.finished: set[str] = set()  # stems of WARCs that stand under their final names
        self._payloads = KnownPayloads(collection)
        self.known_pages = KnownPages(self._payloads.database)
        self.known_pages.learn(collection, crawl_id)
        self._writer = WarcWriter(collection, warcinfo(collection, crawl_id, robots), self._finished)

    def turn(self, request: Request, address: str) -> AbstractAsyncContextManager[None]:
        """The turn of a request at an address that other sites may share."""
        public = request.meta["is_public"] = is_public(address)
        return self._turns.turn(address, self._pace_of(request.meta["lease"].target.site).address_rest(public))

    def distrust(self, digest: str) -> None:
        """A stored payload cannot be read back; nothing more refers to it."""
        self._payloads.forget(digest)
        self.known_pages.look_anew()

    def record(self, exchange: Exchange, trail: Trail, not_modified: Original | None = None) -> Capture | None:
        """`not_modified` is what a 304 stands for, if the request asked for one.

        Raises EvidenceError, and goes on raising it: after one loss nothing more may be fetched.
        """
        with self._until_a_loss():
            capture = self._writer.write_exchange(exchange, trail, self._payloads.find, not_modified)
            if capture:
                self._payloads.note(capture)
        self.records_since_sync += 1
        return capture

    def note_outlinks(self, capture: Capture, outlinks: Sequence[str]) -> None:
        """Store where a page led. Raises EvidenceError."""
        with self._until_a_loss():
            self._writer.write_outlinks(capture, outlinks)

    def keep(self, uri: str, content_type: str, content: bytes) -> None:
        """Store a file of the job's own. Raises EvidenceError."""
        with self._until_a_loss():
            self._writer.write_resource(uri, content_type, content)

    def keep_addresses(self, host: str, addresses: tuple[str, ...]) -> None:
        """Store what a name resolved to, as a resource `dns:` (RFC 4501). Raises EvidenceError."""
        lines = [stamp14(datetime.now(UTC))]
        lines += [f"{host}.\tIN\t{'AAAA' if ':' in address else 'A'}\t{address}" for address in addresses]
        self.keep(f"dns:{host}", "text/dns", "\r\n".join([*lines, ""]).encode())

    def sync(self) -> None:
        """Raises EvidenceError."""
        self._writer.sync()
        self.records_since_sync = 0

    @property
    def synced(self) -> tuple[str, int] | None:
        """The stem of the open WARC and how much of it is on disk for good."""
        return self._writer.synced

    def finish(self) -> None:
        """Finish the open WARC. Raises EvidenceError."""
        with self._until_a_loss():
            self._writer.finish()

    def leave(self) -> None:
        """Let go of what is open; a WARC that could not be finished is salvaged by the next job."""
        self._writer.leave()
        self._payloads.close()

    def _finished(self, stem: str) -> None:
        self._payloads.finish(stem)
        self.finished.add(stem)

    @contextmanager
    def _until_a_loss(self) -> Iterator[None]:
        """What was asked to be stored is stored, or nothing is any more."""
        if self.failure:
            raise self.failure
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            self.failure = cannot_write(self._collection, error)
            raise self.failure from error
        except Exception as error:
            self.failure = error
            raise
