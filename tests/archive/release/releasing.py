"""Releases of small made-up collections, and what is in their files."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from archive import Collection
from archive.access.entries import add_entry
from archive.release.making import make_release
from archive.release.state import Wish
from archive.release.tables import ReleaseTable
from archive.release.writing import Written
from tests.benchmarks.big_collection import BigCollection

Row = dict[str, Any]
NEAR = (("relation", "core"), ("relation", "borderline"), ("relation", "adjacent"))
WISH = Wish("Korpus uji", ("Perpustakaan Uji",), NEAR)


def collection_at(root: Path, documents: int = 240) -> BigCollection:
    """Of three jobs."""
    return BigCollection(root, documents, seed=5, a_file=documents // 3)


def release(collection: Collection, to: Path, **more: Any) -> Written:
    return make_release(collection, to, more.pop("wish", WISH), "Penguji", **more)


def tree(folder: Path) -> dict[str, str]:
    """Each file's digest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def rows(folder: Path, table: ReleaseTable) -> list[Row]:
    with gzip.open(folder / table.jsonl, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def columns(folder: Path, table: ReleaseTable) -> list[Row]:
    found: list[Row] = pq.read_table(folder / table.parquet).to_pylist()
    return found


def said(folder: Path) -> str:
    """All that a release says, its tables in both forms unpacked."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".gz":
            texts.append(gzip.decompress(path.read_bytes()).decode())
        elif path.suffix == ".parquet":
            table = pq.read_table(path)
            texts += [json.dumps(table.to_pylist(), ensure_ascii=False), str(table.schema.metadata)]
        elif path.is_file():
            texts.append(path.read_text("utf-8"))
    return "\n".join([*texts, *(path.name for path in folder.rglob("*"))])


def copied(collection: Collection, to: Path) -> Collection:
    """As on another machine."""
    shutil.copytree(collection.root, to)
    return Collection.open(to)


def lines_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def write_lines(path: Path, lines: list[Row]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def read_anew(collection: Collection, version: str, only: str | None = None) -> None:
    """As a rebuild with another reader does: the former files are kept. It finds one more tag in each article."""
    former = collection.documents_folder / "former" / f"20270101000000-reader-{version}"
    former.mkdir(parents=True)
    for path in sorted(collection.documents_folder.glob("*.jsonl")):
        if only is None or path.name.startswith(only):
            lines = lines_of(path)
            shutil.move(path, former / path.name)
            write_lines(path, [line | {"reader": line["reader"] | {"version": version}} for line in lines])


def close(root: Path, url: str) -> None:
    """An entry of the access list: nobody is given this address any more."""
    add_entry(root, "address", url, "closed", reason="permintaan desa", who="Penguji")
