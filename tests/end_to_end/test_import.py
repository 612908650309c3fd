"""`lumbung import`: what others archived becomes a part of the collection, byte for byte."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archive import Collection
from archive.layout import stem_of
from tests.end_to_end.conftest import ARTICLE, links, lumbung, small_site
from tests.end_to_end.foreign import (
    SITE,
    article,
    bare_record,
    fetched_by_wget,
    html,
    members,
    wacz,
    written_by_warcio,
)
from tests.end_to_end.taken_in import PAGES, is_whole_and_remade_the_same, reports, sha256, take_in, titles

# ---- what is taken in ----


@pytest.mark.parametrize(("name", "version"), [("desa-2019.warc.gz", "WARC/1.0"), ("desa-2019.warc", "WARC/1.1")])
def test_foreign_warc_is_kept_byte_for_byte_indexed_and_read(
    collection: Collection, tmp_path: Path, name: str, version: str
) -> None:
    source = written_by_warcio(tmp_path / name, PAGES, version=version)
    (collection.root / "seeds.csv").write_text(f"url,kode_wilayah\n{SITE}/,18.04.05.2001\n")

    run = take_in(collection, source, "--note", "cakram dari dinas", "--who", "Petugas")

    assert run.code == 0, run.err
    assert sha256(collection.archive / name) == sha256(source)
    assert (collection.manifest_file(stem_of(name))).read_text().startswith(f"{sha256(source)}  archive/{name}\n")
    assert titles(collection) == {
        "/": "Beranda Desa",
        "/artikel/jahit": "Pelatihan Menjahit",
        "/berpotongan": "Berpotongan",
        "/padat": "Padat",
        "/bukan-potongan": "Bukan Potongan",
    }
    statuses = {capture.url.removeprefix(SITE): capture.status for capture in collection.captures()}
    assert statuses.items() >= {"/pindah": 301, "/tiada": 404, "/lagi": 200}.items()
    assert {(one.village or {}).get("kode_wilayah") for one in collection.documents()} == {"18.04.05.2001"}
    (report,) = reports(collection)
    assert (report["who"], report["note"], report["finish_reason"]) == ("Petugas", "cakram dari dinas", "finished")
    (entry,) = report["imported"]
    assert (entry["source"], entry["sha256"], entry["pages"]) == (name, sha256(source), 5)
    assert entry["types"]["conversion"] == entry["types"]["resource"] == 1
    is_whole_and_remade_the_same(collection)


@pytest.mark.needs("wget")
def test_what_wget_writes_is_read(collection: Collection, tmp_path: Path) -> None:
    answers = {"/": links("/a", "/b", "/tiada"), "/a": ARTICLE, "/b": links("/a")}
    with small_site(answers) as site:
        source = fetched_by_wget(tmp_path, site.url)

    run = take_in(collection, source)

    assert run.code == 0, run.err
    assert {document.url.removeprefix(site.url) for document in collection.documents()} == {"", "a", "b"}
    assert {capture.status for capture in collection.captures() if capture.url == site.url + "tiada"} == {404}
    is_whole_and_remade_the_same(collection)


def test_record_without_digests_gets_one_in_the_index_only(collection: Collection, tmp_path: Path) -> None:
    body = article("Tanpa Sidik")
    (tmp_path / "lama.warc.gz").write_bytes(members(bare_record(f"<{SITE}/lama>", html(body))))

    assert take_in(collection, tmp_path / "lama.warc.gz").code == 0

    (capture,) = collection.captures()
    assert (capture.url, capture.digest[:5], len(capture.digest)) == (SITE + "/lama", "sha1:", 37)
    (document,) = collection.documents()
    assert document.capture.digest == capture.digest
    is_whole_and_remade_the_same(collection)


def test_oddities_are_told_as_they_came_and_cost_no_other_record(collection: Collection, tmp_path: Path) -> None:
    good = bare_record(SITE + "/utuh", html(article("Utuh")))
    odd = [
        bare_record(SITE + "/tanggal", html(b"x"), 2, WARC_Date="kemarin"),
        bare_record(SITE + "/tanpa-nama", html(b"x"), 3, WARC_Record_ID=""),
        bare_record("http://", html(b"x"), 4),
        bare_record(SITE + "/bukan-http", b"halo", 5),
        bare_record(SITE + "/kembar", html(b"x"), 1),
        bare_record(SITE + "/sidik", html(b"x"), 6, WARC_Block_Digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"),
    ]
    torn = members(bare_record(SITE + "/terpotong", html(article() * 50), 7))
    (tmp_path / "aneh.warc.gz").write_bytes(members(*odd[:3], good, *odd[3:]) + torn[: len(torn) // 2])

    run = take_in(collection, tmp_path / "aneh.warc.gz")

    assert run.code == 0, run.err
    assert {one.url.removeprefix(SITE) for one in collection.captures()} == {"/utuh", "/sidik"}
    (entry,) = run.json["report"]["imported"]
    assert {one["oddity"].partition(";")[0]: one["count"] for one in entry["as_it_came"]} == {
        "an answer without a date that can be read": 1,
        "an answer without a WARC-Record-ID": 1,
        "an answer with an address that is none": 1,
        "an answer without an HTTP status line": 1,
        "a record id that was there before": 1,
        "a block that differs from its digest": 1,
        "the gzip member is cut off": 1,
    }
    verified = lumbung("verify", "--json", "-c", collection.root)
    assert verified.code == 0
    assert {fault["kind"] for fault in verified.json["faults"]} == {"foreign"}
    is_whole_and_remade_the_same(collection)


def test_an_uncompressed_warc_that_was_cut_off_keeps_what_came(collection: Collection, tmp_path: Path) -> None:
    whole = bare_record(SITE + "/utuh", html(article("Utuh")))
    cut = bare_record(SITE + "/potong", html(article("Potong")), 2)
    (tmp_path / "x.warc").write_bytes(whole + cut[:-200])

    assert take_in(collection, tmp_path / "x.warc").code == 0

    assert titles(collection) == {"/utuh": "Utuh"}
    is_whole_and_remade_the_same(collection)


def test_damage_after_the_import_is_damage(collection: Collection, tmp_path: Path) -> None:
    source = written_by_warcio(tmp_path / "a.warc.gz", PAGES)
    take_in(collection, source)
    data = bytearray((collection.archive / "a.warc.gz").read_bytes())
    data[len(data) // 2] ^= 1
    (collection.archive / "a.warc.gz").write_bytes(data)

    assert lumbung("verify", "-c", collection.root).code == 3


def test_wacz_gives_the_warcs_in_its_archive_folder(collection: Collection, tmp_path: Path) -> None:
    inner = members(bare_record(SITE + "/dalam", html(article("Dalam"))))
    other = members(bare_record(SITE + "/nakal", html(article("Nakal")), 2))
    source = wacz(
        tmp_path / "desa.wacz",
        {
            "datapackage.json": b"{}",
            "archive/data.warc.gz": inner,
            "archive/../../../../nakal.warc.gz": other,
            "../luar.warc.gz": other,
            "pages/pages.jsonl": b"",
        },
    )

    run = take_in(collection, source)

    assert run.code == 0, run.err
    assert {path.name for path in collection.archive.iterdir()} >= {"data.warc.gz", "nakal.warc.gz"}
    assert (collection.archive / "data.warc.gz").read_bytes() == inner
    assert not list(tmp_path.glob("*.warc.gz"))
    assert titles(collection) == {"/dalam": "Dalam", "/nakal": "Nakal"}
    is_whole_and_remade_the_same(collection)


# ---- what is not ----


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.arc.gz", gzip.compress(b"filedesc://a.arc 0.0.0.0 20010101000000 text/plain 70\n", mtime=0), "ARC"),
        ("a.arc", b"filedesc://a.arc 0.0.0.0 20010101000000 text/plain 70\n", "ARC"),
        ("a.warc.zst", b"\x28\xb5\x2f\xfd....", "unzstd"),
        ("a.warc.gz", b"\x1f\x8b\x08kacau", "gzip"),
        ("a.warc.gz", b"", "does not begin with a WARC record"),
        ("a.html", b"<html>", "does not begin with a WARC record"),
        ("a.warc", b"WARC/1.0\r\nkacau\r\n\r\n", "a.warc: has not one whole WARC record"),
        ("a.warc.gz", gzip.compress(bare_record(SITE, html(b"a"))[:90], mtime=0), "has not one whole WARC record"),
        ("a.zip", b"PK\x03\x04kacau", "WACZ"),
        (
            "satu.warc.gz",
            gzip.compress(bare_record(SITE, html(b"a")) + bare_record(SITE, html(b"b"), 2), mtime=0),
            "satu.warc.gz: several records in one gzip member",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_all_that_came_with_it(
    collection: Collection, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    good = written_by_warcio(tmp_path / "baik.warc.gz", PAGES)
    (tmp_path / name).write_bytes(content)

    run = take_in(collection, good, tmp_path / name)

    assert run.code == 1
    assert words in run.err
    assert list(collection.archive.iterdir()) == []
    assert reports(collection) == []


def test_a_file_that_is_not_there_is_named(collection: Collection, tmp_path: Path) -> None:
    run = take_in(collection, tmp_path / "tiada.warc.gz")

    assert run.code == 1
    assert "tiada.warc.gz" in run.err
