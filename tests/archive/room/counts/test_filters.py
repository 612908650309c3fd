from __future__ import annotations

import pytest

from tests.archive.room.counts.conftest import Made, counted, province


def test_what_the_form_sends_is_led_to_the_one_short_address(made: Made) -> None:
    sent = "/liputan?text=&province=33&regency=33.22&since=3/2024&until=&relation=relevant&platform=&by=published&kind=article"

    answer = made.client.get(sent)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/liputan?region=33.22&since=2024-03"


@pytest.mark.parametrize("path", ["/liputan", "/liputan/mitra", "/liputan/banding", "/artikel"])
def test_the_short_address_stays(made: Made, path: str) -> None:
    short = f"{path}?region=33&activity=bimtek&activity=lomba&text=%22pojok+baca%22"

    assert made.client.get(short).status_code == 200


def test_a_region_is_dropped_by_the_level_above(made: Made) -> None:
    answer = made.client.get("/artikel?province=35&regency=33.22&order=oldest")

    assert answer.headers["location"] == "/artikel?region=35&order=oldest"


def test_no_province_is_all_of_them(made: Made) -> None:
    assert made.client.get("/liputan?province=&region=33").headers["location"] == "/liputan"


def test_years_are_one_click_away(made: Made) -> None:
    page = made.client.get("/liputan?region=33").text

    assert 'href="?region=33&amp;since=2026&amp;until=2026">tahun ini</a>' in page
    assert 'href="?region=33&amp;since=2025&amp;until=2025">tahun lalu</a>' in page
    assert "<b>semua tahun</b>" in page


@pytest.mark.parametrize(
    "asked",
    ["since=2024-13", "region=%00", "activity=%3Cb%3E", "text=" + "a" * 600, "relation=x", "since=99/99/9999"],
)
def test_a_question_that_cannot_be_asked_is_told_so(made: Made, asked: str) -> None:
    assert made.client.get(f"/liputan?{asked}").status_code == 400


@pytest.mark.parametrize(
    ("asked", "indonesian", "english"),
    [
        ("/liputan?since=2024-13", "since: “2024-13” bukan tahun, bulan, atau tanggal", "is no year, month or day"),
        ("/artikel?region=88", "tidak ada wilayah dengan kode “88”", "there is no region with the code “88”"),
        ("/artikel?kind=x", "kind: “x” bukan salah satu dari: article, page, all", "kind: “x” is none of: article"),
        ("/artikel?since=2025&until=2024-12", "“Dari” (2025) terletak sesudah “Sampai” (2024-12)", "is later than"),
        ("/liputan/mitra?fact=x", "fact: “x” bukan salah satu dari", "fact: “x” is none of"),
        ("/liputan/banding?with=x", "with: “x” bukan kode wilayah", "with: “x” is neither"),
        ("/?month=kemarin", "month: “kemarin” bukan bulan", "month: “kemarin” is no month"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_language_of_the_reader(
    made: Made, asked: str, indonesian: str, english: str
) -> None:
    in_english, answer = (made.client.get(f"{asked}&lang={code}") for code in ("en", "id"))

    path = asked.partition("?")[0]
    assert answer.status_code == 400
    assert english in in_english.text
    assert indonesian in answer.text
    assert path == "/" or f'<a href="{path}">Halaman ini tanpa saringan</a>' in answer.text


def test_an_address_that_there_is_none_of_is_told_in_the_language_of_the_reader(made: Made) -> None:
    nowhere, sent = made.client.get("/tiada?lang=en"), made.client.post("/artikel?lang=id")

    assert (nowhere.status_code, sent.status_code) == (404, 405)
    assert "There is no page with this address." in nowhere.text
    assert "Alamat ini tidak dapat dibuka dengan cara ini" in sent.text
    assert "Tidak ada halaman dengan alamat ini." in made.client.get("/tiada?lang=id").text


def test_every_field_of_the_form_has_a_name_that_people_see(made: Made) -> None:
    page = made.client.get("/liputan").text

    for name in ("f-text", "f-province", "f-since", "f-until", "f-relation", "f-platform", "f-by"):
        assert f'for="{name}"' in page
        assert f'id="{name}"' in page


def test_taking_one_filter_back_keeps_what_is_compared_and_how_it_is_shown(made: Made) -> None:
    compared = made.client.get("/liputan/banding?text=buku&with=33&with=35").text
    shown = made.client.get("/liputan?text=buku&measure=share&step=year").text

    assert 'href="?with=33&amp;with=35" aria-label="Hapus saringan' in compared
    assert 'href="?measure=share&amp;step=year" aria-label="Hapus saringan' in shown


def test_the_other_pages_are_reached_with_the_same_filters(made: Made) -> None:
    page = made.client.get("/artikel?region=33&since=2024-06&until=2024-06&activity=bimtek").text
    same = "region=33&amp;since=2024-06&amp;until=2024-06&amp;activity=bimtek"

    for link in (
        f"/liputan?{same}",
        f"/kisah?{same}",
        f"/liputan/mitra?{same}",
        "/senyap?region=33",
        "/desa?region=33",
    ):
        assert f'<a href="{link}">' in page
    assert '<a href="/laporan?year=2024&amp;month=06&amp;region=33">Laporan</a>' in page


@pytest.mark.parametrize(
    "asked",
    [
        *("text=buku", "region=33", "region=unknown", "since=2024", "since=unknown", "by=event", "activity=bimtek"),
        *(
            "relation=none",
            "platform=opensid",
            "language=jv",
            "flag=children",
            "without_flag=children",
            "site=a.example",
        ),
        *("story=sha1:1", "kind=page", "copies=first", "review=open"),
    ],
)
def test_each_filter_is_told_of_and_is_kept_by_the_form(made: Made, asked: str) -> None:
    page = made.client.get(f"/artikel?{asked}").text
    form = page[page.index('<form class="filters"') : page.index("</form>", page.index('<form class="filters"'))]

    assert page.count('aria-label="Hapus saringan') == 1
    name, _, value = asked.partition("=")
    if value != "unknown" and name not in ("platform", "region"):  # those that are offered depend on what there is
        kept = (f'name="{name}" value="{value}"', f'<option value="{value}" selected>', f'value="{value}" checked')
        assert any(one in form for one in kept)


@pytest.mark.parametrize("page", ["/tinjau", "/tinjau/daftar"])
def test_what_waits_for_a_person_can_be_chosen_by_region(made: Made, page: str) -> None:
    waiting = [line for line in made.lines if line["programme"]["relation"] == "borderline"]
    code, count = counted(waiting, province).most_common(1)[0]
    sent = made.client.get(f"{page}?province={code}&regency=", follow_redirects=False)

    assert sent.headers["location"] == f"{page}?region={code}"
    assert made.get(f"{page}.json?region={code}")["waiting"] == count < len(waiting)
    assert f'<option value="{code}" selected>' in made.client.get(f"{page}?region={code}").text
