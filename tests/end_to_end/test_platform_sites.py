"""Sites written from the facts about each platform alone, through the real command: every article, none twice."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Any

import pytest

from archive import Collection, Document
from archive.index.cdxj import read_all_captures
from crawler.demo.server import SeenRequest, requests, serve
from tests.end_to_end.conftest import Run, crawl, new_collection
from tests.sites.blogger import BLOGGER
from tests.sites.drupal import DRUPAL
from tests.sites.expected import SampleSite
from tests.sites.handmade import HANDMADE
from tests.sites.joomla import JOOMLA
from tests.sites.opensid_esensi import OPENSID_ESENSI
from tests.sites.opensid_natra import OPENSID_NATRA
from tests.sites.portal import PORTAL
from tests.sites.wordpress_disagrees import WORDPRESS_DISAGREES
from tests.sites.wordpress_disagrees_facts import BROKEN, DEAD, MISSING_IN_REST, MISSING_IN_SITEMAP

SITES = (OPENSID_NATRA, OPENSID_ESENSI, BLOGGER, JOOMLA, DRUPAL, PORTAL, HANDMADE)


@dataclass(frozen=True)
class Crawled:
    """One crawl of one site, shared by the tests below, which only look."""

    sample: SampleSite
    url: str
    collection: Collection
    run: Run
    seen: tuple[SeenRequest, ...]

    @property
    def site(self) -> dict[str, Any]:
        report: dict[str, Any] = self.run.json["sites"][0]
        return report

    def articles(self) -> list[Document]:
        return [document for document in self.collection.documents() if document.kind == "article"]

    def path_of(self, url: str) -> str:
        return url.removeprefix(self.url.rstrip("/"))

    def rows(self, name: str) -> list[dict[str, str]]:
        (folder,) = (self.collection.root / "crawls").iterdir()
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module", params=SITES, ids=lambda sample: sample.name)
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl_of(request.param, new_collection(tmp_path_factory.mktemp("situs") / "koleksi"))


def crawl_of(sample: SampleSite, collection: Collection) -> Crawled:
    with serve(sample.build) as site:
        run = crawl(collection, site.url, "--json")
        return Crawled(sample, site.url, collection, run, requests(site))


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    assert crawled.run.code == 0, crawled.run.err
    assert (crawled.site["platform"] or "generic") == crawled.sample.platform


def test_each_article_is_read_once_and_as_itself(crawled: Crawled) -> None:
    articles = crawled.articles()
    read = {
        article.path: {document.article_id for document in articles if article.words in (document.text or "")}
        for article in crawled.sample.articles
    }

    assert {path: ids for path, ids in read.items() if len(ids) != 1} == {}
    assert len({next(iter(ids)) for ids in read.values()}) == len(crawled.sample.articles)


def test_nothing_else_is_read_as_an_article(crawled: Crawled) -> None:
    known = [article.words for article in crawled.sample.articles]

    others = [document.url for document in crawled.articles() if not any(w in (document.text or "") for w in known)]
    assert others == []
    assert crawled.site["articles"] == len(known)


def test_no_page_is_asked_for_twice(crawled: Crawled) -> None:
    targets = [request.target for request in crawled.seen]

    assert len(targets) == len(set(targets))


def test_what_the_site_promises_is_archived(crawled: Crawled) -> None:
    if crawled.sample.platform in ("opensid", "blogger"):
        assert crawled.site["promised"] == crawled.site["promised_archived"] == len(crawled.sample.articles)
    else:
        assert crawled.site["promised"] is None
    assert crawled.site["unexplained"] == 0


def test_the_platform_is_recorded_with_its_signs(crawled: Crawled) -> None:
    if crawled.sample.platform == "generic":
        assert crawled.site["signs"] is None
        return
    records = {capture.record_id for capture in crawled.collection.captures()}
    assert len(crawled.site["signs"]["seen"]) >= 2
    assert crawled.site["signs"]["record"] in records


@pytest.mark.parametrize("sample", [OPENSID_ESENSI, BLOGGER, WORDPRESS_DISAGREES], ids=lambda sample: sample.name)
def test_a_short_crawl_has_what_is_about_the_library_first(sample: SampleSite, tmp_path_factory: Any) -> None:
    about = [article for article in sample.articles if "perpustakaan" in article.title.lower()]
    collection = new_collection(tmp_path_factory.mktemp("pendek") / "koleksi")
    with serve(sample.build) as site:
        crawl(collection, site.url, "--max-pages", str(len(about) + 5))

    texts = [document.text or "" for document in collection.documents()]
    assert [article.path for article in about if not any(article.words in text for text in texts)] == []


@pytest.fixture(scope="module")
def disagreeing(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl_of(WORDPRESS_DISAGREES, new_collection(tmp_path_factory.mktemp("beda") / "koleksi"))


def test_where_the_lists_of_a_site_disagree_every_article_is_found_all_the_same(disagreeing: Crawled) -> None:
    texts = [document.text or "" for document in disagreeing.articles()]

    missed = [article.path for article in WORDPRESS_DISAGREES.articles if not any(article.words in t for t in texts)]
    assert missed == []
    assert disagreeing.site["articles"] == len(WORDPRESS_DISAGREES.articles)


def test_the_report_says_what_each_list_lacks(disagreeing: Crawled) -> None:
    lacks = {
        one["source"]: [disagreeing.path_of(url) for url in one["urls"]] for one in disagreeing.site["disagreements"]
    }

    assert lacks["wordpress_rest"] == sorted([*MISSING_IN_REST, *BROKEN])
    assert lacks["sitemap_posts"] == sorted(MISSING_IN_SITEMAP)


def test_each_missing_article_is_named_with_its_reason(disagreeing: Crawled) -> None:
    missing = {
        disagreeing.path_of(row["url"]): (row["reason"], row["detail"]) for row in disagreeing.rows("missing.csv")
    }

    assert missing == dict.fromkeys(DEAD, ("gone", "HTTP 404")) | dict.fromkeys(BROKEN, ("failed", "HTTP 500"))
    assert disagreeing.site["promised"] == len(WORDPRESS_DISAGREES.articles) + len(DEAD) + len(BROKEN)
    assert disagreeing.site["promised_archived"] == len(WORDPRESS_DISAGREES.articles)


def test_a_site_that_promises_more_than_was_archived_needs_a_person(disagreeing: Crawled) -> None:
    assert disagreeing.run.code == 2
    assert "1 of the addresses that its own lists name were not captured" in disagreeing.run.err


def test_each_promise_names_the_record_it_was_read_from(disagreeing: Crawled) -> None:
    captures = {capture.record_id: capture for capture in disagreeing.collection.captures()}

    for source in disagreeing.site["sources"]:
        assert captures[source["record"]].url.startswith(disagreeing.url)
    assert {source["source"]: source["promised"] for source in disagreeing.site["sources"]} == {
        "wordpress_rest": 28, "sitemap_posts": 30, "sitemap": 3, "feed": None,
    }  # fmt: skip


def test_what_came_back_unchanged_is_archived_and_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    collection = new_collection(tmp_path_factory.mktemp("dua") / "koleksi")
    with serve(BLOGGER.build) as site:
        first = crawl(collection, site.url, "--json").json["sites"][0]
        second = crawl(collection, site.url, "--json").json["sites"][0]

    answers = (one for stem in collection.stems() for one in read_all_captures(collection.cdxj_file(stem)))
    assert sum(1 for capture in answers if capture.revisit_of) > 100
    for report in (first, second):
        assert report["promised"] == report["promised_archived"] == len(BLOGGER.articles)
        (source,) = (source for source in report["sources"] if source["source"] == "blogger_feed")
        assert source["read"] == len(BLOGGER.articles)
