"""A little village site that changes between crawls, and what its crawls told."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive import Collection
from archive.index.cdxj import read_all_captures
from archive.model import Capture
from archive.times import warc_date
from crawler.closing import job_stems
from crawler.demo import requests
from crawler.demo.answers import Answer, Visit
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import crawl, lumbung, page, small_site

# What every site is asked for.
LOOKED_FOR = ("/robots.txt", "/sitemap.xml")
XML = "application/xml"
TOPICS = ("menjahit", "membatik", "beternak lele", "literasi digital", "pupuk organik", "posyandu", "gotong royong")


class Pages(dict[str, Answer]):
    """What each address of the site answers now; anything else is 404. With `validators` each answer has an ETag."""

    def __init__(self, *, validators: bool = False) -> None:
        super().__init__()
        self.validators = validators
        self.tags: dict[str, str] = {}

    def answer(self, visit: Visit) -> Answer:
        target = f"{visit.path}?{visit.query}" if visit.query else visit.path
        found = self.get(target)
        if found is None:
            return Answer(b"tidak ada", status=404)
        if not self.validators or found.status != 200 or found.headers:
            return found
        tag = self.tags.get(target, f'"{hash(found.body) & 0xFFFFFFFF:x}"')
        return Answer(found.body, found.mime, headers=(("ETag", tag),))


@contextmanager
def changing_site(pages: Pages, port: int = 0) -> Iterator[DemoSite]:
    with small_site({}, port, below={"/": pages.answer}) as site:
        yield site


def article(number: int, *, title: str | None = None, said: str = "", box: str = "", caption: str = "") -> Answer:
    """One about a topic of its own. `box` stands below the text, as what themes put there does."""
    topic = TOPICS[number % len(TOPICS)]
    sentences = [
        f"Kelompok {number} warga Desa Contohrejo mengikuti kelas {topic} bagian {part} di balai desa bersama kader."
        for part in range(1, 6)
    ]
    picture = f'<figure><img src="/g{number}.jpg"><figcaption>{caption}</figcaption></figure>' if caption else ""
    text = "".join(f"<p>{sentence}</p>" for sentence in [*sentences, *([said] if said else [])])
    title = title or f"Kelas {topic} ke-{number}"
    return page(f"<article><h1>{title}</h1>{picture}{text}{box}</article>", title)


def address(number: int) -> str:
    return f"/artikel/kelas-warga-desa-{number}"


def front(numbers: list[int] | range, box: str = "") -> Answer:
    entries = "".join(f'<h2><a href="{address(n)}">Kelas {TOPICS[n % len(TOPICS)]} ke-{n}</a></h2>' for n in numbers)
    return page(f"<h1>Desa Contohrejo</h1>{entries}{box}", "Desa Contohrejo")


def feed(base: str, numbers: list[int] | range) -> Answer:
    items = "".join(f"<item><title>Kelas {n}</title><link>{base}{address(n)[1:]}</link></item>" for n in numbers)
    return Answer(f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml")


def sitemap(base: str, numbers: Iterable[int]) -> Answer:
    urls = "".join(f"<url><loc>{base}{address(n)[1:]}</loc></url>" for n in numbers)
    return Answer(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(), XML)


def folders(collection: Collection) -> list[Path]:
    """Those of all jobs, the oldest first; two may begin in one second, which is all that their names tell."""
    began = {folder: report_of(folder)["started_at"] for folder in (collection.root / "crawls").iterdir()}
    return sorted(began, key=began.__getitem__)


def report_of(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_bytes())


def last_site(collection: Collection) -> Any:
    """The row of the only site in the last report."""
    (row,) = json.loads((folders(collection)[-1] / "report.json").read_text())["sites"]
    return row


def last_events(collection: Collection) -> list[Any]:
    return [json.loads(line) for line in (folders(collection)[-1] / "events.jsonl").read_text().splitlines()]


def told(collection: Collection) -> list[tuple[str, str]]:
    """Of the last job's events what happened and to which path."""
    return sorted((one["event"], "/" + one["url"].split("/", 3)[3]) for one in last_events(collection))


def last_captures(collection: Collection) -> list[Capture]:
    stems = job_stems(collection, folders(collection)[-1].name)
    return [one for stem in stems for one in read_all_captures(collection.cdxj_file(stem))]


def make_due(collection: Collection, days: float = 2) -> None:
    """As if all jobs until now had begun so many days earlier."""
    for folder in folders(collection):
        path = folder / "report.json"
        report = json.loads(path.read_text())
        report["started_at"] = warc_date(datetime.fromisoformat(report["started_at"]) - timedelta(days=days))
        path.write_text(json.dumps(report))
        os.utime(path)
    seeds = collection.root / "seeds.csv"
    with seeds.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with seeds.open("w", newline="") as file:
        table = csv.DictWriter(file, [*rows[0], *({"interval_days"} - set(rows[0]))])
        table.writeheader()
        table.writerows({**row, "interval_days": "1"} for row in rows)


def of_pages(site: DemoSite) -> list[tuple[str, int]]:
    """What the site was asked for, without what every site is asked for; then it is forgotten."""
    seen = [(one.target, one.status) for one in requests(site) if one.target not in LOOKED_FOR]
    site.seen.clear()
    return seen


def whole(pages: Pages, count: int = 6) -> Pages:
    pages["/"] = front(range(count))
    pages.update({address(number): article(number) for number in range(count)})
    return pages


def believed(collection: Collection, site: DemoSite, pages: Pages) -> None:
    """Two crawls, between which the front page and an article changed together with their validators."""
    crawl(collection, site.url)
    count = len(pages) - 1
    pages["/"] = front(range(count), "<p>Selamat datang.</p>")
    pages[address(0)] = article(0, said="Kelas itu dibuka untuk umum.")
    crawl(collection, site.url)
    of_pages(site)


def derived(collection: Collection) -> dict[str, bytes]:
    return {
        f"{folder}/{path.name}": path.read_bytes()
        for folder in ("indexes", "documents")
        for path in sorted((collection.root / folder).iterdir())
        if not path.name.endswith(".open")
    }


def assert_rebuild_makes_the_same(collection: Collection) -> None:
    before = derived(collection)
    for path in (*(collection.root / "indexes").iterdir(), *(collection.root / "documents").iterdir()):
        path.unlink()
    (collection.root / "visits.sqlite").unlink()
    (collection.root / "readings.sqlite").unlink(missing_ok=True)

    assert lumbung("rebuild", "-c", collection.root).code == 0
    assert derived(collection) == before
    assert lumbung("verify", "-c", collection.root).code == 0
