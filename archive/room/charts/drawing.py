"""Specifications drawn by vl-convert, one at a time, in a process of its own.

It ends when nothing was drawn for a while: V8 weighs some 100 MB, more than all the rest of a reading room, and takes
a second to start. Should a drawing hang or its process die, only that picture fails.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError
from archive.room.charts import FONT, INK, LEAF, LINE, QUIET, Spec
from archive.room.language import Language, language

logger = logging.getLogger(__name__)

_MOST_WAITING = 12
_LONGEST_SECONDS = 60.0
_IDLE_SECONDS = 120.0


class Busy(ArchiveError):
    """More charts are asked for at once than can be drawn soon."""


class DrawingError(ArchiveError):
    """A chart that could not be drawn."""


class _Engine:
    """The process, while there is one. Whoever draws holds the lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._idle: threading.Timer | None = None

    def draw(self, asked: dict[str, Any]) -> bytes:
        """Raises DrawingError."""
        if self._idle:
            self._idle.cancel()
        process = self._started()
        watch = threading.Timer(_LONGEST_SECONDS, process.kill)
        watch.start()
        try:
            return self._answer(process, asked)
        finally:
            watch.cancel()
            self._idle = threading.Timer(_IDLE_SECONDS, self._end_if_idle)
            self._idle.daemon = True
            self._idle.start()

    def _answer(self, process: subprocess.Popen[bytes], asked: dict[str, Any]) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(asked, default=str).encode() + b"\n")
            process.stdin.flush()
            head = json.loads(process.stdout.readline() or b"{}")
            body = process.stdout.read(head.get("length", 0))
        except (OSError, ValueError) as error:
            self.end()
            raise DrawingError("a chart could not be drawn: its process ended") from error
        if "fault" in head:
            raise DrawingError(f"a chart could not be drawn: {head['fault']}")
        if not body or len(body) < head["length"]:
            self.end()
            raise DrawingError("a chart could not be drawn: its process ended, or took too long")
        return body

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            command = [sys.executable, "-P", str(Path(__file__).with_name("engine.py"))]
            # In a session of its own: Ctrl-C is for the room, which then ends it.
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        return self._process

    def _end_if_idle(self) -> None:
        if self.lock.acquire(blocking=False):
            try:
                self.end()
            finally:
                self.lock.release()

    def end(self) -> None:
        """It ends by itself, too, when its input does: with us."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()


_engine = _Engine()
_waiting = threading.BoundedSemaphore(_MOST_WAITING)


@contextmanager
def in_turn() -> Iterator[None]:
    """Whoever draws waits for those before. Raises Busy where too many wait already."""
    if not _waiting.acquire(blocking=False):
        raise Busy("too many charts at once")
    try:
        with _engine.lock:
            yield
    finally:
        _waiting.release()


def svg(spec: Spec, speech: Language) -> str:
    """The chart as SVG, without a frame. For whoever is in turn. Raises DrawingError."""
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": _CONFIG, **spec}
    return _engine.draw({"spec": whole, "numbers": _numbers(speech)}).decode()


def png(picture: str) -> bytes:
    """An SVG as PNG, twice as large: for slides. For whoever is in turn. Raises DrawingError."""
    return _engine.draw({"svg": picture})


def warm_up() -> None:
    """Have the engine started before somebody waits for it."""

    def draw() -> None:
        try:
            with in_turn():
                svg({"data": {"values": [{"a": 1}]}, "mark": "bar"}, language("id"))
        except (ArchiveError, OSError) as error:
            logger.warning("Charts cannot be drawn: %s", error)

    threading.Thread(target=draw, name="charts", daemon=True).start()


def end() -> None:
    """When the room closes."""
    with _engine.lock:
        end_process()


def end_process() -> None:
    """For whoever is in turn; the next drawing starts another."""
    _engine.end()


def _numbers(speech: Language) -> dict[str, Any]:
    point, comma = (",", ".") if speech.code == "id" else (".", ",")
    return {"decimal": point, "thousands": comma, "grouping": [3], "currency": ["Rp", ""]}


_CONFIG: Spec = {
    "background": None,
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        "gridColor": LINE, "domainColor": LINE, "tickColor": LINE, "labelLimit": 240,
    },
    "legend": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 12, "titleFontSize": 12,
               "titleFontWeight": "normal", "orient": "top", "labelLimit": 300},
    "bar": {"color": LEAF},
}  # fmt: skip
