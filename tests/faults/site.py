"""Made-up village sites, large enough to be killed in often, and the digest of every answer they give.

    front page ──► listings of 40 ──► articles, some with pictures, each with the next ones linked

Half of the articles are sent with gzip, a third in chunks. Pictures are followed by noise, which makes
their records long: a kill is the likelier to tear one. One picture in ten is the same file everywhere.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from dataclasses import dataclass

from archive.spool import sha1_label
from crawler.demo.answers import Answer, Entry, Expectation, Site, targets
from crawler.demo.pictures import mosaic_jpeg
from crawler.demo.server import DemoSite

_A_LISTING = 40
_NOTHING = Expectation((), (), (), (), (), (), (), ())
_TEXT = (
    "warga desa balai musyawarah pelatihan panen jalan sungai posyandu kader sekolah perpustakaan pemuda kebun "
    "kopi padi irigasi gotong royong rapat anggaran bantuan koperasi pasar kerajinan bambu tenun ikan kolam air "
    "bersih lumbung dusun kepala perangkat ibu bapak anak belajar membaca menanam membangun bersama pagi minggu"
)
_WORDS = _TEXT.split()


@dataclass(frozen=True)
class Picture:
    target: str
    body: bytes


def build(number: int, pages: int, seed: int) -> Callable[[str], Site]:
    """What makes the site `number` of a run: `pages` HTML pages and about half as many pictures."""
    chance = random.Random(f"{seed} {number}")
    listings = max(1, (pages - 1) // (_A_LISTING + 1))
    articles = pages - 1 - listings
    entries: dict[str, Entry] = {}

    def add(target: str, role: str, answer: Answer) -> None:
        entries[target] = Entry(role, answer)  # type: ignore[arg-type]

    # Some words more: a payload under 256 bytes would be stored again, and never as a revisit.
    welcome = f"<p>{_sentence(chance)}</p>" * 3
    add("/", "listing", _page(f"Desa Contoh {number}", welcome + _links(f"/daftar/{n}" for n in range(listings))))
    for listing in range(listings):
        shown = range(listing, articles, listings)
        add(f"/daftar/{listing}", "listing", _page("Berita", _links(f"/artikel/{n}" for n in shown)))
    for article in range(articles):
        pictures = [_picture(chance, number, article, n) for n in range(chance.choice((0, 0, 1, 1)))]
        for picture in pictures:
            add(picture.target, "picture", Answer(picture.body, "image/jpeg"))
        add(f"/artikel/{article}", "article", _article(chance, article, articles, pictures))

    def made(address: str) -> Site:
        missing = Answer(b"tidak ada", "text/plain", 404)
        return Site(f"contoh-{number}", "generic", "uji", entries, missing, _NOTHING)

    return made


def digests(site: DemoSite) -> dict[str, str]:
    """The payload digest each page and picture of a site must be stored with, by address."""
    found = {}
    for target in targets(site.site.entries, "listing", "article", "picture"):
        answer = site.site.answer(target, 1)
        body = gzip.compress(answer.body, 6, mtime=0) if answer.gzip else answer.body
        found[site.url.rstrip("/") + target] = sha1_label(body)
    return found


def count(sites: tuple[DemoSite, ...], *roles: str) -> int:
    return sum(entry.role in roles for site in sites for entry in site.site.entries.values())


def _picture(chance: random.Random, site: int, article: int, number: int) -> Picture:
    if chance.random() < 0.1:
        return Picture("/gambar/lambang-desa.jpg", mosaic_jpeg("lambang", 640, 480) + b"lambang" * 100)
    noise = chance.randbytes(chance.choice((4_000, 12_000, 40_000, 40_000)))
    return Picture(f"/gambar/{article}-{number}.jpg", mosaic_jpeg(f"{site} {article} {number}", 640, 480) + noise)


def _article(chance: random.Random, number: int, articles: int, pictures: list[Picture]) -> Answer:
    title = " ".join(chance.choices(_WORDS, k=4)).title() + f" {number}"
    figures = "".join(
        f'<figure><img src="{picture.target}" width="640" height="480" alt="Kegiatan">'
        f"<figcaption>Warga {' '.join(chance.choices(_WORDS, k=6))}</figcaption></figure>"
        for picture in pictures
    )
    paragraphs = [f"<p>{_sentence(chance)} {_sentence(chance)} {_sentence(chance)}</p>" for _ in range(8)]
    following = _links(f"/artikel/{n % articles}" for n in (number + 1, number + 7))
    time = f'<time datetime="2026-0{1 + number % 9}-1{number % 10}T08:00:00+07:00">2026</time>'
    body = f"<article><h1>{title}</h1>{time}{figures}{''.join(paragraphs)}</article>{following}"
    return _page(title, body, chunked=number % 3 == 0, gzip=number % 2 == 0)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=14)).capitalize() + "."


def _links(found: object) -> str:
    return "<ul>" + "".join(f'<li><a href="{one}">{one}</a></li>' for one in found) + "</ul>"  # type: ignore[attr-defined]


def _page(title: str, body: str, *, chunked: bool = False, gzip: bool = False) -> Answer:
    html = f"<!DOCTYPE html><html lang=id><title>{title}</title><body>{body}".encode()
    return Answer(html, chunked=chunked, gzip=gzip)
