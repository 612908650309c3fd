"""What a takedown means, before anything is decided."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from pathlib import Path

from archive.access.assessment import assess
from archive.access.takedowns import takedown_of
from archive.decisions import append_line
from archive.erasure.plan import targets_of
from archive.release.history import Recorded, releases_file
from crawler.rebuild import rebuild_indexes
from tests.archive.erasure.made import SECRET, TAKEDOWN, make_collection, page
from tests.archive.replay.stored import SITE, answer, store


def test_an_assessment_names_feeds_and_lists_that_quote_the_page_and_releases_that_may_have_it(tmp_path: Path) -> None:
    made = make_collection(tmp_path / "koleksi")
    text = f"<p>{SECRET}: warga berkumpul di balai desa untuk belajar menjahit bersama.</p>"
    feed = f"<rss><item><title>{SECRET}</title><description>{escape(text * 4)}</description></item></rss>"
    store(
        made,
        ("/feed/", answer(feed, "application/rss+xml"), 4),
        ("/", answer(f"<a href=x>{SECRET.upper()}</a>"), 4),
        ("/2026/11/besok/", page("Berita yang besok saja"), 4),
    )
    rebuild_indexes(made, lambda *told: None)
    release = Recorded("1.0.0", "-", "-", "-", "-", "-", "-", [], {}, {}, "-")
    append_line(releases_file(made.root), asdict(release))

    found = assess(made, targets_of(takedown_of(made.root, TAKEDOWN).what)).facts()

    assert {one["url"]: one["has"] for one in found["quoting"]} == {
        f"{SITE}/feed/": "text",
        f"{SITE}/": "title",
    }
    assert found["releases"] == ["1.0.0?"]
