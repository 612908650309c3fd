"""The village site that the monitors look at, and the collection that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archive import Collection
from crawler.demo.answers import Answer
from crawler.due import WIB
from tests.end_to_end.conftest import Run, crawl, lumbung, page, small_site
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


def tell(place: Place, url: str) -> None:
    path = place.collection.root / "notify.toml"
    path.write_text(f'[targets]\nkantor = "{url}"\n')
    path.chmod(0o600)
