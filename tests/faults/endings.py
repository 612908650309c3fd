"""How a run of the timer is ended: killed with or without its readers, stopped safely, stopped at once."""

from __future__ import annotations

import random
import signal
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from archive import Collection
from tests.end_to_end.conftest import command, environment
from tests.faults.runs import children, is_alive, kill

ENDINGS = ("kill", "kill of the crawl alone", "SIGTERM", "SIGINT", "two signals")
KILLS = ("kill", "kill of the crawl alone")
# A large body that drips is waited for; then reading, linking and reports.
_SAFE_SECONDS = 90
_AT_ONCE_SECONDS = 20
_READERS_SECONDS = 20


class Launch:
    """One run, from when it was started; times are UTC."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.started_at = datetime.now(UTC)
        self.ended_at = self.started_at
        self.second_after: float | None = None
        self.below: list[int] = []

    def end(self) -> None:
        self.ended_at = datetime.now(UTC)

    def codes_of(self, ending: str | None) -> tuple[int, ...]:
        """The exit codes it may have. A signal may come when nobody hears it yet, or just after all is done."""
        if ending is None:
            return (0,)
        if ending in KILLS:
            return (-signal.SIGKILL,)
        return (130, 0, -signal.SIGTERM, -signal.SIGINT)

    def still_alive(self) -> list[int]:
        """Its readers, after the time they have to see that nobody asks them any more."""
        deadline = time.monotonic() + _READERS_SECONDS
        while (alive := [pid for pid in self.below if is_alive(pid)]) and time.monotonic() < deadline:
            time.sleep(0.02)
        return alive


def end_by(ending: str, launch: Launch, chance: random.Random) -> None:
    """End a run and wait until it has ended. Raises subprocess.TimeoutExpired when it does not."""
    process = launch.process
    launch.below = children(process.pid)
    match ending:
        case "kill":
            kill(process)
        case "kill of the crawl alone":
            process.kill()
            process.wait(30)
        case "two signals":
            first = chance.choice((signal.SIGTERM, signal.SIGINT))
            other = signal.SIGINT if first == signal.SIGTERM else signal.SIGTERM
            process.send_signal(first)
            launch.second_after = chance.choice((0.0, 0.3, 2.0)) * chance.random()
            time.sleep(launch.second_after)
            if process.poll() is None:
                # The kernel makes one of two that are alike and not yet heard.
                process.send_signal(chance.choice((first, other)) if launch.second_after else other)
            process.wait(_AT_ONCE_SECONDS)
        case name:
            process.send_signal(signal.Signals[name])
            process.wait(_SAFE_SECONDS)
    launch.end()


def start_rebuild(collection: Collection, said: Path) -> subprocess.Popen[bytes]:
    with said.open("wb") as out:
        return subprocess.Popen(
            command("rebuild", "-c", collection.root),
            cwd=tempfile.gettempdir(),
            env={**environment(), "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
