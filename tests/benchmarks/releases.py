"""How long a release takes, and the most memory it holds: the real command, with all news.

    python -m tests.benchmarks.big_collection DIR --documents 1000000
    python -m tests.benchmarks.releases DIR [--to FOLDER]

The catalogue is made first if it is not there; its time is not counted. The collection takes note of the release.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive import Collection
from archive.catalogue.update import open_catalogue

MOST_BYTES = 300_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, help="a new folder, which stays; else it is deleted")
    arguments = parser.parse_args()
    open_catalogue(Collection.open(arguments.folder)).dispose()
    with tempfile.TemporaryDirectory() as scratch:
        return 0 if measure(arguments.folder, arguments.to or Path(scratch) / "release") else 1


def measure(folder: Path, to: Path) -> bool:
    """Whether it kept within MOST_BYTES."""
    command = [sys.executable, "-m", "crawler.cli.main", "release", to, "-c", folder, "--all-news", "--json"]
    version = ["--version", f"{time.time_ns() // 10**9 // 10**6}.{time.time_ns() // 10**9 % 10**6}.0"]
    began = time.monotonic()
    process = subprocess.Popen([*map(str, command), *version], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode}")
    articles, cpu = json.loads(said)["counts"]["articles"], used.ru_utime + used.ru_stime
    size = sum(path.stat().st_size for path in to.rglob("*") if path.is_file())
    print(
        f"{articles:,} articles, {size / 1e6:,.0f} MB; {articles / cpu:,.0f} articles a CPU second ({cpu:,.0f} s of CPU, "
        f"{time.monotonic() - began:,.0f} s); at most {used.ru_maxrss / 1000:,.0f} MB of memory",
        flush=True,
    )
    return used.ru_maxrss * 1024 <= MOST_BYTES


if __name__ == "__main__":
    sys.exit(main())
