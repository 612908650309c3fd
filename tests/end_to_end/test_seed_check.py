"""`seeds check` on real servers: each host asked one request at a time, robots.txt first, and nothing recorded."""

from __future__ import annotations

import csv
import fcntl
import io
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from crawler.demo import requests
from crawler.demo.answers import Answer
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import (
    ARTICLE,
    Run,
    command,
    environment,
    links,
    lumbung,
    new_collection,
    page,
    small_site,
)

CODE = "18.05.13.2021"
ALL_FORBIDDEN = Answer(b"User-agent: *\nDisallow: /\n", mime="text/plain")
VILLAGE = page(
    "<h1>Berita</h1>" + "<p>Warga belajar menjahit di perpustakaan desa.</p>" * 60
    + "<footer>Desa Dwimulyo, Kecamatan Penawar Tama, Kabupaten Tulang Bawang, Provinsi Lampung</footer>"
)  # fmt: skip


def check(collection: Collection, *arguments: str | Path) -> Run:
    return lumbung("seeds", "check", *arguments, "--delay", "0.05", "--allow-private", "-c", collection.root)


def list_sites(collection: Collection, *rows: str, columns: str = "url,kode_wilayah") -> None:
    collection.seeds_file.write_text("\n".join([columns, *rows, ""]))


@contextmanager
def sites(*answers: dict[str, Answer]) -> Iterator[list[DemoSite]]:
    with ExitStack() as stack:
        yield [stack.enter_context(small_site(one)) for one in answers]


def kinds(run: Run) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in run.json:
        found.setdefault(finding["site"], []).append(finding["kind"])
    return found


def host(site: DemoSite) -> str:
    return site.url.removeprefix("http://").rstrip("/")


def test_each_site_is_told_for_what_it_is_and_a_good_one_not_at_all(collection: Collection, tmp_path: Path) -> None:
    moved = Answer(b"", status=301, headers=(("Location", "https://baru.example/"),))
    answers: list[dict[str, Answer]] = [
        {"/": VILLAGE},
        {"/": moved},
        {"/": page("<h1>Domain contoh.id is for sale</h1>", "Buy this domain")},
        {"/": page("<p>Maaf</p>", "Situs sedang dalam perbaikan")},
        {"/": Answer(b"rusak", status=500)},
        {"/": Answer(b"%PDF-1.4", mime="application/pdf")},
        {"/robots.txt": ALL_FORBIDDEN, "/": VILLAGE},
        {"/": Answer(b"", status=302, headers=(("Location", "/beranda"),)), "/beranda": VILLAGE},
        {"/": page("<h1>SLOT GACOR MAXWIN</h1><p>Situs slot gacor terpercaya, daftar slot88 bonus deposit togel.</p>" * 9,
                   "SLOT GACOR: Daftar Situs Slot88 Maxwin Terpercaya")},
    ]  # fmt: skip
    with sites(*answers) as served:
        list_sites(collection, *(f"{site.url},{CODE}" for site in served), f"http://127.0.0.1:9/,{CODE}")
        run = check(collection, "--json", "-o", tmp_path / "hasil.csv")

    assert run.code == 2, run.err
    found = kinds(run)
    wanted = [None, "moved", "taken", "standin", "http_error", "no_page", "disallowed", None, "taken"]
    assert [found.get(host(site), [None])[0] for site in served] == wanted
    assert found["127.0.0.1:9"] == ["unreachable"]
    assert [request.target for request in requests(served[6])] == ["/robots.txt"]
    table = {row["site"]: row for row in csv.DictReader(io.StringIO((tmp_path / "hasil.csv").read_text("utf-8-sig")))}
    assert len(table) == 10
    assert table[host(served[0])]["result"] == "ok"
    assert table[host(served[0])]["desa"] == "Dwimulyo"
    assert table[host(served[7])]["ends_at"].endswith("/beranda")
    assert (table[host(served[4])]["status"], table[host(served[4])]["findings"]) == ("500", "http_error")


