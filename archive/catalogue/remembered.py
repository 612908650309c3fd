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
        self._found: OrderedDict[Hashable, Sequence[Any]] = OrderedDict()
        self._rows = 0

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, value: Sequence[Any]) -> None:
        with self._lock:
            self._rows += 1 + len(value) - (1 + len(self._found.pop(key)) if key in self._found else 0)
            self._found[key] = value
            while self._rows > _MOST_ROWS:
                _, forgotten = self._found.popitem(last=False)
                self._rows -= 1 + len(forgotten)


_of_engine: WeakKeyDictionary[Engine, _Memory] = WeakKeyDictionary()


def remembered(connection: Connection, question: Hashable, answer: Callable[[], T]) -> T:
    """What `answer` gives; what it gave before to who may see as much, where nothing was written since. Nobody may
    change it."""
    memory = _of_engine.setdefault(connection.engine, _Memory())
    key = (change_of(connection), sees_staff(), question)
    found: T | None = memory.get(key)
    if found is None:
        found = answer()
        memory.put(key, found)
    return found


def forget(engine: Engine) -> None:
    """All of it."""
    _of_engine.pop(engine, None)
