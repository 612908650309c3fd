"""Files that take a while: made one after another by processes of their own, offered for an hour, then deleted."""

from __future__ import annotations

import logging
import queue
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from archive.access.current import access_of
from archive.errors import ArchiveError
from archive.export.process import end, start
from archive.room.task_folder import TaskFolder

if TYPE_CHECKING:  # what makes tables knows pages, and pages know the room, which has tasks
    from archive.export.wanted import Wanted

logger = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "failed"]

KEPT_SECONDS = 3_600.0
MOST_WAITING = 8
MOST_OF_ONE = 4  # of these, of one person: the others wait in the same row
STREAMS = 2
_AGAIN_SECONDS = 60.0  # who asks for the same within that time is given the same file
_MOST_BYTES = 2_000_000_000  # of a file with what it needs while it is made; of those that are kept
_LEAST_FREE_BYTES = 500_000_000
_LONGEST_SECONDS = 1_800.0
_LOOK_SECONDS = 60.0


class Busy(Exception):
    """As much is being made as may be at a time, for all or for who asks, or there is no room on the disk."""


@dataclass
class Task:
    """A file that is made, or was. `total`: rows expected; `done`: written so far. `access`: the access list that it is
    made under. `who` asked for it; empty where nobody is known."""

    id: str
    wanted: Wanted
    total: int
    name: str
    access: str
    who: str = ""
    done: int = 0
    state: State = "waiting"
    bytes: int = 0
    path: Path | None = None
    begun: float = field(default_factory=time.monotonic)
    ended: float | None = None

    @property
    def seconds_left(self) -> float | None:
        """How long the file is still there; None while it is made."""
        return None if self.ended is None else max(0.0, self.ended + KEPT_SECONDS - time.monotonic())

    @property
    def is_fresh(self) -> bool:
        """Whether who asks for the same is given this one."""
        if self.ended is None:
            return True
        return self.state == "done" and time.monotonic() - self.ended < _AGAIN_SECONDS


class Tasks:
    """Those of one room. `catalogue`: the address of its database; None: the collection's own file."""

    def __init__(self, root: Path, catalogue: str | None) -> None:
        self._root = root
        self._catalogue = catalogue
        self._tasks: dict[str, Task] = {}
        self._queue: queue.Queue[Task | None] = queue.Queue()
        self._lock = threading.Lock()
        self._maker: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: TaskFolder | None = None
        self._streams = threading.BoundedSemaphore(STREAMS)
        self._is_closed = False

    def ask(self, wanted: Wanted, total: int, who: str = "") -> Task:
        """The task that makes this file: a new one, unless the same was asked for just now. Raises Busy, and
        ArchiveError when the access list cannot be understood."""
        with self._lock:
            self._sweep()
            access = access_of(self._root).fingerprint
            for task in self._tasks.values():
                if task.wanted == wanted and task.is_fresh and task.access == access:
                    return task
            unfinished = [task for task in self._tasks.values() if task.ended is None]
            own = [task for task in unfinished if who and task.who == who]
            if self._is_closed or len(unfinished) >= MOST_WAITING or len(own) >= MOST_OF_ONE:
                raise Busy
            self._make_room()
            task = Task(secrets.token_urlsafe(12), wanted, total, wanted.file_name(), access, who)
            self._tasks[task.id] = task
            if self._maker is None:
                self._maker = threading.Thread(target=self._make_all, name="exports", daemon=True)
                self._maker.start()
        self._queue.put(task)
        return task

    def get(self, task_id: str) -> Task | None:
        with self._lock:
            self._sweep()
            return self._tasks.get(task_id)

    @contextmanager
    def stream(self, wanted: Wanted) -> Iterator[subprocess.Popen[bytes]]:
        """A process that writes the CSV to its standard output; it ends with the block. Raises Busy."""
        if self._is_closed or not self._streams.acquire(blocking=False):
            raise Busy
        try:
            process = start(wanted, self._root, self._catalogue)
            try:
                yield process
            finally:
                end(process)
        finally:
            self._streams.release()

    def close(self) -> None:
        """End what is being made, and delete all files."""
        with self._lock:
            self._is_closed = True
            if self._process:
                self._process.kill()
        self._queue.put(None)
        if self._maker:
            self._maker.join(timeout=30)
        if self._folder:
            self._folder.remove()

    def _make_all(self) -> None:
        while not self._is_closed:
            try:
                task = self._queue.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                with self._lock:
                    self._sweep()
                continue
            if task is None:
                return
            try:
                self._make(task)
            except Exception:
                logger.exception("An export could not be made: %s", task.name)
                self._close_task(task, "failed")

    def _make(self, task: Task) -> None:
        assert self._folder is not None
        folder = self._folder.make(task.id)
        path = folder / task.name
        with self._lock:
            if self._is_closed:
                return
            self._process = process = start(task.wanted, self._root, self._catalogue, path)
            task.state = "running"
        watch = threading.Timer(_LONGEST_SECONDS, process.kill)
        watch.start()
        try:
            is_whole = self._watched(task, process, self._folder)
            error = process.stderr.read().decode("utf-8", "replace").strip() if process.stderr else ""
        finally:
            watch.cancel()
            end(process)
        if is_whole:
            task.path, task.bytes = path, path.stat().st_size
        elif not self._is_closed:
            logger.warning("An export could not be made: %s: %s", task.name, error or "it was ended")
        self._close_task(task, "done" if is_whole else "failed")

    def _watched(self, task: Task, process: subprocess.Popen[bytes], folder: TaskFolder) -> bool:
        """Follow what the process tells of itself, to its end. Whether the file is whole."""
        assert process.stdout is not None
        for said in process.stdout:
            if said == b"done\n":
                return True
            task.done = int(said)
            if folder.size(task.id) > _MOST_BYTES or folder.free_bytes() < _LEAST_FREE_BYTES // 2:
                process.kill()
        return False

    def _close_task(self, task: Task, state: State) -> None:
        with self._lock:
            task.state, task.ended, self._process = state, time.monotonic(), None
            if state == "failed" and self._folder:
                self._folder.delete(task.id)

    def _sweep(self) -> None:
        """Delete what has been there for its time, and what may hold an article that was restricted since."""
        access = None  # nobody knows what may be shown
        with suppress(ArchiveError):
            access = access_of(self._root).fingerprint
        done = [one for one in self._tasks.values() if one.ended is not None]
        for task in [one for one in done if one.seconds_left == 0.0 or one.access != access]:
            self._delete(task)

    def _make_room(self) -> None:
        """Delete the oldest files until there is room for one more. Raises Busy."""
        if self._folder is None:
            self._folder = TaskFolder()
        kept = sorted((one for one in self._tasks.values() if one.ended is not None), key=lambda one: one.ended or 0.0)
        while kept and (sum(one.bytes for one in kept) > _MOST_BYTES or self._folder.free_bytes() < _LEAST_FREE_BYTES):
            self._delete(kept.pop(0))
        if self._folder.free_bytes() < _LEAST_FREE_BYTES:
            raise Busy

    def _delete(self, task: Task) -> None:
        del self._tasks[task.id]
        if self._folder:
            self._folder.delete(task.id)