def test_nothing_is_recorded_and_the_collection_stays_as_it_was(collection: Collection) -> None:
    with small_site({"/": VILLAGE}) as site:
        list_sites(collection, f"{site.url},{CODE}")
        before = {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")}

        run = check(collection)

        assert run.code == 0, run.out + run.err
        assert {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")} == before
        assert all("uji@contoh.example" in request.user_agent for request in requests(site))


def test_the_front_page_tells_the_village_that_the_row_does_not(collection: Collection, tmp_path: Path) -> None:
    with sites({"/": VILLAGE}, {"/": VILLAGE}, {"/": page("<p>Halo</p>" * 200)}) as (told, denied, silent):
        list_sites(collection, f"{told.url},", f"{denied.url},12.07.23.2012", f"{silent.url},")
        run = check(collection, "--json")

    assert kinds(run) == {host(denied): ["other_region"], host(silent): ["no_region"]}
    assert run.json[0]["candidates"][0]["kode_wilayah"] == CODE


def test_a_site_that_redirects_to_another_row_s_site_is_a_duplicate(collection: Collection) -> None:
    with small_site({"/": VILLAGE}) as kept:
        there = Answer(b"", status=301, headers=(("Location", kept.url),))
        with sites({"/": there}, {"/": there}) as (double, alias):
            list_sites(
                collection,
                f"{kept.url},{CODE},",
                f"{double.url},{CODE},",
                f"{alias.url},{CODE},{host(kept)}",
                columns="url,kode_wilayah,aliases",
            )
            run = check(collection, "--json")

    assert [(one["site"], one["kind"], one.get("row")) for one in run.json if one["site"] == host(double)] == [
        (host(double), "duplicate", host(kept))
    ]


def test_paused_and_night_rows_are_left_alone(collection: Collection) -> None:
    hour = (datetime.now(UTC) + timedelta(hours=7)).hour
    night = f"night = [{(hour + 2) % 24}, {(hour + 3) % 24}]\n"
    other = new_collection(collection.root.with_name("malam"), night)
    with sites({"/": VILLAGE}, {"/": VILLAGE}) as (paused, at_night):
        list_sites(
            other,
            f"{paused.url},{CODE},true,",
            f"{at_night.url},{CODE},,true",
            columns="url,kode_wilayah,paused,night_only",
        )
        run = check(other)

        assert run.code == 0, run.out
        assert "1 sites may be asked only at night" in run.err
        assert requests(paused) == requests(at_night) == ()
        assert check(other, host(paused)).code == 0
        assert len(requests(paused)) == 2


def test_while_a_job_runs_no_site_is_asked(collection: Collection) -> None:
    with small_site({"/": VILLAGE}) as site, (collection.root / ".lock").open("ab") as lock:
        list_sites(collection, f"{site.url},{CODE}")
        fcntl.flock(lock, fcntl.LOCK_EX)

        run = check(collection)

        assert run.code == 4
        assert "--offline" in run.err
        assert check(collection, "--offline").code == 0
        assert requests(site) == ()


def test_a_job_that_begins_meanwhile_ends_the_asking(collection: Collection) -> None:
    slow = {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 60\n", mime="text/plain"), "/": VILLAGE}
    with small_site(slow) as site:
        list_sites(collection, f"{site.url},{CODE}")
        arguments = ("seeds", "check", "--json", "--allow-private", "-c", collection.root)
        with subprocess.Popen(
            command(*arguments), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            while not requests(site):
                time.sleep(0.05)
            with (collection.root / ".lock").open("ab") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                out, _ = process.communicate(timeout=40)

        assert process.returncode == 2
        assert '"not_checked"' in out
        assert [request.target for request in requests(site)] == ["/robots.txt"]


def test_time_that_is_up_ends_the_asking(collection: Collection) -> None:
    with small_site({"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 60\n", mime="text/plain")}) as site:
        list_sites(collection, f"{site.url},{CODE}")
        started = time.monotonic()

        run = check(collection, "--max-time", "1", "--json")

        assert run.code == 2
        assert kinds(run) == {host(site): ["not_checked"]}
        assert time.monotonic() - started < 20


class _Counted(ThreadingHTTPServer):
    """Many hosts: any address of this machine's own (127.x.y.z) leads here."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: str, note: Callable[[str, int], None]) -> None:
        self.note = note
        super().__init__((address, 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Any = self.server
        server.note(self.headers["Host"], 1)
        time.sleep(0.1)
        body = b"" if self.path == "/robots.txt" else VILLAGE.body
        self.send_response(200)
        self.send_header("Content-Type", "text/plain" if not body else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        server.note(self.headers["Host"], -1)
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


def test_hosts_are_asked_in_parallel_and_each_by_one_request_at_a_time(collection: Collection) -> None:
    under_way: dict[str, int] = {}
    most = {"host": 0, "all": 0}
    guard = threading.Lock()

    def note(host: str, change: int) -> None:
        with guard:
            under_way[host] = under_way.get(host, 0) + change
            most["host"] = max(most["host"], under_way[host])
            most["all"] = max(most["all"], sum(under_way.values()))

    with ExitStack() as stack:
        urls = []
        for number in range(24):
            server = stack.enter_context(_Counted(f"127.0.7.{number + 1}", note))
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(server.shutdown)
            urls += [f"http://127.0.7.{number + 1}:{server.server_port}/{folder}/" for folder in "ab"]
        list_sites(
            collection,
            *(f"s{number},{url},{CODE},path" for number, url in enumerate(urls)),
            columns="id,url,kode_wilayah,scope",
        )
        run = check(collection, "--json")

    assert run.code == 0, run.out + run.err
    assert most["host"] == 1
    assert most["all"] > 6


def test_an_article_is_not_needed_for_a_site_to_be_in_order(collection: Collection) -> None:
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        list_sites(collection, f"{site.url},{CODE}")

        assert check(collection).code == 0
        assert [request.target for request in requests(site)] == ["/robots.txt", "/"]


@pytest.mark.parametrize("location", ["/", "/a"])
def test_a_site_that_redirects_for_ever_is_told(collection: Collection, location: str) -> None:
    again = Answer(b"", status=302, headers=(("Location", location),))
    with small_site({"/": again, "/a": again}) as site:
        list_sites(collection, f"{site.url},{CODE}")
        run = check(collection, "--json")

    assert kinds(run) == {host(site): ["http_error"]}
