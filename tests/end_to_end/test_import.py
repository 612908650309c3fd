"""`lumbung import`: what others archived becomes a part of the collection, byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.layout import stem_of
from archive.model import Document
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import ARTICLE, Run, captured, crawl, links, lumbung, new_collection, small_site
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

PAGES = {"/": article("Beranda Desa"), "/artikel/jahit": article()}


def take_in(collection: Collection, *arguments: Path | str) -> Run:
    return lumbung("import", *arguments, "--json", "-c", collection.root)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def derived(collection: Collection) -> dict[str, bytes]:
    folders = (collection.root / "indexes", collection.root / "documents")
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}


def reports(collection: Collection) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted((collection.root / "crawls").glob("*-import/report.json"))]


def titles(collection: Collection) -> dict[str, str | None]:
    return {document.url.removeprefix(SITE): document.title for document in collection.documents()}


def is_whole_and_remade_the_same(collection: Collection) -> None:
    """`verify` finds no fault, and what `rebuild` makes is what the import made."""
    verified = lumbung("verify", "-c", collection.root)
    assert verified.code == 0, verified.out
    before = derived(collection)
    rebuilt = lumbung("rebuild", "-c", collection.root)
    assert rebuilt.code == 0, rebuilt.err
    assert derived(collection) == before


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


# ---- once, and under which name ----


def test_the_same_file_is_imported_once_whatever_it_is_called(collection: Collection, tmp_path: Path) -> None:
    first = written_by_warcio(tmp_path / "a.warc.gz", PAGES)
    take_in(collection, first)
    before = sorted(collection.root.rglob("*"))
    again = tmp_path / "b.warc.gz"
    shutil.copy(first, again)

    run = lumbung("import", first, again, "-c", collection.root)

    assert run.code == 0
    assert run.out.count("is there already, as a.warc.gz") == 2
    assert sorted(collection.root.rglob("*")) == before


def test_another_file_of_that_name_gets_a_number_and_an_odd_name_a_safe_one(
    collection: Collection, tmp_path: Path
) -> None:
    (tmp_path / "x").mkdir()
    take_in(collection, written_by_warcio(tmp_path / "a.warc.gz", PAGES))
    other = written_by_warcio(tmp_path / "x/a.warc.gz", {"/lain": article("Lain")})
    odd = written_by_warcio(tmp_path / "..desa lama (2).WARC.gz", {"/aneh": article("Aneh")})

    run = take_in(collection, other, odd)

    assert [entry["name"] for entry in run.json["report"]["imported"]] == ["a-2.warc.gz", "desa_lama_2_.warc.gz"]
    is_whole_and_remade_the_same(collection)


def test_an_imported_file_that_got_lost_is_to_be_put_back_and_not_imported_again(
    collection: Collection, tmp_path: Path
) -> None:
    source = written_by_warcio(tmp_path / "a.warc.gz", PAGES)
    take_in(collection, source)
    (collection.archive / "a.warc.gz").unlink()

    run = take_in(collection, source)

    assert run.code == 3
    assert "copy it back" in run.err
    shutil.copy(source, collection.archive)
    assert lumbung("verify", "-c", collection.root).code == 0


def test_import_waits_for_no_other_job(collection: Collection, tmp_path: Path) -> None:
    with collection.lock():
        assert take_in(collection, written_by_warcio(tmp_path / "a.warc.gz", PAGES)).code == 4


# ---- among crawls ----


def test_crawls_before_and_after_an_import_stay_as_they_are(collection: Collection, tmp_path: Path) -> None:
    """Whatever the file is called, and however old its captures are."""
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        crawl(collection, site.url)
        first = derived(collection)
        body = html(ARTICLE.body)
        for number, name in enumerate(("AAA-2014.warc.gz", "zzz-2014.warc.gz")):
            record = bare_record(site.url + "a", body, number)
            (tmp_path / name).write_bytes(members(record))
            assert take_in(collection, tmp_path / name).code == 0
        assert derived(collection).items() >= first.items()
        crawl(collection, site.url)

    assert len(captured(collection, site)) == 6  # two pages twice, and one of them twice more, as imported
    is_whole_and_remade_the_same(collection)


def by_time(collection: Collection, url: str) -> list[Document]:
    return sorted((one for one in collection.documents() if one.url == url), key=lambda one: one.captured_at)


def test_links_point_backwards_in_time_though_older_captures_came_later(collection: Collection, tmp_path: Path) -> None:
    text_of_old = article(words="Ibu-ibu Desa Contohrejo dahulu belajar menganyam di balai desa.")
    text_of_new = article(words="Ibu-ibu Desa Contohrejo sekarang belajar menjahit di perpustakaan.")
    with small_site({"/": links("/a"), "/a": Answer(text_of_new)}) as site:
        crawl(collection, site.url)
        old = [
            bare_record(site.url + "a", html(text_of_new), 1, WARC_Date="2013-01-01T00:00:00Z"),
            bare_record(site.url + "a", html(text_of_old), 2, WARC_Date="2014-01-01T00:00:00Z"),
            bare_record(site.url + "a", html(text_of_old), 3, WARC_Date="2015-01-01T00:00:00Z"),
        ]
        (tmp_path / "lama.warc.gz").write_bytes(members(*old))
        take_in(collection, tmp_path / "lama.warc.gz")
        # A revisit has no line; this one's answer differs in a byte and says the same.
        site_again = {"/": links("/a"), "/a": Answer(text_of_new + b" ")}
        port = int(site.url.rsplit(":", 1)[1].strip("/"))
    with small_site(site_again, port) as site:
        crawl(collection, site.url)

    first, second, third, crawled, crawled_again = by_time(collection, site.url + "a")
    assert (first.same_as, second.same_as, third.same_as) == (None, None, second.id)
    assert (crawled.same_as, crawled_again.same_as) == (None, crawled.id)
    moments = {one.id: one.captured_at for one in collection.documents()}
    for one in collection.documents():
        for link in (one.same_as, one.near_duplicate_of):
            assert link is None or moments[link] <= one.captured_at
    is_whole_and_remade_the_same(collection)


def test_a_crawl_refers_to_no_imported_payload(collection: Collection, tmp_path: Path) -> None:
    """Its digest is what somebody says it is."""
    with small_site({"/": ARTICLE}) as site:
        (tmp_path / "a.warc.gz").write_bytes(members(bare_record(site.url, html(ARTICLE.body))))
        take_in(collection, tmp_path / "a.warc.gz")
        imported = {capture.record_id for capture in collection.captures()}
        crawl(collection, site.url)

    assert imported
    assert not any(capture.revisit_of in imported for capture in collection.captures())


def test_status_shows_the_import_and_goes_on_telling_of_the_last_crawl(collection: Collection, tmp_path: Path) -> None:
    with small_site({}) as site:
        assert crawl(collection, site.url).code == 2
    take_in(collection, written_by_warcio(tmp_path / "a.warc.gz", PAGES))

    run = lumbung("status", "-c", collection.root)

    assert "-import" in run.out
    assert "Needs a person: " in run.out


def test_a_lost_report_of_an_import_comes_back(collection: Collection, tmp_path: Path) -> None:
    take_in(collection, written_by_warcio(tmp_path / "a.warc.gz", PAGES), "--note", "dari dinas")
    shutil.rmtree(collection.root / "crawls")

    assert lumbung("rebuild", "-c", collection.root).code == 0

    (report,) = reports(collection)
    assert (report["finish_reason"], report["note"]) == ("finished", "dari dinas")
    is_whole_and_remade_the_same(collection)


def test_warcs_of_another_collection_keep_their_jobs_out_of_this_one(collection: Collection, tmp_path: Path) -> None:
    other = new_collection(tmp_path / "lain")
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        crawl(other, site.url)

    assert take_in(collection, *other.archive.iterdir()).code == 0

    assert [path.name[-7:] for path in (collection.root / "crawls").iterdir()] == ["-import"]
    assert len(list(collection.documents())) == 2
    is_whole_and_remade_the_same(collection)
    assert len(list((collection.root / "crawls").iterdir())) == 1
