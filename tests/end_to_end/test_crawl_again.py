"""A second crawl of a site: what is stored once, and what is fetched that the first did not come to."""

from __future__ import annotations

from archive import Collection
from crawler.demo.answers import Answer, Visit
from tests.end_to_end.conftest import (
    ARTICLE,
    captured,
    crawl,
    links,
    lumbung,
    small_site,
)


def test_a_second_crawl_says_which_pages_say_the_same(collection: Collection) -> None:
    def counted(visit: Visit) -> Answer:
        return Answer(ARTICLE.body + f"<!-- dibaca {visit.number} kali -->".encode())

    with small_site({"/": links("/berita/1"), "/berita/1": counted}) as site:
        crawl(collection, site.url)
        crawl(collection, site.url)

        readings = [document for document in collection.documents() if document.kind == "article"]
        assert len(readings) == 2
        assert readings[0].same_as is None
        assert readings[1].same_as == readings[0].id


def test_a_payload_seen_again_is_stored_once_and_referred_to(collection: Collection) -> None:
    article = Answer(ARTICLE.body.replace(b"<p>", b"<img src=/foto.png alt=Foto><p>", 1))
    picture = Answer(b"\x89PNG" * 200, "image/png")
    with small_site(
        {"/": links("/berita/1", "/salinan/1"), "/berita/1": article, "/salinan/1": article, "/foto.png": picture}
    ) as site:
        assert crawl(collection, site.url).code == 0
        collection.root.joinpath("visits.sqlite").unlink()
        again = crawl(collection, site.url)

        assert again.code == 0, again.err
        captures = {
            (capture.url.removeprefix(site.url), number): capture
            for number, capture in enumerate(sorted(collection.captures(), key=lambda c: c.captured_at))
        }
        of = {number: (path, capture.revisit_of) for (path, number), capture in captures.items()}
        stored = [
            path for path, original in of.values() if original is None and path in ("berita/1", "salinan/1", "foto.png")
        ]
        assert sorted(stored) in (["berita/1", "foto.png"], ["foto.png", "salinan/1"])
        records = {capture.record_id for capture in captures.values() if capture.revisit_of is None}
        assert {original for _, original in of.values() if original} <= records
        assert len(list(collection.documents())) == 2
        assert lumbung("verify", "-c", collection.root).code == 0
        before = [collection.documents_file(stem).read_bytes() for stem in collection.stems()]
        assert lumbung("rebuild", "-c", collection.root).code == 0
        assert [collection.documents_file(stem).read_bytes() for stem in collection.stems()] == before


def test_pictures_a_job_did_not_come_to_are_fetched_by_the_next_though_their_page_is_unchanged(
    collection: Collection,
) -> None:
    article = Answer(ARTICLE.body.replace(b"<p>", b"<img src=/foto.png alt=Foto width=640 height=480><p>", 1))
    picture = Answer(b"\x89PNG" * 200, "image/png")
    with small_site({"/": links("/berita/1"), "/berita/1": article, "/foto.png": picture}) as site:
        assert crawl(collection, site.url, "--requisites", "none").code == 0
        assert captured(collection, site, 200) == ["/", "/berita/1"]

        assert crawl(collection, site.url).code == 0

        assert captured(collection, site, 200) == ["/", "/berita/1", "/", "/berita/1", "/foto.png"]
