"""What the region table costs a worker, and what it costs to resolve a host and to link the regions of a text.

table     a process of its own: seconds to read it, and how much larger the process has become
hosts     microseconds for a host name never seen before
text      milliseconds for 3,000 characters with eleven mentions, names never seen before
ratio     a text of 200,000 characters (what is looked at of any) against one of 20,000: by length it is 10, by its
          square 100
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from archive.regions import Region, region_table
from spiders.places.host import read_host
from spiders.places.named import named_regions

ROOT = Path(__file__).parents[2]
LOAD = """
import resource, time
from pathlib import Path
from archive.regions import region_table
def megabytes(): return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
before, started = megabytes(), time.process_time()
region_table()
print(time.process_time() - started, megabytes() - before)
"""
FILLER = "Peserta datang dari berbagai dusun dan belajar bersama pengelola perpustakaan pada hari itu. "


def main() -> None:
    loads = [measured_load() for _ in range(5)]
    seconds, megabytes = (statistics.median(column) for column in zip(*loads, strict=True))
    print(f"table: {seconds:.3f} s, {megabytes:.1f} MB")

    random.seed(1)
    villages = random.sample([region for region in region_table() if region.level == "desa"], 4000)
    hosts = [f"{village.name.replace(' ', '').lower()}-contoh.desa.id" for village in villages]
    print(f"hosts: {cpu(lambda: [read_host(host) for host in hosts]) / len(hosts) * 1e6:.0f} us")
    texts = [text_about(villages[place : place + 4]) for place in range(0, 1200, 4)]
    print(f"text: {cpu(lambda: [named_regions(text) for text in texts]) / len(texts) * 1e3:.2f} ms")
    for unit in ("Kabupaten Tulang Bawang, Mesuji, ", "Desa Suka ", ", Mesuji"):
        small, large = (median_cpu("Kabupaten Kendal" + unit * (size // len(unit))) for size in (20_000, 200_000))
        print(f"ratio of {unit!r}: {large / small:.1f}")


def median_cpu(text: str) -> float:
    return statistics.median(cpu(lambda: named_regions(text)) for _ in range(5))


def measured_load() -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", LOAD], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def text_about(villages: list[Region]) -> str:
    """Four villages, three of them with their kecamatan and kabupaten."""
    text = f"Desa {villages[0].name} belajar. " + FILLER * 6
    for village in villages[1:]:
        _, kabupaten, kecamatan = region_table().ancestors(village.code)
        text += f"Desa {village.name}, Kecamatan {kecamatan.name}, {kabupaten.name}, ikut hadir. " + FILLER * 7
    return (text + FILLER * 10)[:3000]


def cpu(work: Callable[[], object]) -> float:
    started = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - started


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s")
