"""Desa, Situs, Senyap, Artikel and Kisah over a made-up collection, in which each village is there for one thing."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.catalogue.update import open_catalogue
from archive.room.app import make_app
from archive.room.room import Room
from tests.archive.room.villages import DWIMULYO, PHONE, SIDOMULYO, WITHOUT_SITE, article_id, write_collection

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("villages") / "desa"
    write_collection(root)
    return root


@pytest.fixture(scope="module")
def reader(root: Path) -> Iterator[TestClient]:
    from archive import Collection

    collection = Collection.open(root)
    room = Room(collection, open_catalogue(collection), today=lambda: TODAY)
    try:
        yield TestClient(make_app(room), base_url="http://127.0.0.1")
    finally:
        room.close()


def relevant_lines(root: Path) -> dict[str, dict[str, object]]:
    """By other code than the catalogue's: the last reading of each article that is of the programme."""
    lines = [
        json.loads(raw) for path in (root / "documents").glob("*.jsonl") for raw in path.read_text("utf-8").splitlines()
    ]
    latest = {line["article_id"]: line for line in lines}
    return {key: line for key, line in latest.items() if line["programme"]["relevant"]}


def test_a_village_tells_what_its_documents_tell(reader: TestClient, root: Path) -> None:
    own = [
        line
        for line in relevant_lines(root).values()
        if (line["village"] or {}).get("kode_wilayah") == DWIMULYO  # type: ignore[attr-defined]
    ]
    told = reader.get(f"/desa/{DWIMULYO}.json").json()
    assert told["pages"] == len(own) == 4
    months = Counter(str(line["published_at"])[:7] for line in own)
    assert {one["month"]: one["relevant"] for one in told["months"] if one["relevant"]} == months
    kinds = Counter(one["what"] for one in told["timeline"])
    assert kinds == {"article": 4, "event": 2, "visits": 1, "recipient": 1}
    days = [one["day"] for one in told["timeline"]]
    assert days == sorted(days, reverse=True)


def test_a_months_without_news_between_two_is_told_as_a_zero(reader: TestClient) -> None:
    months = reader.get(f"/desa/{SIDOMULYO}.json").json()["months"]
    assert [one["month"] for one in months] == [f"2025-{month:02}" for month in range(6, 13)]
    assert [one["relevant"] for one in months] == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("name", ["sidomulyo", "Sido Mulyo", "SIDO", "18.05.13.2006", "1805132006"])
def test_a_village_is_found_by_name_and_code_however_it_is_spelt(reader: TestClient, name: str) -> None:
    found = reader.get("/desa.json", params={"name": name}).json()["villages"]
    assert found[0]["kode_wilayah"] == SIDOMULYO
    assert found[0]["kabupaten"] == "Kabupaten Tulang Bawang"


def test_villages_are_walked_down_to_from_the_provinces(reader: TestClient) -> None:
    page = reader.get("/desa").text
    for _ in range(4):
        links = re.findall(r'<th scope="row"><a href="(/desa[^"]*)"', page)
        link = next(one for one in links if "18" in one)
        page = reader.get(link.replace("&amp;", "&")).text
    assert "Desa Dwimulyo" in page or "Desa Sido Mulyo" in page


def test_a_site_without_a_village_has_its_page_and_an_unknown_one_has_none(reader: TestClient) -> None:
    assert reader.get("/situs/anonim.contoh.desa.id.json").json()["kode_wilayah"] is None
    assert reader.get("/situs/tidak-ada.contoh").status_code == 404
    assert reader.get("/desa/99.99.99.9999").status_code == 404


def test_silent_recipients_are_those_that_no_document_of_the_programme_is_of(reader: TestClient, root: Path) -> None:
    heard = {(line["village"] or {}).get("kode_wilayah") for line in relevant_lines(root).values()}  # type: ignore[attr-defined]
    told = reader.get("/senyap.json").json()
    silent = {row["kode_wilayah"] for row in told["rows"]}
    assert silent == {"33.22.01.2002", "33.22.01.2003", WITHOUT_SITE}
    assert not silent & heard
    assert told["counts"]["recipients"] == 6
    home = reader.get("/beranda.json").json()["attention"]
    assert next(one["count"] for one in home if one["what"] == "silent") == told["found"] == 3


@pytest.mark.parametrize(
    ("months", "stopped"), [(6, {SIDOMULYO, "33.22.01.2001"}), (11, {"33.22.01.2001"}), (120, set())]
)
def test_a_village_has_stopped_when_its_last_news_is_longer_ago(
    reader: TestClient, months: int, stopped: set[str]
) -> None:
    told = reader.get("/senyap.json", params={"state": "stopped", "months": months}).json()
    assert {row["kode_wilayah"] for row in told["rows"]} == stopped


@pytest.mark.parametrize(("state", "site"), [("hijacked", "judi"), ("moved", "pindah"), ("unreachable", "mati")])
def test_the_links_of_the_first_page_lead_to_as_many_sites_as_it_tells(
    reader: TestClient, state: str, site: str
) -> None:
    home = next(one for one in reader.get("/beranda.json").json()["attention"] if one["what"] == state)
    assert home["link"] == f"/senyap?state={state}"
    told = reader.get("/senyap.json", params={"state": state}).json()
    assert [row["id"] for row in told["rows"]] == [f"{site}.contoh.desa.id"]
    assert told["found"] == home["count"]
    page = reader.get(home["link"])
    assert f"{site}.contoh.desa.id" in page.text


def test_the_caution_stands_on_the_page_in_plain_words(reader: TestClient) -> None:
    page = reader.get("/senyap").text
    assert "Tidak ada berita bukan berarti tidak ada kegiatan." in page
    assert "menulis di tempat lain" in page


