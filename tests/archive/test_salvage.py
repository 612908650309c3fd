"""What a dead job left open: a torn end is cut, anything else is put aside whole."""

import os
from pathlib import Path

import pytest

from archive import Collection
from archive.errors import DamagedError
from archive.fixity import Verified, verify_collection
from archive.layout import matches_manifest
from archive.warc.exchange import Trail
from archive.warc.salvage import salvage
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


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
