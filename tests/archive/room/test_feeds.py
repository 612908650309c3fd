"""Atom feeds: well-formed whatever articles say, the same ids each time, and nothing sent twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from lxml import etree as ET
from starlette.testclient import TestClient

from archive import Collection
from tests.archive.room.guarded import NIK, PERSONAL_ID, make_collection, open_room

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("umpan") / "koleksi", 400)


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    with open_room(collection) as (client, _):
        yield client


def entries(feed: ET._Element) -> list[dict[str, Any]]:
    return [
        {
            "id": one.findtext(f"{ATOM}id"),
            "title": one.findtext(f"{ATOM}title"),
            "updated": one.findtext(f"{ATOM}updated"),
            "summary": one.findtext(f"{ATOM}summary"),
            "links": {link.get("rel"): link.get("href") for link in one.findall(f"{ATOM}link")},
        }
        for one in feed.findall(f"{ATOM}entry")
    ]


def test_a_feed_has_what_the_filter_finds_the_last_archived_first(client: TestClient, collection: Collection) -> None:
    feed = ET.fromstring(client.get("/artikel.atom?relation=all").content)
    found = entries(feed)
    newest: dict[str, str] = {}
    for path in collection.documents_folder.glob("*.jsonl"):
        for line in map(json.loads, path.read_text().splitlines()):
            if line["kind"] == "article" and line["same_as"] is None:
                newest[line["article_id"]] = max(line["captured_at"], newest.get(line["article_id"], ""))

    assert len(found) == 100
    assert [one["updated"] for one in found] == sorted(newest.values(), reverse=True)[:100]
    assert feed.findtext(f"{ATOM}updated") == found[0]["updated"]
    assert len({one["id"] for one in found}) == 100
    assert all(one["id"].startswith("urn:uuid:") for one in found)
    assert all(one["links"]["alternate"].startswith("http://127.0.0.1:8000/artikel/") for one in found)
    assert all("/arsip/" in one["links"]["related"] for one in found)


def test_every_required_element_of_atom_is_there(client: TestClient) -> None:
    feed = ET.fromstring(client.get("/artikel.atom").content)

    for holder in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated", "author"):
            assert len(holder.findall(f"{ATOM}{name}")) == 1, name
        datetime.fromisoformat(holder.findtext(f"{ATOM}updated") or "")
        for published in holder.findall(f"{ATOM}published"):
            assert datetime.fromisoformat(published.text or "").tzinfo


def test_hostile_words_are_text_and_links_lead_to_the_web_alone(client: TestClient) -> None:
    answer = client.get("/artikel.atom?text=jahat")
    feed = ET.fromstring(answer.content)
    titles = [one["title"] for one in entries(feed)]

    assert "<script>alert(1)</script>" in titles
    assert "balikkanankiri" in titles
    assert any(title.startswith("nol") and title.replace("\ufffd", "").isprintable() for title in titles)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert len(feed.findall(f"{ATOM}entry")) >= 8
    for link in feed.iter(f"{ATOM}link"):
        href = link.get("href") or ""
        assert href.startswith(("http://", "https://")), href
        assert href.isascii()
        assert not set(href) & set("\r\n <>\"'\x00") - {"'"}, href
    assert len(answer.content) < 400_000


def test_personal_data_is_covered(client: TestClient) -> None:
    answer = client.get("/artikel.atom?text=bantuan")

    assert PERSONAL_ID in answer.text
    assert NIK not in answer.text
    assert "▒▒▒" in answer.text


def test_what_a_reader_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/artikel.atom?region=18")
    etag, at = first.headers["etag"], first.headers["last-modified"]

    assert client.get("/artikel.atom?region=18", headers={"If-None-Match": etag}).status_code == 304
    assert client.get("/artikel.atom?region=18", headers={"If-None-Match": f'"a", W/{etag}'}).content == b""
    assert client.get("/artikel.atom?region=18", headers={"If-Modified-Since": at}).status_code == 304
    assert (
        client.get("/artikel.atom?region=18", headers={"If-None-Match": '"a"', "If-Modified-Since": at}).status_code
        == 200
    )
    assert client.get("/artikel.atom?region=18", headers={"If-Modified-Since": "kemarin"}).status_code == 200
    assert client.get("/artikel.atom?region=18").content == first.content
    assert "cookie" in first.headers["vary"].lower()


def test_each_filtered_page_names_its_feed(client: TestClient) -> None:
    for path in ("/artikel", "/liputan"):
        text = client.get(f"{path}?region=18&activity=bimtek").text

        assert 'type="application/atom+xml"' in text
        assert text.count("/artikel.atom?region=18&amp;activity=bimtek") == 2


def test_an_odd_question_is_told_as_such(client: TestClient) -> None:
    assert client.get("/artikel.atom?region=99.99").status_code == 400
    assert client.get("/artikel.atom?text=" + "x" * 5_000).status_code == 400
    empty = ET.fromstring(client.get("/artikel.atom?text=tidakadakatabegini").content)
    assert not empty.findall(f"{ATOM}entry")
