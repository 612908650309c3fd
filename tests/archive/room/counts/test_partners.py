from __future__ import annotations

from archive.room.web import region_name
from tests.archive.room.counts.conftest import FACTS, Line, Made, province


def named(line: Line, field: str) -> bool:
    return any(fact["field"] == field for fact in line["programme"]["facts"])


def test_articles_that_name_partners_are_counted_by_kind(made: Made) -> None:
    told = made.get("/liputan/mitra.json")

    expected = {field: sum(named(line, field) for line in made.relevant()) for field, _ in FACTS}
    assert {one["fact"]: one["pages"] for one in told["counts"] if one["fact"]} == expected
    assert told["counts"][0]["pages"] == sum(expected.values())  # each made-up article names one


def test_each_stands_with_its_sentence_article_and_region(made: Made) -> None:
    told = made.get("/liputan/mitra.json?fact=regulation")

    assert told["facts"]
    for fact in told["facts"]:
        assert fact["value"] == "Perbup Nomor 12 Tahun 2024"
        assert fact["quote"].startswith("Didukung Perbup Nomor 12 Tahun 2024")
        assert made.client.get(fact["page"]).status_code == 200


def test_filters_hold_here_as_everywhere(made: Made) -> None:
    code = made.provinces[0]
    told = made.get(f"/liputan/mitra.json?region={code}&fact=funding")

    assert told["found"] == len(made.relevant(lambda line: province(line) == code and named(line, "funding")))
    assert all(fact["provinsi"] == region_name(code) for fact in told["facts"])


def test_what_it_names_stays_within_bounds(made: Made) -> None:
    assert made.client.get("/liputan/mitra?fact=office").status_code == 400
    assert made.client.get("/liputan/mitra?page=99999").status_code == 200
    assert made.client.get("/liputan/mitra?page=-1").status_code == 200


def test_telephone_numbers_are_covered_where_they_are_flagged(made: Made) -> None:
    flagged = [line for line in made.lines if "personal_data" in line["flags"]]

    page = made.client.get("/liputan/mitra").text

    assert flagged
    for line in flagged:
        number = line["text"].rpartition("Hubungi ")[2].rstrip(".")
        assert number not in page
