"""A job opened on a disk that refuses, and after jobs that died before they began."""

import errno
import json
import sqlite3
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.errors import EvidenceError
from crawler import opening
from crawler.opening import frontier_of, mend, open_job
from crawler.options import CrawlOptions

SITE = "https://contohrejo.desa.id/"


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))


def test_a_job_that_died_before_its_first_commit_is_closed_by_the_next(collection: Collection) -> None:
    died = collection.crawl_folder("20260101000000-aaaa")
    died.mkdir(parents=True)
    (died / "report.json").write_text(json.dumps({"crawl_id": died.name, "finish_reason": "running"}))
    empty = collection.crawl_folder("20260101000000-bbbb")
    empty.mkdir()

    with open_job(collection, CrawlOptions(), [SITE]) as job:
        job.recorder.leave()

    assert json.loads((died / "report.json").read_text())["finish_reason"] == "abandoned"
    assert not empty.exists()


def test_the_open_index_of_a_job_that_died_is_made_again_from_its_warc(collection: Collection) -> None:
    with open_job(collection, CrawlOptions(), [SITE]) as job:
        job.recorder.keep("urn:x:isi", "text/plain", b"isi")
        job.recorder.leave()
    (path,) = collection.open_indexes()
    path.write_bytes(b"torn")

    mend(collection)

    assert collection.open_indexes() == []
    assert [collection.cdxj_file(stem).read_bytes() for stem in collection.stems()] == [b""] * len(collection.stems())
    assert collection.stems()


def test_reports_half_written_at_a_jobs_birth_are_removed_by_the_next(collection: Collection) -> None:
    died = collection.crawl_folder("20260101000000-aaaa")
    died.mkdir(parents=True)
    (died / "report.json").write_text(json.dumps({"crawl_id": died.name, "finish_reason": "running"}))
    (died / "sites.csv.new").touch()
    unreported = collection.crawl_folder("20260101000000-bbbb")
    unreported.mkdir()
    (unreported / "report.json.new").write_text('{"crawl_id"')

    with open_job(collection, CrawlOptions(), [SITE]) as job:
        job.recorder.leave()

    assert [path.name for path in died.iterdir()] == ["report.json"]
    assert not unreported.exists()


def test_what_a_rebuild_that_died_had_half_written_is_removed_by_the_next_crawl(collection: Collection) -> None:
    left = [collection.root / name / "lumbung-00000.new" for name in ("indexes", "documents", "manifests")]
    for path in left:
        path.write_text("half")

    with open_job(collection, CrawlOptions(), [SITE]) as job:
        job.recorder.leave()

    assert not any(path.exists() for path in left)


def test_an_unfinished_job_is_called_abandoned_only_once_its_documents_are_written(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_job(collection, CrawlOptions(), [SITE]) as died:
        died.recorder.leave()

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "rebuild_documents_of", die)

    with pytest.raises(KeyboardInterrupt), open_job(collection, CrawlOptions(), [SITE], fresh=True):
        pass

    assert json.loads((died.folder / "report.json").read_text())["finish_reason"] == "running"


def test_the_page_of_an_abandoned_job_says_so(collection: Collection) -> None:
    with open_job(collection, CrawlOptions(), [SITE]) as died:
        died.recorder.leave()
    (died.folder / "report.html").write_text("Sedang berjalan")

    with open_job(collection, CrawlOptions(), [SITE], fresh=True) as job:
        job.recorder.leave()

    assert "Ditinggalkan; tidak akan dilanjutkan." in (died.folder / "report.html").read_text()


def test_a_frontier_on_a_full_disk_is_not_called_damaged(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection.frontier_file.touch()

    def refuse(path: Path) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(opening, "Frontier", refuse)

    with pytest.raises(EvidenceError, match="make space"), frontier_of(collection):
        pass


def test_a_full_disk_at_a_jobs_birth_asks_for_space(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(opening, "write_report", refuse)

    with pytest.raises(EvidenceError, match="make space"), open_job(collection, CrawlOptions(), [SITE]):
        pass
