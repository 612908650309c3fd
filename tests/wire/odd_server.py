"""A loopback server that answers byte by byte as it is told, however odd, and remembers both directions.

    with serve(ODD_ANSWERS) as site:      # or serve(ODD_ANSWERS, tls=Tls(...))
        ...                               # `/` links to /kasus/NAME for each answer
        site.turns                        # every request that came, and what was really sent for it

Nothing here uses an HTTP library: what stands in an answer (odd_answers.py) is what goes out.
"""

from __future__ import annotations

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

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.wire.odd_answers import UNANSWERED, Answer, head, ok

_TLS_HANDSHAKE = 0x16


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
