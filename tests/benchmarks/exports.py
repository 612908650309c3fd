"""How many rows a CPU second an export takes, and the most memory it holds: the real command, a process a form.

    python -m tests.benchmarks.big_collection DIR --documents 1000000
    python -m tests.benchmarks.exports DIR [--forms jsonl,parquet] [--to FOLDER] [--query relation=all]

The catalogue is made first if it is not there; its time is not counted.
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
from archive.export.forms import EXPORTERS

MOST_BYTES = 300_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", default="jsonl,parquet")
    parser.add_argument("--to", type=Path, help="where the files go, and stay; else they are deleted")
    parser.add_argument("--query", default="relation=all&kind=all")
    arguments = parser.parse_args()
    open_catalogue(Collection.open(arguments.folder)).dispose()
    is_small = True
    with tempfile.TemporaryDirectory() as scratch:
        for form in arguments.forms.split(","):
            is_small &= measure(arguments.folder, form, arguments.to or Path(scratch), arguments.query)
    return 0 if is_small else 1


def measure(folder: Path, form: str, to: Path, query: str) -> bool:
    """Whether it kept within MOST_BYTES."""
    exporter = EXPORTERS[form]
    path = to / f"export.{exporter.ending.replace('{table}', 'parquet')}"
    command = [
        sys.executable,
        "-m",
        "crawler.cli.main",
        "export",
        "-c",
        folder,
        "-f",
        form,
        "-o",
        path,
        "--query",
        query,
    ]
    began = time.monotonic()
    process = subprocess.Popen([*map(str, command), "--json"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{form}: exit code {process.returncode}")
    rows, cpu = json.loads(said)["counts"]["rows"], used.ru_utime + used.ru_stime
    print(
        f"{form}: {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB; {rows / cpu:,.0f} rows a CPU second "
        f"({cpu:,.0f} s of CPU, {time.monotonic() - began:,.0f} s); at most {used.ru_maxrss / 1000:,.0f} MB of memory",
        flush=True,
    )
    return used.ru_maxrss * 1024 <= MOST_BYTES


if __name__ == "__main__":
    sys.exit(main())
