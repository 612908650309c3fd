"""ReplayWeb.page in a real browser: a page of ours is really rendered, its pictures, style and scripts with it."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from archive import Collection
from archive.config import Who
from archive.export.wacz.making import export_wacz
from archive.export.warc.telling import Telling
from archive.export.warc.wanted import WantedPage
from archive.times import stamp14
from crawler.demo.pictures import mosaic_png
from tests.archive.replay.stored import NOON, SITE, answer, room_of, store
from tests.browser.test_archived import canary
from tests.end_to_end.conftest import command, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = [pytest.mark.needs("chromium", "replayweb"), pytest.mark.timeout(300)]

PICTURE = mosaic_png("kelas", 60, 30)
PAGE = (
    '<!doctype html><title>Kelas menjahit</title><link rel=stylesheet href="/gaya.css"><h1>Kelas menjahit</h1>'
    '<img id=foto src="/foto.png" width=40><p id=tulisan></p><script src="/skrip.js"></script>'
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    collection = Collection.create(
        tmp_path_factory.mktemp("putar") / "koleksi", Who(operator="Uji", contact="uji@contoh.example")
    )
    store(
        collection,
        ("/berita", answer(PAGE)),
        ("/gaya.css", answer("h1{color:rgb(1, 2, 3)}", "text/css")),
        ("/foto.png", answer(PICTURE, "image/png")),
        ("/skrip.js", answer("document.getElementById('tulisan').textContent='ditulis skrip'", "text/javascript")),
    )
    # The picture again, unchanged, with a later form of the page: a revisit.
    store(collection, ("/berita", answer(PAGE + "<p>kedua</p>"), 30), ("/foto.png", answer(PICTURE, "image/png"), 30))
    return collection


@contextmanager
def replayed(collection: Collection) -> Iterator[str]:
    """`lumbung replay --with replayweb`; its address."""
    run = command("replay", "--with", "replayweb", "-c", collection.root, "--port", "0")
    kept = environment() | {"LUMBUNG_REPLAYWEB": os.environ["LUMBUNG_REPLAYWEB"]}
    with subprocess.Popen(run, env=kept, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            yield next(found[0] for line in lines if (found := re.search(r"http://localhost:\d+", line)))
        finally:
            process.terminate()
            process.communicate(timeout=30)
        assert process.returncode == 130


def archived_frame(tab: Page) -> Frame:
    """The frame that the service worker fills with the archived page, once it has its heading."""
    for _ in range(300):
        for frame in tab.frames:
            if "mp_/" in frame.url and frame.locator("h1").count():
                return frame
        tab.wait_for_timeout(100)
    raise AssertionError([frame.url for frame in tab.frames])


def assert_is_rendered(frame: Frame) -> None:
    frame.wait_for_function("document.getElementById('tulisan').textContent == 'ditulis skrip'")
    frame.wait_for_function("document.getElementById('foto').complete")
    assert frame.evaluate("document.getElementById('foto').naturalWidth") == 60
    assert frame.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"


def test_a_page_opened_from_the_reading_room_is_rendered_with_its_parts(
    browser: Browser, collection: Collection
) -> None:
    with replayed(collection) as address:
        config = collection.root / "collection.toml"
        config.write_text(config.read_text() + f'\n[access]\nreplayweb = "{address}"\n')
        with room_of(Collection.open(collection.root)) as room:
            context = browser.new_context()
            tab = context.new_page()
            tab.goto(f"{room}/arsip/{stamp14(NOON)}/{SITE}/berita")
            with context.expect_page() as opening:
                tab.get_by_role("link", name="Buka dengan ReplayWeb.page").click()
            frame = archived_frame(opening.value)

            assert_is_rendered(frame)
            assert "kedua" not in frame.content()
            context.close()


def test_a_picture_that_came_again_unchanged_is_shown_with_the_later_page(
    browser: Browser, collection: Collection
) -> None:
    with replayed(collection) as address:
        context = browser.new_context()
        tab = context.new_page()
        tab.goto(f"{address}/buka/20261225120000/{SITE}/berita")
        frame = archived_frame(tab)

        assert_is_rendered(frame)
        assert "kedua" in frame.content()
        context.close()


def test_what_an_archived_script_does_reaches_nobody_else(browser: Browser, tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    with canary() as elsewhere:
        there = elsewhere.address
        script = (
            f"new Image().src='{there}/gambar';fetch('{there}/ambil').catch(()=>0);navigator.sendBeacon('{there}/kabar');"
            f"document.body.append(Object.assign(document.createElement('iframe'),{{src:'{there}/bingkai'}}));"
            f"try{{top.location='{there}/atas'}}catch(e){{}};try{{window.open('{there}/baru')}}catch(e){{}}"
        )
        store(collection, ("/jahat", answer(f"<h1>jahat</h1><script>{script}</script>")))
        with replayed(collection) as address:
            context = browser.new_context()
            tab = context.new_page()
            tab.goto(f"{address}/buka/{stamp14(NOON)}/{SITE}/jahat")
            # Where it would lead the window is looked for in the archive.
            for _ in range(300):
                if any(f"mp_/{there}" in frame.url for frame in tab.frames):
                    break
                tab.wait_for_timeout(100)
            tab.wait_for_timeout(1000)

            assert any(f"mp_/{there}" in frame.url for frame in tab.frames)
            assert tab.url.startswith(address)
            assert elsewhere.asked == []
            context.close()


def test_an_exported_wacz_opens_in_replaywebpage_itself(
    browser: Browser, collection: Collection, tmp_path: Path
) -> None:
    """With nothing of ours served: its own page, its own list of pages."""
    folder = tmp_path / "situs"
    with tarfile.open(os.environ["LUMBUNG_REPLAYWEB"]) as package:
        package.extractall(folder, filter="data")
    pages = [WantedPage(one, title="Kelas menjahit") for one in collection.captures() if one.url.endswith("/berita")]
    made = export_wacz(collection, pages, tmp_path / "uji.wacz", Telling("Uji"), may_leave=lambda _: True)
    shutil.copy(made.file.path, folder / "package" / "uji.wacz")
    with plain_server(folder / "package") as address:
        context = browser.new_context()
        tab = context.new_page()
        source = quote(f"{address}/uji.wacz", safe="")
        tab.goto(f"{address}/?source={source}#view=pages&url={quote(SITE + '/berita', safe='')}&ts={stamp14(NOON)}")
        assert_is_rendered(archived_frame(tab))
        context.close()


@contextmanager
def plain_server(folder: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
