"""Warnings on standard error: for a terminal, or with their priority for journald."""

from __future__ import annotations

import logging
import os
import sys

from crawler.reports.harmless import harmless, harmless_lines

# sd-daemon(3)
_PRIORITIES = {logging.CRITICAL: 2, logging.ERROR: 3, logging.WARNING: 4, logging.INFO: 6, logging.DEBUG: 7}


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname}: {harmless(record.getMessage())}"
        if record.exc_info:
            line += "\n" + harmless_lines(self.formatException(record.exc_info))
        if not is_journal():
            return line
        priority = _PRIORITIES.get(record.levelno, 5)
        return "\n".join(f"<{priority}>{part}" for part in line.split("\n"))


def log_to_terminal() -> None:
    """On the handler and not the loggers, whose levels Scrapy sets: the job's own log takes INFO too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(_Line())
    logging.basicConfig(handlers=[handler])


def is_journal() -> bool:
    """Whether standard error goes straight into systemd's journal: JOURNAL_STREAM names its device and inode."""
    try:
        facts = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{facts.st_dev}:{facts.st_ino}"
