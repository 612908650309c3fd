"""What a job's reports say of its hosts, media types and response codes, against what its sites really did."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive import Collection
from archive.urls import site_key
from archive.warc.reader import read_records
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import ARTICLE, Run, crawl, links, lumbung, new_collection, only_report, page, small_site

EVIL_MIME = "=HYPERLINK(1)<script>alert(1)</script>"
BLOCKED = Answer(b"User-agent: *\nDisallow: /rahasia\nDisallow: /foto", "text/plain")
PICTURE = Answer(b"\x89PNG" * 200, "image/png")
DEAD = "http://tidak-ada.invalid/"


@dataclass(frozen=True)
class Crawled:
    collection: Collection
    run: Run
    report: Any
    main: str  # hosts
    images: str
    folder: Path

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A village site that shows all there is; a host of pictures that forbids one; a host that is not there."""
    collection = new_collection(tmp_path_factory.mktemp("laporan") / "koleksi")
    with small_site({"/robots.txt": BLOCKED, "/gambar.png": PICTURE}) as images:
        shown = (
            f"<img src={images.url}gambar.png alt=A><img src={images.url}foto.png alt=B><img src=/salinan.png alt=C><p>"
        )
        answers = {
            "/robots.txt": BLOCKED,
            "/": links("/berita/1", "/lama", "/hilang", "/rusak", "/rahasia/x", "/aneh"),
            "/berita/1": Answer(ARTICLE.body.replace(b"<p>", shown.encode(), 1)),
            "/lama": Answer(b"", status=301, headers=(("Location", "/baru"),)),
            "/baru": page("<p>Halaman baru desa.</p>" * 20),
            "/rusak": Answer(b"<b>rusak</b>", status=500),
            "/aneh": Answer(b"aneh", EVIL_MIME),
            "/salinan.png": PICTURE,
        }
        with small_site(answers) as site:
            run = crawl(collection, site.url, DEAD)
            (folder,) = (collection.root / "crawls").iterdir()
            report = only_report(collection)
            yield Crawled(collection, run, report, site_key(site.url), site_key(images.url), folder)


def test_the_crawl_itself_went_as_the_site_was_made(crawled: Crawled) -> None:
    assert crawled.run.code == 2  # the host that is not there
    assert crawled.report["internal_errors"] == []


def test_hosts_are_told_with_what_became_of_their_addresses(crawled: Crawled) -> None:
    hosts = {row.pop("host"): {key: int(value) for key, value in row.items()} for row in crawled.table("hosts.csv")}

    assert set(hosts) == {crawled.main, crawled.images, "tidak-ada.invalid"}
    main, images, dead = hosts[crawled.main], hosts[crawled.images], hosts["tidak-ada.invalid"]
    # robots.txt, sitemap.xml, front page, article, /lama, /baru, /hilang, /rusak three times, /aneh, the copy
    assert main["urls"] == 12
    assert images["urls"] == 2  # robots.txt and one picture
    assert main["robots_blocked"] == images["robots_blocked"] == 1
    assert (main["failed"], images["failed"], dead["failed"]) == (1, 0, 1)
    # The picture that both hosts serve, and a robots.txt that says the same.
    assert main["duplicate"] + images["duplicate"] >= 1
    assert dead["urls"] == dead["bytes"] == 0
    for counts in hosts.values():
        assert counts["urls"] == counts["new"] + counts["duplicate"] + counts["not_modified"]
        assert counts["remaining"] == 0


def test_response_codes_and_media_types_are_told(crawled: Crawled) -> None:
    codes = {row["code"]: int(row["urls"]) for row in crawled.table("response_codes.csv")}
    mimes = {row["mime"]: int(row["urls"]) for row in crawled.table("mime_types.csv")}

    assert codes["301"] == 1
    assert codes["500"] == 3
    assert codes["404"] == 2  # /hilang and the sitemap
    assert mimes["image/png"] == 2  # the duplicate under its own type, not as warc/revisit
    assert " =hyperlink(1)<script>alert(1)</script>" in mimes
    assert "warc/revisit" not in mimes


def test_all_tables_add_up_to_the_captures(crawled: Crawled) -> None:
    captures = list(crawled.collection.captures())
    total = crawled.report["hosts"]

    for name in ("hosts.csv", "mime_types.csv", "response_codes.csv"):
        rows = crawled.table(name)
        assert sum(int(row["urls"]) for row in rows) == len(captures) == total["urls"], name
        assert sum(int(row["bytes"]) for row in rows) == sum(capture.length for capture in captures), name
    by_host = Counter(site_key(capture.url) for capture in captures)
    assert {row["host"]: int(row["urls"]) for row in crawled.table("hosts.csv") if row["urls"] != "0"} == by_host
    assert total["duplicate"] == sum(1 for capture in captures if capture.revisit_of)
    assert total["failed"] == crawled.report["totals"]["failed"]
    assert total["robots_blocked"] == crawled.report["totals"]["disallowed"]
    assert total["remaining"] == crawled.report["remaining"]


def test_the_report_says_the_same_as_the_tables(crawled: Crawled) -> None:
    report = crawled.report

    assert [str(one["urls"]) for one in report["mime_types"]] == [
        row["urls"] for row in crawled.table("mime_types.csv")
    ]
    assert [str(one["code"]) for one in report["response_codes"]] == [
        row["code"] for row in crawled.table("response_codes.csv")
    ]
    lines = [json.loads(line) for line in (crawled.folder / "hosts.jsonl").read_text().splitlines()]
    assert [{key: str(value) for key, value in line.items()} for line in lines] == crawled.table("hosts.csv")
    for key, name in (("failures", "failures.csv"), ("skips", "skipped.csv")):
        assert report[key] == Counter(row["reason"] for row in crawled.table(name))