def test_rows_whose_village_is_not_sure_are_told_apart_with_their_candidates(reader: TestClient) -> None:
    told = reader.get("/senyap.json").json()
    rows = {row["name"]: row for row in told["unsure_rows"]}
    assert set(rows) == {"Perpustakaan Ragu", "Perpustakaan Entah"}
    assert {one["kode_wilayah"] for one in rows["Perpustakaan Ragu"]["candidates"]} >= {"73.12.05.2009"}
    assert rows["Perpustakaan Entah"]["candidates"] == []
    assert '<a href="/tinjau/wilayah' in reader.get("/senyap").text


def test_the_list_narrows_by_region_and_year(reader: TestClient) -> None:
    told = reader.get("/senyap.json", params={"province": "18", "year": "2024"}).json()
    assert (told["counts"]["recipients"], told["found"]) == (1, 0)
    levels = reader.get("/senyap.json", params={"province": "33"}).json()["regions"]
    assert [(one["code"], one["recipients"], one["never"]) for one in levels] == [("33.22", 4, 3)]


def test_evidence_is_marked_where_it_stands_also_behind_a_covered_number(reader: TestClient) -> None:
    page = reader.get(f"/artikel/{article_id('satu.contoh.desa.id', 3)}").text
    assert PHONE not in page
    marks = re.findall(r'<mark class="([^"]*)">([^<]*)</mark>', page)
    assert ("evidence", "TPBIS") in marks
    text = page.partition('<div class="text">')[2].partition("</div>")[0]
    assert set(re.findall(r'<mark class="evidence">([^<]*)<', text)) == {"TPBIS"}
    assert "0812" not in reader.get(f"/artikel/{article_id('satu.contoh.desa.id', 3)}.json").text


def test_two_versions_are_compared_by_words(reader: TestClient) -> None:
    own = article_id("satu.contoh.desa.id", 1)
    page = reader.get(f"/artikel/{own}").text
    assert re.search(r"<ins>[^<]*desa</ins>", page)
    assert "<del>25</del><ins>30</ins>" in page
    told = reader.get(f"/artikel/{own}.json", params={"from": "9", "to": "x"}).json()["difference"]
    assert (told["from"], told["to"]) == (1, 2)


def test_copies_tell_which_was_the_first_and_what_became_of_the_page(reader: TestClient) -> None:
    told = reader.get(f"/artikel/{article_id('satu.contoh.desa.id', 1)}.json").json()
    assert [one["is_first"] for one in told["copies"]] == [False, True]
    assert [one["event"] for one in told["events"]] == ["edited"]


def test_an_article_says_where_its_bytes_lie_and_how_to_cite_it(reader: TestClient) -> None:
    own = article_id("satu.contoh.desa.id", 2)
    told = reader.get(f"/artikel/{own}.json").json()
    page = reader.get(f"/artikel/{own}").text
    for value in (
        told["article"]["capture"][name] for name in ("warc_filename", "offset", "record_id", "payload_digest")
    ):
        assert f">{value}</code>" in page
    forms = {one["form"]: one["text"] for one in told["citations"]}
    assert "@online{" in forms["BibTeX"]
    assert "(2026, 3 November)" in forms["APA"]
    assert all(told["article"]["capture"]["record_id"] in text for text in forms.values())


def test_testimonies_are_told_with_quote_place_credit_and_links(reader: TestClient) -> None:
    told = reader.get("/kisah.json").json()["testimonies"]
    assert len(told) == 1
    page = reader.get("/kisah").text
    for words in ("sekarang bisa menjual keripik lewat internet", "Dwimulyo", "Foto: Dok. Contoh", "/arsip/2026"):
        assert words in page


@pytest.mark.parametrize("path", ["/artikel/{}", f"/desa/{DWIMULYO}", "/situs/satu.contoh.desa.id"])
def test_words_of_a_page_run_nowhere_and_turn_no_line(reader: TestClient, path: str) -> None:
    page = reader.get(path.format(article_id("satu.contoh.desa.id", 5))).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page
    assert "\x07" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/desa?name=" + "%00%ff" + "x" * 3000,
        "/desa?region=..%2f..",
        "/senyap?months=999999999999999999999&page=-4&year=%3Cscript%3E&state=none",
        "/desa/18.05.13.2021?page=99999999999",
        f"/artikel/{article_id('satu.contoh.desa.id', 1)}?from=-1&to=1e9&text=%22%22",
        "/kisah?page=abc",
    ],
)
def test_odd_addresses_are_answered_calmly(reader: TestClient, address: str) -> None:
    assert reader.get(address).status_code in (200, 400, 404)


def test_all_pages_are_there_in_english_too(reader: TestClient) -> None:
    for path in ("/desa", f"/desa/{DWIMULYO}", "/senyap", "/tinjau", "/panen", "/kisah"):
        page = reader.get(path, params={"lang": "en"})
        assert page.status_code == 200
        assert '<html lang="en">' in page.text


NUMBER_WITH_LINK = re.compile(r'<td class="n"><a href="(/(?:artikel|senyap)[^"]*)">([\d.]+)</a>')


@pytest.mark.parametrize("path", ["/desa", "/desa?region=18.05.13", "/desa?name=dwimulyo", "/senyap", "/panen/situs"])
def test_each_number_of_a_list_leads_to_as_many_articles_or_villages(reader: TestClient, path: str) -> None:
    found = NUMBER_WITH_LINK.findall(reader.get(path).text)

    assert found
    for link, number in found:
        address, _, params = unescape(link).partition("?")
        twin = reader.get(f"{address}.json?{params}").json()
        assert twin["pages" if address == "/artikel" else "found"] == int(number), link
