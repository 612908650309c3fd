"""`python measured.py VERB …`: the command, which at its end prints the peak memory of its processes in KiB.

{"crawl": 98000, "readers": [121000]}
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from crawler.cli.main import main

_LOOK_SECONDS = 0.02


def peak(process: str) -> int | None:
    """VmHWM of a process; None when it is gone."""
    try:
        lines = Path("/proc", process, "status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)


def watch_children(peaks: dict[str, int], is_over: threading.Event) -> None:
    """A peak never falls, so the last look at a reader that was then killed misses little."""
    # Not RUSAGE_CHILDREN: the peak of a child begins with that of the process it was forked from.
    while not is_over.wait(_LOOK_SECONDS):
        for children in Path("/proc/self/task").glob("*/children"):
            for child in children.read_text().split():
                command = Path("/proc", child, "cmdline")
                if (seen := peak(child)) and b"crawler.reading_worker" in command.read_bytes():
                    peaks[child] = seen


if __name__ == "__main__":
    peaks: dict[str, int] = {}
    is_over = threading.Event()
    watcher = threading.Thread(target=watch_children, args=(peaks, is_over))
    watcher.start()
    code = main()
    is_over.set()
    watcher.join()
    print(json.dumps({"crawl": peak("self"), "readers": sorted(peaks.values())}))
    sys.exit(code)
