"""Collections with stored pages, without a crawl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.model import Capture
from archive.warc.exchange import Trail
from archive.warc.writer import WarcWriter
from tests.archive.conftest import WARCINFO, exchange

SITE = "https://contohrejo.desa.id/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


@pytest.fixture
def stock(tmp_path: Path) -> Collection:
    return new_stock(tmp_path)


def new_stock(folder: Path) -> Collection:
    return Collection.create(folder / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


def store(collection: Collection, pages: Mapping[str, bytes]) -> list[Capture]:
    """Put pages, by their path, into a WARC of its own."""
    writer = WarcWriter(collection, WARCINFO)
    captures = [writer.write_exchange(exchange(SITE + path, HEAD + body), Trail()) for path, body in pages.items()]
    writer.finish()
    return [capture for capture in captures if capture]
