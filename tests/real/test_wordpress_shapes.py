"""A real WordPress in three shapes: every public post archived and read, none hidden, with few requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from archive import Collection, Document
from archive.warc.reader import read_records
from tests.end_to_end.conftest import Run, crawl, new_collection
from tests.real.test_wordpress import words
from tests.real.wordpress import WordPress, give_shape, serve_wordpress

pytestmark = pytest.mark.needs("wordpress")

# By name: permalinks, whether interface and sitemap are closed, and the most requests an article.
SHAPES = {
    "by date": ("/%year%/%monthnum%/%day%/%postname%/", False, 1.3),
    "by name": ("/%postname%/", False, 1.3),
    "by number, closed": ("", True, 1.3),
}


@dataclass(frozen=True)
class Crawled:
    shape: str
    collection: Collection
    run: Run
    posts: list[dict[str, Any]]

    @property
    def site(self) -> dict[str, Any]:
        report: dict[str, Any] = self.run.json["sites"][0]
        return report

    def public(self) -> list[dict[str, Any]]:
        return [post for post in self.posts if post["type"] == "post" and post["status"] == "publish"]

    def articles(self) -> list[Document]:
        return [document for document in self.collection.documents() if document.kind == "article"]

    def requests(self) -> int:
        """All but those for pictures and the like, redirects and errors too."""
        captures = list(self.collection.captures())
        answers = {capture.record_id for capture in captures}
        failed = sum(
            1
            for stem in self.collection.stems()
            for record in read_records(self.collection.warc_file(stem))
            if record.type == "metadata"
            and b"\r\nerror: " in record.block
            # An answer that was cut off is an error and a capture, but was one request.
            and (record.field("warc-concurrent-to") or "").strip("<>") not in answers
        )
        return failed + sum(1 for capture in captures if not is_requisite(capture.mime or ""))


def is_requisite(mime: str) -> bool:
    return mime.startswith("image/") or mime == "text/css" or mime.endswith("/javascript")


def opening(post: dict[str, Any]) -> str:
    """What only this post says: its first paragraph, without the dateline that readers keep apart."""
    return words(post["paragraphs"][0]).rpartition(" – ")[2]


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    with serve_wordpress(tmp_path_factory.mktemp("wp")) as site:
        yield site


@pytest.fixture(scope="module", params=SHAPES)
def crawled(request: pytest.FixtureRequest, wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    structure, closed, _ = SHAPES[request.param]
    give_shape(wordpress.directory, structure, closed=closed)
    collection = new_collection(tmp_path_factory.mktemp("bentuk") / "koleksi")
    run = crawl(collection, wordpress.url, "--json")
    return Crawled(request.param, collection, run, wordpress.truth["posts"])


def test_the_crawl_ends_well_and_knows_the_platform(crawled: Crawled) -> None:
    assert crawled.run.code == 0, crawled.run.err
    assert crawled.site["platform"] == "wordpress"


def test_every_public_post_is_read_as_one_article(crawled: Crawled) -> None:
    read: dict[str, set[str | None]] = {}
    for document in crawled.articles():
        read.setdefault(words(document.title or ""), set()).add(document.article_id)
    wanted = [post for post in crawled.public() if not post["password"]]

    assert {post["title"] for post in wanted if len(read.get(words(post["title"]), ())) != 1} == set()
    assert len({one for ids in read.values() for one in ids}) == len(wanted)


def test_nothing_hidden_is_read(crawled: Crawled) -> None:
    texts = " ".join(words(document.text or "") for document in crawled.collection.documents())
    hidden = [post for post in crawled.posts if post["status"] != "publish" or post["password"]]
    open_posts = [post for post in crawled.public() if not post["password"]]

    assert {post["status"] for post in hidden} == {"draft", "private", "future", "trash", "publish"}
    assert [post["title"] for post in hidden if opening(post) in texts] == []
    # The same look finds what is open: it is not blind.
    assert [post["title"] for post in open_posts if opening(post) not in texts] == []


def test_the_promise_is_kept_and_its_source_named(crawled: Crawled) -> None:
    sources = {source["source"]: source for source in crawled.site["sources"]}

    assert crawled.site["promised"] == crawled.site["promised_archived"] == len(crawled.public())
    assert (crawled.site["missing"], crawled.site["disagreements"]) == (0, [])
    if crawled.shape == "by number, closed":
        assert sources["feed"]["read_to_its_end"]
        assert sources.keys() == {"feed"}
    else:
        assert sources["wordpress_rest"]["promised"] == sources["sitemap_posts"]["promised"] == len(crawled.public())


def test_the_requests_an_article_are_few(crawled: Crawled, record_property: Any) -> None:
    each = crawled.requests() / len(crawled.public())
    record_property("requests an article", round(each, 2))
    print(f"{crawled.shape}: {crawled.requests()} requests for {len(crawled.public())} posts, {each:.2f} each")

    assert each <= SHAPES[crawled.shape][2]
