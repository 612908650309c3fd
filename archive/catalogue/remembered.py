"""Counts that were made already, for as long as the catalogue has not changed: a reading room asks the same all day.

Kept in memory by engine, the least asked for forgotten first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from archive.access.asking import sees_staff
from archive.catalogue.state import change_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_MOST_ROWS = 100_000  # some 20 MB

T = TypeVar("T", bound=Sequence[Any])


class _Memory:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, tuple[Sequence[Any], int]] = OrderedDict()
        self._rows = 0

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key][0]

    def put(self, key: Hashable, value: Sequence[Any], rows: int) -> None:
        with self._lock:
            self._rows += rows - (self._found.pop(key)[1] if key in self._found else 0)
            self._found[key] = value, rows
            while self._rows > _MOST_ROWS:
                _, (_, forgotten) = self._found.popitem(last=False)
                self._rows -= forgotten


_of_engine: WeakKeyDictionary[Engine, _Memory] = WeakKeyDictionary()


def remembered(connection: Connection, question: Hashable, answer: Callable[[], T]) -> T:
    """What `answer` gives; what it gave before to who may see as much, where nothing was written since. Nobody may
    change it. Of a text every 200 letters weigh as much as a row."""
    memory = _of_engine.setdefault(connection.engine, _Memory())
    key = (change_of(connection), sees_staff(), question)
    found: T | None = memory.get(key)
    if found is None:
        found = answer()
        memory.put(key, found, 1 + (len(found) // 200 if isinstance(found, str) else len(found)))
    return found


def forget(engine: Engine) -> None:
    """All of it."""
    _of_engine.pop(engine, None)
