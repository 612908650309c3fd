"""Who is told of what a crawl found, when, and how often: report, feed, targets and saved searches."""

from __future__ import annotations

import json

from lxml import etree, html

from archive import Collection
from archive.catalogue.query import Query
from archive.searches import save
from archive.warc.reader import read_records
from tests.crawler.receivers import Received, nobody, webhook
from tests.end_to_end.conftest import crawl, lumbung, small_site
from tests.end_to_end.monitors.village import Place, article, menu_with, tell, village
from tests.end_to_end.test_schedule import list_sites, reports

ATOM = "{http://www.w3.org/2005/Atom}"


def test_findings_stand_first_in_the_report_and_in_the_feed(place: Place) -> None:
    place.visit(village(5))

    (folder,) = sorted((place.collection.root / "crawls").iterdir())[-1:]
    tree = html.fromstring((folder / "report.html").read_bytes())
    for block, words in zip(tree.iter("article"), ("Peringatan: Situs menyusut", "Warning: Site shrank"), strict=True):
        box = block.find("section")
        assert box.get("class") == "person"
        assert words in box.text_content()
        assert len(box.findall("ul/li")) == 2
    feed = etree.fromstring((place.collection.root / "notices/findings.atom").read_bytes())
    titles = [entry.findtext(ATOM + "title").split(" (")[0] for entry in feed.iter(ATOM + "entry")]
    assert sorted(titles) == ["Gawat: Banyak halaman hilang", "Peringatan: Situs menyusut"]


def test_a_target_that_is_down_delays_nothing_and_is_told_later(place: Place) -> None:
    tell(place, nobody())
    small = place.visit(village(5))
    waits = place.status()["unsent_notices"]
    words = lumbung("status", "-c", place.collection.root)
    with webhook() as mended:
        tell(place, mended.url)
        place.visit(village(5))

    assert small.code == 2
    assert "The notice to kantor did not go" in small.err
    assert "rahasia" not in small.err + small.out + words.out
    assert waits["targets"] == ["kantor"]
    assert "Not delivered since" in words.out
    (message,) = mended.messages
    assert "Situs menyusut" in message["message"]
    assert place.status()["unsent_notices"] is None


def test_no_address_of_a_target_is_kept_in_any_file_but_its_own(place: Place) -> None:
    tell(place, nobody())
    place.visit(village(5))

    for path in place.collection.root.rglob("*"):
        if path.is_file() and path.name != "notify.toml":
            assert b"rahasia-kosong" not in path.read_bytes(), path
            if path.name.endswith(".warc.gz"):
                assert not any(b"rahasia-kosong" in record.block for record in read_records(path))


def test_what_a_crawl_finds_for_a_saved_search_is_told_when_it_has_ended(place: Place, hook: Received) -> None:
    save(place.collection.root, "Kelas menjahit", Query(text="menjahit"), "Siti", notify=True, targets=())
    of_programme = article(99, 0, body="<p>Program TPBIS di perpustakaan desa membuka kelas menjahit.</p>" * 3)

    first = place.visit(village() | {"/2026/menjahit/": of_programme, "/": menu_with("/2026/menjahit/")})
    again = place.visit(village() | {"/2026/menjahit/": of_programme, "/": menu_with("/2026/menjahit/")})

    assert (first.code, again.code) == (0, 0), first.err + again.err
    (message,) = hook.messages
    assert message["title"] == "[Lumbung] koleksi: 1 berita baru"
    assert "Pencarian tersimpan “Kelas menjahit” (Siti): 1 berita baru" in message["message"]
    assert "Berita 99" in message["message"]


def test_a_test_notice_says_of_each_target_whether_it_went(place: Place, hook: Received) -> None:
    with (place.collection.root / "notify.toml").open("a") as file:
        file.write(f'mati = "{nobody()}"\n')

    both = lumbung("notify", "test", "-c", place.collection.root)
    one = lumbung("notify", "test", "kantor", "--json", "-c", place.collection.root)
    unknown = lumbung("notify", "test", "lain", "-c", place.collection.root)

    assert (both.code, one.code, unknown.code) == (2, 0, 1)
    assert "kantor: sent" in both.out
    assert "mati: not sent" in both.err
    assert one.json == [{"target": "kantor", "sent": True, "reason": None}]
    assert "kantor, mati" in unknown.err
    assert "rahasia" not in both.out + both.err + unknown.err
    assert "percobaan" in hook.messages[0]["title"]


def test_without_targets_the_test_says_where_to_name_them(collection: Collection) -> None:
    run = lumbung("notify", "test", "-c", collection.root)

    assert run.code == 1
    assert "notify.toml" in run.err


def test_a_site_that_is_taken_off_the_list_takes_its_findings_along(place: Place) -> None:
    place.visit(village(5))
    with small_site(village()) as other:
        list_sites(place.collection, f"{other.url},", columns="url,expected_min")
        crawl(place.collection)

    (finding,) = reports(place.collection)[-1]["findings"]
    assert (finding["monitor"], finding["state"]) == ("shrank", "closed")
    assert finding["closed_because"]["en"] == "the site is not visited any more"


def test_a_job_that_goes_on_tells_what_its_first_part_told_no_second_time(place: Place, hook: Received) -> None:
    place.visit(village(5))
    folder = max((place.collection.root / "crawls").iterdir())
    report = json.loads((folder / "report.json").read_text())
    (folder / "report.json").write_text(json.dumps(report | {"finish_reason": "stopped"}))
    place.visit(village(5))

    assert len(reports(place.collection)) == 4
    assert place.found() == {"shrank": ("open", "warning"), "many_vanished": ("new", "alarm")}
    assert len(hook.messages) == 1
