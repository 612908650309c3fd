"""Making pages to read in tests."""

from __future__ import annotations

from datetime import UTC, datetime

from archive.model import Capture, Document, Page, Seed
from spiders.reading.read import read_page

CAPTURED_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def page_of(
    body: bytes, url: str = "https://contohrejo.desa.id/berita/1", headers: tuple[tuple[str, str], ...] = ()
) -> Page:
    return Page(url, CAPTURED_AT, 200, headers or (("Content-Type", "text/html"),), body)


def read(page: Page, seed: Seed | None = None) -> Document:
    capture = Capture(
        url=page.url,
        captured_at=page.captured_at,
        status=page.status,
        mime="text/html",
        digest="sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
        warc_filename="CONTOH-20260301120000000-00000-lumbung.warc.gz",
        offset=0,
        length=1,
        record_id="urn:uuid:00000000-0000-4000-8000-000000000001",
        truncated=page.truncated,
    )
    return read_page(page, capture, seed)


def read_html(html: str, url: str = "https://contohrejo.desa.id/berita/1", seed: Seed | None = None) -> Document:
    return read(page_of(html.encode(), url), seed)
