"""pywb over the finished WARCs of a collection: a program of its own, in a process of its own, and never imported.

It is under the GPL. Its settings lie in a temporary folder and point to the collection, where nothing is written. It
is given the access list as its own (archive.access.aclj), as that is when it starts.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.access.aclj import aclj_lines, needs_other_indexes
from archive.access.current import access_of
from archive.access.listed import AccessList
from archive.errors import ArchiveError
from archive.index.cdxj import cdxj_line, read_cdxj
from archive.layout import Collection

NAME = "arsip"
_START_SECONDS = 60.0
_INSTALL = (
    "pywb is not here. It is a program of its own (GPL-3.0); install it into an environment of its own:\n"
    "    python3 -m venv ~/pywb && ~/pywb/bin/pip install pywb 'setuptools<81'\n"
    "then: lumbung replay --wayback ~/pywb/bin/wayback, or set LUMBUNG_WAYBACK to that path. "
    "The reading room (lumbung serve) shows archived pages without it."
)


class ReplayError(ArchiveError):
    """pywb is missing, or did not start."""


def find_wayback(given: Path | None) -> Path:
    """The program as given, else as LUMBUNG_WAYBACK says, else on PATH. Raises ReplayError."""
    named = str(given) if given else os.environ.get("LUMBUNG_WAYBACK") or "wayback"
    found = shutil.which(named)
    if found is None:
        raise ReplayError(_INSTALL if named == "wayback" else f"{named} is no program that can be run.\n{_INSTALL}")
    return Path(found).absolute()


def replay(collection: Collection, wayback: Path, port: int, say: Callable[[str], None]) -> int:
    """Run it until Ctrl-C or SIGTERM. Raises ReplayError."""
    with tempfile.TemporaryDirectory(prefix="lumbung-replay-") as folder:
        port = port or _free_port()
        Path(folder, "config.yaml").write_text(_settings(collection, Path(folder)), encoding="utf-8")
        log = Path(folder, "pywb.log")
        with log.open("wb") as output:
            process = subprocess.Popen(
                [wayback, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=output, stderr=output
            )
        try:
            _wait_for(port, process, log)
            say(f"pywb shows the collection: http://127.0.0.1:{port}/{NAME}/  (Ctrl-C ends it)")
            return 0 if process.wait() == 0 else 1
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
            process.wait()


def _settings(collection: Collection, folder: Path) -> str:
    """config.yaml; a JSON string is a YAML string. Raises ArchiveError on an access list that cannot be understood."""
    root, access = collection.root.absolute(), access_of(collection.root)
    indexes = shown_indexes(collection, access, folder / "indexes") if needs_other_indexes(access) else root / "indexes"
    rules = ""
    if access:
        path = folder / "access.aclj"
        path.write_text("".join(f"{line}\n" for line in aclj_lines(access)), encoding="utf-8")
        rules = f"    acl_paths: {json.dumps([str(path)])}\n    default_access: allow\n"
    return (
        "collections:\n"
        f"  {NAME}:\n"
        f"    index_paths: {json.dumps(f'{indexes}/')}\n"
        f"    archive_paths: {json.dumps(f'{root}/archive/')}\n"
        f"{rules}"
        "enable_memento: true\n"
    )


def shown_indexes(collection: Collection, access: AccessList, folder: Path) -> Path:
    """Indexes without the captures that are not open: links to those that have none such, copies of the others."""
    folder.mkdir()
    for stem in collection.stems():
        path = collection.cdxj_file(stem).absolute()
        if not path.exists():
            continue
        captures = list(read_cdxj(path))
        shown = [capture for capture in captures if access.level_of_capture(capture) == "open"]
        if len(shown) == len(captures):
            (folder / path.name).symlink_to(path)
        else:
            lines = sorted(cdxj_line(capture).encode() for capture in shown)
            (folder / path.name).write_bytes(b"".join(lines))
    return folder


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            last = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
            raise ReplayError(f"pywb ended at once with {process.returncode}: {''.join(last)}")
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.2)
    raise ReplayError(f"pywb did not answer at port {port} within {_START_SECONDS:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
