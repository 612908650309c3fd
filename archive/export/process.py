"""A process that makes a big export: archive.export.worker, started and ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.export.wanted import Wanted


def start(wanted: Wanted, root: Path, catalogue: str | None, to: Path | None = None) -> subprocess.Popen[bytes]:
    """It writes the file `to`, with its manifest beside it; CSV without `to` comes from its standard output.
    `catalogue`: the address of the database; None: the collection's own file."""
    asked: dict[str, Any] = {
        "wanted": wanted.to_json(),
        "collection": str(root.absolute()),
        "catalogue": catalogue,
        "to": str(to) if to else None,
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "archive.export.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if to else subprocess.DEVNULL,
        # As this process finds its modules, in whatever way it was told where.
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        # Ctrl-C ends the room, and the room ends this.
        start_new_session=True,
    )
    assert process.stdin is not None
    # Not on the command line: the address of a database may hold a password.
    with process.stdin:
        process.stdin.write(json.dumps(asked).encode() + b"\n")
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    """At once, if it has not ended by itself."""
    process.kill()
    for pipe in (process.stdout, process.stderr):
        if pipe:
            pipe.close()
    process.wait()
