"""Figures over made-up index lines, tables that spreadsheets open safely, and a page that nobody can break."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive import Collection
from archive.index.cdxj import write_cdxj
from archive.model import Capture
from archive.warc.exchange import Original, Trail
from archive.warc.writer import WarcWriter
from crawler import closing
from crawler.reports.figures import NO_MIME, OTHER_MIMES, Figures, count_figures
from crawler.reports.page import MOST_ROWS, make_page
from crawler.reports.report import findings
from crawler.reports.tables import cell, write_tables
from crawler.reports.words import FINISHED, REASONS, WORDS, sentences
from tests.archive.conftest import WARCINFO, exchange

STEM = "lumbung-20261126000000000-00000-uji"


def made_up(url: str, status: int = 200, mime: str | None = "text/html", **facts: Any) -> Capture:
    given = {"digest": "sha1:A", "warc_filename": STEM + ".warc.gz", "offset": 0, "length": 100, "record_id": "urn:x:1"}
    return Capture(url, datetime(2026, 11, 26, tzinfo=UTC), status, mime, **(given | facts))


def counted(
    collection: Collection, captures: list[Capture], failures: str = "", skips: str = "", **waiting: int
) -> Figures:
    write_cdxj(collection.cdxj_file(STEM), captures)
    folder = collection.crawl_folder("20261126000000-abcd")
    folder.mkdir(parents=True)
    head = "time,site,url,via,reason,detail\n"
    (folder / "failures.csv").write_text(head + failures)
    (folder / "skipped.csv").write_text(head + skips)
    return count_figures(collection, [STEM], folder, waiting)


# ---- counting ----


def test_both_forms_of_a_host_are_one_and_another_port_is_another(stock: Collection) -> None:
    figures = counted(
        stock,
        [
            made_up("https://www.a.desa.id/"),
            made_up("http://a.desa.id/x", length=50),
            made_up("http://a.desa.id:8080/"),
        ],
    )

    assert {host: (one.urls, one.bytes) for host, one in figures.hosts.items()} == {
        "a.desa.id": (2, 150),
        "a.desa.id:8080": (1, 100),
    }


def test_media_types_and_codes_add_up_to_the_hosts(stock: Collection) -> None:
    figures = counted(
        stock,
        [
            made_up("http://a.id/"),
            made_up("http://a.id/b", 301, None),
            made_up("http://b.id/", 404),
            made_up("http://b.id/foto", 200, "image/png", length=7),
        ],
    )

    assert {mime: one.urls for mime, one in figures.mime_types.items()} == {"text/html": 2, NO_MIME: 1, "image/png": 1}
    assert {code: one.bytes for code, one in figures.response_codes.items()} == {200: 107, 301: 100, 404: 100}
    assert figures.host_totals().urls == 4


def test_rows_of_failures_and_skips_are_told_by_host(stock: Collection) -> None:
    figures = counted(
        stock,
        [made_up("http://a.id/")],
        failures="t,a.id,http://b.id/x,,host_unreachable,d\nt,a.id,http://a.id/y,,gone,HTTP 404\nt,a.id,http://a.id/,,moved,z\n",
        skips="t,a.id,http://a.id/r,,robots,d\nt,a.id,http://a.id/l,,limit,d\nt,a.id,http://c.id/,,other_site,c.id\n",
        **{"a.id": 3},
    )

    assert (figures.hosts["a.id"].failed, figures.hosts["b.id"].failed) == (0, 1)
    assert (figures.hosts["a.id"].robots_blocked, figures.hosts["a.id"].remaining) == (1, 4)
    assert "c.id" not in figures.hosts
    assert figures.failures == {"host_unreachable": 1, "gone": 1, "moved": 1}
    assert figures.skips == {"robots": 1, "limit": 1, "other_site": 1}


def test_an_address_without_a_host_breaks_nothing(stock: Collection) -> None:
    figures = counted(stock, [], failures="t,a,http://[rusak,,http_error,d\n")

    assert figures.hosts[""].failed == 1


def test_revisits_are_told_under_the_type_their_server_named(stock: Collection) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + b"PNG" * 200
    unchanged = b"HTTP/1.1 304 Not Modified\r\nContent-Type: text/html\r\n\r\n"
    writer = WarcWriter(stock, WARCINFO)
    first = writer.write_exchange(exchange("http://a.id/1", body), Trail())
    assert first
    original = Original(first.record_id, first.url, "2026-01-01T00:00:00Z", first.digest)
    writer.write_exchange(exchange("http://a.id/2", body), Trail(), lambda digest, size, status: original)
    writer.write_exchange(exchange("http://a.id/3", unchanged), Trail(), not_modified=original)
    writer.sync()
    assert writer.synced
    (stem, _) = writer.synced
    folder = stock.crawl_folder("x")

    still_open = count_figures(stock, [stem], folder, {})
    writer.finish()
    finished = count_figures(stock, [stem], folder, {})

    assert still_open == finished
    host = finished.hosts["a.id"]
    assert (host.urls, host.new, host.duplicate, host.not_modified) == (3, 1, 1, 1)
    assert finished.mime_types["image/png"].urls == 2
    assert finished.mime_types["image/png"].new_bytes == first.length
    assert finished.response_codes[304].urls == 1
    # Of what an address had before it is known: no record need be read.
    known = {"http://a.id/2": "image/png", "http://a.id/3": "text/html"}
    stock.warc_file(stem).unlink()
    again = count_figures(stock, [stem], folder, {}, mime_of_unchanged=lambda capture: known.get(capture.url))
    assert {name: kind.urls for name, kind in again.mime_types.items()} == {"image/png": 2, "text/html": 1}


def test_media_types_from_the_wire_are_bounded() -> None:
    figures = Figures()
    for number in range(2000):
        figures.add_capture(made_up("http://a.id/"), f"x/{number}" + "y" * 5000)

    assert len(figures.mime_types) <= 501
    assert figures.mime_types[OTHER_MIMES].urls == 1500
    assert max(map(len, figures.mime_types)) <= 100


@pytest.mark.long
def test_many_hosts_need_little_memory(tmp_path: Path) -> None:
    tracemalloc.start()
    figures = Figures()
    for number in range(10_000):
        figures.add_capture(made_up(f"http://desa{number}.desa.id/"), "text/html")
    write_tables(tmp_path, figures)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len((tmp_path / "hosts.csv").read_text().splitlines()) == 10_001
    assert most < 1_000 * 10_000  # a kilobyte a host


# ---- tables ----


@pytest.mark.parametrize("text", ["=1+1", "+62", "-a", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_no_cell_is_a_formula_and_the_text_can_be_had_back(text: str) -> None:
    assert cell(text)[0] == " "
    assert cell(text).removeprefix(" ") == text


def test_other_cells_are_as_they_are() -> None:
    assert [cell(text) for text in ("a.desa.id", "text/html", "", "a=b", "http://a/-")] == [
        "a.desa.id", "text/html", "", "a=b", "http://a/-",
    ]  # fmt: skip


def test_hostile_types_make_no_rows_of_their_own(tmp_path: Path) -> None:
    figures = Figures()
    figures.add_capture(made_up("http://a.id/"), '=cmd|"\n,\x00;')

    write_tables(tmp_path, figures)

    (row,) = csv.DictReader(io.StringIO((tmp_path / "mime_types.csv").read_text(), newline=""))
    assert row == {"mime": ' =cmd|"\n,\N{REPLACEMENT CHARACTER};', "urls": "1", "bytes": "100", "new_bytes": "100"}


def test_the_most_asked_hosts_come_first(tmp_path: Path) -> None:
    figures = Figures()
    for url in ("http://a.id/", "http://b.id/", "http://b.id/2"):
        figures.add_capture(made_up(url), None)

    write_tables(tmp_path, figures)

    hosts = [json.loads(line)["host"] for line in (tmp_path / "hosts.jsonl").read_text().splitlines()]
    assert hosts == ["b.id", "a.id"]


def test_of_a_very_long_table_its_first_whole_rows_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "skipped.csv"
    table.write_bytes(b"0123456789\n" * 10)

    assert closing._beginning(table) == table.read_bytes()
    monkeypatch.setattr(closing, "_MOST_KEPT", 35)
    assert closing._beginning(table) == b"0123456789\n" * 3


# ---- the page ----

EVIL = "\"><script>alert('x')</script><img src=x onerror=y>\u202e\x00"


def a_site(**facts: Any) -> dict[str, Any]:
    return {
        "site": "a.id", "platform": None, "front_page": "HTTP 200", "archived": 1, "failed": 0, "moved_to": None,
        "hijack": None, "front_page_flags": [], "unexplained": 0, "unreachable": 0, "finish_reason": "finished",
        **facts,
    }  # fmt: skip


def a_report(**facts: Any) -> dict[str, Any]:
    return {"crawl_id": "20261126000000-abcd", "finish_reason": "finished", "sites": [a_site()], "hosts": None, **facts}


def parsed(folder: Path, **facts: Any) -> html.HtmlElement:
    return html.fromstring(make_page(folder, a_report(**facts)))


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    figures = Figures()
    figures.add_capture(made_up("http://a.id/"), EVIL)
    write_tables(tmp_path, figures)
    (tmp_path / "failures.csv").write_text(
        'time,site,url,via,reason,detail\nt,a.id,http://a/<script>,,"<b>",<script>1</script>\n'
    )
    (tmp_path / "hosts.csv").write_text((tmp_path / "hosts.csv").read_text().replace("a.id", "<script>.id"))
    facts = {**figures.as_facts(), "operator": EVIL, "contact": EVIL, "error": EVIL, "internal_errors": [EVIL]}
    sites = [a_site(site=EVIL, platform=EVIL, front_page=EVIL, moved_to=EVIL, finish_reason=EVIL)]

    raw = make_page(tmp_path, a_report(**facts, sites=sites, finish_reason=EVIL, crawl_id=EVIL)).decode()

    tree = html.fromstring(raw)
    assert not tree.xpath("//script | //img | //b | //a | //@onerror | //@src")
    assert "\u202e" not in raw
    assert "\x00" not in raw
    assert "<script>.id" in tree.text_content()


def test_the_page_has_both_languages_with_headings_and_scopes(tmp_path: Path) -> None:
    tree = parsed(tmp_path, response_codes=[{"code": 200, "urls": 1234, "bytes": 2_500_000}])

    indonesian, english = tree.iter("article")
    assert (tree.get("lang"), indonesian.get("lang"), english.get("lang")) == ("id", "id", "en")
    assert tree.xpath("//input[@checked]/@id") == ["id"]
    assert {"1.234", "2,5 MB"} <= set(indonesian.xpath(".//td//text()"))
    assert {"1,234", "2.5 MB"} <= set(english.xpath(".//td//text()"))
    assert all(header.get("scope") in ("col", "row") for header in tree.iter("th"))
    assert not tree.xpath("//rect/ancestor::svg[not(@aria-hidden)]")


@pytest.mark.parametrize("reason", FINISHED)
def test_each_finish_reason_is_told_in_words(tmp_path: Path, reason: str) -> None:
    tree = parsed(tmp_path, finish_reason=reason)

    assert [block.xpath("string(.//strong)") for block in tree.iter("article")] == list(FINISHED[reason])


def test_long_tables_are_cut_and_name_the_whole_one(tmp_path: Path) -> None:
    figures = Figures()
    for number in range(MOST_ROWS + 50):
        figures.add_capture(made_up(f"http://desa{number}.id/"), "text/html")
    write_tables(tmp_path, figures)

    tree = parsed(tmp_path, **figures.as_facts())

    (table, _) = tree.xpath("//div[@aria-label='hosts.csv']/table")
    assert len(table.find("tbody")) == MOST_ROWS
    assert table.xpath("string(tfoot/tr/td[1])") == str(MOST_ROWS + 50)
    assert f"Hanya {MOST_ROWS} baris pertama; semuanya ada di hosts.csv." in tree.text_content()


def test_what_needs_a_person_comes_first_in_both_languages(tmp_path: Path) -> None:
    taken = {"is_taken": True, "front_page": [], "pages": {"hijacked": 12}, "addresses": None, "redirects": []}
    sites = [
        a_site(site="diambil.id", hijack=taken),
        a_site(site="pindah.id", moved_to="http://baru.id/"),
        a_site(site="kosong.id", archived=0),
        a_site(site="parkir.id", front_page_flags=["parked"]),
        a_site(site="kurang.id", unexplained=7),
        a_site(site="diam.id", unreachable=1),
        a_site(site="baik.id"),
    ]

    tree = parsed(tmp_path, sites=sites, internal_errors=["patah"], unreadable={"too_large": 3})

    for block in tree.iter("article"):
        box = block.find("section")
        assert box.get("class") == "person"
        assert len(box.findall(".//li")) == 7
        assert "baik.id" not in box.text_content()
        assert "too_large 3" in box.text_content()


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    from crawler.reports import report, words

    assert set(words.SENTENCES) == set(report.SENTENCES)
    assert findings(a_report()) == sentences(a_report(), "id") == sentences(a_report(), "en") == []


def test_a_report_of_a_job_that_died_at_birth_has_a_page_too(tmp_path: Path) -> None:
    page = make_page(tmp_path, {"crawl_id": "x", "finish_reason": "abandoned"}).decode()

    assert FINISHED["abandoned"][0] in page
    assert WORDS["not_counted"][0] in page


def test_all_words_are_there_in_both_languages() -> None:
    for words in (WORDS, FINISHED, REASONS):
        for name, pair in words.items():
            assert all(pair), name
            assert len(pair) == 2, name
