"""Exchanges and collections to write into."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.http import parse_head, split_head, without_transfer_encoding
from archive.model import Exchange
from archive.spool import Spool
from archive.warc.writer import WarcWriter

WARCINFO = [("software", "Lumbung/0.1"), ("format", "WARC File Format 1.1"), ("isPartOf", "20261125000000-abcd")]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


@pytest.fixture
def writer(collection: Collection) -> WarcWriter:
    return WarcWriter(collection, WARCINFO)


def exchange(url: str, answer: bytes = b"", **facts: object) -> Exchange:
    """An exchange whose answer is these bytes, as if received."""
    given: dict[str, object] = {
        "request": f"GET {url.partition('/')[2]} HTTP/1.1\r\nHost: contoh.desa.id\r\n\r\n".encode(),
        "started_at": datetime(2026, 11, 25, 1, 2, 3, 456789, tzinfo=UTC),
        "duration_seconds": 0.25,
        "ip_address": "127.0.0.1",
    }
    if answer:
        head, body = split_head(answer)
        parsed = parse_head(head)
        stored = without_transfer_encoding(head)[0] if "framing" in facts else head
        given |= {
            "status": parsed.status,
            "head": head,
            "stored_head": stored,
            "body": Spool.of(body, prefix=stored),
            "headers": parsed.headers,
        }
    return Exchange(url=url, method="GET", **(given | facts))  # type: ignore[arg-type]
