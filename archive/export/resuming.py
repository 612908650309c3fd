"""How far an export is that can go on later: noted beside its unfinished file, now and then.

It goes on only when nothing has changed: the same question in the same form, and the same catalogue, whose `change` is
counted up whenever anything is written; else the rest would be of another state than the beginning.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from archive.catalogue.state import change_of, value_of
from archive.export.matching import Tally
from archive.export.wanted import Wanted
from archive.files import write_whole
from archive.version import VERSION

_EVERY_SECONDS = 5.0


class Resumption:
    """Of one file. `tally`: what a former run came to; None when it begins anew. The file is then cut to where that
    run had noted it, or emptied, and stands at its end."""

    def __init__(self, part: Path, file: BinaryIO, wanted: Wanted, connection: Connection) -> None:
        self.tally: Tally | None = None
        self._tally: Tally | None = None
        self._path = part.with_name(part.name + ".json")
        self._file = file
        self._asked = {"wanted": json.loads(wanted.to_json()), "lumbung": VERSION, **_state(connection)}
        self._resumes = wanted.exporter.resumes
        self._told_at = time.monotonic()
        self.is_noted = False
        size = self._go_on() if self._resumes else 0
        file.truncate(size)
        file.seek(size)

    def note(self) -> None:
        """Between two rows: when some seconds have passed, what is written is put on disk and noted."""
        if not self._resumes or time.monotonic() - self._told_at < _EVERY_SECONDS:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        assert self._tally is not None
        facts = {**self._asked, "bytes": self._file.tell(), "tally": self._tally.to_json()}
        write_whole(self._path, json.dumps(facts).encode())
        self._told_at, self.is_noted = time.monotonic(), True

    def follow(self, tally: Tally) -> None:
        """What is to be noted."""
        self._tally = tally

    def forget(self) -> None:
        # A process killed while it noted something leaves the note half written beside.
        for path in (self._path, self._path.with_name(self._path.name + ".new")):
            path.unlink(missing_ok=True)

    def _go_on(self) -> int:
        """How many bytes there are already."""
        try:
            facts: dict[str, Any] = json.loads(self._path.read_bytes())
            there = os.fstat(self._file.fileno()).st_size
            is_same = all(facts.get(name) == value for name, value in self._asked.items())
            if not is_same or not 0 <= facts["bytes"] <= there:
                raise ValueError
            self.tally = Tally.from_json(facts["tally"])
        except (OSError, ValueError, KeyError, TypeError):
            self.forget()
            return 0
        self.is_noted = True
        return int(facts["bytes"])


def _state(connection: Connection) -> dict[str, Any]:
    """What changes with the catalogue, also when it is made anew."""
    return {
        "change": change_of(connection),
        "catalogue": [value_of(connection, name) for name in ("format", "last_number", "words_added")],
    }
