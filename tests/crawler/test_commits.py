"""What a commit notes of the WARCs while answers are on their way from the wire into the frontier."""

import asyncio
import time
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.model import Capture
from archive.warc.exchange import Trail
from crawler.job import CrawlJob
from crawler.opening import open_job
from crawler.options import CrawlOptions
from spiders.targets import Priority, Target
from tests.archive.conftest import exchange

SITE = "https://contohrejo.desa.id/"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Warga bergotong royong.</p>"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


def _stored(job: CrawlJob, url: str) -> Capture:
    capture = job.recorder.record(exchange(url, PAGE), Trail())
    assert capture
    return capture


def test_the_next_run_finds_an_answer_that_was_stored_and_still_waited_for_at_the_last_commit(
    collection: Collection,
) -> None:
    asyncio.run(_stored_and_committed(collection))


async def _stored_and_committed(collection: Collection) -> None:
    with open_job(collection, CrawlOptions(), [SITE]) as job:
        job.frontier.add(Target(SITE, job.site_of(SITE) or "", Priority.SEED))
        lease = job.frontier.next(time.time())
        assert lease
        capture = _stored(job, lease.target.url)
        job.commits.recorded(lease, capture)
        _stored(job, SITE + "lain")

        job.commits.commit()
        while_it_waits = job.frontier.fact("synced")
        job.recorder.finish()
        job.commits.commit()
        in_a_finished_warc = job.frontier.fact("synced"), job.frontier.fact("stems")
        job.frontier.done(lease, time.time())
        job.commits.commit()
        stem = capture.warc_filename.removesuffix(".warc.gz")

        assert while_it_waits == [stem, capture.offset]
        assert in_a_finished_warc == ([stem, capture.offset], [])
        assert job.frontier.fact("synced") is None
        assert job.frontier.fact("stems") == [stem]
        job.recorder.leave()
