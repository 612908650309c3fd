"""A village site that changes between real crawls: what is found, when it is over, and who is told."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from archive import Collection
from archive.catalogue.query import Query
from archive.searches import save
from archive.warc.reader import read_records
from crawler.demo.answers import Answer
from crawler.due import WIB
from tests.crawler.receivers import Received, nobody, webhook
from tests.end_to_end.conftest import Run, crawl, lumbung, new_collection, page, small_site
from tests.end_to_end.test_schedule import list_sites, reports, shift

DAY = timedelta(days=1)
MARK = '<meta name="generator" content="WordPress 6.5"><link rel="stylesheet" href="/wp-content/themes/a/style.css">'
SUBJECTS = (
    "Musyawarah",
    "Posyandu",
    "Panen",
    "Gotong royong",
    "Pelatihan",
    "Lomba",
    "Jalan desa",
    "Irigasi",
    "Pasar",
    "Sekolah",
)
ATOM = "{http://www.w3.org/2005/Atom}"


def article(number: int, ago: int, *, mark: str = MARK, body: str | None = None) -> Answer:
    """One of the day `ago` days before this one; the same bytes each time it is asked for."""
    day = (datetime.now(WIB) - timedelta(days=ago)).date()
    told = "".join(
        f"<p>{SUBJECTS[(number + line) % 10]} yang ke-{number * 7 + line} dihadiri {number + line * 3} warga Contohrejo, "
        f"dan hasilnya dicatat perangkat desa pada lembar {line}.</p>"
        for line in range(4)
    )
    return page(
        f'{mark}<meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}T08:00:00+07:00">'
        f'<article><h1>Berita {number}</h1><div class="isi">{told if body is None else body}</div>'
        f"</article>",
        f"Berita {number}",
    )


def village(articles: int = 16, *, mark: str = MARK, body: str | None = None, last: int = 1) -> dict[str, Answer]:
    """A site with an article each third day, the last one `last` days ago."""
    pages = {
        f"/2026/berita-{number}/": article(number, last + 3 * number, mark=mark, body=body)
        for number in range(articles)
    }
    menu = "".join(f'<p><a href="{path}">{SUBJECTS[number % 10]} {number}</a></p>' for number, path in enumerate(pages))
    return {"/": page(mark + menu, "Desa Contohrejo"), **pages}


def menu_with(path: str) -> Answer:
    """The front page of the village, with one more article in its menu."""
    front = village()["/"]
    return Answer(front.body.replace(b"<p><a", f'<p><a href="{path}">Baru</a></p><p><a'.encode(), 1))


@dataclass
class Place:
    """A collection of one site, which answers at the same address as long as it is needed."""

    collection: Collection
    port: int = 0
    expected: int | None = None

    def visit(self, answers: dict[str, Answer], *options: str) -> Run:
        """One crawl, and a day goes by."""
        with small_site(answers, self.port) as site:
            if not self.port:
                self.port = int(site.url.rstrip("/").rpartition(":")[2])
                list_sites(self.collection, f"{site.url},{self.expected or ''}", columns="url,expected_min")
            run = crawl(self.collection, *options)
        shift(self.collection, DAY)
        return run

    def found(self) -> dict[str, tuple[str, str]]:
        """What the last job told: by monitor state and severity."""
        return {one["monitor"]: (one["state"], one["severity"]) for one in reports(self.collection)[-1]["findings"]}

    def status(self) -> Any:
        return lumbung("status", "--json", "-c", self.collection.root).json


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A site after three healthy visits, none of which told anything."""
    place = Place(new_collection(tmp_path_factory.mktemp("pemantauan") / "koleksi"))
    for _ in range(3):
        run = place.visit(village())
        assert run.code == 0, run.err
        assert place.found() == {}
    return place


@pytest.fixture
def place(grown: Place, tmp_path: Path) -> Place:
    """The same, to go on with alone."""
    shutil.copytree(grown.collection.root, tmp_path / "koleksi")
    return Place(Collection.open(tmp_path / "koleksi"), grown.port)


@pytest.fixture
def hook(place: Place) -> Iterator[Received]:
    with webhook() as received:
        tell(place, received.url)
        yield received


def tell(place: Place, url: str) -> None:
    path = place.collection.root / "notify.toml"
    path.write_text(f'[targets]\nkantor = "{url}"\n')
    path.chmod(0o600)


def test_a_site_that_shrank_is_one_finding_until_it_is_back(place: Place, hook: Received) -> None:
    small, still = place.visit(village(5)), place.visit(village(5))
    told = place.found()
    open_now = place.status()
    back = place.visit(village())

    assert (small.code, still.code, back.code) == (2, 2, 0), small.err
    assert "pages archived, usually 1" in small.err
    assert told == {"shrank": ("open", "warning")}
    (finding,) = open_now["findings"]
    assert finding["first_found_at"] < finding["last_found_at"]
    assert open_now["needs_a_person"]
    assert place.found() == {"shrank": ("closed", "warning")}
    assert place.status()["findings"] == []
    # Told when it began and when it was over, not each day.
    titles = [re.sub(".*: ", "", message["title"]) for message in hook.messages]
    assert titles == ["1 gawat, 1 peringatan", "1 selesai"]
    told = hook.messages[0]["message"]
    assert "11 halaman hilang" in told
    assert len(re.findall(r"^- Halaman hilang: Berita \d+ \(127.0.0.1.*\)$", told, re.MULTILINE)) >= 10


