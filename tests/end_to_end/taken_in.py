"""What the tests of `lumbung import` do and look at."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from archive import Collection
from tests.end_to_end.conftest import Run, lumbung
from tests.end_to_end.foreign import (
    SITE,
    article,
)

PAGES = {"/": article("Beranda Desa"), "/artikel/jahit": article()}


def take_in(collection: Collection, *arguments: Path | str) -> Run:
    return lumbung("import", *arguments, "--json", "-c", collection.root)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def derived(collection: Collection) -> dict[str, bytes]:
    folders = (collection.root / "indexes", collection.root / "documents")
    return {path.name: path.read_bytes() for folder in folders for path in folder.iterdir() if path.is_file()}


def reports(collection: Collection) -> list[Any]:
    return [json.loads(path.read_text()) for path in sorted((collection.root / "crawls").glob("*-import/report.json"))]


def titles(collection: Collection) -> dict[str, str | None]:
    return {document.url.removeprefix(SITE): document.title for document in collection.documents()}


def is_whole_and_remade_the_same(collection: Collection) -> None:
    """`verify` finds no fault, and what `rebuild` makes is what the import made."""
    verified = lumbung("verify", "-c", collection.root)
    assert verified.code == 0, verified.out
    before = derived(collection)
    rebuilt = lumbung("rebuild", "-c", collection.root)
    assert rebuilt.code == 0, rebuilt.err
    assert derived(collection) == before
