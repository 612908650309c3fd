"""The village of a site holds for its pages that do not show it; of no other site, however near."""

from __future__ import annotations

import pytest

from archive import Collection
from archive.model import Document
from crawler.closing import write_linked
from crawler.rebuild import rebuild_documents
from tests.crawler.conftest import store

pytestmark = pytest.mark.usefixtures("quick_readers")

PROSE = (
    "<article><h1>Kerja Bakti</h1>"
    + "<p>Warga membersihkan saluran air di sepanjang jalan dusun.</p>" * 6
    + "</article>"
)
FOOTER = "<footer>Alamat: Desa Dwi Mulyo Kecamatan Penawar Tama Kabupaten Tulang Bawang Provinsi Lampung</footer>"


def villages(collection: Collection) -> dict[str, str | None]:
    return {
        document.url.partition("/")[2].partition("/")[2]: (document.village or {}).get("kode_wilayah")
        for document in collection.documents()
    }


def rebuild(collection: Collection) -> None:
    rebuild_documents(collection, lambda part, done, count: None, workers=1)


def test_what_one_footer_says_holds_for_the_pages_without_it(stock: Collection) -> None:
    store(stock, {"berita/1": (PROSE + FOOTER).encode(), "berita/2": PROSE.encode()}, site="https://kabar.example/")

    rebuild(stock)

    assert set(villages(stock).values()) == {"18.05.13.2021"}


def test_sites_that_share_a_host_share_no_village(stock: Collection) -> None:
    host = "https://kabar.example/"
    stock.seeds_file.write_text(f"id,url,scope,kode_wilayah\na,{host}a/,path,18.05.13.2021\nb,{host}b/,path,\n")
    store(stock, {"a/berita/1": PROSE.encode(), "b/berita/1": PROSE.encode()}, site=host)

    rebuild(stock)

    assert villages(stock) == {"kabar.example/a/berita/1": "18.05.13.2021", "kabar.example/b/berita/1": None}


def test_a_code_that_is_none_in_seeds_csv_stops_nothing(stock: Collection) -> None:
    host = "https://kabar.example/"
    stock.seeds_file.write_text(f"url,kode_wilayah\n{host},99.05.13.2021\n")
    store(stock, {"": b"<body class='archive'><a href='/berita/1'>x</a>", "berita/1": PROSE.encode()}, site=host)

    rebuild(stock)

    read: list[Document] = list(stock.documents())
    assert [document.unread_reason for document in read] == [None, None]
    assert villages(stock) == {"kabar.example/": "99.05.13.2021", "kabar.example/berita/1": "99.05.13.2021"}


def test_linking_what_was_read_twice_says_the_same(stock: Collection) -> None:
    store(stock, {"berita/1": (PROSE + FOOTER).encode(), "berita/2": PROSE.encode()}, site="https://kabar.example/")
    rebuild(stock)
    (stem,) = stock.stems()
    before = stock.documents_file(stem).read_bytes()

    write_linked(stock, [stem], {stem: list(stock.documents_of(stem))})

    assert stock.documents_file(stem).read_bytes() == before
