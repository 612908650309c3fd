"""What the frontier costs a request with few hosts and with many, and what a million addresses take.

alone       add, next and done of every target, in turns with the other size, a process each
engine      the whole of Scrapy, job and scheduler on it, with a download handler that answers at once;
            up to the last answer, what the report of each site costs at the end apart
scrapy      Scrapy's engine with a scheduler and a handler that do nothing: what is not ours
a million   addresses on 10,000 hosts: memory, open files, and the time to open them again
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
REQUESTS = 100_000
ENGINE_REQUESTS = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=50_000)
    arguments = parser.parse_args()
    for what, requests in (("alone", REQUESTS), ("engine", ENGINE_REQUESTS)):
        pairs, scrapy, closing = [], [], []
        for _ in range(arguments.rounds):
            few, many = (measured(what, hosts, requests) for hosts in (arguments.few, arguments.many))
            pairs.append((few["us"], many["us"]))
            if what == "engine":
                closing.append(many["closing_us_a_site"])
                scrapy.append(measured("scrapy", arguments.few, requests)["us"])
        few_us, many_us = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratios = [second / first for first, second in pairs]
        print(
            f"{what}: {few_us:.0f} us a request at {arguments.few} hosts, {many_us:.0f} us at {arguments.many}: "
            f"ratio {statistics.median(ratios):.2f} [{' '.join(f'{ratio:.2f}' for ratio in ratios)}]"
        )
        if scrapy:
            print(
                f"scrapy with nothing of ours: {statistics.median(scrapy):.0f} us a request; "
                f"closing {statistics.median(closing):.0f} us a site"
            )
    print("a million addresses on 10,000 hosts:", json.dumps(measured("million", 10_000, 1_000_000)))


def measured(what: str, hosts: int, requests: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.frontier_load", what, str(hosts), str(requests)]
    with tempfile.TemporaryDirectory(prefix="lumbung-frontier-") as folder:
        done = subprocess.run([*command, folder], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def megabytes_now() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.0f} s")
