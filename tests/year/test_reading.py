"""The pages of the year as Lumbung's own reader sees them: what is meant to be an edit is one, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

import pytest

from archive.model import Document
from tests.spiders.pages import page_of, read
from tests.year.plan import DAY, Article, Change, Plan
from tests.year.sites import YearSite
from tests.year.view import path_of
from tests.year.world import START, make_world

PLATFORMS = ("wordpress", "opensid", "blogger", "static", "php")
BEFORE, AT, AFTER = START + 9 * DAY, START + 10 * DAY, START + 11 * DAY


def site_with(platform: str, *changes: Change, spans: tuple[Change, ...] = (), article: int = 0) -> YearSite:
    """A site of the year to whose article only this happens."""
    plan: Plan = next(site.plan for site in make_world(1, 19, 30, 8000).sites if site.plan.platform == platform)
    articles = [replace(one, changes=()) for one in plan.articles]
    articles[article] = replace(articles[article], changes=changes)
    calm = replace(plan, articles=tuple(articles), spans=spans, lie="")
    return YearSite(calm, "http://127.20.0.1:8000", "http://127.21.0.1:8000")


def article_of(site: YearSite, article: int = 0) -> Article:
    return site.plan.articles[article]


def document(site: YearSite, moment: datetime, number: int = 1, article: int = 0) -> Document:
    path = path_of(site.plan, article_of(site, article))
    answer = site.answer(path, number, moment)
    assert answer is not None
    assert answer.status == 200
    page = page_of(answer.body, site.base + path, (("Content-Type", answer.mime), *answer.headers))
    return read(replace(page, captured_at=moment))


def says(document: Document) -> tuple[object, ...]:
    return document.kind, document.title, document.text, str(document.published_at)[:10]


def articles(platform: str) -> Iterator[int]:
    return islice(range(len(site_with(platform).plan.articles)), 5)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_article_is_read_with_its_words_and_day(platform: str) -> None:
    for article in articles(platform):
        site = site_with(platform, article=article)
        shown = next(one for one in site.view(BEFORE).listed if one.number == article_of(site, article).number)

        one = document(site, BEFORE, article=article)

        assert (one.kind, one.title) == ("article", shown.words.title)
        assert one.text
        for paragraph in shown.words.paragraphs:
            assert paragraph in one.text
        assert str(one.published_at)[:10] == f"{shown.published:%Y-%m-%d}"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_turns_at_each_request_and_what_visitors_say_is_no_edit(platform: str) -> None:
    for article in articles(platform):
        changes = (Change("comment", AT), Change("touch", AT))
        site = site_with(platform, *changes, spans=(Change("redesign", AT),), article=article)

        assert says(document(site, BEFORE, 1, article)) == says(document(site, BEFORE, 2, article))
        assert says(document(site, BEFORE, 1, article)) == says(document(site, AFTER, 3, article))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_edit_is_one_to_a_reader(platform: str) -> None:
    for article in articles(platform):
        site = site_with(platform, Change("edit", AT), article=article)

        assert says(document(site, BEFORE, article=article)) != says(document(site, AFTER, article=article))


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    ("way", "flags"), [("hidden", {"gambling_injected"}), ("whole", {"gambling_injected", "hijacked"})]
)
def test_gamblers_are_seen_and_gone_when_cleaned(platform: str, way: str, flags: set[str]) -> None:
    site = site_with(platform, Change("hijack", AT, AFTER + DAY, way=way))

    assert flags <= set(document(site, AFTER).flags)
    assert not flags & set(document(site, BEFORE).flags)
    assert not flags & set(document(site, AFTER + 2 * DAY).flags)


@pytest.mark.parametrize("platform", ["opensid", "static", "php"])
def test_a_page_that_says_it_is_gone_is_known_as_such(platform: str) -> None:
    site = site_with(platform, Change("gone", AT, way="soft"))

    assert "soft_404" in document(site, AFTER).flags
    assert "soft_404" not in document(site, BEFORE).flags
