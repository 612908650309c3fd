"""The wire in Scrapy's hands: the add-on in another project, its signals, a proxy, and the check at the start."""

from __future__ import annotations

import json
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import Collection
from archive.warc.members import read_members
from archive.warc.reader import read_records
from crawler.demo import requests
from crawler.demo.answers import Answer
from tests.end_to_end.conftest import captured, crawl, links, lumbung, new_collection, page, python, small_site

SPIDER = """
import json, scrapy
from scrapy import signals
from scrapy.exceptions import StopDownload
class Plain(scrapy.Spider):
    name = "plain"
    custom_settings = {settings}
    def __init__(self, url, **kw):
        super().__init__(**kw)
        self.url = url
    async def start(self):
        yield scrapy.Request(self.url)
    def parse(self, response):
        yield {{"url": response.url, "text": response.text, "flags": response.flags}}
        yield from response.follow_all(css="a")
"""


def run_spider(folder: Path, url: str, settings: dict[str, object], extra: str = "") -> list[dict[str, object]]:
    """The items of a plain Scrapy spider that has nothing of ours but these settings."""
    (folder / "plain.py").write_text(SPIDER.format(settings=repr(settings)) + extra)
    done = python("-m", "scrapy", "runspider", "plain.py", "-a", f"url={url}", "-O", "out.jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]


def test_any_scrapy_project_records_with_one_add_on(tmp_path: Path, collection: Collection) -> None:
    settings = {
        "ADDONS": {"crawler.addon.RecordingAddon": 100},
        "LUMBUNG_COLLECTION": str(collection.root),
        "LUMBUNG_ALLOW_PRIVATE": True,
        "ROBOTSTXT_OBEY": True,
        "REMOTE_CONTROL_ENABLED": False,
    }
    answers = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow:", "text/plain"),
        "/": links("/lama", "/rusak"),
        "/lama": Answer(b"", status=301, headers=(("Location", "/baru"),)),
        "/baru": Answer(b"<p>baru</p>" * 99, gzip=True),
        "/rusak": Answer(b"x", status=404),
    }
    with small_site(answers) as site:
        items = run_spider(tmp_path, site.url, settings)

        assert {item["url"] for item in items} == {site.url, site.url + "baru"}
        assert [item["text"] for item in items if item["url"] == site.url + "baru"] == ["<p>baru</p>" * 99]
        assert sorted(captured(collection, site)) == ["/", "/baru", "/lama", "/rusak"]
        assert lumbung("verify", "-c", collection.root).code == 2  # no documents yet
        assert lumbung("rebuild", "-c", collection.root).code == 0
        assert lumbung("verify", "-c", collection.root).code == 0


@pytest.mark.parametrize(
    "own",
    [
        {"DOWNLOAD_HANDLERS": {"http": "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"}},
        pytest.param({"DOWNLOAD_HANDLERS": {"s3": None}}, marks=pytest.mark.long),
        pytest.param({"EXTENSIONS": {"scrapy.extensions.memusage.MemoryUsage": None}}, marks=pytest.mark.long),
        pytest.param({"USER_AGENT": "botku/1.0"}, marks=pytest.mark.long),
        pytest.param({"DOWNLOAD_MAXSIZE": 0}, marks=pytest.mark.long),
    ],
    ids=lambda own: "-".join(own),
)
def test_no_setting_of_a_project_takes_the_recorder_out(
    tmp_path: Path, collection: Collection, own: dict[str, object]
) -> None:
    settings = {
        "ADDONS": {"crawler.addon.RecordingAddon": 100},
        "LUMBUNG_COLLECTION": str(collection.root),
        "LUMBUNG_ALLOW_PRIVATE": True,
    }
    with small_site({"/": links("/baru"), "/baru": page("<p>baru</p>")}) as site:
        run_spider(tmp_path, site.url, settings | own, "    allowed_domains = ['127.0.0.1']\n")

        assert captured(collection, site) == ["/", "/baru"]
        records = [record for stem in collection.stems() for record in read_records(collection.warc_file(stem))]
        (info,) = (record.block for record in records if record.type == "warcinfo")
        agents = {line for record in records if record.type == "request" for line in record.block.split(b"\r\n")}
        (agent,) = (line.partition(b": ")[2] for line in agents if line.lower().startswith(b"user-agent"))
        assert b"http-header-user-agent: " + agent in info


