"""What the records of a collection hold, found by their ids in indexes and documents of many jobs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from archive import Collection
from crawler.rebuild import rebuild_documents
from tests.crawler.conftest import store
from tests.spiders.flags.gambling_pages import ARTICLE, page

if TYPE_CHECKING:
    import pytest


def pages(stock: Collection) -> Collection:
    for number in range(3):
        store(stock, {f"berita/{number}": page(f"{ARTICLE}<p>Nomor {number}.</p>").encode(), f"b{number}": b"<p>x"})
    rebuild_documents(stock, lambda part, done, count: None, workers=1)
    return stock


def test_captures_and_documents_of_records_are_those_that_reading_everything_finds(stock: Collection) -> None:
    collection = pages(stock)
    captures = {one.record_id: one for one in collection.captures()}
    documents = {one.id: one for one in collection.documents()}
    wanted = set(list(documents)[::2])

    assert collection.originals(wanted) == {record: captures[record] for record in wanted}
    assert {one.id: one for one in collection.documents_with(wanted)} == {one: documents[one] for one in wanted}
    assert collection.originals(captures.keys()) == captures
    assert list(collection.documents_with({"urn:uuid:none"})) == []
    assert list(collection.documents_with(set())) == []


def test_a_line_of_documents_that_cannot_be_read_is_told_and_the_others_are_given(
    stock: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    collection = pages(stock)
    stem = collection.stems()[0]
    path = collection.documents_file(stem)
    first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first[:300] + b"\n" + b"".join(others))
    wanted = {one.record_id for one in collection.captures()}

    with caplog.at_level(logging.WARNING):
        found = list(collection.documents_with(wanted))

    assert len(found) == 5
    assert f"{path}: a line cannot be read; run: lumbung verify" in caplog.messages
