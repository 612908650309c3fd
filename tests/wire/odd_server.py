"""A loopback server that answers byte by byte as it is told, however odd, and remembers both directions.

    with serve(ODD_ANSWERS) as site:      # or serve(ODD_ANSWERS, tls=Tls(...))
        ...                               # `/` links to /kasus/NAME for each answer
        site.turns                        # every request that came, and what was really sent for it

Nothing here uses an HTTP library: what stands in ODD_ANSWERS is what goes out.
"""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import struct
import threading
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import brotli
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

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


@dataclass(slots=True)
class Turn:
    """One request that came and what was sent for it. `connection` counts from 1 for each site."""

    connection: int
    target: str
    received: bytes
    answer: Answer
    sent: bytearray = field(default_factory=bytearray)
    tls: tuple[str, str] | None = None

    @property
    def error(self) -> str | None:
        """What a client must call this answer on this connection; None when it is whole."""
        if self.tls and self.answer.ends_with_the_connection and self.answer.end in ("drop", "reset"):
            return "unconfirmed"
        return self.answer.error


# ---- the answers ----

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

_TLS_HANDSHAKE = 0x16


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate nobody should trust, and the one version spoken."""

    certificate: bytes
    context: ssl.SSLContext


@dataclass(frozen=True, slots=True)
class OddSite:
    """A site while it is being served: its address with the last slash, and what happened so far."""

    url: str
    answers: Mapping[str, Sequence[Answer]]
    turns: list[Turn]
    stray: list[bytes]
    tls: Tls | None

    def url_of(self, name: str) -> str:
        return f"{self.url}kasus/{name}"


@contextmanager
def serve(answers: Mapping[str, Sequence[Answer]], tls: Tls | None = None) -> Iterator[OddSite]:
    """Serve these on a free port of 127.0.0.1; anything else is 404."""
    server = _Server(answers, tls)
    accepting = threading.Thread(target=server.accept_all, name=f"odd {server.site.url}")
    accepting.start()
    try:
        yield server.site
    finally:
        server.hang_up()
        accepting.join()


def expired_certificate(folder: Path, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Tls:
    """Self-signed, for another name, and expired in 2021."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desa-lain.example")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2021, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{version.name}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions are the point
        context.minimum_version = context.maximum_version = version
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.load_cert_chain(file)
    return Tls(certificate.public_bytes(serialization.Encoding.DER), context)


class _Server:
    def __init__(self, answers: Mapping[str, Sequence[Answer]], tls: Tls | None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.settimeout(0.05)
        scheme = "https" if tls else "http"
        url = f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}/"
        self.site = OddSite(url, answers, [], [], tls)
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._is_over = False
        self._open: set[socket.socket] = set()

    def accept_all(self) -> None:
        threads: list[threading.Thread] = []
        while not self._is_over:
            with suppress(TimeoutError):
                connection, _ = self._listener.accept()
                thread = threading.Thread(target=self._serve, args=(connection, len(threads) + 1))
                threads.append(thread)
                thread.start()
        self._listener.close()
        for thread in threads:
            thread.join()

    def hang_up(self) -> None:
        self._is_over = True
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def _serve(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A client that goes away is no news; what it left behind is in the turns.
        with suppress(OSError):
            if self.site.tls:
                connection = self.site.tls.context.wrap_socket(connection, server_side=True)
            with self._lock:
                self._open.add(connection)
            self._converse(connection, number)
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def _converse(self, connection: socket.socket, number: int) -> None:
        waiting = bytearray()
        speechless = False
        while not self._is_over:
            while b"\r\n\r\n" not in waiting:
                data = connection.recv(65536)
                if not data:
                    self.site.stray.extend([bytes(waiting)] if waiting else [])
                    return
                waiting += data
                if waiting[0] == _TLS_HANDSHAKE:
                    connection.sendall(head(b"HTTP/1.1 400 Bad Request", b"Connection: close"))
                    return
            end = waiting.index(b"\r\n\r\n") + 4
            turn = self._turn(connection, number, bytes(waiting[:end]), speechless)
            del waiting[:end]
            self._send(connection, turn)
            match turn.answer.end:
                case "stale":
                    speechless = True
                case "half_close":
                    speechless = True
                    # Past SSLSocket.shutdown, which would also give up reading.
                    socket.socket.shutdown(connection, socket.SHUT_WR)
                case "reset":
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                case "hang":
                    connection.recv(1)
                    return
                case "close":
                    if isinstance(connection, ssl.SSLSocket):
                        connection.unwrap()
                    return
                case "drop":
                    return

    def _turn(self, connection: socket.socket, number: int, request: bytes, speechless: bool) -> Turn:
        target = request.split(b" ", 2)[1].decode("latin-1")
        tls = None
        if isinstance(connection, ssl.SSLSocket):
            version, cipher = connection.version(), connection.cipher()
            assert version
            assert cipher
            tls = (version, cipher[0])
        with self._lock:
            answer = UNANSWERED if speechless else self._answer(target)
            turn = Turn(number, target, request, answer, tls=tls)
            self.site.turns.append(turn)
        return turn

    def _answer(self, target: str) -> Answer:
        name = target.removeprefix("/kasus/")
        if answers := self.site.answers.get(name):
            self._asked[name] += 1
            return answers[min(self._asked[name], len(answers)) - 1]
        if target == "/":
            return Answer((ok("".join(f"<a href=/kasus/{name}>{name}</a> " for name in self.site.answers).encode()),))
        if target == "/robots.txt":
            return Answer((head(b"HTTP/1.1 200 OK", b"Content-Type: text/plain", b"Content-Length: 0"),))
        return Answer((head(b"HTTP/1.1 404 Not Found", b"Content-Length: 4") + b"404\n",))

    def _send(self, connection: socket.socket, turn: Turn) -> None:
        for step in turn.answer.steps:
            if isinstance(step, float):
                time.sleep(step)
                continue
            left = memoryview(step)
            while left:
                count = connection.send(left)
                turn.sent += left[:count]
                left = left[count:]
