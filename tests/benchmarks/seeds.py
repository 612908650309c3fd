"""How long a list of 10,000 sites takes: imported, listed, edited, checked, and recipients matched with it.

    python -m tests.benchmarks.seeds [SITES]

The sites are served from this machine, each at an address of its own (127.x.y.z), by another process; so that a host
rests as it would outside, the check runs at the default pace, and at no delay to tell what the program itself takes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from archive import Collection
from archive.config import Who
from archive.recipients import make_recipient
from archive.regions import region_table
from archive.seed_merge import merge_seeds
from archive.seed_table import changing_seeds
from archive.seeds import seeds_table
from crawler.recipients import match_sites
from crawler.seed_check import check_seeds
from crawler.seed_groups import group_seeds
from tests.archive.regions.mess import messy, villages

PORT = 18_080
PAGE = (
    "<!DOCTYPE html><html><head><title>Desa Contoh</title><meta name='generator' content='WordPress 6.4'></head><body>"
    + "<p>Berita desa hari ini: warga belajar menjahit di perpustakaan.</p>" * 300
    + "<footer>Desa Contoh, Kecamatan Misal, Kabupaten Umpama</footer></body></html>"
).encode()


def addresses(count: int) -> list[str]:
    return [f"127.{1 + n // 62_500}.{n // 250 % 250}.{1 + n % 250}" for n in range(count)]


def serve(count: int, ready: multiprocessing.synchronize.Event) -> None:
    """Until it is killed."""

    class Site(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            is_robots = b"/robots.txt" in data[:200]
            body, status = (b"", b"404 Not Found") if is_robots else (PAGE, b"200 OK")
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
            self.transport.write(head + body)  # type: ignore[attr-defined]

    async def run() -> None:
        loop = asyncio.get_running_loop()
        for address in addresses(count):
            listening = socket.socket()
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((address, PORT))
            await loop.create_server(Site, sock=listening)
        ready.set()
        await asyncio.Event().wait()

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(run())


def timed(name: str, count: int, do: Callable[[], object]) -> None:
    started, cpu = time.monotonic(), time.process_time()
    do()
    seconds = time.monotonic() - started
    print(f"{name:34} {seconds:7.2f} s  {time.process_time() - cpu:7.2f} s CPU  {count / seconds:9.0f} a second")


def main(count: int) -> None:
    codes = [region.code for region in region_table() if region.level == "desa"][:count]
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection.create(Path(folder) / "k", Who(operator="Uji", contact="uji@contoh.example"))
        rows = (f"http://{ip}:{PORT}/;Desa;{code};uji" for ip, code in zip(addresses(count), codes, strict=True))
        text = "url;name;kode_wilayah;tags\n" + "\n".join(rows)

        def take() -> None:
            with changing_seeds(collection.seeds_file) as table:
                merge_seeds(table, seeds_table(text, "daftar.csv"))
                table.write()

        timed("import into an empty list", count, take)
        timed("import of the same again", count, take)
        seeds = collection.seeds()
        timed("group by kabupaten", count, lambda: group_seeds(seeds, "kabupaten"))
        timed("check without asking", count, lambda: check_seeds(collection, seeds, ask=False))
        chance = random.Random(1)
        listed = [make_recipient(messy(one.code, chance)) for one in villages(count, chance)]
        timed("recipients matched with the sites", count, lambda: match_sites(listed, {}, seeds))
        ready = multiprocessing.Event()
        server = multiprocessing.Process(target=serve, args=(count, ready))
        server.start()
        try:
            ready.wait(60)
            for delay in (None, 0.0):
                name = "check at the default pace" if delay is None else "check without rests"

                def ask(delay: float | None = delay) -> None:
                    found = check_seeds(collection, seeds, allow_private=True, delay=delay)
                    assert all(check.status == 200 for check in found), found[0]

                timed(name, count, ask)
        finally:
            server.terminate()
            server.join()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
