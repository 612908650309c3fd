"""A job's own logs, appended when it goes on.

    crawls/<id>/log.jsonl    for programs: a JSON object a line
    crawls/<id>/log.txt      for people: time, level, logger, sentence; without Scrapy's settings and statistics

Both are bounded, whatever happens: a file that has grown to 16 MB becomes log.jsonl.1, and so on to .4; a line has its
longest; and of one kind of event two hundred lines are written in ten minutes, then only how many there were.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from archive.times import warc_date
from crawler.reports.harmless import cut, harmless, harmless_json, harmless_lines, without_credentials

_OURS = ("crawler", "spiders", "archive", "scrapy")

_FILE_BYTES = 16_000_000
_OLDER_FILES = 4
_LONGEST_MESSAGE, _LONGEST_TRACEBACK, _MOST_VALUES = 4000, 16_000, 20
_STORM_LINES, _STORM_SECONDS, _MOST_KINDS = 200, 600.0, 500

_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


class _JobLog(logging.Handler):
    """Both files behind one gate."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        plain = _file(folder / "log.txt", _PlainLines())
        plain.addFilter(lambda record: record.levelno >= logging.WARNING or not record.name.startswith("scrapy"))
        self._files = [_file(folder / "log.jsonl", _JsonLines()), plain]
        self._gate = StormGate(self._write)

    def emit(self, record: logging.LogRecord) -> None:
        if self._gate.lets_pass(record):
            self._write(record)

    def close(self) -> None:
        self._gate.close()
        for file in self._files:
            file.close()
        super().close()

    def _write(self, record: logging.LogRecord) -> None:
        for file in self._files:
            file.handle(record)


class StormGate:
    """Lets so many lines of one kind pass in some minutes; afterwards `write` gets one that counts the others.

    A kind is the logger and the sentence without its values.
    """

    def __init__(self, write: Callable[[logging.LogRecord], None], now: Callable[[], float] = time.monotonic) -> None:
        self._write = write
        self._now = now
        self._kinds: dict[tuple[str, int, str], tuple[float, int]] = {}  # since when, how many

    def lets_pass(self, record: logging.LogRecord) -> bool:
        kind = (record.name, record.levelno, str(record.msg))
        if kind not in self._kinds and len(self._kinds) >= _MOST_KINDS:
            kind = (record.name, record.levelno, "")  # of all that come too late to be told apart
        now = self._now()
        since, count = self._kinds.get(kind, (now, 0))
        if now - since > _STORM_SECONDS:
            self._tell(kind, count)
            since, count = now, 0
        self._kinds[kind] = (since, count + 1)
        return count < _STORM_LINES

    def close(self) -> None:
        for kind, (_, count) in self._kinds.items():
            self._tell(kind, count)
        self._kinds.clear()

    def _tell(self, kind: tuple[str, int, str], count: int) -> None:
        name, level, event = kind
        if count > _STORM_LINES:
            left_out = (count - _STORM_LINES, event or "many kinds")
            self._write(logging.LogRecord(name, level, "", 0, "%d lines more of this kind: %s", left_out, None))


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk stops the job with a sentence of its own; a line a record would bury it."""


def _file(path: Path, form: logging.Formatter) -> _File:
    handler = _File(
        path, maxBytes=_FILE_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", errors="backslashreplace", delay=True
    )
    handler.setFormatter(form)
    return handler


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": warc_date(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "event": cut(without_credentials(str(record.msg)), _LONGEST_MESSAGE),
            "values": _values(record),
            "message": cut(without_credentials(record.getMessage()), _LONGEST_MESSAGE),
        }
        if record.exc_info:
            line["traceback"] = cut(without_credentials(self.formatException(record.exc_info)), _LONGEST_TRACEBACK)
        return harmless_json(line)


def _values(record: logging.LogRecord) -> dict[str, Any]:
    """What stands in the sentence, by name or by place, and what was given beside it."""
    arguments = record.args
    named = dict(arguments) if isinstance(arguments, dict) else {str(n): one for n, one in enumerate(arguments or ())}
    beside = {name: one for name, one in record.__dict__.items() if name not in _STANDARD and _is_plain(one)}
    found = list((named | beside).items())[:_MOST_VALUES]
    return {name: _plain(one) for name, one in found}


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _plain(value: object) -> object:
    if isinstance(value, str) or not _is_plain(value):
        return cut(without_credentials(str(value)), _LONGEST_MESSAGE)
    return value


class _PlainLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        line = f"{at} {record.levelname:8} {record.name}: {harmless(record.getMessage(), _LONGEST_MESSAGE)}"
        if record.exc_info:
            trace = cut(self.formatException(record.exc_info), _LONGEST_TRACEBACK)
            line += "\n" + "\n".join(f"    {part}" for part in harmless_lines(trace).split("\n"))
        return line


@contextmanager
def job_log(folder: Path) -> Iterator[None]:
    """Log lines of INFO and above, ours and Scrapy's, go to the job's logs while the block runs."""
    handler = _JobLog(folder)
    handler.addFilter(lambda record: record.name.partition(".")[0] in _OURS)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # On the root, because Scrapy's own set-up takes handlers off its loggers.
    logging.root.addHandler(handler)
    try:
        yield
    finally:
        logging.root.removeHandler(handler)
        handler.close()
