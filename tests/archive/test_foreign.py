"""WARCs of other programs, record by record: what is read of them, whatever they hold."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.errors import CollectionError
from archive.http import dechunked
from archive.intake import Source, safe_stem
from archive.times import parse_warc_date
from archive.warc.foreign import scan_foreign
from archive.warc.members import read_members
from archive.warc.reader import read_page_of
from tests.end_to_end.foreign import SITE, article, bare_record, chunked, html, members, written_by_warcio

RECORDS = [bare_record(f"{SITE}/{number}", html(article(f"Berita {number}")), number) for number in range(3)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_records_lie_where_others_find_them(tmp_path: Path, name: str) -> None:
    path = written_by_warcio(tmp_path / name, {"/": article()})
    ours = [(member.offset, member.length) for member in read_members(path)]

    with path.open("rb") as file:
        iterator = ArchiveIterator(file)
        theirs = [(iterator.get_record_offset(), iterator.get_record_length()) for _ in iterator]

    assert ours == theirs
    for capture in scan_foreign(path, name).captures:
        assert read_page_of(path, capture.offset).url == capture.url


@given(st.binary(max_size=5000), st.integers(1, 700))
def test_chunks_are_joined(body: bytes, size: int) -> None:
    assert dechunked(chunked(body, size)) == body


@given(st.binary(max_size=300))
def test_what_only_says_that_it_is_chunked_costs_no_byte(body: bytes) -> None:
    page = b"<!DOCTYPE html>" + body
    assert dechunked(page) == page


def test_a_chunked_body_that_was_cut_gives_what_came() -> None:
    whole = chunked(b"a" * 300)
    assert dechunked(whole[:150]) == b"a" * (150 - len(b"64\r\n") - len(b"\r\n64\r\n"))


@settings(max_examples=150)
@given(st.data())
def test_no_damage_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "rusak.warc"
    content = bytearray(
        data.draw(st.sampled_from([b"".join(RECORDS), members(*RECORDS), gzip.compress(RECORDS[0] * 2)]))
    )
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    path.write_bytes(content)

    try:
        scan = scan_foreign(path, "rusak.warc")
    except CollectionError:
        return
    for capture in scan.captures:
        assert 0 <= capture.offset < len(content)


def test_a_header_without_end_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "panjang.warc"
    path.write_bytes(b"WARC/1.0\r\n" + b"X: y\r\n" * 500_000)

    scan = scan_foreign(path, path.name)

    assert (scan.records, len(scan.oddities)) == (0, 1)


@pytest.mark.parametrize("form", [str.upper, str.lower])
def test_digest_in_either_letter_case_or_in_hexadecimal_is_right(tmp_path: Path, form: object) -> None:
    block = html(b"halo")
    written = f"sha1:{form(hashlib.sha1(block).hexdigest())}"  # type: ignore[operator]  # noqa: S324
    path = tmp_path / "a.warc"
    path.write_bytes(bare_record(SITE, block, WARC_Block_Digest=written))

    assert scan_foreign(path, path.name).oddities == {}


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("desa-2019.warc.gz", "desa-2019"),
        ("desa-2019.warc", "desa-2019"),
        ("ARCHIVEIT-1-MONTHLY-X-20190101-00000-h3.warc.gz", "ARCHIVEIT-1-MONTHLY-X-20190101-00000-h3"),
        ("../../etc/passwd", "etc_passwd"),
        (".warc.gz", "imported"),
        ("...", "imported"),
        ("-rf.warc.gz", "rf"),
        ("a.warc.warc.gz", "a"),
        ("a b\nc.warc", "a_b_c"),
        ("berita é.warc.gz", "berita_"),
        ("x" * 400 + ".warc.gz", "x" * 150),
        ("a.cdxj.warc.gz", "a_cdxj"),
    ],
)
def test_names_are_kept_as_far_as_they_are_safe(name: str, stem: str) -> None:
    class Named(Source):
        @property
        def name(self) -> str:
            return name

    assert safe_stem(Named(Path("x"), None, 0, True)) == stem


def test_a_date_without_zone_is_utc() -> None:
    assert parse_warc_date("2019-03-12T01:02:03").isoformat() == "2019-03-12T01:02:03+00:00"
    assert parse_warc_date("2019-03-12T01:02:03.123456789Z").microsecond == 123456
