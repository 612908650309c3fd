"""A village site that gamblers take between two crawls: the second says so, and names what was clean."""

from __future__ import annotations

import json
from typing import Any

from archive import Collection
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.changing import folders, last_events
from tests.end_to_end.conftest import ARTICLE, crawl, links, lumbung, page, small_site

LISTING = links("/berita/1", "/berita/2")
CASINO = page(
    "<h1>MANGGA138 Situs Slot Gacor</h1><p>Slot online, togel online, toto macau, live casino, bonus new member.</p>"
    '<a href="/berita/1">a</a><a href="/berita/2">b</a>',
    "MANGGA138: Situs Slot Gacor Maxwin",
)
AWAY = Answer(b"", status=302, headers=(("Location", "https://mangga138.invalid/masuk"),))


def test_a_site_that_was_taken_needs_a_person_and_its_last_clean_pages_are_named(collection: Collection) -> None:
    def front(visit: Visit) -> Answer:
        return LISTING if visit.number == 1 else CASINO

    def second(visit: Visit) -> Answer:
        return ARTICLE if visit.number == 1 else AWAY

    with small_site({"/": front, "/berita/1": ARTICLE, "/berita/2": second}) as site:
        first = crawl(collection, site.url)
        after = crawl(collection, site.url, "--json")
        again = crawl(collection, site.url)

    assert first.code == 0, first.err
    assert after.code == again.code == 2, after.err
    assert "gamblers seem to have taken it (front page gambling_injected and hijacked" in again.err
    (clean,) = (document for document in collection.documents() if document.url == site.url and document.is_clean)
    hijack = after.json["sites"][0]["hijack"]
    assert hijack["front_page"] == ["gambling_injected", "hijacked"]
    assert hijack["last_clean"]["id"] == clean.id
    (redirect,) = hijack["redirects"]
    assert (redirect["url"], redirect["to"]) == (site.url + "berita/2", "https://mangga138.invalid/masuk")
    assert lumbung("verify", "-c", collection.root).code == 0


def test_many_addresses_of_gamblers_are_told_with_their_folder(collection: Collection) -> None:
    slugs = [f"/wp/slot-gacor-maxwin-{number}" for number in range(30)]
    answers = {"/": links("/berita/1", *slugs), "/berita/1": ARTICLE} | dict.fromkeys(slugs, page("<p>x</p>"))
    with small_site(answers) as site:
        run = crawl(collection, site.url, "--json")

    assert run.code == 2
    assert run.json["sites"][0]["hijack"]["addresses"]["folder"] == "/wp/"
    assert run.json["sites"][0]["hijack"]["addresses"]["count"] == 30


def test_one_page_that_was_broken_into_is_said_and_asks_for_nobody(collection: Collection) -> None:
    with small_site({"/": links("/berita/1", "/slot"), "/berita/1": ARTICLE, "/slot": CASINO}) as site:
        run = crawl(collection, site.url)

    assert run.code == 0, run.err
    assert "Single pages bear signs of gambling" in run.err


def test_one_page_of_gamblers_on_two_sites_takes_each_front_page_for_itself(collection: Collection) -> None:
    """It is stored once; of the second site its record is another site's."""
    fronts = {"satu": LISTING, "dua": LISTING}
    answers = {"/berita/1": ARTICLE, "/berita/2": ARTICLE}
    with (
        small_site(answers | {"/": lambda visit: fronts["satu"]}) as one,
        small_site(answers | {"/": lambda visit: fronts["dua"]}) as two,
    ):
        lumbung("seeds", "add", one.url, two.url, "-c", collection.root)
        assert crawl(collection).code == 0

        fronts["satu"] = CASINO
        crawl(collection)
        assert of_sites(collection) == [("site_hijacked", one.url)]

        fronts["dua"] = CASINO
        crawl(collection)
        assert of_sites(collection) == [("site_hijacked", two.url)]
        hijack = next(row["hijack"] for row in last_sites(collection) if row["url"] == two.url)
        assert hijack["front_page"] == ["gambling_injected", "hijacked"]
        assert hijack["urls"] == [two.url]

        fronts["satu"] = LISTING
        crawl(collection)
        assert of_sites(collection) == [("site_cleaned", one.url)]


def last_sites(collection: Collection) -> list[Any]:
    rows: list[Any] = json.loads((folders(collection)[-1] / "report.json").read_text())["sites"]
    return rows


def of_sites(collection: Collection) -> list[tuple[str, str]]:
    return [(one["event"], one["url"]) for one in last_events(collection) if one["event"].startswith("site_")]
