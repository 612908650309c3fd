"""`lumbung new-platform` in a copy of the source: its files stand in the right places, and its test fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("crawler", "spiders", "archive", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=checkout, capture_output=True, text=True, check=False, timeout=100
    )


def new_platform(checkout: Path, name: str) -> subprocess.CompletedProcess[str]:
    return run(checkout, "-m", "crawler.cli.main", "new-platform", name)


@pytest.mark.long
def test_a_new_platform_has_its_files_its_line_and_a_test_that_fails(checkout: Path) -> None:
    made = new_platform(checkout, "siskeudes_web")

    assert made.returncode == 0, made.stderr
    known = run(checkout, "-c", "from spiders.platforms import PLATFORMS; print([p.name for p in PLATFORMS][-2:])")
    assert known.stdout.strip() == "['siskeudes_web', 'generic']", known.stderr
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/spiders/test_golden_pages.py", "-k")
    ours = run(checkout, *tests, "siskeudes_web")
    assert "1 failed, 1 passed" in ours.stdout, ours.stdout
    others = run(checkout, *tests, "not siskeudes_web")
    assert others.returncode == 0, others.stdout


@pytest.mark.parametrize("name", ["Sideka", "../jahat", "1desa", "wordpress"])
def test_a_name_that_will_not_do_is_refused_and_nothing_written(checkout: Path, name: str) -> None:
    before = sorted(path for path in checkout.rglob("*") if "__pycache__" not in path.parts)
    refused = new_platform(checkout, name)

    assert refused.returncode == 1
    assert "is no name for a platform" in refused.stderr or "is there already" in refused.stderr
    assert sorted(path for path in checkout.rglob("*") if "__pycache__" not in path.parts) == before
