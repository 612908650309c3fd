"""A job that is not begun for want of disk space has no report, so its finding is told from here: once a day.

The guard of a running job stops it in time, and that is told with its report; but another program may fill the disk
between two jobs, and the timer's run is then refused night after night.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import CollectionError
from archive.layout import Collection
from archive.times import warc_date
from crawler.disk import room_of
from crawler.monitors.finding import Finding
from crawler.notices.digest import digest
from crawler.notices.sending import send_all
from crawler.notices.targets import has_targets, read_targets

logger = logging.getLogger(__name__)

_DAY = 86_400
_TEXT = {
    "id": {
        "title": "Perayapan tidak dapat dimulai: penyimpanan penuh",
        "what": "Sisa tempat {free} MB; sebelum merayap harus ada {reserve} MB",
        "means": "Selama penyimpanan penuh tidak ada situs yang dirayapi. Yang sudah tersimpan tetap utuh.",
        "advice": "Kosongkan tempat, atau pindahkan koleksi; perayapan berikutnya lalu berjalan sendiri.",
    },
    "en": {
        "title": "Crawls cannot begin: the disk is full",
        "what": "{free} MB of disk space left; {reserve} MB must be free before a crawl",
        "means": "As long as the disk is full no site is crawled. What is stored stays whole.",
        "advice": "Make space, or move the collection; the next crawl then runs by itself.",
    },
}


def tell_of_full_disk(collection: Collection) -> None:
    """Send everybody a message, unless one went within a day; what did not go is logged. Holds the lock. Nothing needs
    to be written for it: there may be no room."""
    if not has_targets(collection) or _was_told(collection):
        return
    try:
        targets = read_targets(collection)
    except CollectionError as error:
        logger.warning("Nobody is told that the disk is full: %s", error)
        return
    message = digest(collection.root.resolve().name, [_finding(collection)], collection.config.notify.language)
    answers = send_all({name: (url, message) for name, url in targets.items()}, collection.config.notify.seconds)
    for name, reason in answers.items():
        if reason is not None:
            logger.warning("%s is not told that the disk is full: %s", name, reason)
    if None in answers.values():
        with suppress(OSError):  # then it is told at the next run as well
            _memory(collection).parent.mkdir(exist_ok=True)
            _memory(collection).touch()


def forget_full_disk(collection: Collection) -> None:
    """A job begins: when the disk is full another time, that is news."""
    with suppress(OSError):
        _memory(collection).unlink(missing_ok=True)


def _memory(collection: Collection) -> Path:
    """Its time says when it was told."""
    return collection.root / "notices" / "full-disk-told"


def _was_told(collection: Collection) -> bool:
    try:
        return 0 <= time.time() - _memory(collection).stat().st_mtime < _DAY
    except OSError:
        return False


def _finding(collection: Collection) -> Finding:
    room, now = room_of(collection), warc_date(datetime.now(UTC))
    texts = _texts(room.free_bytes, room.to_begin_bytes)
    return Finding("disk_filling full", "disk_filling", "alarm", None, "new", now, now, now, texts)


def _texts(free: int, reserve: int) -> Mapping[str, Mapping[str, str]]:
    figures = {"free": free // 1_000_000, "reserve": reserve // 1_000_000}
    return {code: {name: text.format_map(figures) for name, text in words.items()} for code, words in _TEXT.items()}
