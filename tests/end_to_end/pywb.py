"""pywb over the WARCs of a collection, as a process of its own on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replayed(judges: Path, folder: Path, warcs: list[Path]) -> Iterator[str]:
    """The address of the replay, to which a timestamp and an address are added: `…/uji/20261125010203id_/http://…`."""
    manager = [judges / "wb-manager"]
    subprocess.run([*manager, "init", "uji"], cwd=folder, check=True, capture_output=True)
    subprocess.run(
        [*manager, "add", "uji", *(path.resolve() for path in warcs)], cwd=folder, check=True, capture_output=True
    )
    port = free_port()
    process = subprocess.Popen(
        [judges / "wayback", "-b", "127.0.0.1", "-p", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/uji/"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def get(url: str) -> tuple[int, bytes]:
    """Status and body, redirects not followed."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    try:
        with urllib.request.build_opener(NoRedirect).open(url, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
