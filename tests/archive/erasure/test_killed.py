"""An erasure that is killed anywhere: the old files stand, or the new ones do, and the next command sees to the rest."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import Collection, fixity
from archive.access.takedowns import takedown_of
from archive.erasure.journal import journal_file
from archive.fixity import Fault, Verified, verify_collection
from crawler.erasing import erase_takedown
from crawler.opening import mend
from tests.archive.erasure.made import GONE, SECRET, TAKEDOWN, make_collection


def killed_at(root: Path, nth: int) -> bool:
    """Whether an erasure in a process of its own came to its nth change on disk (a file renamed, removed, or opened to
    be written), where it is killed."""
    child = os.fork()
    if child == 0:
        try:
            _die_at(root, nth)
            erase(root)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def _die_at(root: Path, nth: int) -> None:
    count = 0

    def note(path: object) -> None:
        nonlocal count
        if str(path).startswith(str(root)) and not str(path).endswith((".lock", "-wal", "-shm")):
            count += 1
            if count == nth:
                os.kill(os.getpid(), signal.SIGKILL)

    def counted(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(path: Path, *arguments: Any, **more: Any) -> Any:
            note(path)
            return change(path, *arguments, **more)

        return changed

    really = Path.open

    def opened(path: Path, mode: str = "r", *arguments: Any, **more: Any) -> Any:
        if set(mode) & set("wax+"):
            note(path)
        return really(path, mode, *arguments, **more)

    for name in ("rename", "replace", "unlink"):
        setattr(Path, name, counted(getattr(Path, name)))
    Path.open = opened  # type: ignore[method-assign]


def erase(root: Path) -> dict[str, Any]:
    return erase_takedown(
        Collection.open(root), TAKEDOWN, authority="Kepala", by="Uji", reason="x", with_pictures=False, is_trial=False,
        progress=lambda *told: None,
    )  # fmt: skip


def finish(root: Path) -> None:
    """As any command that writes to the collection does."""
    collection = Collection.open(root)
    with collection.lock():
        mend(collection)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("mati") / "koleksi")


def faults_of(collection: Collection) -> list[Fault]:
    return [fault for fault in verify_collection(collection, Verified()) if fault.kind != "erased"]


def is_there(collection: Collection) -> bool:
    return any(one.url == GONE for one in collection.captures())


@pytest.mark.long
def test_killed_at_each_of_its_steps_it_is_undone_or_finished(
    made: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixity, "_WORTH_PROCESSES", 99)
    undone, finished, nth, was_killed = 0, 0, 0, True
    while was_killed:
        nth += 1
        root = tmp_path / str(nth)
        shutil.copytree(made.root, root)
        was_killed = killed_at(root, nth)
        collection = Collection.open(root)
        if was_killed:
            # Whoever only looks finds all evidence whole, at every moment.
            assert [fault for fault in faults_of(collection) if fault.is_of_evidence] == [], nth
            finish(root)
        assert not journal_file(root).exists(), nth
        assert not list(collection.archive.glob("*.erasing")), nth
        assert faults_of(collection) == [], nth
        steps = takedown_of(root, TAKEDOWN).of("erasure")
        undone += is_there(collection)
        finished += not is_there(collection)
        assert len(steps) == (0 if is_there(collection) else 1), nth
        report = collection.crawl_folder("20261125000000-abcd") / "report.html"
        assert (SECRET in report.read_text()) == is_there(collection), nth
        shutil.rmtree(root)
    assert undone >= 5
    assert finished >= 20


def test_the_same_command_again_finishes_it_and_tells_what_went(made: Collection, tmp_path: Path) -> None:
    root = tmp_path / "koleksi"
    shutil.copytree(made.root, root)
    assert killed_at(root, 16)
    assert journal_file(root).exists()

    facts = erase(root)

    assert {one["url"] for one in facts["erased"]} == {GONE}
    assert not is_there(Collection.open(root))
