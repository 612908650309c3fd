"""Made-up village sites, large enough to be killed in often, and the digest of every answer they give.

    front page ──► listings of 40 ──► articles, some with pictures, each with the next ones linked

Half of the articles are sent with gzip, a third in chunks. Pictures are followed by noise, which makes
their records long: a kill is the likelier to tear one. One picture in ten is the same file everywhere.
Some answers come right at the second asking only: a 503 first, or a body cut in its middle. A few bodies are
larger than what a crawl holds in memory, and come slowly.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.spool import sha1_label
from crawler.demo.answers import Answer, Entry, Expectation, Maker, Role, Site, targets
from crawler.demo.pictures import mosaic_jpeg
from tests.faults.server import OddAnswer, ServedSite, payload_of

_A_LISTING = 40
_NOTHING = Expectation((), (), (), (), (), (), (), ())
_TEXT = (
    "warga desa balai musyawarah pelatihan panen jalan sungai posyandu kader sekolah perpustakaan pemuda kebun "
    "kopi padi irigasi gotong royong rapat anggaran bantuan koperasi pasar kerajinan bambu tenun ikan kolam air "
    "bersih lumbung dusun kepala perangkat ibu bapak anak belajar membaca menanam membangun bersama pagi minggu"
)
_WORDS = _TEXT.split()
# From this asking on an answer is what it ought to be.
_SECOND = 2
# Every so many articles has a picture of 3 MB, or is a page of 1.3 MB.
_A_LARGE_ONE = 60
_LARGE_PICTURE, _LARGE_PAGE = 3_000_000, 1_300_000
_PAUSE = 0.01
# Longer than what is stored anew each time, so that one 503 is a revisit of another.
_BUSY_BODY = b"<!DOCTYPE html><title>503</title>" + b"<p>Server sedang sibuk, silakan coba lagi nanti.</p>" * 8
BUSY_DIGEST = sha1_label(_BUSY_BODY)


@dataclass(frozen=True)
class Picture:
    target: str
    answer: Answer


def build(number: int, pages: int, seed: int) -> Site:
    """The site `number` of a run: `pages` HTML pages and about half as many pictures."""
    chance = random.Random(f"{seed} {number}")
    listings = max(1, (pages - 1) // (_A_LISTING + 1))
    articles = pages - 1 - listings
    entries: dict[str, Entry] = {}

    def add(target: str, role: Role, answer: Answer) -> None:
        entries[target] = Entry(role, _perhaps_later(chance, answer))

    # Some words more: a payload under 256 bytes would be stored again, and never as a revisit.
    welcome = f"<p>{_sentence(chance)}</p>" * 3
    add("/", "listing", _page(f"Desa Contoh {number}", welcome + _links(f"/daftar/{n}" for n in range(listings))))
    for listing in range(listings):
        shown = range(listing, articles, listings)
        add(f"/daftar/{listing}", "listing", _page("Berita", _links(f"/artikel/{n}" for n in shown)))
    for article in range(articles):
        pictures = [_picture(chance, number, article, n) for n in range(chance.choice((0, 0, 1, 1)))]
        if article % _A_LARGE_ONE == _A_LARGE_ONE // 4:
            pictures.append(_large_picture(chance, number, article))
        for picture in pictures:
            add(picture.target, "picture", picture.answer)
        add(f"/artikel/{article}", "article", _article(chance, article, articles, pictures))
    missing = Answer(b"tidak ada", "text/plain", 404)
    return Site(f"contoh-{number}", "generic", "uji", entries, missing, _NOTHING)


def build_all(sites: int, pages: int, seed: int) -> list[Site]:
    """The sites of one collection, the pages spread over them."""
    return [build(number, pages // sites, seed) for number in range(sites)]


def digests(site: ServedSite) -> dict[str, str]:
    """The payload digest each page and picture of a site must be stored with, by address."""
    found = targets(site.site.entries, "listing", "article", "picture")
    return {site.url_of(target): sha1_label(payload_of(site.site.answer(target, _SECOND))) for target in found}


def large_targets(site: ServedSite) -> set[str]:
    """What is larger than a crawl holds in memory, and sent slowly."""
    answers = ((target, site.site.answer(target, _SECOND)) for target in site.site.entries)
    return {target for target, answer in answers if isinstance(answer, OddAnswer)}


def count(sites: Sequence[ServedSite], *roles: str) -> int:
    return sum(entry.role in roles for site in sites for entry in site.site.entries.values())


def _perhaps_later(chance: random.Random, answer: Answer) -> Answer | Maker:
    """Of a hundred answers five are first refused with 503, in one of three ways, and two are cut off."""
    kind = chance.random()
    if kind < 0.05:
        retry_after = (("Retry-After", "0"),) if kind < 0.03 else (("Retry-After", "1"),) if kind < 0.04 else ()
        first = Answer(_BUSY_BODY, status=503, headers=retry_after)
    elif kind < 0.07:
        first = OddAnswer(answer.body, answer.mime, gzip=answer.gzip, is_cut=True)
    else:
        return answer
    return lambda visit: answer if visit.number >= _SECOND else first


def _picture(chance: random.Random, site: int, article: int, number: int) -> Picture:
    if chance.random() < 0.1:
        everywhere = mosaic_jpeg("lambang", 640, 480) + b"lambang" * 100
        return Picture("/gambar/lambang-desa.jpg", Answer(everywhere, "image/jpeg"))
    noise = chance.randbytes(chance.choice((4_000, 12_000, 40_000, 40_000)))
    body = mosaic_jpeg(f"{site} {article} {number}", 640, 480) + noise
    return Picture(f"/gambar/{article}-{number}.jpg", Answer(body, "image/jpeg"))


def _large_picture(chance: random.Random, site: int, article: int) -> Picture:
    body = mosaic_jpeg(f"{site} {article} besar", 640, 480) + chance.randbytes(_LARGE_PICTURE)
    return Picture(f"/gambar/{article}-besar.jpg", OddAnswer(body, "image/jpeg", pause=_PAUSE))


def _article(chance: random.Random, number: int, articles: int, pictures: list[Picture]) -> Answer:
    title = " ".join(chance.choices(_WORDS, k=4)).title() + f" {number}"
    figures = "".join(
        f'<figure><img src="{picture.target}" width="640" height="480" alt="Kegiatan">'
        f"<figcaption>Warga {' '.join(chance.choices(_WORDS, k=6))}</figcaption></figure>"
        for picture in pictures
    )
    paragraphs = [f"<p>{_sentence(chance)} {_sentence(chance)} {_sentence(chance)}</p>" for _ in range(8)]
    following = _links(f"/artikel/{n % articles}" for n in (number + 1, number + 7))
    # Without a word about the programme its pictures would rightly be left.
    paragraphs.append("<p>Kegiatan ini bagian dari Transformasi Perpustakaan Berbasis Inklusi Sosial (TPBIS).</p>")
    time = f'<time datetime="2026-0{1 + number % 9}-1{number % 10}T08:00:00+07:00">2026</time>'
    body = f"<article><h1>{title}</h1>{time}{figures}{''.join(paragraphs)}</article>{following}"
    page = _page(title, body, chunked=number % 3 == 0, gzip=number % 2 == 0)
    if number % _A_LARGE_ONE != _A_LARGE_ONE // 3:
        return page
    # At the end: of a page only the first megabyte is read.
    noise = f"<!-- {chance.randbytes(_LARGE_PAGE // 2).hex()} -->".encode()
    return OddAnswer(page.body + noise, chunked=page.chunked, pause=_PAUSE)


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=14)).capitalize() + "."


def _links(found: Iterable[str]) -> str:
    return "<ul>" + "".join(f'<li><a href="{one}">{one}</a></li>' for one in found) + "</ul>"


def _page(title: str, body: str, *, chunked: bool = False, gzip: bool = False) -> Answer:
    html = f"<!DOCTYPE html><html lang=id><title>{title}</title><body>{body}".encode()
    return Answer(html, chunked=chunked, gzip=gzip)
