"""The real command as a process of its own: started, waited for, and killed with its reader workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from archive import Collection
from tests.end_to_end.conftest import Run, command, environment, lumbung, new_collection
from tests.faults.server import ServedSite

_LONGEST_SECONDS = 900


def collection_of(root: Path, sites: Sequence[ServedSite], warc_bytes: int, settings: str = "") -> Collection:
    """A new collection that lists the sites, with small WARCs. `settings` begin in its [crawl.limits]."""
    collection = new_collection(root, f"\n[crawl.limits]\nwarc_bytes = {warc_bytes}\n{settings}")
    for site in sites:
        added = lumbung("seeds", "add", site.url, "-c", root)
        if added.code:
            raise RuntimeError(f"seeds add: {added.err}")
    return Collection.open(collection.root)


def start(collection: Collection, delay: float, said: Path, *options: str) -> subprocess.Popen[bytes]:
    """A crawl that begins, or goes on; what it says goes to the file `said`."""
    arguments: tuple[str | Path, ...] = (
        "crawl",
        "--delay",
        str(delay),
        "--allow-private",
        *options,
        "-c",
        collection.root,
    )
    with said.open("wb") as out:
        return subprocess.Popen(
            command(*arguments),
            cwd=tempfile.gettempdir(),
            env={**environment(), "PYTHONWARNINGS": "ignore"},  # what a person sees is counted
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def to_the_end(collection: Collection, delay: float, said: Path) -> Run:
    """A crawl until it ends by itself."""
    process = start(collection, delay, said)
    code = process.wait(_LONGEST_SECONDS)
    return Run(code, said.read_text("utf-8", "replace"), "")


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a crawl and all its workers in this very moment, as `kill -9` does."""
    # Stopped first: a worker started between the look and the kill would outlive it.
    os.kill(process.pid, signal.SIGSTOP)
    below = children(process.pid)
    for pid in (process.pid, *below):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait(30)
    deadline = time.monotonic() + 10
    while any(map(is_alive, below)) and time.monotonic() < deadline:
        time.sleep(0.01)


def finish_reasons(collection: Collection) -> dict[str, str]:
    """By crawl id, what the reports say."""
    found = {}
    for folder in sorted((collection.root / "crawls").iterdir()):
        try:
            found[folder.name] = json.loads((folder / "report.json").read_bytes())["finish_reason"]
        except OSError:
            found[folder.name] = "no report"
    return found


def children(pid: int) -> list[int]:
    return [
        child
        for child in map(int, filter(str.isdigit, os.listdir("/proc")))  # noqa: PTH208 - names only
        if (stat := _stat(child)) and stat[1] == str(pid)
    ]


def is_alive(pid: int) -> bool:
    stat = _stat(pid)
    return stat is not None and stat[0] != "Z"


def _stat(pid: int) -> list[str] | None:
    """State, parent and so on of a process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
