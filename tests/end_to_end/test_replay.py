"""`lumbung replay` shows the collection with pywb, writes nothing into it, and ends with its pywb."""

from __future__ import annotations

import re
import signal
import subprocess
from pathlib import Path

import pytest

from archive import Collection
from archive.times import stamp14
from tests.end_to_end.conftest import ARTICLE, command, crawl, environment, lumbung, small_site
from tests.end_to_end.pywb import get


def everything_in(root: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in root.rglob("*")}


@pytest.mark.needs("judges")
def test_pywb_shows_what_was_crawled_and_the_collection_stays_as_it_is(collection: Collection, judges: Path) -> None:
    with small_site({"/": ARTICLE}) as site:
        crawl(collection, site.url)
        before = everything_in(collection.root)
        capture = next(one for one in collection.captures() if one.url == site.url)
    process = subprocess.Popen(
        command("replay", "-c", collection.root, "--port", "0", "--wayback", judges / "wayback"),
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        said = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/arsip/", said)
        assert found, said
        status, body = get(f"{found[0]}{stamp14(capture.captured_at)}id_/{capture.url}")
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)
        if process.stderr:
            process.stderr.close()

    assert (status, "Pelatihan Menjahit" in body.decode()) == (200, True)
    assert code == 130
    assert everything_in(collection.root) == before
    with pytest.raises(OSError, match="refused"):
        get(found[0])


def test_without_pywb_it_is_said_how_to_come_by_it(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(collection.root.parent))

    run = lumbung("replay", "-c", collection.root)

    assert run.code == 1
    assert "pip install pywb" in run.err
    assert "LUMBUNG_WAYBACK" in run.err