def test_the_page_shows_the_figures_in_both_languages(crawled: Crawled) -> None:
    tree = html.fromstring((crawled.folder / "report.html").read_bytes())
    blocks = {block.get("lang"): block for block in tree.iter("article")}

    assert set(blocks) == {"id", "en"}
    for block in blocks.values():
        assert shown_cells(block, "hosts.csv")[crawled.main][0] == "12"
        assert shown_cells(block, "response_codes.csv")["500"][0] == "3"
        assert shown_cells(block, "sites.csv")[crawled.main][-1] == "finished"
        assert "tidak-ada.invalid" in block.xpath("string(.//section[@class='person'])")
    assert "Perlu diperiksa orang" in blocks["id"].text_content()
    assert "Needs a person" in blocks["en"].text_content()


def shown_cells(block: html.HtmlElement, file: str) -> dict[str, list[str]]:
    """By its first cell, the other cells of each row of a table."""
    (table,) = block.xpath(f".//div[@aria-label='{file}']/table")
    rows = (row for row in table.iter("tr") if row.find("td") is not None)
    return {row.xpath("string(th)"): [cell.text_content() for cell in row.iter("td")] for row in rows}


def test_the_page_loads_nothing_and_runs_nothing(crawled: Crawled) -> None:
    raw = (crawled.folder / "report.html").read_text()
    tree = html.fromstring(raw)

    assert not tree.xpath("//script | //a | //img | //link | //iframe | //@src | //@href | //@onload | //@onerror")
    assert "<script" not in raw
    assert EVIL_MIME.lower().replace("<", "&lt;").replace(">", "&gt;") in raw


def test_all_reports_are_in_the_warc(crawled: Crawled) -> None:
    kept = kept_in_the_warc(crawled.collection)

    for name in ("hosts.csv", "mime_types.csv", "response_codes.csv", "failures.csv", "skipped.csv"):
        assert kept[name] == (crawled.folder / name).read_bytes(), name
    assert json.loads(kept["report.json"])["hosts"] == crawled.report["hosts"]
    assert kept["sites.csv"].startswith(b"site,platform,")
    assert html.fromstring(kept["report.html"]).get("lang") == "id"


def kept_in_the_warc(collection: Collection) -> dict[str, bytes]:
    return {
        (record.url or "").rpartition(":")[2]: record.block
        for stem in collection.stems()
        for record in read_records(collection.warc_file(stem))
        if record.type == "resource"
    }


def test_lost_tables_come_back_with_a_rebuild(tmp_path: Path) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with small_site({"/": page("isi")}) as site:
        crawl(collection, site.url)
    (folder,) = (collection.root / "crawls").iterdir()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()

    assert lumbung("rebuild", "-c", collection.root).code == 0

    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in ("hosts.csv", "mime_types.csv", "response_codes.csv", "failures.csv", "skipped.csv"):
        assert after[name] == before[name], name
    assert b"<article" in after["report.html"]
    assert b"site,platform" in after["sites.csv"]


def test_a_payload_that_comes_again_in_a_second_job_is_a_duplicate_there(collection: Collection) -> None:
    with small_site({"/": links("/berita/1"), "/berita/1": ARTICLE}) as site:
        crawl(collection, site.url)
        crawl(collection, site.url)

    first, second = sorted((collection.root / "crawls").iterdir())
    one, two = (json.loads((folder / "report.json").read_bytes())["hosts"] for folder in (first, second))
    assert (one["urls"], one["duplicate"]) == (4, 1)  # there is neither robots.txt nor sitemap, in the same words
    assert (two["urls"], two["duplicate"]) == (4, 4)
    with (second / "mime_types.csv").open(newline="") as file:
        (pages,) = (row for row in csv.DictReader(file) if row["mime"] == "text/html" and int(row["urls"]) >= 2)
    assert int(pages["new_bytes"]) < int(pages["bytes"])


def test_what_a_limit_left_remains_by_host(collection: Collection) -> None:
    with small_site({"/": links(*(f"/{number}" for number in range(9)))}) as site:
        crawl(collection, site.url, "--max-pages", "4")

    report = only_report(collection)
    assert report["finish_reason"] == "limit"
    assert report["hosts"]["remaining"] == report["remaining"] > 0
    page_of = next((collection.root / "crawls").iterdir()) / "report.html"
    assert "Selesai sampai batas yang ditetapkan." in page_of.read_text()


def test_articles_about_the_programme_are_counted(collection: Collection) -> None:
    core = page(
        "<article><h1>Pelatihan TPBIS di Perpustakaan Desa</h1>"
        + "<p>Perpustakaan Desa Contohrejo mengadakan pelatihan Transformasi Perpustakaan Berbasis Inklusi Sosial "
        "(TPBIS) bersama Perpusnas untuk warga desa.</p>" * 6 + "</article>",
        "Pelatihan TPBIS",
    )  # fmt: skip
    with small_site({"/": links("/berita/1"), "/berita/1": core}) as site:
        crawl(collection, site.url)

    assert only_report(collection)["totals"]["relevant"] == 1
