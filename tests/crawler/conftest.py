"""Collections with stored pages, without a crawl."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.model import Capture
from archive.warc.exchange import Trail
from archive.warc.writer import WarcWriter
from crawler import readers
from tests.archive.conftest import WARCINFO, exchange
from tests.forked_readers import reader_nursery, starter

SITE = "https://contohrejo.desa.id/"


@pytest.fixture
def stock(tmp_path: Path) -> Collection:
    return new_stock(tmp_path)


def new_stock(folder: Path) -> Collection:
    return Collection.create(folder / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


def store(
    collection: Collection, pages: Mapping[str, bytes], types: Mapping[str, str] | None = None, site: str = SITE
) -> list[Capture]:
    """Put pages, by their path, into a WARC of its own, which is a job of its own; HTML where `types` says nothing."""
    job = ("isPartOf", f"20261125000000-{len(collection.stems()):04}")
    writer = WarcWriter(collection, [field for field in WARCINFO if field[0] != "isPartOf"] + [job])
    captures = []
    for path, body in pages.items():
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {(types or {}).get(path, 'text/html')}\r\n\r\n"
        captures.append(writer.write_exchange(exchange(site + path, head.encode() + body), Trail()))
    writer.finish()
    return [capture for capture in captures if capture]


@pytest.fixture(scope="module")
def quick_readers() -> Iterator[None]:
    """Reader workers that are loaded already, for tests of what comes of a reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readers, "worker_process", starter(reader_nursery().path))
        yield
