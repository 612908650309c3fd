"""Articles that mean harm, over every page that shows them: nothing of theirs becomes markup, a link or a header."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from archive.room import web
from tests.archive.room.guarded import ADDRESSES, HOSTILE, make_collection, open_room

PAGES = ("/", "/?month=2026-11", "/artikel?text=jahat", "/artikel?since=2026-11&order=captured", "/liputan?since=2026-11", "/tersimpan",
         "/tersimpan/baru?text=jahat", "/api/",
         *(f"/artikel/sha1:{number:040x}" for number in range(len(HOSTILE))))  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(make_collection(tmp_path_factory.mktemp("jahat") / "koleksi", 60)) as (client, _):
        yield client


class Markup(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src") or "inline")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_an_article_becomes_a_part_of_the_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    page = Markup(answer.text)

    assert answer.status_code == 200
    assert all(src.startswith("/static/room.js") for src in page.scripts)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert "49" not in [word.strip("{}") for word in answer.text.split() if "7*7" in word]
    for name, value in page.attributes:
        if name in ("href", "src", "action", "formaction"):
            assert not value.strip().lower().startswith(("javascript:", "data:", "vbscript:", "//")), value
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "word",
    [
        *HOSTILE[:-1],
        *ADDRESSES,
        "%0d%0aSet-Cookie:a=b",
        "\ud83d",
        "a" * 499,
        "(" * 400,
        '"' * 400,
        "-" * 400,
        "*" * 400,
    ],
)
def test_whatever_is_asked_is_answered_and_nothing_breaks(client: TestClient, word: str) -> None:
    said = quote(word.encode("utf-8", "replace"))
    for path in (f"/artikel?text={said}", f"/artikel?site={said}", f"/liputan?story={said}", f"/artikel/{said}", f"/?month={said}",
                 f"/artikel?order={said}&page={said}", f"/artikel.atom?text={said}", f"/liputan?lang={said}", f"/tersimpan/{said}"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code in (200, 303, 400, 404), path
        assert not [name for name, _ in Markup(answer.text).attributes if name.startswith("on")]
        assert "a" not in answer.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/static/../room/app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%00",
        "/static//etc/passwd",
        "/static/",
        "/static/sub\\..\\x",
    ],
)
def test_static_files_are_those_alone(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "make_app" not in answer.text
    assert "Traceback" not in answer.text


def test_what_goes_wrong_names_no_file_of_the_machine(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.catalogue.store import CatalogueError
    from archive.room.room import Room

    def broken(self: Room) -> None:
        raise CatalogueError("the catalogue at sqlite:////srv/rahasia/catalogue.sqlite cannot be used")

    monkeypatch.setattr(Room, "catalogue", broken)
    for path in ("/", "/artikel.json", "/api/articles"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "rahasia" not in answer.text


def test_a_text_of_words_just_short_of_the_longest_is_shown_at_once() -> None:
    text = f"{'a' * 3_990} " * 500
    began = time.process_time()

    assert web._brief(text) == text

    assert time.process_time() - began < 2
