"""The job's own log: crawls/<id>/log.jsonl, a JSON object a line, appended when a job goes on."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.times import warc_date

_OURS = ("crawler", "spiders", "archive", "scrapy")


class _JobLog(logging.FileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk stops the job with a sentence of its own; a line a record would bury it."""


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": warc_date(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


@contextmanager
def job_log(folder: Path) -> Iterator[None]:
    """Log lines of INFO and above, ours and Scrapy's, go to the job's log while the block runs."""
    handler = _JobLog(folder / "log.jsonl", encoding="utf-8", errors="replace")
    handler.setFormatter(_JsonLines())
    handler.setLevel(logging.INFO)
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
