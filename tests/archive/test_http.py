"""Heads as servers write them."""

import pytest

from archive.http import HeadError, parse_head, split_head, without_transfer_encoding


def test_odd_heads_are_read_and_nothing_of_them_is_lost() -> None:
    head = parse_head(
        b"HTTP/1.0 200 Oke Sip\r\nx-powered-BY: OpenSID\nbaris tanpa titik dua\r\nX-Folded: satu\r\n  dua\r\n"
        b"Set-Cookie: a\r\nX-Latin: Yogyakart\xe9\r\nSet-Cookie: b\r\n\r\n"
    )

    assert (head.status, head.version, head.reason) == (200, (1, 0), b"Oke Sip")
    assert head.headers[0] == (b"x-powered-BY", b"OpenSID")
    assert head.values(b"x-folded") == [b"satu dua"]
    assert head.values(b"set-cookie") == [b"a", b"b"]
    assert head.values(b"x-latin") == [b"Yogyakart\xe9"]


def test_a_status_line_without_reason_is_a_status_line() -> None:
    assert parse_head(b"HTTP/1.1 204\r\n\r\n").status == 204


def test_what_is_not_http_is_refused() -> None:
    with pytest.raises(HeadError):
        parse_head(b"SSH-2.0-OpenSSH_8.9\r\n")


def test_only_the_transfer_encoding_line_is_taken_out_of_a_head() -> None:
    head = b"HTTP/1.1 200 OK\r\nA: 1\r\ntransfer-ENCODING: chunked\r\nB: 2\r\n\r\n"

    kept, removed = without_transfer_encoding(head)

    assert kept == b"HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n"
    assert removed == [(23, b"transfer-ENCODING: chunked\r\n")]


@pytest.mark.parametrize("blank", [b"\r\n\r\n", b"\n\n", b"\n\r\n"])
def test_the_first_blank_line_ends_the_head(blank: bytes) -> None:
    assert split_head(b"HTTP/1.1 200 OK" + blank + b"isi\n\nlagi") == (b"HTTP/1.1 200 OK" + blank, b"isi\n\nlagi")


def test_a_bare_carriage_return_does_not_hide_the_end_of_a_head() -> None:
    head = b"HTTP/1.1 200 OK\r\nA: 1\n\rTransfer-Encoding: chunked\r\n\r\n"

    kept, _ = without_transfer_encoding(head)

    assert split_head(kept + b"isi") == (kept, b"isi")
