"""A catalogue of exactly the files of a State: the collection's own while it is of these, else one made for the time
being.

frozen/                      a collection of links to those files, and of copies of decisions up to their lines
frozen/catalogue.sqlite      made of them
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from archive.catalogue.state import source_states
from archive.catalogue.store import named_faults, open_engine
from archive.catalogue.update import Progress, bring_up_to_date, engine_of
from archive.decisions import reviews_file
from archive.export.writing import steady
from archive.files import file_state
from archive.layout import DOCUMENTS_SUFFIX, Collection, stem_of
from archive.regions.own import regions_file
from archive.release.errors import ReleaseError
from archive.release.freezing import decisions_file, digest_of, manifest_digest, taken_down
from archive.release.state import Files

_MOST_NAMED = 10
_COPIED = "decisions"


class Frozen(NamedTuple):
    """`collection` has the decisions of the state; `connection` leads to a catalogue of its documents."""

    collection: Collection
    connection: Connection


@contextmanager
def frozen(collection: Collection, files: Files, scratch: Path, progress: Progress | None = None) -> Iterator[Frozen]:
    """Raises ReleaseError with what is missing of the files, or was changed meanwhile."""
    places = _located(collection, files)
    engine = engine_of(collection)
    try:
        bring_up_to_date(collection, engine, progress)
        with named_faults(engine), steady(engine) as connection:
            if _is_of(connection, collection, files, places):
                yield Frozen(collection, connection)
                return
    finally:
        engine.dispose()
    view = _view(collection, files, places, scratch / "frozen")
    states = {path: file_state(path) for path in places.values()}
    engine = open_engine(view.root)
    try:
        bring_up_to_date(view, engine, progress)
        _refuse_other(states)
        with named_faults(engine), steady(engine) as connection:
            yield Frozen(view, connection)
    finally:
        engine.dispose()


def _located(collection: Collection, files: Files) -> dict[str, Path]:
    """Where each documents file lies, by its name. Raises ReleaseError with all that is missing."""
    missing = [*_warcs_missing(collection, files), *_words_missing(collection, files)]
    places: dict[str, Path] = {}
    for name, digest in files.documents.items():
        path = _with_digest(collection, name, digest)
        if path is None:
            missing.append(f"documents/{name} as it was read then (sha256 {digest[:16]}…)")
        else:
            places[name] = path
    for crawl, events in files.crawls.items():
        path = collection.crawl_folder(crawl) / "events.jsonl"
        if events is not None and (not path.exists() or digest_of(path) != events):
            missing.append(f"crawls/{crawl}/events.jsonl as it was then")
    if missing:
        more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
        raise ReleaseError(
            f"{collection.root} no longer has what this release was made of: {'; '.join(missing[:_MOST_NAMED])}{more}. "
            "Put it back from a copy of that time, or make a new release"
        )
    return places


def _warcs_missing(collection: Collection, files: Files) -> Iterator[str]:
    for name, digest in files.warcs.items():
        stem = stem_of(name)
        if not (collection.warc_file(stem).exists() and manifest_digest(collection, stem) == digest):
            yield f"archive/{name}"


def _words_missing(collection: Collection, files: Files) -> Iterator[str]:
    for name, facts in files.decisions.items():
        path = decisions_file(collection.root, name)
        if _beginning(path, facts["bytes"]) is None or _sha256(_beginning(path, facts["bytes"])) != facts["sha256"]:
            yield f"the first {facts['lines']} lines of decisions/{name}.jsonl"
    for name, digest in files.lists.items():
        path = collection.root / name
        if (digest_of(path) if path.exists() else None) != digest:
            yield f"{name} as it was then"


def _with_digest(collection: Collection, name: str, digest: str) -> Path | None:
    """That in force, else one that a rebuild replaced and kept."""
    former = sorted((collection.documents_folder / "former").glob(f"*/{name}"))
    paths = (collection.documents_file(name.removesuffix(DOCUMENTS_SUFFIX)), *former)
    return next((path for path in paths if path.exists() and digest_of(path) == digest), None)


def _is_of(connection: Connection, collection: Collection, files: Files, places: dict[str, Path]) -> bool:
    """Whether the collection's catalogue was made of these files and of no other."""
    known = source_states(connection, "documents/")
    if known.keys() != {f"documents/{name}" for name in files.documents}:
        return False
    for name, path in places.items():
        now = file_state(path)
        is_in_force = path == collection.documents_file(name.removesuffix(DOCUMENTS_SUFFIX))
        if not is_in_force or now is None or known[f"documents/{name}"] != (f"{now[0]} {now[1]}", now[0]):
            return False
    reviews = "decisions/reviews.jsonl"
    if source_states(connection, reviews).get(reviews, ("",))[0] != str(file_state(reviews_file(collection.root))):
        return False
    return all(taken_down(decisions_file(collection.root, name)) == facts for name, facts in files.decisions.items())


def _view(collection: Collection, files: Files, places: dict[str, Path], root: Path) -> Collection:
    """A folder that looks like the collection of that time."""
    for folder in ("archive", "manifests", "documents", "crawls", _COPIED):
        (root / folder).mkdir(parents=True)
    for name in files.warcs:
        (root / "archive" / name).touch()
        _link(collection.manifest_file(stem_of(name)), root / "manifests")
    for path in places.values():
        _link(path, root / "documents")
    for crawl in files.crawls:
        _link(collection.crawl_folder(crawl), root / "crawls")
    for name, facts in files.decisions.items():
        decisions_file(root, name).write_bytes(_beginning(decisions_file(collection.root, name), facts["bytes"]) or b"")
    for path in (collection.root / "collection.toml", collection.seeds_file, regions_file(collection.root)):
        _link(path, root)
    return Collection(root, collection.config)


def _link(path: Path, folder: Path) -> None:
    if path.exists():
        (folder / path.name).symlink_to(path.resolve())


def _refuse_other(states: dict[Path, tuple[int, int] | None]) -> None:
    for path, state in states.items():
        if file_state(path) != state:
            raise ReleaseError(f"{path} was changed while the release was made; try again when the rebuild is done")


def _beginning(path: Path, length: int) -> bytes | None:
    """None when the file is shorter."""
    if not path.exists():
        return None if length else b""
    with path.open("rb") as file:
        found = file.read(length)
    return found if len(found) == length else None


def _sha256(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()
