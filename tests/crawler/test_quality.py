"""The parts of a quality check: a fair sample, bodies that are not what they say, and texts that differ."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Caption, Capture, Document
from crawler.demo.pictures import mosaic_jpeg, mosaic_png
from crawler.quality.compare import differences, said_by
from crawler.quality.findings import CAN_BE_PATCHED, GRADES
from crawler.quality.payloads import Role, fault_of, role_of
from crawler.quality.sample import _Reservoir, _turns
from crawler.quality.words import KINDS

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
JPEG = mosaic_jpeg("uji", 64, 48)
PNG = mosaic_png("uji", 64, 48)
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(6) + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
WEBP = b"RIFF" + (4 + 20).to_bytes(4, "little") + b"WEBP" + bytes(20)


def document(number: int, **facts: object) -> Document:
    url = f"http://contoh.desa.id/{number}"
    moment = NOON + timedelta(seconds=number)
    capture = Capture(url, moment, 200, "text/html", "sha1:A", "a.warc.gz", 0, 1, f"urn:uuid:{number}")
    plain = Document(capture.record_id, url, moment, capture, "article", "generic", "1", "generic")
    return replace(plain, **facts)  # type: ignore[arg-type]


# ---- sample ----


def drawn(sizes: dict[str, int], size: int | None, seed: str = "1") -> Counter[str]:
    reservoir = _Reservoir(size, seed)
    number = 0
    site_of = {}
    for site, count in sizes.items():
        for _ in range(count):
            number += 1
            one = document(number)
            site_of[one.id] = site
            reservoir.add(site, one)
    return Counter(site_of[one.id] for one in reservoir.sample())


def test_small_sites_give_all_and_the_others_the_same() -> None:
    assert drawn({"kecil": 2, "besar": 3000, "sedang": 90}, 62) == {"kecil": 2, "besar": 30, "sedang": 30}


def test_of_more_sites_than_the_sample_has_places_each_gives_at_most_one() -> None:
    found = drawn({f"desa-{number}": 5 for number in range(50)}, 20)

    assert len(found) == 20
    assert set(found.values()) == {1}


def test_the_same_seed_draws_the_same_in_any_order_and_another_draws_another() -> None:
    documents = [document(number) for number in range(5000)]

    def ids(ordered: list[Document], seed: str) -> list[str]:
        reservoir = _Reservoir(40, seed)
        for one in ordered:
            reservoir.add(f"desa-{int(one.id.rpartition(':')[2]) % 7}", one)
        return [one.id for one in reservoir.sample()]

    assert ids(documents, "1") == ids(documents[::-1], "1")
    assert ids(documents, "1") != ids(documents, "2")


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 50), min_size=1, max_size=20), st.integers(1, 200))
def test_turns_fill_the_sample_and_no_site_is_two_ahead_of_one_that_has_more(counts: dict[str, int], size: int) -> None:
    turns = _turns(counts, size, sorted(counts))

    assert sum(turns.values()) == min(size, sum(counts.values()))
    least = min((turns[site] for site in counts if turns[site] < counts[site]), default=None)
    assert least is None or max(turns.values()) <= least + 1


# ---- bodies ----


@pytest.mark.parametrize("body", [JPEG, PNG, GIF, WEBP, b"<svg xmlns='x'/>", b"\xef\xbb\xbf<?xml?><svg/>", b"BM123"])
def test_whole_pictures_have_no_fault(body: bytes) -> None:
    assert fault_of(body, "picture") is None


@pytest.mark.parametrize("body", [JPEG, PNG, GIF, WEBP], ids=["jpeg", "png", "gif", "webp"])
def test_pictures_that_lack_their_end_are_cut(body: bytes) -> None:
    for length in range(12, len(body) - 1, max(1, len(body) // 40)):
        assert fault_of(body[:length], "picture") == "cut", length


def test_the_end_of_a_preview_is_not_the_end_of_its_picture() -> None:
    preview = b"\xff\xe1" + (len(JPEG) + 2).to_bytes(2, "big") + JPEG
    whole = JPEG[:2] + preview + JPEG[2:]

    assert fault_of(whole, "picture") is None
    assert fault_of(whole[:-40], "picture") == "cut"


@pytest.mark.parametrize(
    ("body", "role", "fault"),
    [
        (b"", "picture", "empty"),
        (b"", "font", "empty"),
        (b"", "style", None),
        (b"\n<!DOCTYPE html><p>Maaf", "picture", "html_instead"),
        (b"<!-- galat --><html>", "style", "html_instead"),
        (b"<html>", "other", None),
        (b"Not found", "picture", "not_a_picture"),
        (b"body { color: red }", "style", None),
    ],
)
def test_bodies_that_are_something_else_are_told(body: bytes, role: Role, fault: str | None) -> None:
    assert fault_of(body, role) == fault


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP"])
)
def test_no_body_is_too_odd(body: bytes, start: bytes) -> None:
    fault_of(start + body, "picture")


@pytest.mark.parametrize("body", [b"<!---->" * 290, b"\xff" * 1_000_000, b"\xff\xd8" * 500_000, b" " * 3000])
def test_a_hostile_body_takes_no_time(body: bytes) -> None:
    began = time.process_time()

    fault_of(body, "picture")
    fault_of(b"\xff\xd8" + body, "picture")

    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("url", "mime", "role"),
    [
        ("http://a.id/x.JPG?v=1", "text/html", "picture"),
        ("http://a.id/x", "image/webp", "picture"),
        ("http://a.id/x.css?ver=6", None, "style"),
        ("http://a.id/x.php", "text/css", "style"),
        ("http://a.id/x.woff2", None, "font"),
        ("http://a.id/x", "text/html", "other"),
    ],
)
def test_what_an_address_is_asked_for_as(url: str, mime: str | None, role: str) -> None:
    assert role_of(url, mime) == role


# ---- texts ----


def test_what_differs_is_said_with_its_place() -> None:
    line, read = document(1, title="A", text="Warga membaca"), document(1, title="B", text="Warga menulis")

    said, now = said_by(line), said_by(read)

    assert said is not None
    assert now is not None
    assert differences(said, said) == []
    assert differences(said, now) == ['title: "A" and now "B"', 'text from character 8: "mbaca" and now "nulis"']


def test_of_an_article_in_parts_the_page_s_own_part_is_compared() -> None:
    captions = (Caption("Satu", None, "http://a.id/1.jpg", None, "Satu"), Caption("Dua", None, None, None, "Dua"))
    joined = document(
        2, title="Judul", text="bagian satu\n\nbagian dua", captions=captions,
        parts=(
            {"number": 1, "of": 2, "id": "urn:uuid:1", "url": "a", "start": 0, "end": 11, "captions": [0]},
            {"number": 2, "of": 2, "id": "urn:uuid:2", "url": "b", "start": 13, "end": 23, "captions": [1]},
        ),
    )  # fmt: skip

    said = said_by(joined)

    assert said is not None
    assert (said.title, said.text, said.captions) == (None, "bagian dua", (("Dua", None, None),))
    assert said_by(replace(joined, id="urn:uuid:9")) is None


def test_every_kind_has_its_words_and_only_what_a_person_may_mend_is_patched() -> None:
    assert set(KINDS) == set(GRADES)
    assert {GRADES[kind] for kind in CAN_BE_PATCHED} == {"person"}
