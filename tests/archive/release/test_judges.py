"""Other people's programs open a release, and refuse a damaged one. They are installed by .ci/release-judges."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.release.releasing import WISH, collection_at, release
from tests.conftest import RELEASE_JUDGES, need

pytestmark = [pytest.mark.long, pytest.mark.needs("release-judges")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second release, which has changes."""
    need("release-judges")
    home = tmp_path_factory.mktemp("rilis")
    big = collection_at(home / "koleksi")
    release(big.collection, home / "1.0.0")
    big.add_job(60)
    wish = replace(WISH, creators=("Contoh, Ibu", "Perpustakaan Uji"), identifier="10.1234/uji.1",
                   address="https://korpus.uji.example/")  # fmt: skip
    release(big.collection, home / "1.1.0", wish=wish)
    return home / "1.1.0"


def judged(judge: str, folder: Path) -> tuple[bool, str]:
    """Whether it passed, and what was said."""
    script = Path(__file__).with_name("judging.py")
    run = subprocess.run(
        [RELEASE_JUDGES / "bin" / "python", "-P", script, judge, folder], capture_output=True, text=True, check=False
    )
    return run.returncode == 0, run.stdout + run.stderr[-2_000:]


def flip(name: str) -> Callable[[Path], None]:
    """One bit in the middle of a file."""

    def damage(folder: Path) -> None:
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)

    return damage


def cut(name: str) -> Callable[[Path], None]:
    """The end away, as of a download that was stopped."""

    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def without(name: str, key: str) -> Callable[[Path], None]:
    """A key of a JSON file away."""

    def damage(folder: Path) -> None:
        facts = json.loads((folder / name).read_bytes())
        del facts[key]
        (folder / name).write_text(json.dumps(facts), "utf-8")

    return damage


def other(name: str, was: str, now: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert was in text
        (folder / name).write_text(text.replace(was, now), "utf-8")

    return damage


DAMAGES = {
    "bagit": flip("data/articles.parquet"),
    "frictionless": flip("data/captions.jsonl.gz"),
    "croissant": flip("data/articles.parquet"),
    # It checks no digests, and Parquet has none of its own.
    "datasets": cut("data/articles.parquet"),
    "datacite": without("datacite.json", "creators"),
    "cff": other("CITATION.cff", "cff-version: 1.2.0", "cff-version: satu"),
    "crate": lambda folder: (folder / "data/events.parquet").unlink(),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("judge", DAMAGES)
def test_judge_passes_a_release_and_fails_a_damaged_one(judge: str, folder: Path, tmp_path: Path) -> None:
    passed, words = judged(judge, folder)
    assert passed, words

    broken = tmp_path / "rusak"
    shutil.copytree(folder, broken)
    DAMAGES[judge](broken)
    passed, words = judged(judge, broken)
    assert not passed, words
