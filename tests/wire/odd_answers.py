"""The odd answers: what stands here is what goes out, byte by byte."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import Literal

import brotli

MAX_BODY_BYTES = 1_200_000
ANSWER_SECONDS = 3

# What happens to the connection after the last byte:
#   keep        it waits for the next request
#   close       it ends, over TLS with a close_notify
#   drop        it ends without one, as many servers do
#   reset       it is torn off
#   half_close  this side ends while the connection is idle; what the client still sends is noted
#   stale       the next request on it is read and never answered
#   hang        nothing happens until the client has had enough
End = Literal["keep", "close", "drop", "reset", "half_close", "stale", "hang"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Steps: bytes are written in one call each, a number is a pause in seconds.

    `error` is what a client that keeps everything must call it; None when the answer is whole.
    `drop` over TLS leaves a body that only the close ends unconfirmed (RFC 9112, 8 and 9.8), and
    so does a reset.
    """

    steps: tuple[bytes | float, ...]
    end: End = "keep"
    error: str | None = None

    @property
    def message(self) -> bytes:
        return b"".join(step for step in self.steps if isinstance(step, bytes))

    @property
    def ends_with_the_connection(self) -> bool:
        """Whether nothing but the close says where the body ends."""
        return b"\r\n\r\n" in self.message and not re.search(
            rb"(?i)\n(content-length|transfer-encoding):", self.message
        )


UNANSWERED = Answer((), "close", "closed")


PAGE = (
    b"<!DOCTYPE html><title>Desa Contohrejo</title><body>"
    + b"<p>Ibu-ibu belajar menjahit di perpustakaan desa.</p>\r\n\r\n" * 40
    + b"</body>"
)
GZIPPED = gzip.compress(PAGE, mtime=0)
HTML = b"Content-Type: text/html; charset=utf-8"


def head(status_line: bytes, *lines: bytes, end: bytes = b"\r\n") -> bytes:
    return end.join((status_line, *lines, b"", b""))


def ok(body: bytes, *lines: bytes) -> bytes:
    """A whole and unremarkable answer but for the lines given."""
    return head(b"HTTP/1.1 200 OK", HTML, *lines, b"Content-Length: %d" % len(body)) + body


def own_page(name: str) -> bytes:
    """A page like no other, so that it is no revisit."""
    return PAGE.replace(b"Contohrejo", name.encode())


def in_chunks(body: bytes, size: int, extension: bytes = b"", trailers: bytes = b"", end: bytes = b"\r\n") -> bytes:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    framed = b"".join(b"%x" % len(piece) + extension + end + piece + end for piece in pieces)
    return framed + b"0" + extension + end + trailers + end


def one_by_one(data: bytes) -> tuple[bytes, ...]:
    return tuple(data[at : at + 1] for at in range(len(data)))


def once(answer: Answer) -> tuple[Answer, Answer]:
    """Odd the first time, whole when asked again: spares the tests a third try and its rest."""
    return answer, Answer((ok(PAGE),))


CHUNKED = b"Transfer-Encoding: chunked"
EARLY_HINTS = head(b"HTTP/1.1 103 Early Hints", b"Link: </gaya.css>; rel=preload")
LONG_HEADER = b"X-Panjang: " + b"a" * 99

