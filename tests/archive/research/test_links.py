"""Links read from stored pages: as rows, between sites, and as a graph that other programs read."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from archive import Collection
from archive.research.graph import write_gexf
from archive.research.links import MOST_LINKS, Unread, links_in, page_links, site_links
from tests.archive.corpus.made import LAIN, MAJU, PHONE, SUKA

SUKA_SITE, MAJU_SITE, LAIN_SITE = (site.removeprefix("http://") for site in (SUKA, MAJU, LAIN))


def test_pages_tell_which_pages_they_link_to(collection: Collection) -> None:
    rows = list(page_links(collection.articles(relation="all")))

    assert {(row["url"], row["target"], row["nofollow"]) for row in rows if "wa.me" not in row["target"]} == {
        (f"{SUKA}/jahit", f"{MAJU}/jahit", False), (f"{MAJU}/jahit", f"{SUKA}/jahit", True),
        (f"{SUKA}/baca", f"{MAJU}/a", False), (f"{SUKA}/baca", f"{LAIN}/", False),
        (f"{LAIN}/kerja-hubungi-▒▒▒", f"{SUKA}/", False),
    }  # fmt: skip
    assert not any(PHONE[1:] in str(row) or "umpama@" in str(row) for row in rows)
    assert {row["words"] for row in rows} >= {"Desa tetangga", "Asal", "luar"}
    own = page_links(collection.articles(relation="all"), own_site=True)
    assert f"{MAJU}/profil" in {row["target"] for row in own}


def test_sites_tell_how_many_pages_link(collection: Collection) -> None:
    rows = {
        (row["site"], row["target_site"]): (row["pages"], row["links"]) for row in site_links(collection.articles())
    }

    assert rows[SUKA_SITE, MAJU_SITE] == (2, 2)
    assert rows[MAJU_SITE, SUKA_SITE] == (1, 1)


def test_a_graph_is_read_back_as_it_was_written(collection: Collection, tmp_path: Path) -> None:
    articles = collection.articles(relation="all")

    edges = write_gexf(tmp_path / "links.gexf", site_links(articles), articles)

    graph = nx.read_gexf(tmp_path / "links.gexf", version="1.3")
    assert graph.is_directed()
    assert graph.number_of_edges() == edges == 5
    assert graph.edges[SUKA_SITE, MAJU_SITE]["weight"] == 2.0
    assert (graph.nodes[SUKA_SITE]["kind"], graph.nodes[SUKA_SITE]["pages"]) == ("archived", 3)
    assert graph.nodes["wa.me"]["kind"] == "outside"
    assert b'version="1.3"' in (tmp_path / "links.gexf").read_bytes()
    assert write_gexf(tmp_path / "few.gexf", site_links(articles), articles, least=2) == 1


def test_a_record_that_cannot_be_read_is_counted_and_passed_over(tmp_path: Path) -> None:
    from tests.archive.corpus.made import made_collection

    collection = made_collection(tmp_path / "desa")
    for path in collection.archive.glob("*.warc.gz"):
        path.write_bytes(b"")
    unread = Unread()

    assert list(page_links(collection.articles(relation="all"), unread=unread)) == []
    assert unread == {"missing": 5}


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("", []),
        ("\x00\x01<", []),
        ('<base href="https://lain.example/x/"><a href="y">', ["https://lain.example/x/y"]),
        ('<a href="https://[::1">a</a><a href="mailto:a@b.example">c</a>', []),
        ('<a href="//lain.example">a</a><area href="https://lain.example/b">',
         ["http://lain.example/", "https://lain.example/b"]),
        ('<a href="https://lain.example/#a">a</a><a href="https://lain.example/">b</a>', ["https://lain.example/"]),
        ('<?xml version="1.0" encoding="utf-8"?><a href="https://lain.example/">', ["https://lain.example/"]),
    ],
)  # fmt: skip
def test_links_of_hostile_pages(body: str, targets: list[str]) -> None:
    assert [link.target for link in links_in(body, "http://contoh.desa.example/a")] == targets


def test_no_address_turns_the_direction_of_what_follows_it() -> None:
    (link,) = links_in("<a href='https://lain.example/\u202egnp'>\u202ex</a>", "http://contoh.desa.example/a")

    assert link.target == "https://lain.example/%E2%80%AEgnp"


def test_a_page_of_a_hundred_thousand_links_gives_so_many() -> None:
    body = "".join(f'<a href="https://judi{number}.example/">' for number in range(MOST_LINKS + 10))

    assert len(links_in(body, "http://contoh.desa.example/")) == MOST_LINKS
