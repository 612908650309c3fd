"""An import beside others, and among crawls: once, under which name, and what stays as it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive import Collection
from archive.model import Document
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import ARTICLE, captured, crawl, links, lumbung, new_collection, small_site
from tests.end_to_end.foreign import (
    article,
    bare_record,
    html,
    members,
    written_by_warcio,
)
from tests.end_to_end.taken_in import PAGES, derived, is_whole_and_remade_the_same, reports, take_in

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
