"""Debian's Chromium in the reading room that `lumbung serve` opens over the demo's collection."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from archive import Collection
from tests.conftest import need
from tests.end_to_end.conftest import environment, lumbung

# Needs ReplayWeb.page, which is fetched by hand: see docs/wacz.md. LUMBUNG_LONG=1 ./lumbung test
collect_ignore = [] if os.environ.get("LUMBUNG_LONG") else ["test_replayweb.py"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """What `lumbung demo` makes."""
    need("chromium")
    folder = tmp_path_factory.mktemp("ruang") / "demo"
    run = lumbung("demo", "--no-serve", "-c", folder)
    assert run.code == 0, run.err
    return Collection.open(folder)


@pytest.fixture(scope="session")
def room(demo: Collection) -> Iterator[str]:
    """The address of the reading room over it."""
    with served(demo.root) as address:
        yield address


@contextmanager
def served(root: Path) -> Iterator[str]:
    """`lumbung serve` over a collection; its address."""
    command = [sys.executable, "-m", "crawler.cli.main", "serve", "-c", str(root), "--port", "0"]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            address = next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
            yield address
        finally:
            process.terminate()
            process.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: while Playwright is at work, its thread has a running event loop, and no test beside it
    could have one."""
    need("chromium")
    with sync_playwright() as playwright:
        # Root in a container has no sandbox of Chromium's own.
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, room: str) -> Iterator[Page]:
    """A tab on Beranda. Whatever is asked of another place fails, and is told of at the end."""
    context = browser.new_context(base_url=room, locale="id-ID", viewport={"width": 1280, "height": 900})
    elsewhere: list[str] = []

    def only_the_room(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(room).netloc:
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    context.route("**/*", only_the_room)
    tab = context.new_page()
    tab.goto("/")
    yield tab
    context.close()
    assert elsewhere == [], "the reading room asks nothing of other places"
