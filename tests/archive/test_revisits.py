"""Revisits refer only to what is there and whole."""

import os
import sqlite3

import pytest

from archive import Collection
from archive.fixity import Verified, verify_collection
from archive.index.cdxj import read_cdxj
from archive.model import Capture
from archive.warc.digests import KnownPayloads
from archive.warc.exchange import Trail
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

URL = "http://contoh.desa.id/berita"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"Kelas menjahit di perpustakaan. " * 20


def store(collection: Collection, url: str, payloads: KnownPayloads) -> Capture:
    """One exchange in a WARC of its own."""
    writer = WarcWriter(collection, WARCINFO, payloads.finish)
    capture = writer.write_exchange(exchange(url, ANSWER), Trail(), payloads.find)
    assert capture is not None
    writer.finish()
    return capture


@pytest.fixture
def first(collection: Collection) -> Capture:
    payloads = KnownPayloads(collection)
    capture = store(collection, URL, payloads)
    payloads.close()
    return capture


def stored_again(collection: Collection) -> Capture:
    payloads = KnownPayloads(collection)
    capture = store(collection, URL + "/salinan", payloads)
    payloads.close()
    return capture


def test_a_payload_of_an_earlier_job_is_referred_to(collection: Collection, first: Capture) -> None:
    assert stored_again(collection).revisit_of == first.record_id


def test_what_is_known_comes_back_from_the_indexes(collection: Collection, first: Capture) -> None:
    (collection.root / "visits.sqlite").unlink()

    assert stored_again(collection).revisit_of == first.record_id


def test_nothing_refers_to_a_warc_that_is_gone(collection: Collection, first: Capture) -> None:
    collection.warc_file(collection.stems()[0]).unlink()

    assert stored_again(collection).revisit_of is None


@pytest.mark.parametrize("is_cache_gone", [False, True])
def test_nothing_refers_to_a_warc_that_was_changed(
    collection: Collection, first: Capture, is_cache_gone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    path = collection.warc_file(collection.stems()[0])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, (0, 0))
    if is_cache_gone:
        (collection.root / "visits.sqlite").unlink()

    assert stored_again(collection).revisit_of is None
    assert "lumbung verify" in caplog.text


def test_a_warc_copied_back_is_referred_to_when_it_is_what_its_manifest_says(
    collection: Collection, first: Capture
) -> None:
    path = collection.warc_file(collection.stems()[0])
    data = path.read_bytes()
    path.unlink()
    KnownPayloads(collection).close()
    path.write_bytes(data)

    assert stored_again(collection).revisit_of == first.record_id


def test_the_cache_of_an_older_version_is_made_anew(collection: Collection, first: Capture) -> None:
    old = collection.root / "visits.sqlite"
    old.unlink()
    with sqlite3.connect(old) as database:
        database.executescript(
            "create table payload (digest text primary key, record_id text, url text, date text) without rowid;"
            "create table indexed (stem text primary key) without rowid;"
        )
    database.close()

    assert stored_again(collection).revisit_of == first.record_id


def test_verify_tells_of_a_revisit_whose_original_is_gone(collection: Collection, first: Capture) -> None:
    again = stored_again(collection)
    first_stem = collection.stems()[0]
    for path in (
        collection.warc_file(first_stem),
        collection.manifest_file(first_stem),
        collection.cdxj_file(first_stem),
    ):
        path.unlink()

    faults = [fault for fault in verify_collection(collection, Verified()) if fault.kind == "revisit"]

    assert [(fault.file, fault.offset) for fault in faults] == [(again.warc_filename, again.offset)]
    assert faults[0].is_of_evidence


def test_the_index_says_what_a_revisit_refers_to(collection: Collection, first: Capture) -> None:
    again = stored_again(collection)

    assert list(read_cdxj(collection.cdxj_file(collection.stems()[1]))) == [again]
