"""Reader workers that are born with their imports done and their tables loaded: 1.4 s of CPU each that way less.

    python -P -m tests.forked_readers SOCKET

One process waits with everything loaded; for each worker that is asked for it forks a keeper, and that the worker: a
process of its own, of its own session, which runs crawler.reading_worker as the program would. Tests of the workers
themselves (tests/crawler/test_readers.py) and of commands that they kill or stop start them the program's way.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from crawler import readers

ROOT = Path(__file__).parents[1]


def serve(path: str) -> None:
    """Until nobody is left who asks."""
    from crawler import reading_worker

    _load_everything()
    gc.freeze()  # so that no worker copies what all have in common
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the keepers' ends are nobody's business
        parent = os.getppid()
        listener.settimeout(5)
        while os.getppid() == parent:
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                connection.settimeout(None)
                if os.fork() == 0:
                    listener.close()
                    _keep(connection, reading_worker.main)
                connection.close()


def _load_everything() -> None:
    """Read one page, whatever it says."""
    from archive.model import Capture, Page
    from spiders.reading.read import read_page

    body = next((ROOT / "tests/golden/wordpress").glob("*.html")).read_bytes()
    url, now, headers = "https://contohrejo.desa.id/berita", datetime.now(UTC), (("Content-Type", "text/html"),)
    capture = Capture(url, now, 200, "text/html", "sha1:", "", 0, 0, "urn:uuid:0")
    read_page(Page(url, now, 200, headers, body, None), capture, None)


def _keep(connection: socket.socket, main: Any) -> None:
    """The keeper: starts the worker that was asked for, and tells its number and then how it ended."""
    raw, handles, _, _ = socket.recv_fds(connection, 1 << 20, 2)
    order = json.loads(raw)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    worker = os.fork()
    if worker == 0:
        connection.close()
        _work(order, handles, main)
    for handle in handles:
        os.close(handle)
    with suppress(OSError):
        connection.sendall(b"%d\n" % worker)
    _, status = os.waitpid(worker, 0)
    with suppress(OSError):
        connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def _work(order: dict[str, Any], handles: list[int], main: Any) -> None:
    code = 1
    try:
        os.setsid()
        for handle, number in ((handles[0], 0), (handles[0], 1), (handles[1], 2)):
            os.dup2(handle, number)
        for handle in handles:
            os.close(handle)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        main(Path(order["archive"]), order["limits"])
        code = 0
    finally:
        sys.stdout.flush()
        os._exit(code)


class ForkedWorker:
    """What crawler.readers asks of a worker's process."""

    def __init__(
        self,
        pid: int,
        told: asyncio.StreamReader,
        asking: asyncio.StreamWriter,
        stdin: asyncio.StreamWriter,
        stdout: asyncio.StreamReader,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.returncode: int | None = None
        self._pid = pid
        self._told = told
        self._asking = asking

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    async def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(await self._told.readline())
            self.stdin.close()
            self._asking.close()
        return self.returncode


class ReaderNursery:
    """One for a test process."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lumbung-")
        self.path = str(Path(self._folder.name) / "s")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.forked_readers", self.path],
            env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"},
        )

    def close(self) -> None:
        """For who needs it no more before the tests are over."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()


@cache
def reader_nursery() -> ReaderNursery:
    return ReaderNursery()


def starter(path: str) -> Any:
    """What stands in for crawler.readers.worker_process: workers come from the nursery that listens there."""

    async def start(archive: Path, limits: readers.ReaderLimits) -> ForkedWorker:
        connection = connected(path)
        ours, theirs = socket.socketpair()
        order = {
            "archive": str(archive), "limits": asdict(limits), "folder": str(Path.cwd()), "environment": dict(os.environ),
        }  # fmt: skip
        with theirs:
            socket.send_fds(connection, [json.dumps(order).encode()], [theirs.fileno(), 2])
        told, asking = await asyncio.open_unix_connection(sock=connection)
        pid = int(await told.readline())
        stdout, stdin = await asyncio.open_connection(sock=ours, limit=readers.LONGEST_LINE)
        return ForkedWorker(pid, told, asking, stdin, stdout)

    return start


def connected(path: str) -> socket.socket:
    """To a nursery, which takes a few seconds to stand, and on a busy machine many."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError, ConnectionRefusedError):
            connection.connect(path)
            return connection
        time.sleep(0.05)
    raise RuntimeError("the nursery did not start")


if __name__ == "__main__":
    serve(sys.argv[1])