def test_a_site_that_refuses_everything_is_an_alarm(place: Place, hook: Received) -> None:
    run = place.visit(dict.fromkeys(village(), Answer(b"dilarang", status=403)))

    assert run.code == 2
    assert place.found() == {"refused": ("new", "alarm")}
    (message,) = hook.messages
    assert message["title"] == "[Lumbung] koleksi: 1 gawat"
    assert "HTTP 403" in message["message"]


def test_a_site_that_gamblers_took_is_an_alarm(place: Place, hook: Received) -> None:
    casino = page(
        "<h1>MANGGA138 Situs Slot Gacor</h1><p>Slot online, togel online, toto macau, live casino, bonus new member.</p>",
        "MANGGA138: Situs Slot Gacor Maxwin",
    )

    run = place.visit(village() | {"/": casino})

    assert run.code == 2
    assert place.found()["taken"] == ("new", "alarm")
    assert "judi" in hook.messages[0]["message"]
    place.visit(village())
    assert place.found()["taken"] == ("closed", "alarm")


def test_texts_that_are_suddenly_empty_are_an_alarm(place: Place) -> None:
    run = place.visit(village(body='<div id="aplikasi"></div>'))

    assert run.code == 2
    assert place.found() == {"texts_empty": ("new", "alarm")}
    assert "no text in 16 of 16 pages" in run.err


def test_a_site_that_stays_under_maintenance_is_one_finding_until_it_is_back(place: Place) -> None:
    sign = page("<h1>Situs sedang dalam perbaikan</h1><p>Kami akan segera kembali.</p>", "Under maintenance")
    repaired = dict.fromkeys(village(), sign)

    seen = []
    for answers in (repaired, repaired, village()):
        place.visit(answers)
        seen.append({monitor: state for monitor, (state, _) in place.found().items()})

    assert seen == [{"stands_in": "new"}, {"stands_in": "open"}, {"stands_in": "closed"}]


def test_a_layout_nobody_knows_any_more_is_told(place: Place) -> None:
    run = place.visit(village(mark=""))

    assert run.code == 2
    assert place.found() == {"layout_unknown": ("new", "warning")}
    place.visit(village())
    assert place.found() == {"layout_unknown": ("closed", "warning")}


def test_other_rules_in_robots_txt_are_told_and_forbidding_all_needs_a_person(place: Place, hook: Received) -> None:
    some = Answer(b"User-agent: *\nDisallow: /admin\n", "text/plain")
    all_of_it = Answer(b"User-agent: *\nDisallow: /\n", "text/plain")

    first = place.visit(village() | {"/robots.txt": some})
    told = place.found()
    again = place.visit(village() | {"/robots.txt": Answer(some.body + b"# 27-11-2026\n", "text/plain")})
    after = place.found()
    forbidden = place.visit(village() | {"/robots.txt": all_of_it})

    assert (first.code, again.code, forbidden.code) == (0, 0, 2), first.err + again.err
    assert (told, after) == ({"robots_changed": ("new", "info")}, {})
    assert place.found()["robots_forbids"] == ("new", "warning")
    (message,) = hook.messages
    assert "robots.txt melarang" in message["message"]


def test_a_site_that_falls_silent_is_told_once_its_rhythm_is_known(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"))
    codes = [place.visit(village(last=30)).code for _ in range(3)]
    told = place.found()
    news = place.visit(village() | {"/2026/baru/": article(99, 0), "/": village(20)["/"]})

    assert codes == [0, 0, 2]
    assert told == {"silent": ("new", "warning")}
    finding = reports(place.collection)[-2]["findings"][0]
    assert finding["since"] == (datetime.now(WIB) - timedelta(days=30)).date().isoformat()
    assert news.code == 0, news.err
    assert place.found() == {"silent": ("closed", "warning")}


def test_fewer_articles_than_expected_are_told_at_the_first_visit(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"), expected=5)

    run = place.visit(village(3))

    assert run.code == 2
    assert place.found() == {"below_expected": ("new", "warning")}
    assert "at least 5 expected" in run.err


def test_a_visit_with_a_limit_raises_no_alarm(place: Place) -> None:
    run = place.visit(village(), "--max-pages", "3")

    assert run.code == 0, run.err
    assert place.found() == {}


def test_a_run_that_did_not_come_is_seen_in_status_and_told_by_the_next(tmp_path: Path) -> None:
    place = Place(new_collection(tmp_path / "koleksi"))
    with small_site(village()) as site:
        list_sites(place.collection, f"{site.url},1", columns="url,interval_days")
        crawl(place.collection, "--due")
        in_time = place.status()
        shift(place.collection, 6 * DAY)
        missed = place.status()
        words = lumbung("status", "-c", place.collection.root)
        late = crawl(place.collection, "--due")
        after = place.status()
        shift(place.collection, DAY)
        crawl(place.collection, "--due")

    assert in_time["missed_run"] is None
    assert missed["missed_run"]["sites"] == 1
    assert "Run missed: 1 sites are due" in words.out
    assert late.code == 2
    assert "No scheduled crawl ran for" in late.err
    assert after["missed_run"] is None
    assert [one["monitor"] for one in after["findings"]] == ["run_missed"]
    assert place.found() == {}, "it is over with that"


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
