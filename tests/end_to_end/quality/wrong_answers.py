"""A site whose answers for some addresses are wrong until it is mended, and what a check of it finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive import Collection
from crawler.demo.answers import Answer, Visit
from crawler.demo.pictures import mosaic_jpeg, mosaic_png
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import (
    lumbung,
    page,
)

ROBOTS = Answer(b"User-agent: *\nDisallow: /rahasia/\n", mime="text/plain")


PICTURE = Answer(mosaic_jpeg("warga", 80, 60), mime="image/jpeg")


ERROR_PAGE = Answer(b"<!DOCTYPE html><title>Galat</title><img src='/jangan.jpg'><p>Maaf.", mime="image/jpeg")


def article(number: int, *pictures: str, head: str = "") -> Answer:
    shown = "".join(
        f'<figure><img src="{one}" width="800" height="600"><figcaption>Warga membaca {one[1:-4]}</figcaption></figure>'
        for one in pictures
    )
    programme = "program Transformasi Perpustakaan Berbasis Inklusi Sosial (TPBIS)"
    text = f"<p>Warga Desa Contohrejo membaca buku ke-{number} dalam {programme} di perpustakaan desa.</p>" * 9
    body = f"<article><h1>Berita {number}</h1><time datetime='2026-03-0{number}'>{number}</time>{text}{shown}</article>"
    return Answer(f"<!DOCTYPE html><title>Berita {number}</title>{head}<body>{body}".encode())


class Server:
    """A site whose answers for some addresses are wrong until it is mended. A 403 is not asked for again at once, so
    most tests need not wait."""

    def __init__(self) -> None:
        self.mended = False
        self.failure = 403

    def busy(self, right: Answer) -> Callable[[Visit], Answer]:
        return lambda visit: right if self.mended else Answer(b"sibuk", status=self.failure)

    def __call__(self, wrong: Answer, right: Answer) -> Callable[[Visit], Answer]:
        return lambda visit: right if self.mended else wrong

    def answers(self) -> dict[str, Answer | Callable[[Visit], Answer]]:
        style = "body { background: url(/gaya/latar.png) }"
        css = Answer(style.encode(), mime="text/css")
        return {
            "/robots.txt": ROBOTS,
            "/": page("".join(f'<p><a href="/artikel/{n}">Berita {n}</a></p>' for n in (1, 2))),
            "/artikel/1": article(1, "/baik.jpg", "/sibuk.jpg", "/palsu.jpg", "/rahasia/foto.jpg"),
            "/artikel/2": article(2, "/hilang.jpg", head='<link rel="stylesheet" href="/gaya/utama.css">'),
            "/baik.jpg": PICTURE,
            "/sibuk.jpg": self.busy(PICTURE),
            "/palsu.jpg": self(ERROR_PAGE, Answer(mosaic_jpeg("asli", 80, 60), mime="image/jpeg")),
            "/gaya/utama.css": self.busy(css),
            "/gaya/latar.png": Answer(mosaic_png("latar", 8, 8), mime="image/png"),
        }


def check(collection: Collection, *arguments: str, code: int) -> Any:
    run = lumbung("check-quality", "--json", "-c", collection.root, *arguments)
    assert run.code == code, run.err + run.out
    return run.json


def found(report: Any, site: DemoSite) -> set[tuple[str, str]]:
    return {(one["kind"], "/" + one["url"].removeprefix(site.url)) for one in report["findings"]}
