"""A build that is killed leaves a catalogue that is right as far as it goes, and is gone on with."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive import Collection
from archive.catalogue.store import open_engine
from archive.catalogue.update import bring_up_to_date
from tests.archive.catalogue.lines import contents
from tests.benchmarks.big_collection import BigCollection

ROOT = Path(__file__).parents[3]
BUILD = """
import sys
from pathlib import Path
from archive import Collection
from archive.catalogue import sources, update
sources._MOST_LINES = 20
collection = Collection.open(Path(sys.argv[1]))
update.bring_up_to_date(collection, update.engine_of(collection))
"""


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return BigCollection(tmp_path / "koleksi", 300, a_file=100).collection


@pytest.mark.long
def test_a_build_killed_between_and_within_transactions_is_gone_on_with(collection: Collection) -> None:
    done: list[int] = []
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-P", "-c", BUILD, collection.root], env={"PYTHONPATH": str(ROOT)}
        ) as build:
            before = max(done, default=0)
            while documents_in(collection) == before and build.poll() is None:
                time.sleep(0.005)
            build.send_signal(signal.SIGKILL)
        done.append(documents_in(collection))

    assert done == sorted(done)
    assert 0 < done[0] < 300
    engine = open_engine(collection.root)
    bring_up_to_date(collection, engine)
    fresh = open_engine(collection.root / "archive")
    bring_up_to_date(collection, fresh)
    assert contents(engine) == contents(fresh)
    assert documents_in(collection) == 300
    engine.dispose()
    fresh.dispose()


def documents_in(collection: Collection) -> int:
    path = collection.root / "catalogue.sqlite"
    if not path.exists():
        return 0
    database = sqlite3.connect(path)
    try:
        return int(database.execute("select count(*) from document").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # no tables yet
    finally:
        database.close()
