"""A WARC of chosen pages: what leaves, what comes along, and what stays."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import Collection
from archive.export.warc.making import NothingLeftError, WarcExport, export_warc
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import MayLeave, WantedPage, page_of, pages_of_job
from archive.files import file_sha256, write_whole
from archive.index.cdxj import write_cdxj
from archive.model import Caption, Document
from archive.times import stamp14
from archive.warc.exchange import Trail
from archive.warc.foreign import scan_foreign
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange
from tests.archive.export.records import PICTURE, capture_at, members_of, new_collection, page_at, text_of, told
from tests.archive.replay.stored import NOON, SITE, answer
from tests.end_to_end.foreign import article, written_by_warcio
from tests.end_to_end.pywb import get, replayed

A_DAY = datetime(2026, 12, 31, tzinfo=UTC)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return new_collection(tmp_path_factory.mktemp("ekspor") / "koleksi")


def export(
    collection: Collection, folder: Path, *pages: WantedPage, may_leave: MayLeave = lambda _: True, **more: object
) -> WarcExport:
    telling = Telling("Uji", "q=menjahit", made_at=A_DAY)
    return export_warc(collection, pages, folder / "uji.warc.gz", telling, may_leave=may_leave, **more)  # type: ignore[arg-type]


def paths(folder: Path, kind: str = "response") -> list[str]:
    return [path for one, path in told(folder / "uji.warc.gz") if one == kind]


def test_a_page_leaves_with_what_it_needs_and_nothing_else(collection: Collection, tmp_path: Path) -> None:
    made = export(collection, tmp_path, page_at(collection))

    assert paths(tmp_path) == [
        "/berita",
        "/gaya.css",
        "/warna.css",
        "/latar.png",
        "/foto.png",
        "/lama.png",
        "/baru.png",
    ]
    assert paths(tmp_path, "request") == paths(tmp_path)
    assert paths(tmp_path, "metadata") == paths(tmp_path)
    assert (made.counts.pages, made.counts.captures, made.counts.damaged) == (1, 7, [])


def test_what_was_told_of_a_capture_later_in_its_file_comes_along(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "koleksi")
    writer = WarcWriter(collection, WARCINFO)
    page = writer.write_exchange(exchange(f"{SITE}/jauh", answer("<p>jauh")), Trail())
    writer.write_exchange(exchange(f"{SITE}/sesudah", answer("<p>sesudah")), Trail())
    assert page
    writer.write_outlinks(page, [f"{SITE}/lain L"])
    writer.finish()

    export(collection, tmp_path, WantedPage(page))

    assert ["outlink: " in text_of(one) for one in members_of(tmp_path / "uji.warc.gz")] == [*[False] * 5, True]


def test_every_record_is_copied_byte_for_byte_and_once(collection: Collection, tmp_path: Path) -> None:
    made = export(collection, tmp_path, page_at(collection), page_at(collection, 1), page_at(collection))

    stored = {member for stem in collection.stems() for member in members_of(collection.warc_file(stem))}
    first, *copied = members_of(made.files[0].path)
    assert set(copied) <= stored
    assert len(copied) == len(set(copied)) == made.counts.records
    assert first not in stored


def test_the_parts_are_those_nearest_in_time(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path, page_at(collection, 1))

    kept = "".join(map(text_of, members_of(tmp_path / "uji.warc.gz")))
    assert "color:blue" in kept
    assert "color:red" not in kept  # the former sheet's


def test_a_revisit_leaves_with_the_record_it_refers_to_before_it(collection: Collection, tmp_path: Path) -> None:
    export(collection, tmp_path, page_at(collection, 1))

    told_of = [
        one for one in told(tmp_path / "uji.warc.gz") if one[1] == "/foto.png" and one[0] in ("response", "revisit")
    ]
    assert told_of == [("response", "/foto.png"), ("revisit", "/foto.png")]


def test_what_may_not_leave_stays_and_no_revisit_of_it_leaves(collection: Collection, tmp_path: Path) -> None:
    original, again = capture_at(collection, "/foto.png"), capture_at(collection, "/foto.png", 1)
    made = export(
        collection, tmp_path, page_at(collection, 1), WantedPage(again), WantedPage(original),
        may_leave=lambda one: one.record_id != original.record_id,
    )  # fmt: skip

    everything = "".join(map(text_of, members_of(tmp_path / "uji.warc.gz")))
    assert f"{SITE}/foto.png" not in everything
    assert (made.counts.withheld, made.counts.dangling) == (1, 1)


def test_when_the_nearest_may_not_leave_the_next_one_does(collection: Collection, tmp_path: Path) -> None:
    new_sheet = capture_at(collection, "/gaya.css", 1)
    export(collection, tmp_path, page_at(collection, 1), may_leave=lambda one: one.record_id != new_sheet.record_id)

    assert "/warna.css" in paths(tmp_path)  # which only the former sheet imports


def test_the_same_export_is_the_same_bytes(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "lagi").mkdir()
    one = export(collection, tmp_path, page_at(collection), page_at(collection, 1))
    two = export(collection, tmp_path / "lagi", page_at(collection, 1), page_at(collection))

    assert one.files[0].sha256 == two.files[0].sha256 == file_sha256(one.files[0].path)


def test_without_a_time_only_the_first_record_differs(collection: Collection, tmp_path: Path) -> None:
    made = [
        members_of(
            export_warc(collection, [page_at(collection)], tmp_path / f"{number}.warc.gz", Telling("Uji"), may_leave=lambda _: True).files[0].path
        )
        for number in (1, 2)
    ]  # fmt: skip

    assert made[0][0] != made[1][0]
    assert made[0][1:] == made[1][1:]


def test_the_first_record_says_what_was_asked_and_where_each_file_is_from(
    collection: Collection, tmp_path: Path
) -> None:
    made = export(collection, tmp_path, page_at(collection, 1))

    said = text_of(members_of(made.files[0].path)[0])
    assert "query: q=menjahit" in said
    assert "WARC-Filename: uji.warc.gz" in said
    sources = dict(re.findall(r"source-warc: (\S+) sha256:([0-9a-f]{64})", said))
    assert list(sources) == made.counts.sources
    assert sources == {name: file_sha256(collection.archive / name) for name in sources}


def test_a_large_export_is_several_files_that_together_are_the_whole(collection: Collection, tmp_path: Path) -> None:
    whole = members_of(export(collection, tmp_path, page_at(collection), page_at(collection, 1)).files[0].path)
    (tmp_path / "bagian").mkdir()
    parts = export(
        collection, tmp_path / "bagian", page_at(collection), page_at(collection, 1), largest_bytes=4000
    )  # fmt: skip

    assert [one.path.name for one in parts.files][:2] == ["uji-00000.warc.gz", "uji-00001.warc.gz"]
    assert [member for one in parts.files for member in members_of(one.path)[1:]] == whole[1:]
    assert all(next(told(one.path))[0] == "warcinfo" for one in parts.files)
    # What was stored with a capture is in the file of that capture.
    assert all(next(kind for kind, path in told(one.path) if path) != "request" for one in parts.files)


def test_a_damaged_record_stays_and_is_told_of(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "koleksi")
    picture = capture_at(collection, "/foto.png")
    with (collection.archive / picture.warc_filename).open("r+b") as file:
        file.seek(picture.offset + picture.length // 2)
        file.write(b"\0\0\0\0")

    made = export(collection, tmp_path, page_at(collection), page_at(collection, 1))

    assert len(made.counts.damaged) == 1
    assert f"byte {picture.offset}" in made.counts.damaged[0]
    assert made.counts.dangling == 1  # the picture again, unchanged
    assert "/foto.png" not in [path for _, path in told(tmp_path / "uji.warc.gz")]


def test_when_nothing_may_leave_there_is_no_file(collection: Collection, tmp_path: Path) -> None:
    with pytest.raises(NothingLeftError):
        export(collection, tmp_path, page_at(collection), may_leave=lambda _: False)

    assert list(tmp_path.iterdir()) == []


def test_a_broken_off_export_leaves_nothing_half(collection: Collection, tmp_path: Path) -> None:
    def stop(step: str, done: int, _of: int | None) -> None:
        if (step, done) == ("copy", 5):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(collection, tmp_path, page_at(collection), progress=stop)

    assert list(tmp_path.iterdir()) == []


def test_an_article_takes_its_pictures_and_its_other_parts_along(collection: Collection, tmp_path: Path) -> None:
    other = capture_at(collection, "/lain")
    page = capture_at(collection, "/berita")
    document = Document(
        id=page.record_id, url=page.url, captured_at=page.captured_at, capture=page, kind="article", platform="generic",
        reader_version="1", platform_reader="generic", title="Kelas",
        captions=(Caption(text=None, credit=None, image_url=f"{SITE}/foto.png", alt=None, raw=None, original_url=f"{SITE}/besar.png"),),
        parts=({"id": page.record_id, "url": page.url}, {"id": other.record_id, "url": other.url}),
    )  # fmt: skip

    export(collection, tmp_path, page_of(document))

    assert {"/lain", "/besar.png", "/foto.png"} <= set(paths(tmp_path))


def test_a_job_leaves_with_all_its_captures(collection: Collection, tmp_path: Path) -> None:
    made = export(collection, tmp_path, *pages_of_job(collection, "20261125000000-abcd"))

    assert made.counts.captures == len(list(collection.captures()))


@pytest.mark.parametrize("name", ["asing.warc", "asing.warc.gz"])
def test_records_of_other_programs_leave_as_they_are_packed_where_they_were_not(
    collection: Collection, tmp_path: Path, name: str
) -> None:
    shutil.copytree(collection.root, tmp_path / "koleksi")
    ours = Collection.open(tmp_path / "koleksi")
    path = written_by_warcio(ours.archive / name, {"/": article(), "/dua": article("Dua")})
    stem = name.removesuffix(".warc.gz")
    write_whole(
        ours.manifest_file(stem), f"{file_sha256(path)}  archive/{name}\n{'0' * 64}  archive/x.warc.gz\n".encode()
    )
    captures = scan_foreign(path, name).captures
    write_cdxj(ours.cdxj_file(stem), captures)
    ours = Collection.open(ours.root)

    made = export(ours, tmp_path, *(WantedPage(one) for one in captures if one.url.endswith(("id/", "/lagi"))))

    kept = [text_of(one) for one in members_of(made.files[0].path)]
    stored = (
        path.read_bytes() if name == "asing.warc" else b"".join(text_of(m).encode("latin-1") for m in members_of(path))
    )
    assert all(one.encode("latin-1") in stored for one in kept[1:])
    assert [kind for kind, _ in told(made.files[0].path)] == ["warcinfo", "response", "request"]
    assert made.counts.dangling == 1  # what it refers to never was here


@pytest.mark.needs("judges")
def test_other_programs_find_no_fault_and_show_what_is_in_it(
    collection: Collection, judges: Path, tmp_path: Path
) -> None:
    made = export(collection, tmp_path, page_at(collection), page_at(collection, 1))

    path = made.files[0].path
    for checker in (["warcio", "check"], ["fastwarc", "check"]):
        run = subprocess.run([judges / checker[0], *checker[1:], path], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
    (tmp_path / "putar").mkdir()
    with replayed(judges, tmp_path / "putar", [path]) as address:
        again = capture_at(collection, "/foto.png", 1)
        status, body = get(f"{address}{stamp14(again.captured_at)}id_/{SITE}/foto.png")
        assert (status, body) == (200, PICTURE)
        assert get(f"{address}{stamp14(NOON)}id_/{SITE}/lain")[0] == 404
