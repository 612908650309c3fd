"""What a dead job left open: a torn end is cut, anything else is put aside whole."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import Collection
from archive.errors import DamagedError, EvidenceError
from archive.fixity import Verified, verify_collection
from archive.layout import matches_manifest
from archive.warc.exchange import Trail
from archive.warc.members import read_members
from archive.warc.salvage import salvage
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

URL = "http://contoh.desa.id/berita"
TRAIL = Trail()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


@pytest.fixture(autouse=True)
def _let_go(writer: WarcWriter) -> Iterator[None]:
    yield
    writer.leave()


@pytest.fixture
def left_open(collection: Collection) -> Path:
    """A WARC of fifty records, synced, whose job died; nobody else knows how much of it was on disk."""
    writer = WarcWriter(collection, WARCINFO)
    for number in range(50):
        writer.write_exchange(exchange(f"http://contoh.desa.id/{number}", HEAD + os.urandom(3000)), Trail())
    writer.sync()
    writer.leave()
    (path,) = collection.open_warcs()
    return path


def only_warc(collection: Collection) -> Path:
    (stem,) = collection.stems()
    return collection.warc_file(stem)


def flip(path: Path, at: int) -> bytes:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("at", [60, 9000])
@pytest.mark.parametrize("is_mark_gone", [False, True])
def test_a_fault_before_whole_records_is_damage_and_nothing_of_the_file_is_removed(
    collection: Collection, left_open: Path, at: int, is_mark_gone: bool
) -> None:
    data = flip(left_open, at)
    if is_mark_gone:
        left_open.with_name(left_open.name + ".synced").unlink()

    with pytest.raises(DamagedError, match="nothing was removed"):
        salvage(collection, {})

    (aside,) = collection.damaged_files()
    assert aside.read_bytes() == data
    assert [fault.kind for fault in verify_collection(collection, Verified())] == ["damaged"]


def test_an_older_copy_of_a_finished_file_is_put_aside(collection: Collection, left_open: Path) -> None:
    old = left_open.read_bytes()[:100_000]
    salvage(collection, {})
    (stem,) = collection.stems()
    finished = collection.warc_file(stem).read_bytes()
    left_open.write_bytes(old)

    with pytest.raises(DamagedError, match="older copy"):
        salvage(collection, {})

    assert collection.warc_file(stem).read_bytes() == finished
    assert matches_manifest(collection, stem)


def test_a_manifest_is_never_remade_for_a_file_that_changed(collection: Collection, left_open: Path) -> None:
    whole = left_open.read_bytes()
    salvage(collection, {})
    (stem,) = collection.stems()
    said = collection.manifest_file(stem).read_bytes()
    collection.warc_file(stem).rename(left_open)  # as if the job had died before the rename
    flip(left_open, len(whole) - 4000)

    with pytest.raises(DamagedError, match="manifest"):
        salvage(collection, {})

    assert collection.manifest_file(stem).read_bytes() == said


def test_a_file_with_its_manifest_only_needs_its_name(collection: Collection, left_open: Path) -> None:
    salvage(collection, {})
    (stem,) = collection.stems()
    collection.warc_file(stem).rename(left_open)

    (mended,) = salvage(collection, {})

    assert (mended.stem, mended.cut_bytes) == (stem, 0)
    assert matches_manifest(collection, stem)


def test_bytes_after_the_last_sync_may_be_cut_even_if_records_follow_a_hole(
    collection: Collection, left_open: Path
) -> None:
    synced = left_open.stat().st_size
    data = left_open.read_bytes()
    # A power loss may keep the second of two unsynced pieces and lose the first.
    left_open.write_bytes(data + bytes(5000) + data[-3500:])

    (mended,) = salvage(collection, {})

    assert mended.kept_bytes == synced


def torn_files(collection: Collection, writer: WarcWriter) -> Iterator[tuple[int, int]]:
    """(length of the file, length of its whole records) for every place a crash may tear the file at."""
    writer.write_exchange(exchange(URL, HEAD + b"satu"), TRAIL)
    writer.write_exchange(exchange(URL + "/2", HEAD + b"dua"), TRAIL)
    (path,) = collection.open_warcs()
    data = path.read_bytes()
    ends = [0, *(member.offset + member.length for member in read_members(path))]
    for length in range(1, len(data) + 1, 7):
        path.write_bytes(data[:length])
        yield length, max(end for end in ends if end <= length)


def test_a_torn_file_is_cut_after_its_last_whole_record_wherever_it_tore(
    collection: Collection, writer: WarcWriter
) -> None:
    for length, whole in torn_files(collection, writer):
        (path,) = collection.open_warcs()
        before = path.read_bytes()

        mended = salvage(collection, {})

        if whole:
            assert [(file.kept_bytes, file.cut_bytes) for file in mended] == [(whole, length - whole)]
            finished = only_warc(collection)
            assert finished.read_bytes() == before[:whole]
            manifest = collection.manifest_file(collection.stems()[0])
            assert manifest.read_text().startswith(hashlib.sha256(before[:whole]).hexdigest())
            manifest.unlink()
            finished.unlink()
        else:
            assert mended == []
        assert collection.open_warcs() == []
        path.write_bytes(before)


def test_damage_in_what_was_safely_on_disk_is_put_aside_whole_and_said_once(
    collection: Collection, writer: WarcWriter
) -> None:
    for number in range(5):
        writer.write_exchange(exchange(f"{URL}/{number}", HEAD + b"isi" * 99), TRAIL)
    writer.sync()
    assert writer.synced is not None
    (path,) = collection.open_warcs()
    data = bytearray(path.read_bytes())
    data[list(read_members(path))[5].offset + 40] ^= 0xFF
    path.write_bytes(data)

    with pytest.raises(EvidenceError, match="nothing was removed"):
        salvage(collection, dict([writer.synced]))

    (aside,) = collection.archive.iterdir()
    assert aside.name.endswith(".damaged")
    assert aside.read_bytes() == data
    assert salvage(collection, {}) == []
