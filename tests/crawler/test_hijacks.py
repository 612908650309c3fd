"""A page that was taken names its last clean reading, and a site that was taken is told from one with a broken page."""

from __future__ import annotations

from typing import Any

import pytest

from archive import Collection
from archive.model import Document
from crawler.rebuild import rebuild_documents
from crawler.reports.report import needs_a_person
from crawler.site_hijacks import MANY_ADDRESSES, facts_of
from tests.crawler.conftest import SITE, store
from tests.spiders.flags.gambling_pages import ARTICLE, OFFER, SPAM, page
from tests.spiders.pages import read_html

pytestmark = pytest.mark.usefixtures("quick_readers")

CLEAN = page(ARTICLE).encode()
INJECTED = page(ARTICLE + f"<div style='display:none'>{SPAM}</div>").encode()
TAKEN = page(OFFER, title="Situs Slot Gacor Maxwin Mangga138").encode()
PARKED = b"<title>contohrejo</title><h1>This domain is for sale</h1>"


def read_again(collection: Collection) -> list[Document]:
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    return [document for stem in collection.stems() for document in collection.documents_of(stem)]


def last_clean(document: Document) -> list[Any]:
    return [one["last_clean"] for one in document.flag_details]


@pytest.mark.parametrize("taken", [INJECTED, TAKEN, PARKED], ids=["injected", "hijacked", "parked"])
def test_a_page_that_was_taken_names_the_last_clean_reading_of_an_earlier_job(stock: Collection, taken: bytes) -> None:
    for body in (CLEAN, CLEAN.replace(b"Minggu", b"Sabtu"), taken, taken + b"<!-- lagi -->"):
        store(stock, {"berita/1": body})

    _, clean, *later = read_again(stock)

    moment = clean.captured_at.isoformat().replace("+00:00", "Z")
    for document in later:
        assert document.flags
        assert last_clean(document) == [{"id": clean.id, "captured_at": moment}] * len(document.flag_details)


def test_a_clean_reading_that_says_nothing_new_is_the_last_one_all_the_same(stock: Collection) -> None:
    for body in (CLEAN, CLEAN + b" ", INJECTED):
        store(stock, {"berita/1": body})

    _, repeated, taken = read_again(stock)

    assert repeated.same_as
    assert last_clean(taken)[0]["id"] == repeated.id


def test_a_front_page_that_was_taken_names_the_listing_it_was(stock: Collection) -> None:
    listing = b"<title>Desa Contohrejo</title><h2><a href=/berita/1>Satu</a></h2><h2><a href=/berita/2>Dua</a></h2>"
    store(stock, {"": listing})
    store(stock, {"": TAKEN})

    clean, taken = read_again(stock)

    assert (clean.kind, taken.kind) == ("listing", "other")
    assert last_clean(taken)[0]["id"] == clean.id


def test_without_a_clean_reading_there_is_null(stock: Collection) -> None:
    store(stock, {"berita/1": TAKEN, "berita/2": CLEAN})

    taken, _ = read_again(stock)

    assert last_clean(taken) == [None] * len(taken.flag_details)


def test_personal_data_has_no_last_clean_reading(stock: Collection) -> None:
    store(stock, {"berita/1": page(ARTICLE + "<p>Hubungi Siti 081234567890.</p>").encode()})

    (document,) = read_again(stock)

    assert document.flags == ("personal_data",)
    assert "last_clean" not in document.flag_details[0]


def test_the_cache_of_readings_may_be_deleted_and_the_links_stay(stock: Collection) -> None:
    for body in (CLEAN, INJECTED):
        store(stock, {"berita/1": body})
    before = read_again(stock)
    stock.readings_file.unlink()

    assert read_again(stock) == before


# ---- whole sites ----

FRONT = "contohrejo.desa.id/"
SLUGS = [f"{SITE}slot/situs-slot-gacor-{number}" for number in range(MANY_ADDRESSES)]


def taken(path: str = "berita/1", body: bytes = TAKEN) -> Document:
    return read_html(body.decode(), SITE + path)


def test_one_page_that_was_broken_into_is_told_and_does_not_make_a_taken_site() -> None:
    facts = facts_of(FRONT, [taken()], SLUGS[:1], [])

    assert facts["is_taken"] is False
    assert facts["pages"] == {"gambling_injected": 1, "hijacked": 1}
    assert facts["urls"] == [SITE + "berita/1"]
    assert facts["addresses"] == {"count": 1, "folder": "/slot/", "in_folder": 1, "urls": SLUGS[:1]}


@pytest.mark.parametrize(
    ("flagged", "addresses", "redirects"),
    [
        ([taken("")], [], []),
        ([taken("", INJECTED)], [], []),
        ([taken(f"berita/{number}") for number in range(10)], [], []),
        ([], SLUGS, []),
        ([], [], [{"url": SITE + "berita/1", "to": "https://mangga138.example/", "record": "urn:uuid:1"}]),
    ],
    ids=["front page", "links in the front page", "ten pages", "many addresses", "a redirect"],
)
def test_a_site_is_taken(flagged: list[Document], addresses: list[str], redirects: list[dict[str, Any]]) -> None:
    facts = facts_of(FRONT, flagged, addresses, redirects)
    site = {"site": "contohrejo.desa.id", "moved_to": None, "archived": 1, "hijack": facts}

    assert facts["is_taken"]
    (sentence,) = needs_a_person({"sites": [site]})
    assert sentence.startswith("contohrejo.desa.id: gamblers seem to have taken it (")


def test_a_parked_front_page_is_a_stand_in_and_no_gambling() -> None:
    facts = facts_of(FRONT, [taken("", PARKED)], [], [])

    assert facts["front_page"] == ["parked"]
    assert facts["is_taken"] is False
