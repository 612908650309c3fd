"""A collection made up for exports, and WARCs looked into by other hands than wrote them."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from warcio.archiveiterator import WARCIterator

from archive import Collection
from archive.config import Who
from archive.export.warc.wanted import WantedPage
from archive.model import Capture
from archive.warc.members import read_members
from archive.warc.writer import WarcWriter
from crawler.demo.pictures import mosaic_png
from tests.archive.conftest import WARCINFO
from tests.archive.replay.stored import SITE, answer, redirect, store

PICTURE = mosaic_png("kelas", 60, 30)
PAGE = '<title>Kelas</title><link rel=stylesheet href="/gaya.css"><p>kelas menjahit<img src="/foto.png"><img src="/lama.png">'


def new_collection(root: Path) -> Collection:
    """A page with its parts, seen twice: changed, its picture unchanged, its style sheet new; and another page."""
    collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    first = store(
        collection,
        ("/berita", answer(PAGE)),
        ("/gaya.css", answer('@import "warna.css"; body{background:url(latar.png)}', "text/css")),
        ("/warna.css", answer("p{color:red}", "text/css")),
        ("/latar.png", answer(mosaic_png("latar", 8, 8), "image/png")),
        ("/foto.png", answer(PICTURE, "image/png")),
        ("/lama.png", redirect("/baru.png")),
        ("/baru.png", answer(mosaic_png("baru", 8, 8), "image/png")),
        ("/lain", answer("<title>Lain</title>tak diminta")),
        ("/besar.png", answer(mosaic_png("besar", 800, 700), "image/png")),
    )
    writer = WarcWriter(collection, WARCINFO)
    writer.write_outlinks(first[0], ["http://contoh.desa.id/lain L"])
    writer.finish()
    store(
        collection,
        ("/berita", answer(PAGE + "<p>berubah"), 30),
        ("/foto.png", answer(PICTURE, "image/png"), 30),
        ("/gaya.css", answer("p{color:blue}", "text/css"), 30),
    )
    return collection


def capture_at(collection: Collection, path: str, number: int = 0) -> Capture:
    """The captures of a path in their order."""
    found = sorted((one for one in collection.captures() if one.url == SITE + path), key=lambda one: one.captured_at)
    return found[number]


def page_at(collection: Collection, number: int = 0) -> WantedPage:
    return WantedPage(capture_at(collection, "/berita", number), title="Kelas menjahit")


def members_of(path: Path) -> list[bytes]:
    """The gzip members of a WARC, as they lie in it."""
    content = path.read_bytes()
    return [content[one.offset : one.offset + one.length] for one in read_members(path)]


def told(path: Path) -> Iterator[tuple[str, str]]:
    """Type and path of each record, read by warcio."""
    with path.open("rb") as file:
        for record in WARCIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            yield record.rec_type, url.removeprefix(SITE)


def text_of(member: bytes) -> str:
    return gzip.decompress(member).decode("latin-1")