def test_a_project_whose_disk_refuses_asks_for_nothing_more(tmp_path: Path, collection: Collection) -> None:
    settings = {
        "ADDONS": {"crawler.addon.RecordingAddon": 100},
        "LUMBUNG_COLLECTION": str(collection.root),
        "LUMBUNG_ALLOW_PRIVATE": True,
        "CONCURRENT_REQUESTS": 1,
        "REMOTE_CONTROL_ENABLED": False,
    }
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
    full += "Plain.parse = lambda self, response: response.follow_all(css='a')\n"
    many = {f"/{number}": page(f"<p>{random.Random(number).randbytes(20_000).hex()}</p>") for number in range(40)}
    with small_site({"/": links(*many), **many}) as site:
        run_spider(tmp_path, site.url, settings, full)

        (warc,) = collection.open_warcs()
        recorded = [member for member in read_members(warc) if member.record.type == "request"]
        assert len(requests(site)) - len(recorded) <= 1
        assert len(requests(site)) < 30


def test_a_listener_to_scrapys_signals_sees_heads_and_bytes_and_may_stop(tmp_path: Path) -> None:
    extra = """
    @classmethod
    def from_crawler(cls, crawler, *a, **kw):
        spider = super().from_crawler(crawler, *a, **kw)
        crawler.signals.connect(spider.head, signals.headers_received)
        return spider
    def head(self, headers, body_length, request, spider):
        assert body_length == 5000007, body_length
        raise StopDownload(fail=False)
"""
    settings = {"ADDONS": {"crawler.addon.RecordingAddon": 100}, "REMOTE_CONTROL_ENABLED": False}
    collection = new_collection(tmp_path / "collection")
    settings |= {"LUMBUNG_COLLECTION": str(collection.root), "LUMBUNG_ALLOW_PRIVATE": True}
    with small_site({"/": Answer(b"<p>" + b"a" * 5_000_000 + b"</p>")}) as site:
        (item,) = run_spider(tmp_path, site.url, settings, extra)

        assert item["flags"] == ["download_stopped"]
        (capture,) = collection.captures()
        assert capture.truncated == "unspecified"


def test_a_crawl_whose_wire_is_not_ours_is_refused_before_it_begins(tmp_path: Path, collection: Collection) -> None:
    code = (
        "import crawler.settings as s, sys\n"
        "s.DOWNLOAD_HANDLERS = {'http': 'scrapy.core.downloader.handlers._aiohttp.AiohttpDownloadHandler'}\n"
        "try:\n    import aiohttp\nexcept ImportError:\n"
        "    s.DOWNLOAD_HANDLERS = {'http': 'tests.end_to_end.other_handler.OtherHandler'}\n"
        "from crawler.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    )
    with small_site({"/": page("isi")}) as site:
        options = ("--delay", "0", "--allow-private", "-c", collection.root)
        done = python("-c", code, "crawl", site.url, *options)

        assert done.returncode == 3, done.stderr
        assert "nothing would be archived" in done.stderr
        assert captured(collection, site) == []


# ---- through a proxy ----


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A small forwarding proxy on loopback, and the first lines it was asked."""
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def handle(client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            data = client.recv(65536)
            if not data:
                return
            head += data
        line = head.split(b"\r\n")[0].decode()
        asked.append(line)
        method, target, _ = line.split(" ")
        authority = target if method == "CONNECT" else target.split("/")[2]
        host, _, port = authority.rpartition(":")
        server = socket.create_connection((host, int(port)))
        if method == "CONNECT":
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            own = head.replace(target.encode(), b"/" + target.encode().split(b"/", 3)[3], 1)
            server.sendall(own.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        back = threading.Thread(target=pump, args=(server, client), daemon=True)
        back.start()
        if method == "CONNECT":
            pump(client, server)
        back.join()
        client.close()
        server.close()

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=handle, args=(client,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    finally:
        listener.close()


def test_a_crawl_goes_through_the_proxy_it_was_given(tmp_path: Path) -> None:
    with proxy() as (address, asked), small_site({"/": links("/a"), "/a": page("a")}) as site:
        collection = new_collection(tmp_path / "k")
        settings = (collection.root / "collection.toml").read_text()
        (collection.root / "collection.toml").write_text(settings + f'proxy = "{address}"\n')
        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        assert captured(collection, site, 200) == ["/", "/a"]
        assert asked[0] == f"GET {site.url}robots.txt HTTP/1.1"
        records = [record for stem in collection.stems() for record in read_records(collection.warc_file(stem))]
        assert {record.field("warc-ip-address") for record in records} == {None}


@pytest.mark.parametrize("proxy_setting", ["socks5://127.0.0.1:1", "http://a:b@127.0.0.1:1", "127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_refused(tmp_path: Path, proxy_setting: str) -> None:
    collection = new_collection(tmp_path / "k")
    settings = (collection.root / "collection.toml").read_text()
    (collection.root / "collection.toml").write_text(settings + f'proxy = "{proxy_setting}"\n')

    run = crawl(collection, "http://127.0.0.1:9/")

    assert run.code == 1
    assert "crawl.proxy" in run.err
