"""Articles that mean harm, in a real browser: nothing of theirs runs, asks elsewhere, or pushes the page aside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.archive.room.guarded import HOSTILE, make_collection
from tests.browser.conftest import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.timeout(300)]

PAGES = ("/?month=2026-11", "/artikel?since=2026-11&order=captured", "/liputan?since=2026-11", "/kisah", "/tinjau/daftar",
         *(f"/artikel/sha1:{number:040x}" for number in range(len(HOSTILE))))  # fmt: skip
_WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"
_OWN_SCRIPTS = "[...document.scripts].every(one => new URL(one.src).pathname.startsWith('/static/'))"


def test_nothing_of_an_article_runs_or_asks_or_pushes_the_page_aside(browser: Browser, tmp_path: Path) -> None:
    made = make_collection(tmp_path / "koleksi", 60)
    with served(made.root) as room:
        context = browser.new_context(base_url=room, viewport={"width": 390, "height": 800})
        happened: list[str] = []
        tab = context.new_page()
        tab.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
        tab.on("pageerror", lambda error: happened.append(f"error {error}"))
        tab.on("popup", lambda page: happened.append(f"popup {page.url}"))
        context.on("request", lambda request: _note(request.url, room, happened))
        for path in PAGES:
            answer = tab.goto(path, wait_until="load")
            assert answer
            assert answer.status == 200, path
            assert tab.evaluate(_OWN_SCRIPTS), path
            width, window = tab.evaluate(_WIDTHS)
            assert width <= window, f"{path} is {width} px wide"
            assert urlsplit(tab.url).path == urlsplit(path).path
        context.close()

    assert happened == []


def _note(url: str, room: str, happened: list[str]) -> None:
    if urlsplit(url).netloc != urlsplit(room).netloc:
        happened.append(f"asked {url}")
