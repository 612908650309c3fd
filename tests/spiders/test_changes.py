"""When lists say that something changed: no moment is missed, and no odd list breaks anything."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from archive.model import Page
from spiders.discovery import changes
from spiders.discovery.changes import Change, changes_told
from spiders.discovery.order import page_priority
from spiders.targets import Priority

SITE = "http://desa-contoh.example"
POST = f"{SITE}/berita/1"


def page(body: bytes | str, mime: str = "text/xml") -> Page:
    body = body if isinstance(body, bytes) else body.encode()
    return Page(f"{SITE}/daftar", datetime(2026, 11, 26, tzinfo=UTC), 200, (("Content-Type", mime),), body)


def sitemap(lastmod: str, kind: str = "url") -> str:
    around = "urlset" if kind == "url" else "sitemapindex"
    return f"<{around}><{kind}><loc>{POST}</loc><lastmod>{lastmod}</lastmod></{kind}></{around}>"


def only(body: bytes | str, mime: str = "text/xml") -> Change:
    (change,) = changes_told(page(body, mime))
    return change


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_a_lastmod_with_its_offset_is_a_moment() -> None:
    moment = utc(2026, 11, 20, 1, 0)

    assert only(sitemap("2026-11-20T08:00:00+07:00")) == Change(POST, moment, moment, "sitemap")


def test_a_lastmod_that_is_a_day_may_be_any_moment_of_it_anywhere() -> None:
    change = only(sitemap("2026-11-20"))

    assert change.earliest <= utc(2026, 11, 19, 17)  # midnight in Jakarta
    assert change.latest >= utc(2026, 11, 21, 12)  # the day's end far in the west


def test_a_time_without_zone_may_be_any_zones() -> None:
    change = only(sitemap("2026-11-20T08:00:00"))

    assert change.earliest <= utc(2026, 11, 20, 1)
    assert change.latest >= utc(2026, 11, 20, 20)


def test_a_sitemap_of_sitemaps_tells_of_lists() -> None:
    assert only(sitemap("2026-11-20", "sitemap")).is_list
    assert not only(sitemap("2026-11-20")).is_list


def test_a_packed_sitemap_with_a_byte_order_mark_is_read() -> None:
    assert only(gzip.compress(b"\xef\xbb\xbf\n" + sitemap("2026-11-20").encode())).url == POST


def test_an_atom_feed_tells_when_an_entry_was_updated() -> None:
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{POST}"/>'
        "<published>2026-11-01T00:00:00Z</published><updated>2026-11-20T00:00:00Z</updated></entry></feed>"
    )

    assert only(feed, "application/atom+xml") == Change(POST, utc(2026, 11, 20), utc(2026, 11, 20), "feed")


def test_wordpress_tells_when_a_post_was_modified() -> None:
    post = {
        "link": POST, "date": "2026-11-01T07:00:00", "date_gmt": "2026-11-01T00:00:00",
        "modified": "2026-11-20T07:00:00", "modified_gmt": "2026-11-20T00:00:00",
    }  # fmt: skip

    change = only(json.dumps([post]), "application/json")

    assert (change.latest, change.teller) == (utc(2026, 11, 20), "api")


@pytest.mark.parametrize(
    "lastmod", ["", "kemarin", "2026-13-45", "9999-12-31", "9999-12-31T23:59:59", "0001-01-01T00:00:00+14:00", "1e9"]
)
def test_an_absurd_lastmod_breaks_nothing(lastmod: str) -> None:
    assert all(change.url == POST for change in changes_told(page(sitemap(lastmod))))


@pytest.mark.parametrize(
    "body",
    [b"", b"<urlset", b"<urlset><url><loc>::::</loc><lastmod>2026-11-20</lastmod></url>", b"\x1f\x8b\x08", b"<p>"],
)
def test_what_is_no_whole_list_tells_what_it_can(body: bytes) -> None:
    list(changes_told(page(body)))


def test_a_page_is_no_list() -> None:
    assert list(changes_told(page("<html><p>2026-11-20</p></html>", "text/html"))) == []


def test_of_a_list_without_end_only_so_much_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "_MOST", 100)
    entries = "".join(f"<url><loc>{SITE}/{number}</loc><lastmod>2026-11-20</lastmod></url>" for number in range(150))

    assert len(list(changes_told(page(f"<urlset>{entries}</urlset>")))) == 100


def test_a_numbered_page_of_a_list_is_no_article() -> None:
    assert page_priority("http://a.id/berita/hal-3.html") is Priority.LISTING
    assert page_priority("http://a.id/berita/hal-ihwal-panen-raya-di-dusun.html") is Priority.ARTICLE
