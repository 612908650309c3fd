"""The questions that staff ask, each answered in at most three clicks from Beranda, by the words that stand there.

Every number on the way is held against one counted from documents/*.jsonl by tests/browser/counted.py.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from archive import Collection
from tests.browser import counted

pytestmark = pytest.mark.needs("chromium")


class Clicks:
    """Clicks on what a person sees, counted."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.count = 0

    def on(self, target: Locator) -> None:
        expect(target).to_be_visible()
        self.count += 1
        target.click()
        self._page.wait_for_load_state()

    def on_link(self, words: str, within: Locator | None = None) -> None:
        self.on((within or self._page.locator("body")).get_by_role("link", name=words, exact=True).first)


@pytest.fixture
def clicks(page: Page) -> Clicks:
    return Clicks(page)


def number_in(text: str) -> int:
    """ "1.234 berita" is 1234."""
    found = re.search(r"\d+(?:\.\d{3})*", text)
    assert found, text
    return int(found[0].replace(".", ""))


def newest_month(demo: Collection) -> str:
    return max(month for line in counted.relevant(demo.root) if (month := counted.month(line)))


def test_how_many_articles_there_are_this_month_and_in_the_same_month_a_year_ago(page: Page, demo: Collection) -> None:
    months = counted.count(counted.relevant(demo.root), counted.month)
    month = newest_month(demo)

    figure = page.locator(".figure.main")

    assert number_in(figure.locator("b").inner_text()) == months[month]
    before = f"{int(month[:4]) - 1}{month[4:]}"
    assert figure.locator("small").inner_text().endswith(f": {months[before]}")


def test_how_many_articles_each_province_has_and_which_they_are(page: Page, clicks: Clicks, demo: Collection) -> None:
    month = newest_month(demo)
    own = [line for line in counted.relevant(demo.root) if counted.month(line) == month]
    provinces = counted.count(own, lambda line: line["village"]["provinsi"])

    table = page.get_by_role("table", name="Berita tentang program")
    for province, count in provinces.items():
        row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=province))
        number = row.get_by_role("cell").get_by_role("link").first
        assert number_in(number.inner_text()) == count
        clicks.on(number)
        titles = page.locator("article.hit h3").all_inner_texts()
        assert sorted(titles) == sorted(line["title"] for line in own if line["village"]["provinsi"] == province)
        break

    assert clicks.count <= 3


def test_how_many_articles_each_village_has(page: Page, clicks: Clicks, demo: Collection) -> None:
    relevant = counted.relevant(demo.root)
    (province, *_), (kabupaten, *_), (kecamatan, *_) = (
        [line["village"][level] for line in relevant] for level in ("provinsi", "kabupaten", "kecamatan")
    )
    villages = counted.count(
        [line for line in relevant if line["village"]["kabupaten"] == kabupaten],
        lambda line: line["village"]["kecamatan"],
    )

    clicks.on_link("Liputan")
    clicks.on_link(province)
    clicks.on_link(kabupaten)

    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=kecamatan, exact=True))
    assert number_in(row.locator("td").first.inner_text()) == villages[kecamatan]
    assert clicks.count <= 3


def test_what_was_done_and_how_often(page: Page, clicks: Clicks, demo: Collection) -> None:
    done = counted.count(
        [{"activity": one} for line in counted.relevant(demo.root) for one in line["programme"]["activities"]],
        lambda one: one["activity"],
    )

    clicks.on_link("Liputan")

    rows = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Pelatihan keterampilan", exact=True))
    assert number_in(rows.first.locator("td").first.inner_text()) == done["pelatihan_keterampilan"]
    assert clicks.count <= 3


def test_the_proof_of_an_article_its_archived_copy_and_its_record(page: Page, clicks: Clicks, demo: Collection) -> None:
    newest = max(counted.relevant(demo.root), key=lambda line: str(line["published_at"]))

    clicks.on_link(newest["title"])

    body = page.locator("main").inner_text()
    assert newest["capture"]["warc_filename"] in body
    assert newest["capture"]["payload_digest"] in body
    clicks.on_link("Buka salinan arsip")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text(newest["title"]).first).to_be_visible()
    assert clicks.count <= 3