# name -> the answers to the first, second, … request; the last one stands for all that follow.
ODD_ANSWERS: dict[str, tuple[Answer, ...]] = {
    # connections that only seem to be kept alive; first, so that other requests follow on each site
    "unanswered-next-time": (Answer((ok(PAGE),), "stale"),),
    "closed-while-idle": (Answer((ok(PAGE),), "half_close"),),
    # heads
    "odd-head": (
        Answer(
            (
                head(
                    b"HTTP/1.1 200 Oke Sip",
                    b"x-powered-BY: OpenSID",
                    b"Set-Cookie: a=1",
                    b"content-TYPE:text/html;  charset=utf-8",
                    b"Set-Cookie: b=2",
                    b"X-Spasi  :    ada   ",
                    b"X-Latin: Yogyakart\xe9",
                    b"X-Lipat: satu\r\n\t dua",
                    b'ETag: W/"x"',
                    b"baris tanpa titik dua",
                    b"X-Kosong:",
                    b"CONTENT-length: %d" % len(PAGE),
                )
                + PAGE,
            )
        ),
    ),
    "no-reason": (Answer((head(b"HTTP/1.1 200", HTML, b"Content-Length: 3") + b"isi",)),),
    "lower-case-version": (Answer((head(b"http/1.1 200 ok", HTML, b"Content-Length: 3") + b"abc",)),),
    "bare-line-feeds": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: %d" % len(PAGE), end=b"\n") + PAGE,)),
    ),
    "blank-lines-first": (Answer((b"\r\n\r\n" + ok(PAGE),)),),
    "head-byte-by-byte": (Answer((*one_by_one(head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 9")), b"perlahan.")),),
    "all-byte-by-byte": (
        Answer(one_by_one(head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + in_chunks(b"sedikit", 3, b";a", b"X-T: 1\r\n"))),
    ),
    "head-of-200-kb": (Answer((ok(PAGE, *[LONG_HEADER] * 2000),)),),
    "head-of-300-kb": (Answer((ok(PAGE, *[LONG_HEADER] * 3000),), error="garbage"),),
    # codings and chunks
    "gzip": (Answer((ok(GZIPPED, b"content-encoding: gzip", b"Vary: accept-encoding"),)),),
    "chunked": (
        Answer(
            (
                head(b"HTTP/1.1 200 OK", HTML, CHUNKED, b"Trailer: X-Ekor") + in_chunks(PAGE, 777, b";a=1")[:100],
                in_chunks(PAGE, 777, b";a=1", b"X-Ekor: ya\r\nX-Lagi: \xe9\r\n")[100:],
            )
        ),
    ),
    "chunked-own-page": (
        Answer((head(b"HTTP/1.1 200 OK", b"TRANSFER-encoding:chunked", HTML) + in_chunks(own_page("Cacah"), 500),)),
    ),
    "chunked-gzip": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Encoding: gzip", CHUNKED) + in_chunks(GZIPPED, 64),)),
    ),
    "chunked-bare-line-feeds": (Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + in_chunks(PAGE, 900, end=b"\n"),)),),
    "chunked-and-length": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 7", CHUNKED, b"X-A: b") + in_chunks(PAGE, 901),)),
    ),
    "chunked-folded": (
        Answer((head(b"HTTP/1.1 200 OK", b"Transfer-Encoding:\r\n chunked", HTML) + in_chunks(PAGE, 902),)),
    ),
    "chunked-leading-zeros": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + b"0005  \r\nhalo.\r\n000\r\n\r\n",)),
    ),
    "chunked-closed-at-trailers": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + in_chunks(PAGE, 903)[:-2],), "close"),
    ),
    "chunk-of-wrong-size": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + b"4\r\nlebih panjang\r\n0\r\n\r\n",), "close", "garbage"),
    ),
    "chunk-without-size": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + b"3\r\nisi\r\nbukan\r\n\r\n",), "close", "garbage"),
    ),
    # statuses
    "redirect": (Answer((head(b"HTTP/1.1 302 Ditemukan", b"Location: /kasus/tujuan?dari=x", b"Content-Length: 6") + b"pindah",)),),
    "busy-at-first": once(Answer((head(b"HTTP/1.1 503 Sibuk", b"Retry-After: 1", b"Content-Length: 5") + b"sibuk",))),
    "too-many-requests": once(Answer((head(b"HTTP/1.1 429 Pelan", b"Retry-After: 1", b"Content-Length: 5") + b"pelan",))),
    "not-modified-unasked": (
        Answer((head(b"HTTP/1.1 304 Not Modified", b'etag: "abc"', b"Content-Length: 99", b"Date: Sun, 22 Nov 2026 06:00:00 GMT"),)),
    ),
    "no-content": (Answer((head(b"HTTP/1.1 204 No Content", b"X-a: b"),)),),
    "empty": (Answer((ok(b""),)),),
    "not-found": (Answer((head(b"HTTP/1.1 404 Tidak Ada", HTML, b"Content-Length: 9") + b"tidak ada",)),),
    # interim heads
    "hints-in-the-same-packet": (Answer((EARLY_HINTS + ok(PAGE),)),),
    "hints-in-an-earlier-packet": (Answer((EARLY_HINTS, 0.1, ok(PAGE))),),
    "two-interim-heads": (Answer((head(b"HTTP/1.1 102 Sabar") + EARLY_HINTS[:20], 0.1, EARLY_HINTS[20:] + ok(PAGE))),),
    # where the body ends
    "http-1-0": (Answer((head(b"HTTP/1.0 200 OK", HTML, b"Server: tua") + PAGE,), "close"),),
    "http-1-0-dropped": once(Answer((head(b"HTTP/1.0 200 OK", HTML) + own_page("Tua"),), "drop")),
    "connection-close": (Answer((ok(PAGE, b"Connection: close"),), "close"),),
    "same-length-twice": (Answer((ok(PAGE, b"Content-Length: %d" % len(PAGE)),)),),
    "contradicting-lengths": (Answer((ok(PAGE, b"Content-Length: 3"),), "close"),),
    "length-that-is-none": (Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: banyak") + PAGE,), "close"),),
    "bytes-after-the-body": (Answer((ok(PAGE) + b"SAMPAH\x00\r\n\r\n",)),),
    "bytes-after-no-content": (Answer((head(b"HTTP/1.1 204 No Content") + b"isi yang tidak boleh ada",)),),
    "large": (Answer((ok(b"besar" * 220_000),)),),
    # cut off
    "length-too-great": once(Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 100000") + PAGE,), "close", "disconnect")),
    "length-too-great-dropped": once(Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 100000") + PAGE,), "drop", "disconnect")),
    "cut-in-a-chunk": once(Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + in_chunks(PAGE, 1000)[:1700],), "close", "disconnect")),
    "cut-in-a-chunk-size": once(Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED) + b"3\r\nisi\r\n1",), "close", "disconnect")),
    "cut-in-gzip": once(Answer((ok(GZIPPED, b"Content-Encoding: gzip")[:-30],), "close", "disconnect")),
    "too-long": (Answer((head(b"HTTP/1.1 200 OK", HTML), *[b"x" * 65536] * 40), "close", "length"),),
    "too-long-and-says-so": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 9000000"), *[b"y" * 65536] * 40), "hang", "length"),
    ),
    "too-long-in-chunks": (
        Answer((head(b"HTTP/1.1 200 OK", HTML, CHUNKED), *[b"10000\r\n" + b"z" * 65536 + b"\r\n"] * 40), "hang", "length"),
    ),
    "slow-body": once(Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 5000") + PAGE[:400],), "hang", "time")),
    "slow-head": once(Answer((b"HTTP/1.1 200 OK\r\nContent-",), "hang", "time")),
    "reset-in-the-body": once(Answer((head(b"HTTP/1.1 200 OK", HTML, b"Content-Length: 5000") + PAGE[:900], 0.1), "reset", "disconnect")),
    "reset-in-a-body-without-length": once(Answer((head(b"HTTP/1.0 200 OK", HTML) + PAGE[:901], 0.1), "reset", "disconnect")),
    # no answer
    "cut-in-the-head": (Answer((b"HTTP/1.1 200 OK\r\nContent-Ty",), "close", "garbage"),),
    "closed-without-a-word": (Answer((), "close", "closed"),),
    "reset-at-once": once(Answer((), "reset", "reset")),
    "garbage": (Answer((b"SSH-2.0-OpenSSH_8.9\r\n",), "close", "garbage"),),
    "garbage-before-the-status-line": (Answer((b"sampah\r\n" + ok(PAGE),), "close", "garbage"),),
}  # fmt: skip

# warcio (1.8.1, with Google's brotli) cannot read these, so they are kept away from it.
BROTLI_ANSWERS = {
    "br-unasked": (Answer((ok(brotli.compress(PAGE), b"Content-Encoding: br"),)),),
    "br-cut": once(Answer((ok(brotli.compress(PAGE), b"Content-Encoding: br")[:-9],), "close", "disconnect")),
}


# ---- the server ----
