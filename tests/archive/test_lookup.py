"""Captures are found by address in sorted indexes without reading these, and the nearest in time comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import Collection
from archive.errors import ArchiveError
from archive.index.cdxj import write_cdxj
from archive.index.lookup import Lookup
from archive.model import Capture

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def capture(url: str, at: datetime = NOON, status: int = 200, record: str = "urn:uuid:1") -> Capture:
    return Capture(url, at, status, "text/html", "sha1:A", "a.warc.gz", 0, 1, record)


def lookup(collection: Collection, *indexes: list[Capture]) -> Lookup:
    stems = [f"berkas-{number}" for number, _ in enumerate(indexes)]
    for stem, captures in zip(stems, indexes, strict=True):
        write_cdxj(collection.cdxj_file(stem), captures)
    return Lookup(collection, stems)


addresses = st.lists(
    st.text(st.sampled_from("abAB/-.?=&1"), max_size=6).map(lambda path: f"http://contoh.desa.id/{path}"), max_size=30
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(addresses, addresses)
def test_every_capture_of_an_address_is_found_and_no_other(
    collection: Collection, stored: list[str], asked: list[str]
) -> None:
    captures = [capture(url, NOON + timedelta(seconds=number)) for number, url in enumerate(stored)]
    looked = lookup(collection, captures[::2], captures[1::2])
    plain = {url: [one for one in captures if one.url == url] for url in (*stored, *asked)}

    looked.find([*stored, *asked])

    for url, own in plain.items():
        assert sorted(one.captured_at for one in looked.of(url) if one.url == url) == [one.captured_at for one in own]
        assert {one.url.lower() for one in looked.of(url)} <= {url.lower(), *(one.lower() for one in stored)}


def test_addresses_that_share_a_urlkey_are_found_together_as_a_replay_finds_them(collection: Collection) -> None:
    looked = lookup(collection, [capture("https://contoh.desa.id/Foto"), capture("http://contoh.desa.id/foto")])

    assert len(looked.of("http://contoh.desa.id/foto")) == 2


def test_the_nearest_comes_first_and_within_a_second_the_address_itself(collection: Collection) -> None:
    url = "https://contoh.desa.id/a"
    early, late = capture(url, NOON - timedelta(days=3)), capture(url, NOON + timedelta(days=1))
    redirect = capture("http://contoh.desa.id/a", NOON, status=301)
    page = capture(url, NOON + timedelta(microseconds=900))

    found = lookup(collection, [early, late], [redirect, page]).nearest(url, NOON)

    assert found == [page, redirect, late, early]


def test_an_index_that_is_missing_or_empty_has_nothing(collection: Collection) -> None:
    looked = lookup(collection, [])

    assert Lookup(collection, ["tidak-ada"]).of("http://contoh.desa.id/") == []
    assert looked.of("http://contoh.desa.id/") == []


def test_a_line_that_is_none_is_told_with_its_place(collection: Collection) -> None:
    path = collection.cdxj_file("rusak")
    Path(path).write_text("id,desa,contoh)/ 20261125120000 {torn\n")

    with pytest.raises(ArchiveError, match=r"byte 0: .*lumbung rebuild"):
        Lookup(collection, ["rusak"]).of("http://contoh.desa.id/")


def test_a_304_is_not_shown(collection: Collection) -> None:
    unmodified = replace(capture("http://contoh.desa.id/", status=304), revisit_of="urn:uuid:0")

    assert lookup(collection, [unmodified]).of("http://contoh.desa.id/") == []