def test_which_receiving_villages_never_reported(page: Page, clicks: Clicks, demo: Collection) -> None:
    with (demo.root / "recipients.csv").open(encoding="utf-8", newline="") as file:
        recipients = {row["kode_wilayah"] for row in csv.DictReader(file)}
    reported = {line["village"]["kode_wilayah"] for line in counted.relevant(demo.root)}

    clicks.on_link("Senyap")

    heading = page.get_by_role("heading", name="Belum pernah memberitakan")
    assert number_in(heading.inner_text()) == len(recipients - reported)
    assert "bukan berarti tidak ada kegiatan" in page.locator("main").inner_text()
    assert clicks.count <= 3


def test_where_agreements_regulations_and_funds_are_told_of(page: Page, clicks: Clicks, demo: Collection) -> None:
    told = [
        fact
        for line in counted.relevant(demo.root)
        for fact in line["programme"]["facts"]
        if fact["field"] in ("agreement", "regulation", "funding")
    ]

    clicks.on_link("Liputan")
    clicks.on_link("Semua kerja sama, peraturan, dan pendanaan yang disebut")

    text = page.locator("main").inner_text()
    assert told
    assert [fact["quote"] for fact in told if fact["quote"] not in text] == []
    assert clicks.count <= 3


def test_new_stories_of_impact_to_quote(page: Page, clicks: Clicks, demo: Collection) -> None:
    stories = [line for line in counted.relevant(demo.root) if "testimoni" in line["programme"]["activities"]]

    clicks.on(page.get_by_role("link", name=re.compile("[Kk]isah")).first)

    text = page.locator("main").inner_text()
    assert all(line["title"] in text for line in stories)
    assert clicks.count <= 3


def test_which_sites_are_dead_moved_or_taken(page: Page, clicks: Clicks, demo: Collection) -> None:
    clicks.on_link("Panen")
    clicks.on(page.get_by_role("link", name=re.compile("[Ss]emua situs")).first)

    text = page.locator("main").inner_text()
    assert all((seed.name or "") in text for seed in demo.seeds())
    assert text.count("Hidup") >= len(demo.seeds())
    assert clicks.count <= 3


def test_the_articles_of_a_year_and_a_region_as_a_table_for_excel(
    page: Page, clicks: Clicks, demo: Collection, tmp_path: Path
) -> None:
    clicks.on_link("Artikel")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Excel (.xlsx)").first.click()
    clicks.count += 1

    path = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(path)
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    titles = sorted(row[rows[0].index("Judul")] for row in rows[1:])
    assert titles == sorted(line["title"] for line in counted.relevant(demo.root))
    assert clicks.count <= 3


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "path",
    ["/", "/liputan", "/liputan/mitra", "/artikel", "/kisah", "/desa", "/desa?region=98", "/desa/98.01.01.2001", "/senyap",
     "/tinjau", "/panen", "/panen/situs", "/laporan?year=2023", "/tersimpan", "/arsip", "/api/", "/artikel?region=zz"],
)  # fmt: skip
def test_a_screen_reader_stumbles_over_nothing_serious(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)

    found = Axe().run(page).response["violations"]

    assert [
        (one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "no page is wider than the window"


def test_tables_are_printed_and_what_is_only_pressed_or_filled_in_is_not(page: Page) -> None:
    page.goto("/liputan")
    tables = page.locator("main table")
    shown = tables.count()

    page.emulate_media(media="print")

    assert shown >= 5
    assert [tables.nth(nth).inner_text() for nth in range(shown) if not tables.nth(nth).is_visible()] == []
    for path, words in (("/liputan", "Bandingkan yang dicentang"), ("/senyap/daftar", "Tambah daftar")):
        page.goto(path)
        expect(page.get_by_text(words).first).to_be_attached()
        expect(page.get_by_text(words).first).not_to_be_visible()
