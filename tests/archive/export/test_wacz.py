"""A WACZ of chosen pages: what is in it, that it holds together, and that damage is seen."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.errors import ArchiveError
from archive.export.wacz import blocks, package
from archive.export.wacz.making import WaczExport, export_wacz
from archive.export.warc.selection import Selection
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import MayLeave, WantedPage, pages_of_job
from archive.index.cdxj import capture_of_line
from archive.warc.reader import read_record
from tests.archive.export.records import capture_at, new_collection, page_at
from tests.archive.replay.stored import SITE

A_DAY = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return new_collection(tmp_path_factory.mktemp("wacz") / "koleksi")


def export(
    collection: Collection, to: Path, *pages: WantedPage, may_leave: MayLeave = lambda _: True, **more: Any
) -> WaczExport:
    return export_wacz(collection, pages, to, Telling("Uji", "q=menjahit", made_at=A_DAY), may_leave=may_leave, **more)


@pytest.fixture(scope="module")
def wacz(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("dibuat") / "uji.wacz"
    export(collection, to, page_at(collection), page_at(collection, 1))
    return to


def lines(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.splitlines()]


def test_every_file_is_listed_with_its_size_and_digest(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as inside:
        facts = json.loads(inside.read("datapackage.json"))
        listed = {one["path"]: (one["bytes"], one["hash"]) for one in facts["resources"]}
        there = {name: inside.read(name) for name in inside.namelist() if not name.startswith("datapackage")}
        digest = json.loads(inside.read("datapackage-digest.json"))

        assert listed == {name: (len(one), f"sha256:{hashlib.sha256(one).hexdigest()}") for name, one in there.items()}
        assert digest["hash"] == f"sha256:{hashlib.sha256(inside.read('datapackage.json')).hexdigest()}"
    assert (facts["title"], facts["wacz_version"], facts["created"]) == ("Uji", "1.1.1", "2026-12-31T00:00:00Z")


def test_what_is_packed_already_is_stored_as_it_is(wacz: Path) -> None:
    with zipfile.ZipFile(wacz) as inside:
        kinds = {one.filename: one.compress_type for one in inside.infolist()}

    assert {name for name, kind in kinds.items() if kind == zipfile.ZIP_STORED} == {
        "archive/data.warc.gz",
        "indexes/index.cdx.gz",
    }


def test_the_index_is_sorted_and_leads_to_each_record(wacz: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wacz) as inside:
        inside.extractall(tmp_path)
    index = gzip.decompress((tmp_path / "indexes/index.cdx.gz").read_bytes()).splitlines()

    assert index == sorted(index)
    captures = [capture_of_line(line.decode()) for line in index]
    assert all(
        read_record(tmp_path / "archive" / one.warc_filename, one.offset).id == one.record_id for one in captures
    )
    assert {one.url for one in captures} >= {f"{SITE}/berita", f"{SITE}/foto.png", f"{SITE}/lama.png"}
    content = (tmp_path / "archive/data.warc.gz").read_bytes()
    for line, capture in zip(index, captures, strict=True):
        member = content[capture.offset : capture.offset + capture.length]
        assert json.loads(line.split(b" ", 2)[2])["recordDigest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"


def test_the_index_of_the_blocks_leads_to_each_block(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(blocks, "_LINES", 3)
    export(collection, tmp_path / "uji.wacz", page_at(collection), page_at(collection, 1))

    with zipfile.ZipFile(tmp_path / "uji.wacz") as inside:
        meta, *rows = inside.read("indexes/index.idx").decode().splitlines()
        packed = inside.read("indexes/index.cdx.gz")
    assert json.loads(meta.partition(" 0 ")[2])["filename"] == "index.cdx.gz"
    assert len(rows) > 2
    for row in rows:
        place = json.loads("{" + row.partition("{")[2])
        block = packed[place["offset"] : place["offset"] + place["length"]]
        assert gzip.decompress(block).decode().startswith(row.partition("{")[0])


def test_pages_are_listed_in_their_order_without_text_unless_it_is_given(
    collection: Collection, wacz: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(wacz) as inside:
        head, *pages = lines(inside.read("pages/pages.jsonl"))
    assert head["format"] == "json-pages-1.0"
    assert [(one["url"], one["ts"], one["title"]) for one in pages] == [
        (f"{SITE}/berita", "2026-11-25T12:00:00Z", "Kelas menjahit"),
        (f"{SITE}/berita", "2026-12-25T12:00:00Z", "Kelas menjahit"),
    ]
    assert not any("text" in one for one in pages)

    page = WantedPage(capture_at(collection, "/lain"), title="Lain", text="tak diminta")
    export(collection, tmp_path / "teks.wacz", page)
    with zipfile.ZipFile(tmp_path / "teks.wacz") as inside:
        assert lines(inside.read("pages/pages.jsonl"))[1]["text"] == "tak diminta"


def test_what_may_not_leave_is_in_no_file_of_it(collection: Collection, tmp_path: Path) -> None:
    def may_leave(one: Any) -> bool:
        return not one.url.endswith(("/foto.png", "/lain"))

    pages = (page_at(collection), WantedPage(capture_at(collection, "/lain"), title="Lain"))
    made = export(collection, tmp_path / "uji.wacz", *pages, may_leave=may_leave)

    with zipfile.ZipFile(tmp_path / "uji.wacz") as inside:
        index = gzip.decompress(inside.read("indexes/index.cdx.gz"))
        assert b"foto.png" not in index
        assert b"/lain" not in index + inside.read("pages/pages.jsonl")
    assert (made.counts.pages, made.counts.withheld) == (1, 1)


def test_the_same_export_is_the_same_bytes(collection: Collection, wacz: Path, tmp_path: Path) -> None:
    made = export(collection, tmp_path / "uji.wacz", page_at(collection), page_at(collection, 1))

    assert made.file.path.read_bytes() == wacz.read_bytes()
    assert made.file.sha256 == hashlib.sha256(wacz.read_bytes()).hexdigest()


def test_a_page_that_is_the_only_one_is_the_first_shown(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path / "uji.wacz", page_at(collection))

    with zipfile.ZipFile(tmp_path / "uji.wacz") as inside:
        assert json.loads(inside.read("datapackage.json"))["mainPageUrl"] == f"{SITE}/berita"


def test_what_fails_leaves_the_former_file_as_it_was(collection: Collection, tmp_path: Path) -> None:
    to = tmp_path / "uji.wacz"
    to.write_bytes(b"yang lama")

    def stop(step: str, done: int, _of: int | None) -> None:
        if (step, done) == ("copy", 5):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(collection, to, page_at(collection), progress=stop)
    with pytest.raises(ArchiveError, match="no page"):
        export(collection, to, WantedPage(capture_at(collection, "/lain"), is_listed=False))

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"yang lama"]


def test_a_record_beyond_every_bound_is_made_room_for(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Selection, "longest_bytes", lambda _: 3_000_000_000)
    export(collection, tmp_path / "uji.wacz", page_at(collection))

    content = (tmp_path / "uji.wacz").read_bytes()
    at = content.index(b"archive/data.warc.gz")
    assert content[at - 2 : at] == b"\x14\x00"  # the long form of sizes


def test_files_beyond_two_gigabytes_have_the_long_form(tmp_path: Path) -> None:
    with (tmp_path / "a.zip").open("wb") as file, package.Package(file, A_DAY) as made:
        for path, size in (("archive/besar.warc.gz", 3_000_000_000), ("archive/kecil.warc.gz", 0)):
            with made.file(path, size=size) as inside:
                inside.write(b"isi")
        made.finish({})

    with zipfile.ZipFile(tmp_path / "a.zip") as inside:
        assert inside.testzip() is None
    content = (tmp_path / "a.zip").read_bytes()
    extra = [content[content.index(name) - 2 : content.index(name)] for name in (b"archive/besar", b"archive/kecil")]
    assert extra == [b"\x14\x00", b"\x00\x00"]


@pytest.mark.needs("judges")
def test_py_wacz_validates_it_and_not_a_damaged_one(
    collection: Collection, judges: Path, wacz: Path, tmp_path: Path
) -> None:
    job = export(collection, tmp_path / "panen.wacz", *listed_job(collection), largest_bytes=8000)
    assert validated(judges, wacz) == 0
    assert validated(judges, job.file.path) == 0

    with zipfile.ZipFile(wacz) as old, zipfile.ZipFile(tmp_path / "rusak.wacz", "w") as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, content[:-1] + b"?" if info.filename.startswith("archive/") else content)
    assert validated(judges, tmp_path / "rusak.wacz") == 1


def listed_job(collection: Collection) -> list[WantedPage]:
    """All captures of the made-up job, which nobody read: its pages listed by hand."""
    return [*pages_of_job(collection, "20261125000000-abcd"), page_at(collection)]


def validated(judges: Path, path: Path) -> int:
    return subprocess.run([judges / "wacz", "validate", "-f", path], capture_output=True, check=False).returncode
