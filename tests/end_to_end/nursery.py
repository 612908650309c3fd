"""Commands that are born with their imports done: a hundred crawls need not each load Scrapy anew.

    python -m tests.end_to_end.nursery SOCKET SOCKET_OF_READERS

Each request is a command line with its folder and environment, and where its output goes; for each a child is forked,
which runs `crawler.cli.main` as a process of its own and ends with its exit code; its reader workers come from
tests.forked_readers. Tests that kill, stop or watch a command start it themselves, and
tests/end_to_end/test_command.py starts the launcher's way.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.forked_readers import connected, reader_nursery, starter

_PRELOADED = (
    "crawler.cli.crawl", "crawler.run", "crawler.settings", "crawler.extension", "crawler.addon", "crawler.pipelines",
    "crawler.opening", "crawler.rebuild", "spiders.village", "archive.fixity", "scrapy.crawler",
    "scrapy.core.downloader", "scrapy.extensions.corestats", "crawler.frontier.scheduler", "crawler.wire.handler",
    "crawler.link", "crawler.quality.check", "crawler.importing", "crawler.reports.page", "crawler.cli.check_quality",
    "crawler.cli.import_warcs", "crawler.cli.rebuild", "crawler.cli.seeds", "crawler.cli.status", "crawler.cli.verify",
    "scrapy.core.downloader.handlers.file", "scrapy.extensions.feedexport", "scrapy.extensions.memusage",
    "scrapy.extensions.throttle", "scrapy.statscollectors",
    "uvloop", "rich.live", "encodings.idna",
)  # fmt: skip


def serve(path: str, readers_path: str) -> None:
    """Until nobody is left who asks. Started by the tests."""
    for module in _PRELOADED:
        __import__(module)
    from crawler import readers
    from crawler.cli.main import main

    readers.worker_process = starter(readers_path)
    gc.freeze()

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        parent = os.getppid()
        listener.settimeout(5)
        while os.getppid() == parent:
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(None)
            with connection:
                raw, handles, _, _ = socket.recv_fds(connection, 1 << 20, 3)
                child = os.fork()
                if child == 0:
                    listener.close()
                    _become(json.loads(raw), handles, main)
                for handle in handles:
                    os.close(handle)
                _, status = os.waitpid(child, 0)
                connection.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _become(order: dict[str, Any], handles: list[int], main: Any) -> None:
    """The child: with the output, folder and environment asked for, then the command."""
    code = 70
    try:
        for handle, own in zip(handles, (0, 1, 2), strict=True):
            os.dup2(handle, own)
        os.environ.clear()
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        sys.argv = ["lumbung", *order["arguments"]]
        code = main(order["arguments"])
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class Nursery:
    """One for a test process. It runs one command after the other."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lumbung-")
        self._path = str(Path(self._folder.name) / "s")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.end_to_end.nursery", self._path, reader_nursery().path],
            env={**environment, "OPENBLAS_NUM_THREADS": "1"},
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """For who needs it no more before the tests are over."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def run(
        self, arguments: list[str], folder: str, environment: dict[str, str], timeout: float, said: bytes = b""
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and standard error; `said` is its standard input. Raises TimeoutError."""
        with ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(said)
            files[0].seek(0)
            connection = stack.enter_context(connected(self._path))
            connection.settimeout(timeout)
            order = {"arguments": arguments, "folder": folder, "environment": environment}
            socket.send_fds(connection, [json.dumps(order).encode()], [file.fileno() for file in files])
            code = connection.recv(16)
            if not code:
                raise RuntimeError("the nursery died")
            for file in files[1:]:
                file.seek(0)
            return int(code), files[1].read(), files[2].read()


if __name__ == "__main__":
    serve(*sys.argv[1:])
