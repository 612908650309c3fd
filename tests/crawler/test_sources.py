"""What is remembered of a site's own lists: what they promise, which is whole, which contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.model import Capture
from crawler.frontier.sources import Sources
from crawler.frontier.store import Frontier
from spiders.discovery.sources import SourcePage

SITE = "desa.example"
CAPTURE = Capture(
    "http://desa.example/",
    datetime(2026, 11, 26, tzinfo=UTC),
    200,
    "text/xml",
    "sha1:A",
    "a.warc.gz",
    0,
    1,
    "urn:uuid:1",
)
REST = SourcePage("wordpress_rest", "rest", ("/a", "/b"), total=3, pages=2, lists_all=True)


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    frontier = Frontier(tmp_path / "frontier.sqlite")
    yield frontier
    frontier.close()


@pytest.fixture
def sources(frontier: Frontier) -> Sources:
    return made(frontier)


def made(frontier: Frontier) -> Sources:
    return Sources(frontier, lambda site, url: url.rstrip("/"), lambda site, url: "://" not in url)


def test_a_list_is_whole_when_all_its_pages_were_read_and_it_names_as_many_as_it_says(sources: Sources) -> None:
    sources.note(SITE, REST, CAPTURE)
    assert sources.whole_list(SITE) is None

    sources.note(SITE, replace(REST, articles=("/c",)), CAPTURE)
    assert sources.whole_list(SITE) == "wordpress_rest"


def test_a_list_that_names_fewer_than_it_says_is_not_whole(sources: Sources) -> None:
    sources.note(SITE, replace(REST, pages=1), CAPTURE)

    assert sources.whole_list(SITE) is None


def test_a_feed_is_whole_once_it_was_read_past_its_end(sources: Sources) -> None:
    sources.note(SITE, SourcePage("feed", "feed", ("/a",), lists_all=True), CAPTURE)
    assert sources.whole_list(SITE) is None
    assert sources.of(SITE)[0].promises is None

    sources.end(SITE, "feed")
    assert sources.whole_list(SITE) == "feed"
    assert sources.of(SITE)[0].promises == 1


def test_lists_that_contradict_each_other_are_none_of_them_whole(sources: Sources) -> None:
    whole = replace(REST, articles=("/a", "/b/"), total=2, pages=1)
    sources.note(SITE, whole, CAPTURE)
    sources.note(SITE, replace(whole, name="sitemap_posts", key="s", articles=("/a/", "/b")), CAPTURE)
    assert sources.whole_list(SITE) == "wordpress_rest"

    sources.note(SITE, replace(whole, name="sitemap_posts", key="s2", articles=("/c",), total=1), CAPTURE)
    assert sources.whole_list(SITE) is None


def test_a_list_in_parts_is_not_whole_while_one_was_not_read(sources: Sources) -> None:
    part = SourcePage("sitemap_posts", "/s1", ("/a",), total=1, pages=1, lists_all=True)
    sources.note(SITE, replace(part, key="/index", articles=(), total=None, parts=("/s1", "/s2")), CAPTURE)
    sources.note(SITE, part, CAPTURE)
    assert sources.whole_list(SITE) is None

    sources.note(SITE, replace(part, key="/s2", articles=("/b",)), CAPTURE)
    assert sources.whole_list(SITE) == "sitemap_posts"


def test_hints_and_searches_promise_nothing(sources: Sources) -> None:
    sources.note(SITE, replace(REST, pages=1, total=2, is_hint=True), CAPTURE)
    sources.note(SITE, replace(REST, key="cari", pages=1, total=2, is_search=True), CAPTURE)

    (hint,) = sources.of(SITE)
    assert (hint.is_hint, hint.promises) == (True, None)
    assert sources.whole_list(SITE) is None


def test_a_page_that_names_nothing_new_says_so(sources: Sources) -> None:
    assert sources.note(SITE, REST, CAPTURE)
    assert not sources.note(SITE, REST, CAPTURE)
    assert sources.note(SITE, replace(REST, articles=("/b", "/c")), CAPTURE)


def test_what_was_committed_is_known_after_a_restart_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "lagi.sqlite"
    frontier = Frontier(path)
    made(frontier).note(SITE, REST, CAPTURE)
    frontier.commit()
    made(frontier).note(SITE, replace(REST, articles=("/c",)), CAPTURE)
    frontier.close()

    again = Frontier(path)
    (source,) = made(again).of(SITE)
    assert (source.urls, source.promised, source.has_ended, source.record) == (
        frozenset({"/a", "/b"}), 3, False, "urn:uuid:1",
    )  # fmt: skip
    again.close()
