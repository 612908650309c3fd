"""A 304 is stored as a revisit of what it stands for, kept out of the replay index, and never believed blindly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from archive import Collection
from archive.fixity import Verified, verify_collection
from archive.http import split_head
from archive.index.cdxj import read_all_captures, read_cdxj, scan_captures, unmodified_beside, write_cdxj
from archive.model import Capture, Exchange
from archive.warc.digests import KnownPayloads
from archive.warc.exchange import Original, Trail, is_same_tag, validators_of
from archive.warc.reader import read_record
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

URL = "http://contoh.desa.id/berita"
BODY = b"Kelas menjahit di perpustakaan. " * 20
PAGE = b'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nETag: "a1"\r\n\r\n' + BODY
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a1"\r\nDate: Thu, 26 Nov 2026 01:00:00 GMT\r\n\r\n'


def later(answer: bytes = NOT_MODIFIED) -> Exchange:
    made = exchange(URL, answer)
    return replace(made, started_at=made.started_at + timedelta(days=1))


@pytest.fixture
def first(collection: Collection) -> Capture:
    payloads = KnownPayloads(collection)
    writer = WarcWriter(collection, WARCINFO, payloads.finish)
    capture = writer.write_exchange(exchange(URL, PAGE), Trail(), payloads.find)
    writer.finish()
    payloads.close()
    assert capture is not None
    return capture


def original(of: Capture) -> Original:
    return Original(of.record_id, of.url, "2026-11-25T01:02:03.456789Z", of.digest)


def stored(collection: Collection, one: Exchange, stands_for: Original | None) -> Capture:
    writer = WarcWriter(collection, WARCINFO)
    capture = writer.write_exchange(one, Trail(), not_modified=stands_for)
    writer.finish()
    assert capture is not None
    return capture


def test_its_record_says_what_it_stands_for(collection: Collection, first: Capture) -> None:
    capture = stored(collection, later(), original(first))

    record = read_record(collection.archive / capture.warc_filename, capture.offset)
    assert record.type == "revisit"
    assert record.field("warc-profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert record.field("warc-refers-to") == f"<{first.record_id}>"
    assert record.field("warc-refers-to-target-uri") == URL
    assert record.field("warc-refers-to-date") == "2026-11-25T01:02:03.456789Z"
    assert record.field("warc-payload-digest") == first.digest == capture.digest
    assert record.field("warc-truncated") is None
    assert split_head(record.block) == (NOT_MODIFIED, b"")


def test_it_is_in_an_index_of_its_own(collection: Collection, first: Capture) -> None:
    capture = stored(collection, later(), original(first))
    index = collection.cdxj_file(collection.stems()[-1])

    assert list(read_cdxj(index)) == []
    assert list(read_all_captures(index)) == [capture]
    assert (capture.revisit_of, capture.etag, capture.is_indexed, capture.is_good) == (
        first.record_id, '"a1"', False, True,
    )  # fmt: skip


def test_its_index_made_anew_is_the_same(collection: Collection, first: Capture) -> None:
    stored(collection, later(), original(first))
    stem = collection.stems()[-1]
    paths = (collection.cdxj_file(stem), unmodified_beside(collection.cdxj_file(stem)))
    before = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()

    write_cdxj(paths[0], scan_captures(collection.warc_file(stem)))

    assert [path.read_bytes() for path in paths] == before
    assert list(verify_collection(collection, Verified())) == []


@pytest.mark.parametrize("damage", ["gone", "cut", "of another"])
def test_verify_tells_of_an_index_of_304s_that_is_not_right(
    collection: Collection, first: Capture, damage: str
) -> None:
    stored(collection, later(), original(first))
    path = unmodified_beside(collection.cdxj_file(collection.stems()[-1]))
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        path.with_name("lumbung-20200101000000000-00000-lain.unmodified").write_bytes(path.read_bytes())

    faults = list(verify_collection(collection, Verified()))

    assert len(faults) == 1
    assert faults[0].file.endswith(".unmodified")
    assert not any(fault.is_of_evidence for fault in faults)


def test_verify_tells_when_what_it_stands_for_is_gone(collection: Collection, first: Capture) -> None:
    capture = stored(collection, later(), original(first))
    stem = collection.stems()[0]
    for path in (collection.warc_file(stem), collection.manifest_file(stem), collection.cdxj_file(stem)):
        path.unlink()

    faults = [fault for fault in verify_collection(collection, Verified()) if fault.kind == "revisit"]

    assert [(fault.file, fault.is_of_evidence) for fault in faults] == [(capture.warc_filename, True)]


def test_a_304_that_nobody_asked_for_is_kept_as_the_answer_it_is(collection: Collection, first: Capture) -> None:
    capture = stored(collection, later(), None)

    record = read_record(collection.archive / capture.warc_filename, capture.offset)
    assert (record.type, capture.revisit_of, capture.is_good) == ("response", None, False)


def test_a_304_older_than_what_it_would_stand_for_refers_to_nothing(collection: Collection, first: Capture) -> None:
    before = replace(later(), started_at=later().started_at - timedelta(days=9))

    assert stored(collection, before, original(first)).revisit_of is None


def test_a_304_that_came_with_a_body_stands_for_nothing(collection: Collection, first: Capture) -> None:
    assert stored(collection, later(NOT_MODIFIED + BODY), original(first)).revisit_of is None


@pytest.mark.parametrize(
    "etag", [b"*", b'"a", "b"', b"a,b", b'"' + b"x" * 300 + b'"', b'"\xc3\xa9"', b"", b'"a"b"', b'"a\x00"']
)
def test_an_etag_that_would_ask_for_something_else_is_not_kept(etag: bytes) -> None:
    assert validators_of(200, ((b"ETag", etag),))["etag"] is None


@pytest.mark.parametrize("etag", [b'"a1"', b'W/"a1"', b"a1-5f", b'""', b'"a b,c"'])
def test_any_other_etag_is_kept_as_sent(etag: bytes) -> None:
    assert validators_of(200, ((b"etag", etag),))["etag"] == etag.decode()


@pytest.mark.parametrize(
    "moment", [b"", b"kemarin", b"Fri, 27 Nov 2026 01:00:00 GMT", b"Thu, 99 Nov 2026 01:00:00 GMT"]
)
def test_a_last_modified_that_is_no_time_or_to_come_is_not_kept(moment: bytes) -> None:
    headers = ((b"Date", b"Thu, 26 Nov 2026 01:00:00 GMT"), (b"Last-Modified", moment))

    assert validators_of(200, headers)["last_modified"] is None


def test_what_an_error_gives_to_ask_again_with_is_not_kept() -> None:
    assert validators_of(404, ((b"ETag", b'"a1"'),)) == {"etag": None, "last_modified": None}


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ('"a1"', '"a1"', True), ('W/"a1"', '"a1"', True), ('"a1-gzip"', '"a1"', True), ("a1", '"a1"', True),
        ('"a1"', '"a2"', False), ('W/"a1"', 'W/"b"', False),
    ],
)  # fmt: skip
def test_etags_are_compared_as_forms_of_one_page(one: str, other: str, is_same: bool) -> None:
    assert is_same_tag(one, other) is is_same
