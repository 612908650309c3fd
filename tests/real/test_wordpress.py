"""A real WordPress through the real command: every public post captured and read, nothing hidden seen."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive import Collection, Document
from tests.end_to_end.conftest import Run, crawl, lumbung, new_collection
from tests.real.wordpress import serve_wordpress

pytestmark = pytest.mark.needs("wordpress")


@dataclass(frozen=True)
class Crawled:
    """One crawl of one WordPress, shared by the tests below, which only look."""

    collection: Collection
    run: Run
    posts: list[dict[str, Any]]
    documents: dict[str, Document]

    def public(self) -> list[dict[str, Any]]:
        return [post for post in self.posts if post["type"] == "post" and post["status"] == "publish"]

    def parts_of(self, post: dict[str, Any]) -> list[Document]:
        """A post's page, and the later ones of a post with page breaks."""
        return [self.documents[url] for url in (post["url"], *post["parts"])]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    collection = new_collection(tmp_path_factory.mktemp("wp-koleksi") / "koleksi")
    with serve_wordpress(tmp_path_factory.mktemp("wp")) as site:
        run = crawl(collection, site.url, "--json")
        documents = {document.url: document for document in collection.documents()}
        yield Crawled(collection, run, site.truth["posts"], documents)


def words(text: str) -> str:
    """Text as it may be compared: WordPress curls quotes and joins dots."""
    return re.sub(r"\s+", " ", re.sub(r"[‘’“”\"']", "'", text.replace("…", "..."))).strip()


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    assert crawled.run.code == 0, crawled.run.err
    assert crawled.run.json["sites"][0]["platform"] == "wordpress"
    assert len(crawled.public()) >= 60


def test_every_public_post_is_captured_and_read_as_an_article(crawled: Crawled) -> None:
    missing = [post["url"] for post in crawled.public() if post["url"] not in crawled.documents]
    other = [post["url"] for post in crawled.public() if crawled.documents[post["url"]].kind != "article"]

    assert missing == []
    # Behind a password there is nothing to read.
    assert other == [post["url"] for post in crawled.public() if post["password"]]


def test_every_posts_title_date_author_and_text_are_read(crawled: Crawled) -> None:
    for post in crawled.public():
        document = crawled.documents[post["url"]]
        if post["password"]:
            assert (document.kind, document.flags, document.text) == ("other", ("password",), None)
            continue
        assert words(document.title or "") == words(post["title"]), post["url"]
        assert str(document.published_at)[:10] == post["date"][:10], post["url"]
        assert document.author == post["author"], post["url"]
        assert document.published_source == "api", post["url"]
        text = words("\n".join(filter(None, (document.dateline, document.text))))
        for paragraph in post["paragraphs"]:
            assert words(paragraph) in text, post["url"]


def test_a_post_with_page_breaks_is_one_article_that_every_page_of_it_tells_whole(crawled: Crawled) -> None:
    (post,) = [post for post in crawled.public() if post["parts"]]
    pages = crawled.parts_of(post)
    first = min(pages, key=lambda page: page.captured_at)

    assert len({page.text for page in pages}) == 1
    assert [page.same_as for page in pages if page is not first] == [first.id] * (len(pages) - 1)
    assert [part["id"] for part in first.parts or ()] == [page.id for page in pages]


def test_every_caption_is_read_with_its_credit_and_its_picture_is_archived_if_wanted(crawled: Crawled) -> None:
    relations: set[str] = set()
    for post in crawled.public():
        if post["password"]:
            continue
        document = crawled.documents[post["url"]]
        captions = document.captions
        read = {(words(caption.text), caption.credit) for caption in captions if caption.text}
        assert read == {(words(caption["text"]), caption["credit"]) for caption in post["captions"]}, post["url"]
        relation = (document.programme or {})["relation"]
        relations.add(relation)
        wanted = "not_fetched" if relation == "none" else "archived"
        assert {caption.image_status for caption in captions} <= {wanted}, post["url"]
    assert {"core", "none"} <= relations


def test_drafts_private_and_coming_posts_are_not_there(crawled: Crawled) -> None:
    hidden = [post for post in crawled.posts if post["status"] != "publish"]
    texts = " ".join(words(document.text or "") for document in crawled.documents.values())

    assert len(hidden) >= 6
    for post in hidden:
        assert post["url"] not in crawled.documents
        assert post["pretty_url"] not in crawled.documents
        assert words(post["first_words"]) not in texts


def test_the_collection_is_proven_whole(crawled: Crawled) -> None:
    assert lumbung("verify", "-c", crawled.collection.root).code == 0


@pytest.mark.needs("judges")
def test_independent_checkers_find_every_digest_right(crawled: Crawled, judges: Path) -> None:
    for stem in crawled.collection.stems():
        for tool in ("warcio", "fastwarc"):
            done = subprocess.run(
                [judges / tool, "check", crawled.collection.warc_file(stem)],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
