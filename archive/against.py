"""A copy of a collection held against it: is all evidence there, and is each file what its manifest says?

Both sides are read, each by a manifest, so that a difference names the side that is damaged. A copy lags behind and may
be a part only: what is not there is told of as not copied. Nothing is written on either side.

    copy        evidence in the copy is damaged, or another file than here       exit 3
    manifest    evidence here is damaged; missing: it is gone here               exit 3
    not_copied  evidence or a job's folder is not in the copy                    exit 2
    words       people's words are not in the copy, or are not the same          exit 2
    extra       evidence in the copy alone                                       exit 2
    copy_of_erased  the copy holds a WARC from which something was erased here   exit 2
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.erasure.names import now_called
from archive.errors import CollectionError
from archive.files import file_sha256
from archive.fixity import Fault
from archive.layout import (
    MANIFEST_SUFFIX,
    PEOPLES_WORDS,
    PLAIN_SUFFIX,
    WARC_SUFFIX,
    Collection,
    manifest_lines,
    stem_of,
    warc_name,
)

Progress = Callable[[int, int], None]


@dataclass
class Compared:
    """How many WARCs are on each side, and how many are whole on both."""

    here: int = 0
    there: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's evidence of a WARC: its manifest as it is, and whether the WARC is what a manifest says; None for
    what is not there."""

    manifest: bytes | None
    is_good: bool | None


def compare_with_copy(
    collection: Collection, copy: Path, compared: Compared, progress: Progress = lambda done, count: None
) -> Iterator[Fault]:
    """Every difference that matters. Raises CollectionError when `copy` holds no collection's evidence."""
    if not (copy / "archive").is_dir():
        raise CollectionError(f"{copy} is no copy of a collection: it has no folder archive; name the copy's folder")
    if copy.resolve() == collection.root.resolve():
        raise CollectionError(f"{copy} is the collection itself; name the folder of a copy")
    stems = sorted(_stems(collection.root) | _stems(copy))
    for number, stem in enumerate(stems, 1):
        yield from _evidence(collection.root, copy, stem, compared)
        progress(number, len(stems))
    yield from _words(collection.root, copy)
    yield from _jobs(collection.root, copy)


def _stems(root: Path) -> set[str]:
    """Of finished WARCs and of those that a manifest tells of."""
    warcs = {stem_of(path.name) for path in (root / "archive").iterdir() if path.name.endswith(_WARCS)}
    return warcs | {
        path.name.removesuffix(MANIFEST_SUFFIX) for path in (root / "manifests").glob("*" + MANIFEST_SUFFIX)
    }


_WARCS = (WARC_SUFFIX, PLAIN_SUFFIX)


def _evidence(root: Path, copy: Path, stem: str, compared: Compared) -> Iterator[Fault]:
    name = warc_name(stem)
    in_copy = copy / "archive" / name
    here, there = _side(root, stem, copy), _side(copy, stem, root)
    compared.here += here.is_good is not None
    compared.there += there.is_good is not None
    if here.is_good is None and here.manifest:
        what = f"restore it: cp {in_copy} {root / 'archive'}/" if there.is_good else "restore it from another copy"
        yield Fault("missing", name, None, "is gone here", what)
    elif here.is_good is None and there.is_good is not None and _is_erased_from(root, stem):
        what = f"copy what took its place, then remove {in_copy} and its manifest there; see docs/backup.md"
        yield Fault("copy_of_erased", name, None, f"{copy} still holds what was erased here", what)
    elif here.is_good is None and there.is_good is not None:
        yield Fault("extra", name, None, f"is in {copy} alone", "see whether that is a copy of this collection")
    elif here.is_good is False:
        what = f"restore it from {in_copy}" if there.is_good else "restore it from another copy"
        yield Fault("manifest", name, None, "differs here from its manifest", what)
    elif here.is_good and here.manifest is None:
        yield Fault("manifest", name, None, "has no manifest here", f"restore it from {copy / 'manifests'}")
    if there.is_good is False:
        what = "remove it there, then copy again" if here.is_good else "restore it from another copy"
        yield Fault("copy", str(in_copy), None, "differs in the copy from its manifest", what)
    elif here.manifest and there.manifest and here.manifest != there.manifest:
        yield Fault(
            "copy", str(in_copy), None, "the manifests differ: two files of one name", "keep both, and ask who did it"
        )
    elif there.is_good is None and here.is_good:
        is_new = there.manifest is None
        fault = "is not copied yet" if is_new else "its manifest is in the copy, and it is not"
        yield Fault("not_copied", name, None, fault, "copy it there")
    elif there.is_good and there.manifest is None and here.manifest:
        yield Fault("not_copied", f"manifests/{stem}{MANIFEST_SUFFIX}", None, "is not copied yet", "copy it there")
    elif here.is_good and there.is_good:
        compared.same += 1


def _is_erased_from(root: Path, stem: str) -> bool:
    """Whether another took its place here, from which something was erased."""
    return now_called(stem, _stems(root)) is not None


def _side(root: Path, stem: str, other: Path) -> _Side:
    """Judged by its own manifest; by the other side's where it has none."""
    warc = root / "archive" / warc_name(stem)
    own, others = (side / "manifests" / (stem + MANIFEST_SUFFIX) for side in (root, other))
    manifest = own.read_bytes() if own.exists() else None
    if not warc.exists():
        return _Side(manifest, None)
    said = manifest_lines(own if manifest is not None else others)[:1]
    try:
        digest = file_sha256(warc)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return _Side(manifest, False)  # the disk cannot read it, which is damage
    # Without any manifest nobody can tell; `verify` says that there is none.
    return _Side(manifest, not said or said == [(digest, f"archive/{warc.name}")])


def _words(root: Path, copy: Path) -> Iterator[Fault]:
    names = set(PEOPLES_WORDS)
    names |= {f"decisions/{path.name}" for side in (root, copy) for path in (side / "decisions").glob("*.jsonl")}
    for name in sorted(names):
        here, there = root / name, copy / name
        if not here.exists() and there.exists():
            yield Fault("words", name, None, "is in the copy alone", f"look at it; to restore it: cp {there} {here}")
        elif here.exists() and not there.exists():
            yield Fault("words", name, None, "is not in the copy", "copy it there")
        elif here.exists() and here.read_bytes() != there.read_bytes():
            yield Fault("words", name, None, *_which_is_newer(here, there))


def _which_is_newer(here: Path, there: Path) -> tuple[str, str]:
    """What differs and what to do. Decisions are only added to, so the longer one holds the other."""
    own, copied = here.read_bytes(), there.read_bytes()
    more = own.count(b"\n") - copied.count(b"\n")
    if here.suffix == ".jsonl" and own.startswith(copied):
        return f"has {more} more lines here", "copy it there"
    if here.suffix == ".jsonl" and copied.startswith(own):
        return f"has {-more} more lines in the copy", f"restore it from {there}"
    moments = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in (here, there)]
    newer = "here" if moments[0] > moments[1] else "in the copy"
    shown = " and ".join(f"{moment:%Y-%m-%d %H:%M:%S}" for moment in moments)
    return f"differs; changed {shown} UTC, here and in the copy", f"look at both; the one {newer} is newer"


def _jobs(root: Path, copy: Path) -> Iterator[Fault]:
    """Reports of jobs, where a copy has any: most of each stands in the WARCs, too."""
    if not (copy / "crawls").is_dir():
        return
    for folder in sorted((root / "crawls").glob("*/report.json")):
        name = f"crawls/{folder.parent.name}"
        if not (copy / name / "report.json").exists():
            yield Fault("not_copied", name, None, "is not copied yet", "copy it there")
