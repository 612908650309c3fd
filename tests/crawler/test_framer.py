"""Where answers begin and end, however they are split over reads."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.exchange import rechunked
from crawler.wire.framer import FramingError, ResponseFramer

BODY = b"<p>Perpustakaan desa</p>\r\n\r\n<p>isi</p>"
OK = b"HTTP/1.1 200 OK\r\n"


def chunked(body: bytes, size: int, extension: bytes = b"", trailers: bytes = b"", end: bytes = b"\r\n") -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    framed = b"".join(b"%x" % len(piece) + extension + end + piece + end for piece in pieces)
    return framed + b"0" + extension + end + trailers + end


# name -> (message, body, status, what ends it)
MESSAGES = {
    "length": (OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY, BODY, 200, "itself"),
    "empty": (OK + b"Content-Length: 0\r\n\r\n", b"", 200, "itself"),
    "odd case and spaces": (OK + b"CONTENT-length:   %d  \r\n\r\n" % len(BODY) + BODY, BODY, 200, "itself"),
    "bare line feeds": (b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(BODY) + BODY, BODY, 200, "itself"),
    "chunked": (OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY, 7), BODY, 200, "itself"),
    "chunked with extensions and trailers": (
        OK + b"transfer-encoding: Chunked\r\n\r\n" + chunked(BODY, 9, b";a=1", b"X-T: ya\r\nX-U: b\r\n"), BODY, 200, "itself",
    ),
    "chunked with bare line feeds": (OK + b"Transfer-Encoding: chunked\n\n" + chunked(BODY, 11, end=b"\n"), BODY, 200, "itself"),
    "chunked and length": (OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(BODY, 5), BODY, 200, "itself"),
    "early hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY, BODY, 200, "itself"),
    "two interim heads": (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\nx", b"x", 200, "itself"),
    "blank lines first": (b"\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\nx", b"x", 200, "itself"),
    "not modified": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", b"", 304, "itself"),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", b"", 204, "itself"),
    "until close": (b"HTTP/1.0 200 OK\r\n\r\n" + BODY, BODY, 200, "close"),
    "contradictory lengths": (OK + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\n" + BODY, BODY, 200, "close"),
    "icy": (b"ICY 200 OK\r\nContent-Length: 1\r\n\r\nx", b"x", 200, "itself"),
    "colon-less line": (OK + b"baris tanpa titik dua\r\nContent-Length: 1\r\n\r\nx", b"x", 200, "itself"),
}  # fmt: skip


def body_of(framer: ResponseFramer) -> bytes:
    return framer.body.read() if framer.body else b""


def received(framer: ResponseFramer) -> bytes:
    """All that came, put together again from the parts it was told apart into."""
    if framer.head is None:
        return framer.unframed
    body = body_of(framer)
    if framer.framing is not None:
        body = b"".join(rechunked(body, framer.framing))
    return framer.preamble + framer.head_bytes + body + framer.rest


def splits(message: bytes) -> Iterator[list[bytes]]:
    """Every way to receive it in two reads, and byte by byte."""
    for at in range(len(message) + 1):
        yield [message[:at], message[at:]]
    yield [message[at : at + 1] for at in range(len(message))]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_split_of_a_message_over_reads_gives_the_same_answer(name: str) -> None:
    message, body, status, ending = MESSAGES[name]

    for pieces in splits(message):
        framer = ResponseFramer("GET", 10**6)
        done = [framer.feed(piece) for piece in pieces if piece]

        assert done[-1] is (ending == "itself")
        assert not any(done[:-1]) or pieces[1] == b""
        assert framer.close() is None
        assert framer.head is not None
        assert (framer.head.status, body_of(framer)) == (status, body)
        assert received(framer) == message
        assert framer.rest == b""


@pytest.mark.parametrize("name", [name for name, message in MESSAGES.items() if message[3] == "itself"])
def test_bytes_after_an_answer_are_kept_apart(name: str) -> None:
    message, body, *_ = MESSAGES[name]
    framer = ResponseFramer("GET", 10**6)

    assert framer.feed(message + b"SAMPAH")
    assert body_of(framer) == body
    assert framer.rest == b"SAMPAH"


@pytest.mark.parametrize(
    ("message", "error", "body"),
    [
        (b"", "closed", None),
        (b"HTT", "garbage", None),
        (OK + b"Content-Length: 99\r\n\r\n" + BODY, "disconnect", BODY),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\n" + BODY, "disconnect", BODY),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY, 7)[:-7], "disconnect", BODY),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(BODY, 7)[:-2], None, BODY),
    ],
)
def test_an_answer_that_is_cut_off_says_so_and_keeps_what_came(
    message: bytes, error: str | None, body: bytes | None
) -> None:
    framer = ResponseFramer("GET", 10**6)
    if message:
        framer.feed(message)

    assert framer.close() == error
    assert received(framer) == message
    if body is not None:
        assert body_of(framer) == body


@pytest.mark.parametrize(
    "message",
    [
        b"SSH-2.0-OpenSSH_8.9\r\n",
        b"<html>",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n",
    ],
)
def test_what_is_no_answer_is_refused_with_its_bytes_kept(message: bytes) -> None:
    framer = ResponseFramer("GET", 10**6)

    with pytest.raises(FramingError):
        framer.feed(message)
    assert received(framer) == message


def test_a_head_without_end_is_refused_before_it_fills_memory() -> None:
    framer = ResponseFramer("GET", 10**6)

    with pytest.raises(FramingError, match="no answer yet"):
        framer.feed(OK + b"X: " + b"a" * 300_000)


def test_a_body_above_the_limit_is_noticed_while_it_comes() -> None:
    framer = ResponseFramer("GET", 100)

    assert not framer.feed(OK + b"\r\n" + b"x" * 100)
    assert not framer.is_too_long
    framer.feed(b"x")
    assert framer.is_too_long


def test_a_head_request_has_no_body_whatever_its_length_says() -> None:
    assert ResponseFramer("HEAD", 100).feed(OK + b"Content-Length: 50\r\n\r\n")


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\n\r\n", False),
    ],
)
def test_a_connection_is_kept_only_when_both_ends_know_where_the_answer_ended(head: bytes, kept: bool) -> None:
    framer = ResponseFramer("GET", 100)
    framer.feed(head)

    assert framer.keep_alive is kept


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=20))
def test_any_bytes_in_any_pieces_never_lose_a_byte(message: bytes, sizes: list[int]) -> None:
    framer = ResponseFramer("GET", 10**6)
    message = OK + message
    at = 0
    try:
        for size in [*sizes, len(message)]:
            if at < len(message):
                framer.feed(message[at : at + size])
                at += size
    except FramingError:
        pass
    framer.close()

    assert received(framer) == message[:at]


@pytest.mark.parametrize("size", [50, 5000])
def test_a_chunk_that_is_cut_off_is_part_of_the_body(size: int) -> None:
    framer = ResponseFramer("GET", 10**6)
    framer.feed(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % 10_000 + b"x" * size)

    assert body_of(framer) == b"x" * size
    assert framer.close() == "disconnect"
    assert framer.framing == b"2710\r\n"


@pytest.mark.parametrize("filler", [b"HTTP/1.1 100 Continue\r\n\r\n", b"\r\n"])
def test_endless_interim_heads_and_blank_lines_are_refused(filler: bytes) -> None:
    framer = ResponseFramer("GET", 10**6)

    def drip() -> None:
        for _ in range(9000):
            framer.feed(filler * 50)

    with pytest.raises(FramingError, match="no answer yet"):
        drip()
    assert len(framer.unframed) < 1_000_000


HEAD_OF_CHUNKS = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def kept(framer: ResponseFramer) -> bytes:
    body = framer.body.read() if framer.body else b""
    return framer.preamble + framer.head_bytes + body + (framer.framing or b"") + framer.rest


def test_nothing_of_a_read_is_lost_where_a_chunk_line_is_bad() -> None:
    framer = ResponseFramer("GET", 1_000_000)

    with pytest.raises(FramingError):
        framer.feed(HEAD_OF_CHUNKS + b"zz\r\nbukti sesudahnya")

    assert kept(framer).endswith(b"zz\r\nbukti sesudahnya")


@pytest.mark.parametrize("half", [b"5\r\nabcde\r\n1", b"0\r\nX-Checksum: abc\r\nX-M"])
def test_half_a_chunk_line_and_half_the_trailers_are_kept_when_no_more_is_taken(half: bytes) -> None:
    framer = ResponseFramer("GET", 1_000_000)
    framer.feed(HEAD_OF_CHUNKS + half)

    framer.give_up()

    assert len(kept(framer)) == len(HEAD_OF_CHUNKS + half)


def test_a_head_is_not_too_long_for_the_body_that_came_in_the_same_read() -> None:
    framer = ResponseFramer("GET", 10_000_000)
    framer.feed(b"HTTP/1.1 200 OK\r\n")
    framer.feed(b"Content-Length: 3000000\r\n\r\n" + b"x" * 300_000)

    assert framer.head is not None
    assert framer.body is not None
    assert framer.body.size == 300_000


@pytest.mark.parametrize("length", [b"9" * 5000, b"0" * 5000 + b"5"])
def test_a_length_of_thousands_of_digits_stops_nothing(length: bytes) -> None:
    framer = ResponseFramer("GET", 1_000_000)
    framer.feed(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nisi")

    assert framer.body is not None
    assert framer.body.read() == b"isi"


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 204 Kosong\r\nContent-Length: 5\r\n\r\n", b"HTTP/1.1 304 X\r\nTransfer-Encoding: chunked\r\n\r\n"],
)
def test_a_connection_whose_next_bytes_may_be_a_late_body_is_not_used_again(head: bytes) -> None:
    framer = ResponseFramer("GET", 1_000_000)

    assert framer.feed(head)
    assert not framer.keep_alive
