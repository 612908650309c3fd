"""`lumbung rebuild` with real workers: what a newer reader changes is shown, and no kill costs a document."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import Collection
from crawler.cli.main import main
from crawler.opening import mend
from crawler.rebuild import rebuild_documents
from spiders.reading.version import READER_VERSION
from tests.crawler.conftest import new_stock, store
from tests.end_to_end.conftest import command, environment

pytestmark = pytest.mark.usefixtures("quick_readers")

ARTICLE = "<article><h1>Berita {0}</h1>" + "<p>Warga belajar menjahit di balai desa.</p>" * 9 + "</article>"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Two WARCs whose documents reader 0 made, which knew no titles."""
    collection = new_stock(tmp_path_factory.mktemp("lama"))
    for numbers in ((0, 1), (2, 3)):
        store(collection, {f"berita/{number}": ARTICLE.format(number).encode() for number in numbers})
    rebuild_documents(collection, lambda part, done, count: None)
    for stem in collection.stems():
        lines = [json.loads(line) for line in collection.documents_file(stem).read_text().splitlines()]
        for line in lines:
            line |= {"title": None, "reader": line["reader"] | {"version": "0"}}
        collection.documents_file(stem).write_text("".join(json.dumps(line) + "\n" for line in lines))
    return collection


@pytest.fixture
def collection(template: Collection, tmp_path: Path) -> Collection:
    return Collection.open(shutil.copytree(template.root, tmp_path / "koleksi"))


@pytest.fixture
def run(collection: Collection, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run the command on the collection, without a process of its own; what it prints."""

    def run(*arguments: str, code: int = 0) -> str:
        assert main([*arguments, "-c", str(collection.root)]) == code
        out, err = capsys.readouterr()
        return err if code else out

    return run


def contents(collection: Collection) -> dict[str, bytes]:
    return {stem: collection.documents_file(stem).read_bytes() for stem in collection.stems()}


def folders(collection: Collection) -> list[str]:
    return [path.name for path in collection.documents_folder.iterdir() if path.is_dir()]


def test_a_newer_reader_s_changes_are_shown_kept_and_dropped(collection: Collection, run: Callable[..., str]) -> None:
    old = contents(collection)
    assert f"The documents of 2 WARCs were made by reader 0, today's is {READER_VERSION}" in run("status")

    said = run("rebuild", "--only", "documents")

    assert f"4 lines read again, reader 0 -> {READER_VERSION}; title changed in 4." in said
    (kept,) = (collection.documents_folder / "former").iterdir()
    assert str(kept) in said
    assert contents(collection.with_documents_in(kept)) == old
    assert (kept / "changes.csv").read_text().count("title,,Berita ") == 4
    run("verify")
    assert json.loads(run("status", "--json"))["other_readers"] == {}

    freed = json.loads(run("rebuild", "--drop-former", "--json"))["freed_bytes"]

    assert freed > sum(map(len, old.values()))
    assert folders(collection) == []


def test_a_rebuild_that_changes_nothing_says_so_and_keeps_nothing(
    collection: Collection, run: Callable[..., str]
) -> None:
    for stem in collection.stems():
        collection.documents_file(stem).unlink()
    facts = json.loads(run("rebuild", "--json"))["documents"]
    assert (facts["lines"], facts["new_lines"], facts["former"]) == (4, 4, None)

    assert "4 lines read again; nothing changed." in run("rebuild", "--only", "documents")

    assert folders(collection) == []


def test_a_rebuild_killed_while_it_reads_leaves_the_former_documents_and_begins_anew(
    collection: Collection, run: Callable[..., str]
) -> None:
    old = contents(collection)
    first = collection.documents_folder / "rebuilt.new" / (collection.stems()[0] + ".jsonl")

    process = subprocess.Popen(
        command("rebuild", "--only", "documents", "-c", collection.root), env=environment(), stderr=subprocess.DEVNULL
    )
    wait_for(first, process)
    process.kill()
    process.wait(10)

    assert contents(collection) == old
    run("verify")
    mend(collection)
    assert contents(collection) == old
    assert folders(collection) == []


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while not path.exists() and time.monotonic() < deadline:
        assert process.poll() is None
        time.sleep(0.0005)


def test_former_documents_are_dropped_or_documents_rebuilt_not_both(run: Callable[..., str]) -> None:
    assert "--only" in run("rebuild", "--drop-former", "--only", "documents", code=1)
