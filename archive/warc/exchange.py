"""One exchange as WARC records: response, request, and metadata that tells how it went.

The block of a response is what came over the wire with one thing undone: chunked framing, and with
it the Transfer-Encoding line. So the payload digest, every checker and every replay tool agree.
What was undone lies in the metadata record as `wire-…` fields, Base64, and `wire_response` puts
the answer together again byte for byte. See docs/decisions/0002-stored-form.md.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from archive.http import without_transfer_encoding
from archive.model import Capture, Exchange
from archive.warc.records import Record, make_record, new_record_id, warc_fields
from archive.warc.tls import tls_fields

# What WARC-Truncated says of each error that cut an answer; other errors are "unspecified".
_TRUNCATED = {
    "time": "time",
    "length": "length",
    "disconnect": "disconnect",
    "unconfirmed": "disconnect",
    "reset": "disconnect",
}

REVISIT_MIME = "warc/revisit"
_ANSWER = "application/http;msgtype=response"


@dataclass(frozen=True, slots=True)
class Original:
    """The record that holds a payload: what a revisit says of it."""

    record_id: str
    url: str
    date: str
    digest: str


@dataclass(frozen=True, slots=True)
class Trail:
    """How the crawl came to an address: the page that led to it, and the hops from the seed.

    `hops` has a letter a hop, as Heritrix writes them: L link, R redirect, E embedded picture,
    P robots.txt, S sitemap or feed.
    """

    via: str | None = None
    hops: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeRecords:
    """The records of one exchange in the order they are written.

    `capture` is that of the first record, its file name, offset and length still to be filled in.
    """

    records: tuple[Record, ...]
    capture: Capture | None


def exchange_records(
    exchange: Exchange, warcinfo_id: str, trail: Trail, original: Original | None = None
) -> ExchangeRecords:
    """Response (or revisit, when `original` holds the payload: the same again, or what a 304 stands for) and
    request when an answer came; always metadata with the outcome."""
    response_id, request_id = new_record_id(), new_record_id()
    common = [
        ("WARC-Target-URI", exchange.url),
        ("WARC-Warcinfo-ID", f"<{warcinfo_id}>"),
        *([("WARC-IP-Address", exchange.ip_address)] if exchange.ip_address else []),
        *([("WARC-Protocol", protocol)] if (protocol := _protocol(exchange)) else []),
        *(tls_fields(exchange.tls) if exchange.tls else ()),
    ]
    records: list[Record] = []
    capture = None
    if exchange.status is not None and exchange.body is not None:
        truncated = _TRUNCATED.get(exchange.error, "unspecified") if exchange.error else None
        # Of a 304 that of the page it stands for: its own body is empty by definition.
        digest = original.digest if original else exchange.body.payload_digest
        fields = [*common, ("WARC-Concurrent-To", f"<{request_id}>"), ("WARC-Payload-Digest", digest)]
        if original:
            records.append(_revisit(exchange, response_id, fields, original))
        else:
            fields += [("WARC-Truncated", truncated)] if truncated else []
            records.append(
                make_record(
                    "response", response_id, exchange.started_at, fields, _ANSWER, exchange.stored_head, exchange.body
                )
            )
        capture = Capture(
            url=exchange.url,
            captured_at=exchange.started_at,
            status=exchange.status,
            mime=REVISIT_MIME if original else mime_of(exchange.headers),
            digest=digest,
            warc_filename="",
            offset=0,
            length=0,
            record_id=response_id,
            revisit_of=original.record_id if original else None,
            truncated=truncated,
            **validators_of(exchange.status, exchange.headers),
        )
    if exchange.request:
        records.append(
            make_record(
                "request",
                request_id,
                exchange.started_at,
                [
                    *common,
                    *([("WARC-Concurrent-To", f"<{response_id}>")] if capture else []),
                    *([("WARC-Truncated", "disconnect")] if exchange.request_is_cut else []),
                ],
                "application/http;msgtype=request",
                exchange.request,
            )
        )
    of = response_id if capture else request_id if exchange.request else None
    records.append(
        make_record(
            "metadata",
            new_record_id(),
            exchange.started_at,
            [*common, *([("WARC-Concurrent-To", f"<{of}>")] if of else [("WARC-Refers-To", f"<{warcinfo_id}>")])],
            "application/warc-fields",
            warc_fields(_metadata(exchange, trail)),
        )
    )
    return ExchangeRecords(tuple(records), capture)


def _revisit(exchange: Exchange, record_id: str, fields: list[tuple[str, str]], original: Original) -> Record:
    """The answer's head, and where the payload lies (WARC/1.1 6.7.2 and 6.7.3)."""
    is_same_again = exchange.status != 304
    profile = "identical-payload-digest" if is_same_again else "server-not-modified"
    refers = [
        ("WARC-Profile", f"http://netpreserve.org/warc/1.1/revisit/{profile}"),
        ("WARC-Refers-To", f"<{original.record_id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.date),
        *([("WARC-Truncated", "length")] if is_same_again else []),
    ]
    return make_record("revisit", record_id, exchange.started_at, [*fields, *refers], _ANSWER, exchange.stored_head)


def _protocol(exchange: Exchange) -> str | None:
    """What was spoken: the answer's version, else the request's; None when neither was."""
    if exchange.head[:8].upper() == b"HTTP/1.0":
        return "http/1.0"
    return "http/1.1" if exchange.request and exchange.head[:3].upper() != b"ICY" else None


def mime_of(headers: tuple[tuple[bytes, bytes], ...]) -> str | None:
    """The media type a server named, in lower case and without parameters."""
    for name, value in headers:
        if name.lower() == b"content-type":
            return value.partition(b";")[0].strip().decode("latin-1").lower() or None
    return None


class Validators(TypedDict):
    """What a server gives to ask again with (RFC 9110 8.8), as sent."""

    etag: str | None
    last_modified: str | None


def validators_of(status: int, headers: tuple[tuple[bytes, bytes], ...]) -> Validators:
    """Of a page or of what stands for it; none that could not be sent back as they came."""
    found: dict[bytes, str] = {}
    for name, value in headers if status in (200, 304) else ():
        if name.lower() in (b"etag", b"last-modified") and _SENDABLE.fullmatch(value):
            found.setdefault(name.lower(), value.decode("ascii"))
    return {"etag": found.get(b"etag"), "last_modified": found.get(b"last-modified")}


_SENDABLE = re.compile(rb"[\x20-\x7e]{1,200}")


def _metadata(exchange: Exchange, trail: Trail) -> Iterator[tuple[str, str]]:
    if trail.via:
        yield "via", trail.via
    yield "hopsFromSeed", trail.hops
    yield "fetchTimeMs", str(round(exchange.duration_seconds * 1000))
    if exchange.error:
        yield "error", exchange.error
    if exchange.error_detail:
        yield "errorDetail", exchange.error_detail
    yield "connection", "reused" if exchange.connection_reused else "new"
    if exchange.tls:
        yield "tlsVersion", exchange.tls.version
        yield "tlsCipher", exchange.tls.cipher
        if exchange.tls.certificate and not exchange.connection_reused:
            yield "tlsCertificate", _base64(exchange.tls.certificate)
    if exchange.preamble:
        yield "wire-preamble", _base64(exchange.preamble)
    if exchange.framing is not None:
        for offset, line in without_transfer_encoding(exchange.head)[1]:
            yield "wire-transfer-encoding", f"{offset} {_base64(line)}"
        yield "wire-chunk-framing", _base64(exchange.framing)
    if exchange.rest:
        yield "wire-rest", _base64(exchange.rest)
    if exchange.status is None and exchange.head:
        yield "wire-received", _base64(exchange.head)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]+)[^\n]*\n")


def wire_response(head: bytes, body: bytes, metadata: list[tuple[str, str]]) -> bytes:
    """The answer as it came over the wire, from the stored head, body and the fields of its metadata record."""
    found: dict[str, list[str]] = {}
    for name, value in metadata:
        found.setdefault(name, []).append(value)
    for field in found.get("wire-transfer-encoding", []):
        offset, _, line = field.partition(" ")
        head = head[: int(offset)] + base64.b64decode(line) + head[int(offset) :]
    if "wire-chunk-framing" in found:
        body = b"".join(rechunked(body, base64.b64decode(found["wire-chunk-framing"][0])))
    preamble, rest = (base64.b64decode(found.get(name, [""])[0]) for name in ("wire-preamble", "wire-rest"))
    return preamble + head + body + rest


def rechunked(body: bytes, framing: bytes) -> Iterator[bytes]:
    """A body between the chunk lines and trailers it came with."""
    at = taken = 0
    while size := _CHUNK_SIZE.match(framing, at):
        yield size[0]
        at = size.end()
        length = int(size[1], 16)
        if not length:
            break
        yield body[taken : taken + length]
        taken += length
        end = framing.find(b"\n", at) + 1 or len(framing)
        yield framing[at:end]
        at = end
    yield framing[at:]
