"""The collection as it is now, taken down as the files of a State.

Jobs that run, and what they have read so far (`.open`), are left out: the next release has them.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from archive.errors import CollectionError
from archive.files import OPEN_SUFFIX, file_sha256, file_state
from archive.layout import DOCUMENTS_SUFFIX, Collection, manifest_lines, warc_name
from archive.regions.own import regions_file
from archive.release.state import Facts, Files

# Files of decisions/ that change what a release holds.
DECISIONS = ("reviews", "access", "takedowns")


def frozen_files(collection: Collection) -> Files:
    """Reads all documents, for their digests. Raises CollectionError when there is nothing to release."""
    being_read = {path.name.removesuffix(DOCUMENTS_SUFFIX + OPEN_SUFFIX) for path in _journals(collection)}
    stems = sorted(stem for stem in collection.stems() if stem not in being_read)
    documents = {}
    for stem in stems:
        path = collection.documents_file(stem)
        if path.exists():
            documents[stem + DOCUMENTS_SUFFIX] = digest_of(path)
    if not documents:
        raise CollectionError(f"{collection.root} holds no documents of a finished job; there is nothing to release")
    own = regions_file(collection.root)
    return Files(
        warcs={warc_name(stem): manifest_digest(collection, stem) for stem in stems},
        documents=documents,
        crawls={folder.name: _digest_if_there(folder / "events.jsonl") for folder in closed_jobs(collection)},
        decisions={name: taken_down(decisions_file(collection.root, name)) for name in DECISIONS},
        lists={own.name: _digest_if_there(own)},
    )


def closed_jobs(collection: Collection) -> list[Path]:
    """The folders of jobs that are not running."""
    folders = sorted((collection.root / "crawls").glob("*"))
    return [folder for folder in folders if _is_closed(folder / "report.json")]


def decisions_file(root: Path, name: str) -> Path:
    return root / "decisions" / f"{name}.jsonl"


def taken_down(path: Path) -> Facts:
    """How far a file goes now that is only ever added to; up to its last whole line."""
    digest, length, lines = hashlib.sha256(), 0, 0
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    digest.update(line)
                    length, lines = length + len(line), lines + 1
    return {"lines": lines, "bytes": length, "sha256": digest.hexdigest()}


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read once while it stays as it is."""
    return _digest_of(path, file_state(path))


@cache
def _digest_of(path: Path, state: tuple[int, int] | None) -> str:
    return file_sha256(path)


def _journals(collection: Collection) -> list[Path]:
    return sorted(collection.documents_folder.glob("*" + DOCUMENTS_SUFFIX + OPEN_SUFFIX))


def manifest_digest(collection: Collection, stem: str) -> str | None:
    """SHA-256 of a WARC as its manifest says; None without one."""
    lines = manifest_lines(collection.manifest_file(stem))
    return lines[0][0] if lines else None


def _digest_if_there(path: Path) -> str | None:
    return digest_of(path) if path.exists() else None


def _is_closed(report: Path) -> bool:
    try:
        return bool(json.loads(report.read_bytes()).get("finish_reason") != "running")
    except (OSError, ValueError, AttributeError):
        return False
