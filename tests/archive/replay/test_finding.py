"""The nearest good answer is shown; redirects and revisits are followed; an error is shown when it was asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from archive import Collection
from archive.index.kept import KeptIndexes
from archive.index.lookup import Lookup
from archive.replay import finding
from archive.replay.finding import Finder
from archive.replay.payload import payload_of
from tests.archive.replay.stored import JPEG, NOON, SITE, answer, redirect, store

if TYPE_CHECKING:
    import pytest

PICTURE = answer(JPEG, "image/jpeg")
LOST = answer("tidak ada", status=404)
PAGE = answer("<p>Kelas menjahit di perpustakaan desa, setiap hari Selasa pagi.</p>")


def finder(collection: Collection) -> Finder:
    return Finder(collection, Lookup(collection))


def test_a_picture_that_a_later_crawl_mended_goes_before_the_error(collection: Collection) -> None:
    store(collection, ("/foto.jpg", LOST, 0), ("/foto.jpg", PICTURE, 30))

    found = next(finder(collection).good(f"{SITE}/foto.jpg", NOON))

    assert (found.capture.status, found.capture.captured_at) == (200, NOON + timedelta(days=30))


def test_an_error_is_shown_to_whoever_asks_for_its_second(collection: Collection) -> None:
    store(collection, ("/a", PAGE, 0), ("/a", LOST, 1))
    searching = finder(collection)

    exactly, near = (
        searching.find(f"{SITE}/a", NOON + timedelta(days=1)),
        searching.find(f"{SITE}/a", NOON + timedelta(days=2)),
    )

    assert exactly
    assert exactly.capture.status == 404
    assert near
    assert near.capture.status == 200


def test_a_redirect_leads_to_what_is_archived_near_its_time(collection: Collection) -> None:
    store(
        collection, ("/lama", redirect("/baru")), ("/baru", PAGE, 0.1), ("/baru", PAGE.replace(b"Selasa", b"Kamis"), 50)
    )

    found = finder(collection).find(f"{SITE}/lama", NOON)

    assert found
    assert found.capture.url == f"{SITE}/baru"
    assert found.capture.captured_at == NOON + timedelta(days=0.1)
    assert [one.url for one in found.way] == [f"{SITE}/lama"]


def test_a_redirect_to_what_is_not_archived_says_so(collection: Collection) -> None:
    store(collection, ("/lama", redirect("http://lain.example/")))

    found = finder(collection).find(f"{SITE}/lama", NOON)

    assert found
    assert found.leads_nowhere


def test_redirects_in_a_circle_end(collection: Collection) -> None:
    store(collection, ("/a", redirect("/b")), ("/b", redirect("/c")), ("/c", redirect("/a")))

    found = finder(collection).find(f"{SITE}/a", NOON)

    assert found is None or found.leads_nowhere


def test_many_redirects_to_each_other_are_not_read_for_ever(collection: Collection) -> None:
    store(collection, *((f"/{path}", redirect(f"/{other}"), day) for day in range(20) for path, other in ("ab", "ba")))
    searching = finder(collection)

    found = searching.find(f"{SITE}/a", NOON)

    assert found
    assert found.leads_nowhere
    assert searching._reads < 200


def test_a_form_of_the_same_address_that_redirects_is_passed_over(collection: Collection) -> None:
    store(collection, (f"{SITE}/a", redirect("https://www.contoh.desa.id/a")), ("https://www.contoh.desa.id/a", PAGE))

    found = finder(collection).find(f"{SITE}/a", NOON)

    assert found
    assert found.capture.url == "https://www.contoh.desa.id/a"


def test_a_revisit_has_the_payload_of_what_it_refers_to(collection: Collection) -> None:
    big = answer("<p>" + "Perpustakaan desa dibuka. " * 40)
    store(collection, ("/a", big))
    (revisit,) = store(collection, ("/a", big, 40))
    assert revisit.revisit_of

    found = finder(collection).find(f"{SITE}/a", NOON + timedelta(days=40))

    assert found
    assert found.capture.record_id == revisit.record_id
    assert found.holder
    assert b"dibuka" in payload_of(collection, found.holder).body


def test_a_picture_larger_than_any_page_is_whole(collection: Collection) -> None:
    body = JPEG[:-2] + b"\x02" * 3_000_000 + b"\xff\xd9"
    store(collection, ("/besar.jpg", answer(body, "image/jpeg")))

    found = next(finder(collection).good(f"{SITE}/besar.jpg", NOON))

    assert found.holder
    assert payload_of(collection, found.holder).body == body


def test_what_may_not_be_shown_is_not_found(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    store(collection, ("/a", PAGE))
    monkeypatch.setattr(finding, "may_show", lambda _, capture: not capture.url.endswith("/a"))
    searching = finder(collection)

    assert searching.find(f"{SITE}/a", NOON) is None
    assert not searching.has(f"{SITE}/a")
    assert searching.captures(f"{SITE}/a") == []


def test_kept_indexes_see_what_a_crawl_adds(collection: Collection) -> None:
    store(collection, ("/a", PAGE))
    kept = KeptIndexes(collection)
    before = kept.lookup()
    assert len(before.of(f"{SITE}/a")) == 1

    store(collection, ("/a", LOST, 1), ("/b", PAGE, 1))

    assert len(kept.lookup().of(f"{SITE}/a")) == 2
    assert len(kept.lookup().of(f"{SITE}/b")) == 1
    assert len(before.of(f"{SITE}/a")) == 1  # one page is made of one state


def test_kept_indexes_see_an_index_made_anew(collection: Collection) -> None:
    store(collection, ("/a", PAGE))
    kept = KeptIndexes(collection)
    assert kept.lookup().of(f"{SITE}/a")
    path = collection.cdxj_file(collection.stems()[0])

    path.with_suffix(".baru").write_bytes(b"")
    path.with_suffix(".baru").replace(path)

    assert kept.lookup().of(f"{SITE}/a") == []
