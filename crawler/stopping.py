"""How a crawl is stopped: safely at the first Ctrl-C or SIGTERM, at once at the second.

    safe     what was asked is waited for and recorded; pages are read, files closed, the report written
    at once  requests under way are given up and what came of them recorded as cut, all is synced; what is not
             read stays unread, and the next crawl finishes the open files

A safe stop that takes longer than systemd will wait becomes one at once by itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

logger = logging.getLogger(__name__)

SAFE_STOP_SECONDS = 8 * 60.0
# systemd kills what is still there then (crawler.schedule).
LONGEST_STOP_SECONDS = 10 * 60
# By then a stop at once has ended, whatever step of the closing it came into.
_AT_ONCE_SECONDS = 5.0

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StoppedAtOnce(Exception):
    """What the closing of a job is left with when it is to end at once."""


class Stopping:
    """Whether and how a job was asked to stop. `is_asked`: safely; `is_at_once`: without waiting for anything."""

    def __init__(self) -> None:
        self.is_asked = False
        self.is_at_once = False
        self._is_all_synced = False

    def ask(self) -> None:
        self.is_asked = True

    def ask_at_once(self) -> None:
        """May be called by a signal's handler, so it touches nothing that the code it interrupts may be at."""
        self.is_asked = self.is_at_once = True
        if self._is_all_synced:
            _end_soon()

    def check(self) -> None:
        """Called between the steps of a closing. Raises StoppedAtOnce."""
        if self.is_at_once:
            raise StoppedAtOnce

    def all_is_synced(self) -> None:
        """Called once what was captured is safe: from now on the process may end in any moment."""
        self._is_all_synced = True
        if self.is_at_once:
            _end_soon()


def _end_soon() -> None:
    # Linking many documents, say, knows no pause: a thread of its own ends it.
    timer = threading.Timer(_AT_ONCE_SECONDS, _end)
    timer.daemon = True
    timer.start()


def _end() -> None:
    if sys.stderr.isatty():
        os.write(2, b"\x1b[?25h\n")  # the progress line had hidden the cursor
    os._exit(130)


class Signals:
    """Ctrl-C and SIGTERM while a crawler runs. `safely` and `at_once` are called in its event loop."""

    def __init__(self, stopping: Stopping, safely: Callable[[], None], at_once: Callable[[], None]) -> None:
        self._stopping = stopping
        self._safely = safely
        self._at_once = at_once
        self._loop = asyncio.get_running_loop()
        self._before: dict[int, Any] = {}
        self._deadline: asyncio.TimerHandle | None = None

    def install(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        self._before = {number: signal.signal(number, self._heard) for number in _SIGNALS}
        for number in _heard_before[:2]:
            self._heard(number, None)

    def remove(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if self._deadline:
            self._deadline.cancel()

    def _heard(self, number: int, frame: FrameType | None) -> None:
        """No log line and no lock here: the interrupted code may hold it."""
        if not self._stopping.is_asked:
            self._stopping.ask()
            self._loop.call_soon_threadsafe(self._stop_safely, number)
        elif not self._stopping.is_at_once:
            self._stopping.ask_at_once()
            self._loop.call_soon_threadsafe(self._stop_at_once)

    def _stop_safely(self, number: int) -> None:
        logger.info(
            "%s: what is under way is waited for; a second one ends the crawl at once", signal.Signals(number).name
        )
        self._deadline = self._loop.call_later(SAFE_STOP_SECONDS, self._too_late)
        self._safely()

    def _too_late(self) -> None:
        logger.warning("The stop has taken %d s; now it is made at once", SAFE_STOP_SECONDS)
        self._stopping.ask_at_once()
        self._stop_at_once()

    def _stop_at_once(self) -> None:
        logger.info("Stopped at once: requests under way are given up")
        self._at_once()


_heard_before: list[int] = []  # signals that came while a job was opened


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """While a job is opened, Ctrl-C and SIGTERM end it by KeyboardInterrupt, exit code 130. Should something on the way
    swallow that, the job is stopped as soon as it runs: safely, or at once if a second one was swallowed, too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        _heard_before.append(number)
        raise KeyboardInterrupt

    _heard_before.clear()
    before = {number: signal.signal(number, interrupt) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
