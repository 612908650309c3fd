"""A post that WordPress shows on several pages is one article with one text, and each stretch names its capture."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive import Collection
from archive.model import Document
from crawler.rebuild import rebuild_documents
from spiders.reading.parts import join_parts
from tests.crawler.conftest import store
from tests.spiders.pages import read_html

pytestmark = pytest.mark.usefixtures("quick_readers")

GOLDEN = Path(__file__).parents[1] / "golden" / "wordpress"
SITE = "http://contohmakmur.example/"
POST = "2022/11/27/jejak-embung-lawas/"
PATHS = (POST, POST + "2/", POST + "3/")


def saved(theme: str, number: int) -> bytes:
    return (GOLDEN / f"{theme}_jejak-embung-lawas{f'-{number}' if number > 1 else ''}.html").read_bytes()


def text_of(theme: str, number: int) -> str:
    name = f"{theme}_jejak-embung-lawas{f'-{number}' if number > 1 else ''}.json"
    blocks = json.loads((GOLDEN / name).read_text())["expect"]["text"]
    return blocks if isinstance(blocks, str) else "\n\n".join(blocks)


def read_again(collection: Collection) -> list[Document]:
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    return sorted(
        collection.documents(), key=lambda document: (document.capture.warc_filename, document.capture.offset)
    )


def words(text: str | None) -> list[str]:
    return re.findall(r"\w+", text or "")


@pytest.mark.parametrize("theme", ["twentytwentyone", "twentytwentytwo", "twentytwentythree"])
def test_the_parts_are_one_text_in_their_order_whichever_was_captured_first(stock: Collection, theme: str) -> None:
    store(stock, {PATHS[number - 1]: saved(theme, number) for number in (2, 1, 3)}, site=SITE)

    documents = read_again(stock)

    whole = words(" ".join(text_of(theme, number) for number in (1, 2, 3)))
    assert [words(document.text) for document in documents] == [whole] * 3
    assert len({document.article_id for document in documents}) == 1
    assert [document.same_as for document in documents] == [None, documents[0].id, documents[0].id]


def test_each_stretch_of_the_text_names_the_capture_it_came_from(stock: Collection) -> None:
    store(stock, {PATHS[number - 1]: saved("twentytwentyone", number) for number in (1, 2, 3)}, site=SITE)

    documents = read_again(stock)

    parts = documents[0].parts or ()
    assert [part["number"] for part in parts] == [1, 2, 3]
    assert [part["id"] for part in parts] == [document.id for document in documents]
    stretches = [(documents[0].text or "")[part["start"] : part["end"]] for part in parts]
    assert [words(stretch) for stretch in stretches] == [words(text_of("twentytwentyone", n)) for n in (1, 2, 3)]
    assert "\n\n".join(stretches) == documents[0].text


def test_parts_that_were_not_fetched_again_come_from_the_earlier_reading(stock: Collection) -> None:
    store(stock, {PATHS[number - 1]: saved("twentytwentyone", number) for number in (1, 2, 3)}, site=SITE)
    changed = saved("twentytwentyone", 2).replace(b"Menurut cerita", b"Tambahan redaksi. Menurut cerita")
    store(stock, {PATHS[1]: changed}, site=SITE)

    *before, after = read_again(stock)

    assert words(after.text)[:10] == words(before[0].text)[:10]
    assert words(after.text)[-10:] == words(before[0].text)[-10:]
    assert after.same_as is None
    assert "Tambahan redaksi" in (after.text or "")
    assert [part["id"] for part in after.parts or ()] == [before[0].id, after.id, before[2].id]


def test_joining_what_was_joined_changes_nothing() -> None:
    read = [one_part(number, f"Bagian {number}. " + "Warga membaca di embung. " * 5) for number in (1, 2, 3)]
    joined = join_parts(read)

    again = join_parts(joined.values())

    assert again == joined
    assert len(joined[read[0].id].parts or ()) == 3


def test_a_number_past_the_last_part_that_shows_the_first_again_adds_nothing() -> None:
    first, second = one_part(1, "Bagian satu."), one_part(2, "Bagian dua.")
    past = one_part(3, "Bagian satu.")

    joined = join_parts([first, second, past])

    assert {document.text for document in joined.values()} == {"Bagian satu.\n\nBagian dua."}
    assert join_parts(joined.values()) == joined


def test_an_article_on_one_page_has_no_parts() -> None:
    document = read_html("<body class='single postid-4'><article id='post-4'><div class='entry-content'><p>Isi.</p>")

    assert document.parts is None


def one_part(number: int, text: str) -> Document:
    """As the reader gives it: the page says which part it is."""
    links = "".join(f"<a class='post-page-numbers' href='/embung/{n}/'>{n}</a>" for n in (1, 2, 3) if n != number)
    html = (
        "<link rel='https://api.w.org/' href='/wp-json/'><body class='single postid-9'><article id='post-9'>"
        f"<div class='entry-content'><p>{text}</p><div class='page-links'>{links}</div></div></article>"
    )
    document = read_html(html, f"https://contohrejo.desa.id/embung/{number}/")
    (entry,) = document.parts or ()
    identity = f"urn:uuid:00000000-0000-4000-8000-00000000000{number}"
    return replace(document, id=identity, parts=({**entry, "id": identity},))


def test_a_part_that_is_gone_is_not_kept(stock: Collection) -> None:
    store(stock, {PATHS[number - 1]: saved("twentytwentyone", number) for number in (1, 2, 3)}, site=SITE)
    link_to_third = (
        b'<a href="http://contohmakmur.example/2022/11/27/jejak-embung-lawas/3/" class="post-page-numbers">Page 3</a>'
    )
    store(stock, {PATHS[n - 1]: saved("twentytwentyone", n).replace(link_to_third, b"") for n in (1, 2)}, site=SITE)

    *before, _, after = read_again(stock)

    assert [part["number"] for part in before[0].parts or ()] == [1, 2, 3]
    assert [part["number"] for part in after.parts or ()] == [1, 2]
    assert words(after.text) == words(text_of("twentytwentyone", 1) + " " + text_of("twentytwentyone", 2))


def test_a_programme_named_only_on_the_second_page_is_that_of_the_article(stock: Collection) -> None:
    other = "Warga membawa bekal dan cangkul ke tepi embung sejak pagi. " * 5
    named = "Pengelola perpustakaan desa menutup acara dengan cerita dari bimtek TPBIS pekan lalu. " + other
    store(stock, {"embung/": page_of_post(1, other), "embung/2/": page_of_post(2, named)})

    first, second = read_again(stock)

    for document in (first, second):
        assert (document.programme or {})["relation"] == "core"
    (evidence,) = [one for one in (first.programme or {})["evidence"] if one["term"] == "tpbis"]
    assert (first.text or "")[evidence["start"] : evidence["end"]] == "TPBIS"
    holder = next(part for part in first.parts or () if part["start"] <= evidence["start"] < part["end"])
    assert holder["id"] == second.id


def page_of_post(number: int, text: str) -> bytes:
    links = "".join(f"<a class='post-page-numbers' href='/embung/{n}/'>{n}</a>" for n in (1, 2) if n != number)
    return (
        "<link rel='https://api.w.org/' href='/wp-json/'><body class='single postid-9'><article id='post-9'>"
        f"<h1 class='entry-title'>Embung</h1><div class='entry-content'><p>{text}</p>"
        f"<div class='page-links'>{links}</div></div></article>"
    ).encode()
