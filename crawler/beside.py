"""Something done again and again while a block runs, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager


@contextmanager
def again_and_again(name: str, work: Callable[[], None], rests: Iterable[float]) -> Iterator[None]:
    """Rest as many seconds as `rests` says next, then work, until the block ends. `rests` has no end."""
    stopped = threading.Event()

    def run() -> None:
        for rest in rests:
            if stopped.wait(rest):
                return
            work()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
