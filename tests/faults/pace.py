"""Manners under fire: 200 hosts on four addresses, a crawl that is killed again and again, and a server that notes
when each request arrives.

    python -m tests.faults.pace [--hosts 200] [--pages 25] [--kills 6] [--seed N]

Root only: the hosts have public addresses in a network of their own (tests/end_to_end/own_network.py).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

from tests.end_to_end.own_network import ROOT, make_interface, unshare, use_name_server

ADDRESSES = ("8.8.4.1", "8.8.4.2", "8.8.4.3", "8.8.4.4")
DELAY, ADDRESS_DELAY, RETRY_AFTER = 1.0, 0.04, 3.0
# What the clocks of two processes and a busy machine may differ by.
JITTER = 0.03
# What every site is asked for, whether it has it or not.
_LOOKED_FOR = ("/robots.txt", "/sitemap.xml")


class Server:
    """Notes arrivals as (time, host, address, path); some hosts say once that they are busy."""

    def __init__(self, hosts: list[str], pages: int) -> None:
        self.arrivals: list[tuple[float, str, str, str]] = []
        self.asked = asyncio.Event()
        self.busy: dict[str, float] = {}  # when each busy host said so
        self._hosts, self._pages = hosts, pages
        self._says_busy = {hosts[7]: "seconds", hosts[11]: "date"}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                path = lines[0].split(" ")[1]
                host = next(line[6:] for line in lines if line.lower().startswith("host: "))
                self.arrivals.append((time.time(), host, writer.get_extra_info("sockname")[0], path))
                self.asked.set()
                writer.write(self._answer(host, path))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, host: str, path: str) -> bytes:
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Tidak Ada\r\nContent-Length: 0\r\n\r\n"
        if path == "/5" and (how := self._says_busy.pop(host, None)):
            self.busy[host] = time.time()
            # A date has whole seconds: one more, so that it is never less than asked for.
            until = format_datetime(datetime.now(UTC) + timedelta(seconds=RETRY_AFTER + 1), usegmt=True)
            value = until if how == "date" else f"{RETRY_AFTER:.0f}"
            return f"HTTP/1.1 429 Sibuk\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n".encode()
        links = "".join(f'<a href="/{number}">x</a>' for number in range(1, self._pages)) if path == "/" else ""
        body = f"<p>{host} {path}</p>{links}".encode()
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def crawled(server: Server, collection: Path, seeds: list[str], kills: int, chance: random.Random) -> int:
    """Crawl, killed so many times on the way; how many requests there were."""
    command = [sys.executable, "-P", "-m", "crawler.cli.main", "crawl", "-c", str(collection)]
    expected = len(seeds) * 25
    arguments = seeds
    for number in range(kills + 1):
        process = await asyncio.create_subprocess_exec(
            *command, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        arguments = []
        if number < kills:
            reach = min(expected - 50, len(server.arrivals) + chance.randrange(100, max(101, expected // kills)))
            while len(server.arrivals) < reach and process.returncode is None:
                server.asked.clear()
                await asyncio.wait({asyncio.ensure_future(server.asked.wait())}, timeout=1)
            if process.returncode is None:
                process.send_signal(chance.choice((9, 9, 15)))
        await process.wait()
    return process.returncode or 0


async def run_inside(hosts: list[str], pages: int, kills: int, seed: int, folder: Path) -> bool:
    server = Server(hosts, pages)
    listeners = [await asyncio.start_server(server.serve, address, 80, backlog=512) for address in ADDRESSES]
    collection = folder / "koleksi"
    init = [sys.executable, "-P", "-m", "crawler.cli.main", "init", str(collection)]
    subprocess.run([*init, "--operator", "Uji", "--contact", "uji@contoh.example"], check=True, capture_output=True)  # noqa: ASYNC221
    config = collection / "collection.toml"
    text = config.read_text().replace("delay = 2.0", f"delay = {DELAY}", 1)
    config.write_text(text.replace("address_delay = 0.5", f"address_delay = {ADDRESS_DELAY}"))
    code = await crawled(server, collection, [f"http://{host}/" for host in hosts], kills, random.Random(seed))
    for listener in listeners:
        listener.close()
    return judged(server, code)


def judged(server: Server, code: int) -> bool:
    by_host, by_address = defaultdict(list), defaultdict(list)
    for at, host, address, _ in server.arrivals:
        by_host[host].append(at)
        by_address[address].append(at)
    host_gap = min(second - first for times in by_host.values() for first, second in pairwise(times))
    most = max(
        sum(start <= other < start + 1.0 for other in times[place : place + 200])
        for times in by_address.values()
        for place, start in enumerate(times)
    )
    allowed = 1.0 / ADDRESS_DELAY + 2
    rests = {
        host: min((at for at in by_host[host] if at > said + 0.001), default=said + 99) - said
        for host, said in server.busy.items()
    }
    during = sum(
        1
        for at, host, _, _ in server.arrivals
        for busy, said in server.busy.items()
        if host != busy and 0 < at - said < 3
    )
    pages = {(host, path) for _, host, _, path in server.arrivals if path not in _LOOKED_FOR}
    checks = {
        f"the last crawl ended with exit 0 ({code})": code == 0,
        f"every page was asked for: {len(pages)} pages, {len(server.arrivals)} requests": len(pages)
        == len(by_host) * 25,
        f"shortest time between two requests to a host: {host_gap:.3f} s": host_gap >= DELAY - JITTER,
        f"most requests to an address in any second: {most}, {allowed:.0f} allowed": most <= allowed,
        f"Retry-After obeyed: {', '.join(f'{rest:.2f} s' for rest in rests.values())}": len(rests) == 2
        and min(rests.values()) >= RETRY_AFTER - JITTER,
        f"requests to other hosts meanwhile: {during}": during > 0,
    }
    for words, holds in checks.items():
        print("  held  " if holds else "  BROKE ", words)
    return all(checks.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside is None:
        with tempfile.TemporaryDirectory(prefix="lumbung-pace-") as folder:
            command = unshare(sys.executable, "-P", "-m", "tests.faults.pace", "--inside", folder, *sys.argv[1:])
            sys.exit(
                subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode
            )
    hosts = [f"desa{number}.contoh" for number in range(arguments.hosts)]
    make_interface(dict.fromkeys(ADDRESSES))
    use_name_server(arguments.inside)
    lines = [f"{ADDRESSES[number % len(ADDRESSES)]} {host}" for number, host in enumerate(hosts)]
    (arguments.inside / "hosts").write_text("127.0.0.1 localhost\n" + "\n".join(lines) + "\n")
    print(json.dumps({"seed": arguments.seed, "hosts": arguments.hosts, "kills": arguments.kills}))
    held = asyncio.run(run_inside(hosts, 25, arguments.kills, arguments.seed, arguments.inside))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
