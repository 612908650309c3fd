"""Content codings undone within bounds."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.coding import decode_body

CODERS = {
    b"gzip": gzip.compress,
    b"x-gzip": gzip.compress,
    b"deflate": zlib.compress,
    b"br": brotli.compress,
    b"identity": bytes,
}


@pytest.mark.parametrize("coding", CODERS)
@given(body=st.binary(max_size=3000))
def test_each_coding_is_undone(coding: bytes, body: bytes) -> None:
    coded = CODERS[coding](body)

    assert decode_body(coded, [coding]) == (body, None)


def test_deflate_without_its_zlib_header_is_undone_too() -> None:
    assert decode_body(zlib.compress(b"isi" * 99)[2:-4], [b"deflate"]) == (b"isi" * 99, None)


def test_codings_are_undone_last_applied_first() -> None:
    assert decode_body(brotli.compress(gzip.compress(b"isi")), [b"gzip", b"br"]) == (b"isi", None)
    assert decode_body(gzip.compress(gzip.compress(b"isi")), [b"gzip, gzip"]) == (b"isi", None)


def test_gzip_members_in_a_row_are_one_body_and_padding_is_dropped() -> None:
    assert decode_body(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", [b"gzip"]) == (b"ab", None)


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br"])
def test_a_bomb_is_cut_at_the_limit(coding: bytes) -> None:
    bomb = CODERS[coding](b"\0" * 20_000_000)

    decoded, trouble = decode_body(bomb, [coding], limit=1_000_000)

    assert (len(decoded), trouble) == (1_000_000, "too_long")


def test_a_cut_off_stream_gives_what_came() -> None:
    text = bytes(range(256)) * 500
    decoded, trouble = decode_body(gzip.compress(text, 1)[:-20], [b"gzip"])

    assert trouble == "broken"
    assert decoded
    assert text.startswith(decoded)


def test_an_unknown_coding_leaves_the_bytes_as_they_came() -> None:
    assert decode_body(b"\x28\xb5\x2f\xfd", [b"zstd"]) == (b"\x28\xb5\x2f\xfd", "unknown_coding")


@given(st.binary(max_size=200), st.sampled_from([b"gzip", b"deflate", b"br"]))
def test_any_bytes_under_any_coding_never_raise(body: bytes, coding: bytes) -> None:
    decode_body(body, [coding])


def test_a_body_of_very_many_gzip_members_is_not_followed_to_its_end() -> None:
    decoded, trouble = decode_body(gzip.compress(b"a") * 5000, [b"gzip"])

    assert trouble == "broken"
    assert decoded == b"a" * 100


@pytest.mark.parametrize("coding", [b"gzip", b"deflate"])
def test_a_first_piece_of_one_byte_is_undone_like_any_other(coding: bytes) -> None:
    body = gzip.compress(b"isi" * 99) if coding == b"gzip" else zlib.compress(b"isi" * 99)

    assert decode_body(iter([body[:1], body[1:]]), [coding], 1_000_000) == (b"isi" * 99, None)
