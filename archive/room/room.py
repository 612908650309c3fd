"""The open reading room: a collection, its catalogue, and what keeps the two in step."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from archive.catalogue.store import named_faults
from archive.catalogue.update import bring_up_to_date
from archive.errors import ArchiveError
from archive.index.kept import KeptIndexes
from archive.layout import Collection
from archive.room.language import JAKARTA
from archive.room.tasks import Tasks

logger = logging.getLogger(__name__)

_PLAN_SECONDS = 300.0
_PLAN_PATIENCE_SECONDS = 0.2


def _today() -> date:
    return datetime.now(JAKARTA).date()


class Room:
    """What every page is given. `today` is the day in Jakarta; `plan` tells when each site is due, as `next_due` of
    `lumbung status --json`, the longest due first; `targets` the names in notify.toml, None where they cannot be read:
    both are the crawler's to know, and None where nobody asks it."""

    def __init__(
        self,
        collection: Collection,
        engine: Engine,
        today: Callable[[], date] = _today,
        plan: Callable[[], list[dict[str, Any]]] | None = None,
        targets: Callable[[], tuple[str, ...] | None] = lambda: None,
    ) -> None:
        self.collection = collection
        self.targets = targets
        self.today = today
        self.indexes = KeptIndexes(collection)
        # Where people have to log in: a pass for the parts of archived pages, which come without cookies
        # (archive.replay.addresses).
        self.part_key: Callable[[], str] = lambda: ""
        self._plan = plan
        self._planned: list[dict[str, Any]] | None = None
        self._planned_at: float | None = None
        self._engine = engine
        is_elsewhere = engine.dialect.name == "postgresql"
        self.tasks = Tasks(collection.root, engine.url.render_as_string(False) if is_elsewhere else None)
        self._closing = threading.Event()
        self._keeper: threading.Thread | None = None

    @contextmanager
    def catalogue(self) -> Iterator[Connection]:
        """One state of the catalogue, however long it is looked at. Raises CatalogueError."""
        with named_faults(self._engine), self._engine.connect() as connection:
            yield connection

    def plan(self) -> list[dict[str, Any]] | None:
        """When each site is due, some minutes old; None where it is not known, or not yet: making it may mean to read
        all documents, so it is made beside whoever asks."""
        is_old = self._planned_at is None or time.monotonic() - self._planned_at > _PLAN_SECONDS
        if self._plan and is_old:
            self._planned_at = time.monotonic()
            making = threading.Thread(target=self._make_plan, args=(self._plan,), name="plan", daemon=True)
            making.start()
            making.join(timeout=_PLAN_PATIENCE_SECONDS if self._planned is None else 0)
        return self._planned

    def _make_plan(self, plan: Callable[[], list[dict[str, Any]]]) -> None:
        try:
            self._planned = plan()
        except ArchiveError as error:
            logger.warning("When sites are due cannot be told: %s", error)
        except Exception:
            logger.exception("When sites are due cannot be told")

    def keep_up_to_date(self, seconds: float, then: Callable[[], None] = lambda: None) -> None:
        """Look every so often whether documents, decisions or lists have changed; a crawl may be running. `then` is
        done at once, and after each look."""
        self._keeper = threading.Thread(target=self._keep, args=(seconds, then), name="catalogue", daemon=True)
        self._keeper.start()

    def look_again(self) -> None:
        """Take in what has changed, now. Raises ArchiveError."""
        bring_up_to_date(self.collection, self._engine)

    def close(self) -> None:
        self._closing.set()
        self.tasks.close()
        if self._keeper:
            self._keeper.join(timeout=30)
        self._engine.dispose()

    def _keep(self, seconds: float, then: Callable[[], None]) -> None:
        while True:
            try:
                bring_up_to_date(self.collection, self._engine, wait=False)
                then()
            except ArchiveError as error:
                logger.warning("The catalogue could not be brought up to date: %s", error)
            except Exception:
                logger.exception("The catalogue could not be brought up to date")
            if self._closing.wait(seconds):
                return
