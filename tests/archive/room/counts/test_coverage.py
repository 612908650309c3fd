from __future__ import annotations

from collections import Counter
from urllib.parse import parse_qs, urlsplit

from archive.room.periods import keys_between
from archive.room.web import region_name
from tests.archive.room.counts.conftest import Made, counted, month, province, quarter


def test_months_say_what_was_published_in_them_and_a_year_before(made: Made) -> None:
    of_month = counted(made.relevant(), month)

    rows = made.get("/liputan.json?step=month")["times"]

    dated = [row for row in rows if row["key"]]
    assert {row["key"]: row["pages"] for row in dated if row["pages"]} == {
        key: count for key, count in of_month.items() if key
    }
    assert all(row["last_year"] == of_month[f"{int(row['key'][:4]) - 1}{row['key'][4:]}"] for row in dated)
    assert rows[-1]["key"] is None
    assert rows[-1]["pages"] == of_month[None]


def test_quarters_and_years_add_up_the_months(made: Made) -> None:
    lines = [line for line in made.relevant() if month(line)]

    quarters = made.get("/liputan.json?step=quarter")["times"]
    years = made.get("/liputan.json?step=year")["times"]

    by_quarter = counted(lines, quarter)
    assert {row["key"]: row["pages"] for row in quarters if row["key"] and row["pages"]} == by_quarter
    by_year = counted(lines, lambda line: line["published_at"][:4])
    assert {row["key"]: row["pages"] for row in years if row["key"]} == by_year
    everything = counted([line for line in made.lines if month(line)], lambda line: line["published_at"][:4])
    assert {row["key"]: row["all_news"] for row in years if row["key"]} == {key: everything[key] for key in by_year}


def test_the_share_is_of_all_village_news_even_when_words_are_sought(made: Made) -> None:
    code = made.provinces[0]
    told = made.get(f"/liputan.json?text=perpustakaan&region={code}")

    everything = sum(province(line) == code for line in made.lines)
    assert told["all_news"] == everything
    assert told["share"] == told["pages"] / everything


def test_each_region_counts_its_own_and_leads_one_level_deeper(made: Made) -> None:
    rows = made.get("/liputan.json")["regions"]["rows"]

    assert {row["code"]: row["pages"] for row in rows if row["pages"]} == counted(made.relevant(), province)
    one = rows[0]
    below = made.get(one["coverage"].replace("/liputan?", "/liputan.json?"))
    assert below["regions"]["level"] == "regency"
    assert sum(row["pages"] for row in below["regions"]["rows"]) == one["pages"]


def test_a_chosen_region_shows_the_way_back_up(made: Made) -> None:
    page = made.client.get("/liputan?region=33.22").text

    assert 'href="/liputan?region=33">Jawa Tengah</a>' in page
    assert '<b aria-current="location">Kabupaten Semarang</b>' in page


def test_numbers_lead_to_as_many_articles(made: Made) -> None:
    told = made.get("/liputan.json?step=quarter")
    rows = [*told["times"], *told["regions"]["rows"], *told["activities"], *told["relations"], *told["platforms"]]

    for row in rows:
        if row["pages"] and row["articles"]:
            assert made.get(row["articles"].replace("/artikel?", "/artikel.json?"))["pages"] == row["pages"], row


def test_participants_are_added_up_once_a_story(made: Made) -> None:
    stating = made.relevant(lambda line: bool(line["programme"]["participants"]))
    largest: dict[str, int] = {}
    for line in stating:
        largest[line["story_id"]] = max(largest.get(line["story_id"], 0), line["programme"]["participants"])

    told = made.get("/liputan.json")

    assert told["participants"] == {
        "pages": len(stating),
        "stories": len(largest),
        "people": sum(largest.values()),
        "largest": max(largest.values()),
    }
    of_activity = Counter(activity for line in stating for activity in line["programme"]["activities"])
    assert {row["activity"]: row["participants"]["pages"] for row in told["activities"] if row["activity"]} == {
        row["activity"]: of_activity[row["activity"]] for row in told["activities"] if row["activity"]
    }


def test_the_page_says_that_these_are_words_of_articles_and_not_people(made: Made) -> None:
    page = made.client.get("/liputan").text

    assert "bukan jumlah orang" in page
    assert "Salinan berita dihitung satu kali" in page


def test_several_activities_at_once_are_any_of_them(made: Made) -> None:
    told = made.get("/liputan.json?activity=bimtek&activity=lomba")

    wanted = {"bimtek", "lomba"}
    assert told["pages"] == len(made.relevant(lambda line: bool(wanted & set(line["programme"]["activities"]))))


def test_the_province_squares_are_links_with_names_and_numbers(made: Made) -> None:
    page = made.client.get("/liputan").text

    code = made.provinces[0]
    count, name = counted(made.relevant(), province)[code], region_name(code)
    assert f'<a href="/liputan?region={code}" aria-label="{name}: {count}">' in page
    assert page.count("<rect") >= 38
    assert "style=" not in page


def test_two_regions_stand_side_by_side(made: Made) -> None:
    one, other = made.provinces[:2]
    told = made.get(f"/liputan/banding.json?with={one}&with={other}&step=year")

    of_province = counted(made.relevant(), province)
    assert [row["pages"] for row in told["compared"]] == [of_province[one], of_province[other]]
    dated = made.relevant(lambda line: bool(month(line)))
    years = counted(dated, lambda line: (province(line), line["published_at"][:4]))
    for row in told["rows"]:
        assert [cell["pages"] for cell in row["cells"]] == [years[one, row["key"]], years[other, row["key"]]]


def test_lines_that_are_compared_have_every_month_and_all_its_news(made: Made) -> None:
    few, other = made.provinces[-1], made.provinces[-2]

    rows = made.get(f"/liputan/banding.json?with={few}&with={other}&step=month")["rows"]

    keys = [row["key"] for row in rows]
    of_both = made.relevant(lambda line: province(line) in (few, other) and bool(month(line)))
    assert keys == keys_between(min(map(month, of_both)), max(map(month, of_both)))  # type: ignore[type-var,arg-type]
    every = counted([line for line in made.lines if month(line)], lambda line: (province(line), month(line)))
    assert all(
        [cell["all_news"] for cell in row["cells"]] == [every[few, row["key"]], every[other, row["key"]]]
        for row in rows
    )
    assert any(cell["all_news"] and not cell["pages"] for row in rows for cell in row["cells"])


def test_what_cannot_be_compared_is_refused(made: Made) -> None:
    assert made.client.get("/liputan/banding?with=%3Cscript%3E").status_code == 400


def test_a_period_within_a_month_is_kept_in_the_links(made: Made) -> None:
    rows = made.get("/liputan.json?since=2026-10-15&until=2026-11-10&step=month")["times"]

    asked = [parse_qs(urlsplit(row["articles"]).query) for row in rows if row["key"]]
    assert asked[0] | asked[-1] == {"since": ["2026-11"], "until": ["2026-11-10"]}
    assert asked[0] == {"since": ["2026-10-15"], "until": ["2026-10"]}


def test_the_numbers_of_the_map_of_indonesia_stand_in_a_table_beside_it(made: Made) -> None:
    drawn = {row["code"]: row["pages"] for row in made.get("/grafik/peta.json")["rows"]}
    told = {row["code"]: row["pages"] for row in made.get("/liputan.json")["regencies"]}

    assert drawn == told
    assert "Tabel angka menurut kabupaten dan kota" in made.client.get("/liputan").text
    assert made.get(f"/liputan.json?region={made.provinces[0]}")["regencies"] == []
