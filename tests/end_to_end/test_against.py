"""`verify --against DIR`: a copy is checked by the manifests, and the side that is damaged is named."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import Collection
from tests.end_to_end.conftest import ARTICLE, Run, crawl, links, lumbung, new_collection, small_site


@pytest.fixture(scope="module")
def once_crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    collection = new_collection(tmp_path_factory.mktemp("asal") / "koleksi")
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        assert crawl(collection, site.url).code == 0
    (collection.root / "decisions/reviews.jsonl").write_text('{"answer": "yes"}\n')
    return collection.root


@pytest.fixture
def crawled(once_crawled: Path, tmp_path: Path) -> Collection:
    return Collection.open(shutil.copytree(once_crawled, tmp_path / "koleksi"))


@pytest.fixture
def copy(crawled: Collection, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled.root, tmp_path / "salinan"))


def against(collection: Collection, copy: Path, *options: str) -> Run:
    return lumbung("verify", "--against", copy, "--json", *options, "-c", collection.root)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def the_warc(root: Path) -> Path:
    """The first, which holds the pages; the others hold what the job said of itself."""
    return min((root / "archive").iterdir())


def the_manifest(root: Path) -> Path:
    return min((root / "manifests").iterdir())


def test_a_whole_copy_has_no_fault_and_nothing_is_written(crawled: Collection, copy: Path) -> None:
    roots = (crawled.root, copy)
    before = {path: path.stat().st_mtime_ns for root in roots for path in root.rglob("*")}

    run = against(crawled, copy)

    assert (run.code, run.json["faults"]) == (0, [])
    count = len(crawled.stems())
    assert run.json["compared"] == {"here": count, "there": count, "same": count}
    assert {path: path.stat().st_mtime_ns for root in roots for path in root.rglob("*")} == before
    assert f"{count} whole in both: no faults" in lumbung("verify", "--against", copy, "-c", crawled.root).out


def test_a_copy_of_the_evidence_alone_lacks_the_words_and_nothing_else(crawled: Collection, copy: Path) -> None:
    for path in copy.iterdir():
        if path.name not in ("archive", "manifests"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    run = against(crawled, copy)

    assert run.code == 2
    assert {fault["file"] for fault in run.json["faults"]} == {
        "collection.toml",
        "seeds.csv",
        "decisions/reviews.jsonl",
    }
    assert against(crawled, copy, "--on", "words=ignore").code == 0


@pytest.mark.parametrize(
    ("harm", "code", "kinds", "words"),
    [
        (lambda here, there: flip(the_warc(there)), 3, ["copy"], "remove it there, then copy again"),
        (lambda here, there: flip(the_warc(here)), 3, ["manifest"], "restore it from"),
        (lambda here, there: (flip(the_warc(here)), flip(the_warc(there))), 3, ["manifest", "copy"], "another copy"),
        (lambda here, there: the_warc(there).unlink(), 2, ["not_copied"], "its manifest is in the copy"),
        (lambda here, there: (the_warc(there).unlink(), the_manifest(there).unlink()), 2, ["not_copied"], "not copied yet"),
        (lambda here, there: the_manifest(there).unlink(), 2, ["not_copied"], "manifests/"),
        (lambda here, there: (the_manifest(there).unlink(), flip(the_warc(there))), 3, ["copy"], "remove it there, then copy again"),
        (lambda here, there: the_warc(here).unlink(), 3, ["missing"], "restore it: cp "),
        (lambda here, there: (the_warc(here).unlink(), the_manifest(here).unlink()), 2, ["extra"], "alone"),
        (lambda here, there: the_manifest(here).unlink(), 3, ["manifest"], "has no manifest here"),
        (lambda here, there: (there / "seeds.csv").write_text("url\n"), 2, ["words"], "the one in the copy is newer"),
        (lambda here, there: (there / "decisions/reviews.jsonl").write_text(""), 2, ["words"], "1 more lines here"),
        (lambda here, there: (here / "decisions/reviews.jsonl").unlink(), 2, ["words"], "in the copy alone"),
        (lambda here, there: shutil.rmtree(next((there / "crawls").iterdir())), 2, ["not_copied"], "crawls/"),
    ],
)  # fmt: skip
def test_what_is_damaged_missing_or_different_is_named_with_its_side(
    crawled: Collection, copy: Path, harm: Callable[[Path, Path], object], code: int, kinds: list[str], words: str
) -> None:
    harm(crawled.root, copy)

    run = against(crawled, copy)

    assert run.code == code
    assert [fault["kind"] for fault in run.json["faults"]] == kinds
    assert any(words in fault["fault"] + fault["remedy"] + fault["file"] for fault in run.json["faults"])


def test_two_files_of_one_name_are_told_though_each_fits_its_manifest(crawled: Collection, copy: Path) -> None:
    warc = the_warc(copy)
    warc.write_bytes(warc.read_bytes() + warc.read_bytes())
    the_manifest(copy).write_text(f"{hashlib.sha256(warc.read_bytes()).hexdigest()}  archive/{warc.name}\n")

    run = against(crawled, copy)

    assert run.code == 3
    assert "two files of one name" in run.json["faults"][0]["fault"]


def test_a_copy_that_lags_behind_lacks_what_was_crawled_since(crawled: Collection, copy: Path) -> None:
    before = len(crawled.stems())
    with small_site({"/": links("/b"), "/b": ARTICLE}) as site:
        crawl(crawled, site.url)

    run = against(crawled, copy)

    assert run.code == 2
    assert {fault["kind"] for fault in run.json["faults"]} == {"not_copied"}
    assert run.json["compared"] == {"here": len(crawled.stems()), "there": before, "same": before}


@pytest.mark.parametrize("which", ["itself", "nothing"])
def test_what_is_no_copy_is_refused(crawled: Collection, tmp_path: Path, which: str) -> None:
    run = against(crawled, crawled.root if which == "itself" else tmp_path / "tiada")

    assert run.code == 1


def test_verify_names_files_that_are_none_of_the_collection_s(crawled: Collection) -> None:
    (crawled.archive / "catatan.txt").write_text("halo")
    (crawled.archive / "folder").mkdir()
    (crawled.root / "manifests/md5sums").write_text("")

    run = lumbung("verify", "--json", "-c", crawled.root)

    assert run.code == 2
    assert {(fault["kind"], fault["file"]) for fault in run.json["faults"]} == {
        ("unknown", "archive/catatan.txt"),
        ("unknown", "archive/folder"),
        ("unknown", "manifests/md5sums"),
    }
