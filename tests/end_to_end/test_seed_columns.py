"""What each column of seeds.csv does to a real crawl. `interval_days` is in test_schedule.py."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from archive import Collection
from archive.warc.reader import warcinfo_fields
from crawler.demo import requests
from crawler.demo.answers import Answer
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import (
    ARTICLE,
    MANY,
    captured,
    command,
    crawl,
    environment,
    links,
    lumbung,
    new_collection,
    only_report,
    page,
    reasons,
    small_site,
)

FORBIDDEN = Answer(b"User-agent: *\nDisallow: /rahasia\n", mime="text/plain")


def row(collection: Collection, site: DemoSite, **cells: str) -> None:
    """The one row of seeds.csv."""
    collection.seeds_file.write_text(f"url,{','.join(cells)}\n{site.url},{','.join(cells.values())}\n")


@pytest.fixture
def many() -> Iterator[DemoSite]:
    with small_site({"/": links(*MANY), **MANY}) as site:
        yield site


def test_max_pages(collection: Collection, many: DemoSite) -> None:
    row(collection, many, max_pages="7")

    assert crawl(collection).code == 0
    assert len([*captured(collection, many), "/sitemap.xml"]) == 7
    assert only_report(collection)["finish_reason"] == "limit"


def test_max_minutes_and_delay(collection: Collection, many: DemoSite) -> None:
    row(collection, many, max_minutes="0.15", delay="0.4")

    assert lumbung("crawl", "--allow-private", "-c", collection.root).code == 0
    assert only_report(collection)["finish_reason"] == "limit"
    times = [request.at for request in requests(many)]
    assert 2 <= len(times) <= 24  # nine seconds of at least 0.4 each, and the answers
    assert min(later - earlier for earlier, later in pairwise(times)) > timedelta(seconds=0.35)


def test_aliases(collection: Collection) -> None:
    with small_site({"/": ARTICLE, "/lama": ARTICLE}) as other, small_site({"/": links(f"{other.url}lama")}) as site:
        row(collection, site, aliases=other.url)

        assert crawl(collection).code == 0
        assert captured(collection, other) == ["/lama"]


def test_scope_path(collection: Collection) -> None:
    pages = {"/desa-a/": links("/desa-a/1", "/desa-b/1"), "/desa-a/1": ARTICLE, "/desa-b/1": ARTICLE}
    with small_site(pages) as site:
        collection.seeds_file.write_text(f"id,url,scope\ndesa-a,{site.url}desa-a/,path\n")

        assert crawl(collection).code == 0
        assert captured(collection, site) == ["/desa-a/", "/desa-a/1"]
        assert reasons(collection, "skipped.csv")[f"{site.url}desa-b/1"] == "outside_folder"


@pytest.mark.parametrize(
    ("basis", "contact", "pages"),
    [("UU 13/2018", "hukum@contoh.example", ["/", "/rahasia"]), ("UU 13/2018", "", ["/"]), ("", "a@b.example", ["/"])],
)
def test_robots_override_needs_a_basis_and_who_answers_for_it(
    collection: Collection, basis: str, contact: str, pages: list[str]
) -> None:
    with small_site({"/robots.txt": FORBIDDEN, "/": links("/rahasia"), "/rahasia": ARTICLE}) as site:
        row(collection, site, robots_override_basis=basis, robots_override_contact=contact)
        crawl(collection)

        assert captured(collection, site, 200) == pages
        said = warcinfo_fields(collection.warc_file(collection.stems()[0]))["robots"]
        assert ("not applied by legal basis" in said) == (len(pages) == 2)


def test_kode_wilayah_is_the_village_of_every_document_and_zone_that_of_its_times(collection: Collection) -> None:
    dated = page(
        '<article><h1>Rapat</h1><time datetime="2026-11-20T08:00:00">20 November 2026</time>'
        + "<p>Warga desa berkumpul di balai untuk rapat tahunan.</p>" * 9
        + "</article>",
        "Rapat",
    )
    with small_site({"/": links("/a"), "/a": dated}) as site:
        row(collection, site, kode_wilayah="1805132021", zone="WIT")
        crawl(collection)

    documents = list(collection.documents())
    assert {(document.village or {}).get("kode_wilayah") for document in documents} == {"18.05.13.2021"}
    (article,) = [document for document in documents if document.kind == "article"]
    assert isinstance(article.published_at, datetime)
    assert article.published_at.isoformat() == "2026-11-20T08:00:00+09:00"


def test_paused_sites_are_left_out_unless_named(collection: Collection) -> None:
    with small_site({"/": ARTICLE}) as paused, small_site({"/": ARTICLE}) as other:
        collection.seeds_file.write_text(
            f"url,paused,notes,tags\n{paused.url},ya?,,\n{other.url},,x,y\n".replace("ya?", "true")
        )

        assert crawl(collection).code == 0
        assert (captured(collection, paused), captured(collection, other)) == ([], ["/"])
        assert crawl(collection, paused.url).code == 0
        assert captured(collection, paused) == ["/"]


@pytest.mark.parametrize("zone", ["WIB", pytest.param("WIT", marks=pytest.mark.long)])
def test_night_only_waits_for_the_night_of_the_row_s_zone(collection: Collection, zone: str) -> None:
    """It is night in WIT, which is two hours ahead, and not yet in WIB."""
    hour = (datetime.now(UTC) + timedelta(hours=9)).hour
    other = new_collection(collection.root.with_name(zone), f"night = [{hour}, {(hour + 1) % 24}]\n")
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        row(other, site, night_only="true", zone=zone)
        arguments = ("crawl", "--delay", "0", "--allow-private", "-c", other.root)
        with subprocess.Popen(command(*arguments), env=environment(), stderr=subprocess.DEVNULL) as process:
            if zone == "WIB":
                time.sleep(8)
                process.terminate()
            assert process.wait(60) == (130 if zone == "WIB" else 0)

        assert bool(requests(site)) == (zone == "WIT")
