"""How a crawl goes: a live line on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, repeat

from rich.console import Console
from rich.live import Live
from rich.text import Text

from crawler.beside import again_and_again
from crawler.cli.common import size
from crawler.job import CrawlJob

# In a file or the journal a line each ten seconds would be 8,640 a day: after a minute it is one a minute.
_PLAIN_SECONDS = (*[10.0] * 6, 60.0)


def crawl_progress(job: CrawlJob, console: Console) -> AbstractContextManager[None]:
    """Show the job's numbers while the block runs."""
    started = time.monotonic()
    before = job.tally.total("answers")

    def line() -> str:
        answers = job.tally.total("answers")
        rate = (answers - before) / max(time.monotonic() - started, 0.001)
        return (
            f"{job.tally.total('archived')} pages, {answers} answers, {len(job.seeds)} sites, {rate:.1f}/s, "
            f"{len(job.frontier)} queued, {job.readers.waiting} to read, "
            f"{job.tally.total('failed')} failed, {size(job.tally.total('bytes'))}"
        )

    return live_line(line, console)


@contextmanager
def live_line(line: Callable[[], str], console: Console) -> Iterator[None]:
    """Show a line while the block runs, again and again."""
    if console.is_terminal:
        with Live(get_renderable=lambda: Text(line()), console=console, refresh_per_second=4, transient=True):
            yield
        return
    rests = chain(_PLAIN_SECONDS, repeat(_PLAIN_SECONDS[-1]))
    with again_and_again("progress", lambda: console.print(line(), soft_wrap=True), rests):
        yield
