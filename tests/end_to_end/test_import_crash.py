"""An import that dies anywhere is carried to its end by the next job, or never was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive import Collection
from archive.files import file_sha256
from tests.end_to_end.conftest import lumbung, python
from tests.end_to_end.foreign import SITE, article, written_by_warcio

DIES = """
import os, sys
from pathlib import Path
from archive import Collection
from archive.warc import writer
from crawler import importing

root, where, *warcs = sys.argv[1:]
owner, name = (writer, where.removeprefix("writer.")) if where.startswith("writer.") else (importing, where)
setattr(owner, name, lambda *arguments: os._exit(9))
collection = Collection.open(root)
with collection.lock():
    importing.import_warcs(collection, [Path(warc) for warc in warcs], "Uji", None, lambda *told: None)
"""

BEFORE_IT_COUNTS = ["scan_foreign", "write_import_report"]
AFTERWARDS = ["tell_of_import", "writer.finish_warc", "sync_folder", "index_warc", "rebuild_documents_of"]


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    return [
        written_by_warcio(tmp_path / "a.warc.gz", {"/a": article("Satu")}),
        written_by_warcio(tmp_path / "b.warc", {"/b": article("Dua")}),
    ]


def die(collection: Collection, tmp_path: Path, where: str, sources: list[Path]) -> None:
    script = tmp_path / "dies.py"
    script.write_text(DIES)
    died = python(script, collection.root, where, *sources)
    assert died.returncode == 9, died.stderr


def mended(collection: Collection) -> None:
    run = lumbung("rebuild", "-c", collection.root)
    assert run.code == 0, run.err
    verified = lumbung("verify", "-c", collection.root)
    assert verified.code == 0, verified.out
    assert list(collection.archive.glob("*.open*")) == []


@pytest.mark.parametrize("where", BEFORE_IT_COUNTS)
def test_import_that_died_while_copying_never_was(
    collection: Collection, tmp_path: Path, sources: list[Path], where: str
) -> None:
    die(collection, tmp_path, where, sources)
    assert list(collection.archive.glob("*.import.open"))

    mended(collection)

    assert list(collection.archive.iterdir()) == []
    assert lumbung("import", *sources, "-c", collection.root).code == 0
    mended(collection)


@pytest.mark.parametrize("where", AFTERWARDS)
def test_import_that_died_later_is_carried_to_its_end(
    collection: Collection, tmp_path: Path, sources: list[Path], where: str
) -> None:
    die(collection, tmp_path, where, sources)
    assert lumbung("verify", "-c", collection.root).code in (0, 2)  # nothing of it is taken for lost evidence

    mended(collection)

    for source in sources:
        assert file_sha256(collection.archive / source.name) == file_sha256(source)
    assert {document.title for document in collection.documents()} >= {"Satu", "Dua"}
    (folder,) = (collection.root / "crawls").iterdir()
    report = json.loads((folder / "report.json").read_text())
    assert (report["finish_reason"], len(report["imported"]), report["who"]) == ("finished", 2, "Uji")
    assert "is there already" in lumbung("import", *sources, "-c", collection.root).out


def test_a_copy_that_the_crash_damaged_is_not_imported_and_can_be_again(
    collection: Collection, tmp_path: Path, sources: list[Path]
) -> None:
    die(collection, tmp_path, "tell_of_import", sources)
    (copy,) = collection.archive.glob("a.warc.gz.import.open")
    copy.write_bytes(copy.read_bytes()[:-5])

    mended(collection)

    (folder,) = (collection.root / "crawls").iterdir()
    report = json.loads((folder / "report.json").read_text())
    assert [entry["name"] for entry in report["not_imported"]] == ["a.warc.gz"]
    assert not (collection.archive / "a.warc.gz").exists()
    assert lumbung("import", sources[0], "-c", collection.root).code == 0
    assert {one.url for one in collection.captures()} >= {SITE + "/a", SITE + "/b"}
    mended(collection)
