"""The reading room's pages over a big collection: milliseconds at the server, and what the server holds of memory.

    python -m tests.benchmarks.big_collection DIR
    python -m tests.benchmarks.room DIR [--only /laporan]

A real `lumbung serve`, over PostgreSQL where collection.toml says so, asked for one page after the other. Of each page the first answer, for which nothing is
remembered, and the median of the next ones; wall and CPU, the drawing process with it, for on a busy machine only the
CPU says anything. Memory is the most that server and drawing process held, what they share counted once (PSS).
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.end_to_end.conftest import environment

COMMON, PHRASE = "masyarakat", quote('"pojok baca"')
PAGES = (
    "/", "/liputan", "/liputan?relation=all", f"/liputan?text={COMMON}", f"/liputan?text={PHRASE}", "/liputan?region=33",
    "/liputan?activity=bimtek", "/liputan/banding", f"/liputan/banding?text={COMMON}", "/liputan/mitra",
    "/artikel", "/artikel?relation=all", f"/artikel?text={COMMON}", f"/artikel?text={COMMON}&order=best",
    f"/artikel?text={PHRASE}&order=best", "/artikel?region=33&since=2025", "/kisah", f"/kisah?text={COMMON}",
    "/laporan", "/laporan?year=2025", "/laporan?month=2025-06", "/desa", "/desa?region=33", "/senyap", "/tinjau",
    "/tinjau/daftar", "/tinjau/wilayah", "/panen", "/panen/situs", f"/artikel.atom?text={COMMON}",
    f"/api/articles?text={COMMON}",
)  # fmt: skip
SOUGHT = tuple(page for page in PAGES if page.startswith(("/artikel?text", "/api")))
MOST_MS, MOST_SEARCH_MS, MOST_MB = 300, 200, 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="pages that begin so")
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    slow = []
    with served(arguments.folder) as (address, pid):
        settle(pid)
        at_start = held(pid)
        print(f"{'ms':44}   first     CPU   again     CPU  MB held")
        for page in (page for page in PAGES if page.startswith(arguments.only)):
            first = timed(address + page, pid)
            again, cpu = zip(*(timed(address + page, pid) for _ in range(arguments.times)), strict=True)
            limit = MOST_SEARCH_MS if page in SOUGHT else MOST_MS
            is_slow = statistics.median(again) > limit
            slow += [page] * is_slow
            cells = "".join(
                f"{ms:8.0f}" for ms in (*first, statistics.median(again), statistics.median(cpu), held(pid))
            )
            print(f"{page:44}{cells}{'   more than ' + str(limit) if is_slow else ''}", flush=True)
        each = [memory_mb(one) for one in family(pid)]
    print(
        f"memory: {at_start:.0f} MB at its start, then {sum(each):.0f} MB, of processes {', '.join(f'{one:.0f}' for one in each)}"
    )
    return 1 if slow or sum(each) > MOST_MB else 0


@contextmanager
def served(root: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-P", "-m", "crawler.cli.main", "serve", "-c", str(root), "--port", "0"]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            yield (
                next(found[0] for line in lines if (found := re.search(r"http://127\.0\.0\.1:\d+", line))),
                process.pid,
            )
        finally:
            process.terminate()
            process.communicate(timeout=60)


def settle(pid: int) -> None:
    """Until the server has counted ahead what everybody asks."""
    before = -1.0
    while (now := cpu_seconds(pid)) > before:
        before = now
        time.sleep(1)


def timed(address: str, pid: int) -> tuple[float, float]:
    """Milliseconds: of the clock, and of CPU."""
    started, before = time.perf_counter(), cpu_seconds(pid)
    ask(address)
    return 1000 * (time.perf_counter() - started), 1000 * (cpu_seconds(pid) - before)


def ask(address: str) -> None:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})  # noqa: S310  # our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            answer.read()
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise


def family(pid: int) -> list[int]:
    """The server and its children that live."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return [pid, *(one for path in children for child in path.read_text().split() for one in family(int(child)))]


def cpu_seconds(pid: int) -> float:
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def held(pid: int) -> float:
    """Megabytes of the server and its children."""
    return sum(map(memory_mb, family(pid)))


def memory_mb(pid: int) -> float:
    found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    sys.exit(main())
