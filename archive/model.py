"""The nouns of Lumbung: what a site, an exchange, a capture and a document are.

    Seed ──► Exchange ──► Capture ──► Page ──► Document
    a row     bytes on     a record    read     what the
    of        the wire     in a WARC   back     page says
    seeds.csv

All are frozen: a fact that was recorded is never edited, only written anew.
The field names of Document are the keys of a line in documents/*.jsonl.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from archive.spool import Spool

DOCUMENT_SCHEMA = "lumbung-document/1"

HTML_TYPES = ("text/html", "application/xhtml+xml")

# Flags of a page that is not the village's own any more, or not all of it.
TAKEN = frozenset({"gambling_injected", "hijacked", "parked", "suspended"})

Kind = Literal["article", "listing", "page", "other"]
ImageStatus = Literal["archived", "disallowed", "failed", "not_fetched"]


@dataclass(frozen=True, slots=True)
class Seed:
    """One site to archive: one row of seeds.csv. Columns we do not know are kept in `extra`."""

    id: str
    url: str
    name: str | None = None
    kode_wilayah: str | None = None
    platform: str | None = None
    aliases: tuple[str, ...] = ()
    scope: Literal["site", "path"] = "site"
    interval_days: float | None = None
    expected_min: int | None = None
    max_pages: int | None = None
    max_minutes: float | None = None
    delay: float | None = None
    night_only: bool = False
    zone: str | None = None
    robots_override_basis: str | None = None
    robots_override_contact: str | None = None
    tags: tuple[str, ...] = ()
    paused: bool = False
    notes: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What the TLS handshake showed. `certificate` is the leaf in DER; nothing was verified."""

    version: str
    cipher: str
    certificate: bytes | None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One attempt on the wire: the bytes sent and the bytes received, before anything read them.

    `head` is the status line and header lines with the blank line that ends them, `stored_head`
    the same without Transfer-Encoding where chunks were undone; `body` is the body as received
    with its content coding kept and only the chunk framing undone, None when no answer came.
    `error` is None, or: dns, address_refused, refused, connect, tls, closed, reset, garbage,
    disconnect, unconfirmed, time, length, stopped, left. "unconfirmed" is a body that only the close ends,
    over TLS without a close_notify: most likely whole, and nobody can prove it. `preamble` holds
    what came before the final head (1xx heads, blank lines), `framing` the chunk lines and trailers
    that were undone (None when not chunked), `rest` bytes that came after the body.
    """

    url: str
    method: str
    request: bytes
    started_at: datetime
    duration_seconds: float
    status: int | None = None
    preamble: bytes = b""
    head: bytes = b""
    stored_head: bytes = b""
    body: Spool | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()
    framing: bytes | None = None
    rest: bytes = b""
    ip_address: str | None = None
    port: int | None = None
    tls: TlsFacts | None = None
    connection_reused: bool = False
    error: str | None = None
    error_detail: str | None = None
    request_is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored answer: where its record lies and what it says of itself.

    `offset` and `length` are the gzip member's, in bytes; `record_id` has no angle brackets;
    `digest` is `sha1:` and Base32 over the body with its content coding kept. A revisit has the
    mime `warc/revisit` and names in `revisit_of` the record that holds its payload; so does a 304 that
    was asked for. `etag` and `last_modified` are what the server gave to ask again with, as sent.
    """

    url: str
    captured_at: datetime
    status: int
    mime: str | None
    digest: str
    warc_filename: str
    offset: int
    length: int
    record_id: str
    revisit_of: str | None = None
    truncated: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def is_indexed(self) -> bool:
        """Whether it has a CDXJ line: a 304 revisit has none, for replay tools show it as a blank page."""
        return not (self.status == 304 and self.revisit_of)

    @property
    def is_good(self) -> bool:
        """Whether the address has its page, picture or file: a 2xx, or a 304 whose payload is archived."""
        return 200 <= self.status < 300 or not self.is_indexed

    @property
    def is_readable(self) -> bool:
        """Whether the answer gets a line in the documents: a 2xx that its server calls HTML.

        Not robots.txt, which some servers answer with their front page.
        """
        return 200 <= self.status < 300 and self.mime in HTML_TYPES and not self.url.endswith("/robots.txt")


@dataclass(frozen=True, slots=True)
class Page:
    """A stored answer read back for reading: header names as sent, body with content coding undone."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def mime(self) -> str | None:
        """The media type without parameters, in lower case."""
        value = self.header("content-type")
        return value.partition(";")[0].strip().lower() or None if value else None


@dataclass(frozen=True, slots=True)
class Caption:
    """One picture of an article. `text` is without the credit, `raw` as the page shows it.

    `image_url` is the largest form the page shows, `original_url` a larger file it links; the
    original is what is fetched, and `image` the capture of what was fetched.
    """

    text: str | None
    credit: str | None
    image_url: str | None
    alt: str | None
    raw: str | None
    image: Mapping[str, Any] | None = None
    image_status: ImageStatus = "not_fetched"
    original_url: str | None = None

    @property
    def largest_url(self) -> str | None:
        """The address to fetch."""
        return self.original_url or self.image_url


@dataclass(frozen=True, slots=True)
class Document:
    """What one captured page says: a line of documents/*.jsonl. None where unknown."""

    id: str
    url: str
    captured_at: datetime
    capture: Capture
    kind: Kind
    platform: str
    reader_version: str
    platform_reader: str
    article_id: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    author: str | None = None
    author_kind: Literal["person", "account"] | None = None
    language: str | None = None
    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    published_at: datetime | date | None = None
    published_source: str | None = None
    modified_at: datetime | date | None = None
    text: str | None = None
    dateline: str | None = None
    captions: tuple[Caption, ...] = ()
    parts: tuple[Mapping[str, Any], ...] | None = None
    programme: Mapping[str, Any] | None = None
    village: Mapping[str, Any] | None = None
    regions: tuple[Mapping[str, Any], ...] | None = None
    same_as: str | None = None
    near_duplicate_of: str | None = None
    story_id: str | None = None
    flags: tuple[str, ...] = ()
    flag_details: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether it was read and nobody had put anything into it."""
        return self.kind != "other" and TAKEN.isdisjoint(self.flags)

    @property
    def unread_reason(self) -> str | None:
        """Why the page could not be read; None when it was."""
        return unread_reason(self.flags, self.flag_details)


def unread_reason(flags: Iterable[str], details: Iterable[Mapping[str, Any]]) -> str | None:
    """Why a page with these flags could not be read, "unknown" where that was not noted; None when it was read."""
    if "unreadable" not in flags:
        return None
    reasons = (detail.get("reason") for detail in details if detail.get("flag") == "unreadable")
    return next((str(reason) for reason in reasons if reason), "unknown")
