"""The releases that a collection has made.

decisions/releases.jsonl         a line a release: version, when, who, digests, counts, where it was put; only added to
decisions/releases/
    VERSION.state.json           what it was made of
    VERSION.members.gz           which articles it has (archive.release.members)

A release holds both itself: they can be made again from its folder.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.decisions import append_line, read_lines
from archive.files import file_sha256, sync_folder, write_whole
from archive.locked import lock_beside
from archive.release.errors import ReleaseError
from archive.release.files import lines_of, packed
from archive.release.members import holds, member_of
from archive.release.state import STATE_FILE, State, read_state
from archive.release.tables import ARTICLES

_VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\Z")


@dataclass(frozen=True)
class Recorded:
    """A line of decisions/releases.jsonl. `manifest_sha256`: of tagmanifest-sha256.txt, which covers all other files;
    `where`: as whoever made it named the folder."""

    version: str
    when: str
    who: str
    moment: str
    state_sha256: str
    manifest_sha256: str
    members_sha256: str
    readers: list[str]
    counts: dict[str, int]
    changes: dict[str, int]
    where: str
    identifier: str | None = None


def releases_file(root: Path) -> Path:
    return root / "decisions" / "releases.jsonl"


def state_file(root: Path, version: str) -> Path:
    return root / "decisions" / "releases" / f"{version}.state.json"


def members_file(root: Path, version: str) -> Path:
    return root / "decisions" / "releases" / f"{version}.members.gz"


def releases(root: Path) -> list[Recorded]:
    """In the order in which they were made. Raises ReleaseError with the line that is none."""
    found = []
    for number, line in read_lines(releases_file(root)):
        try:
            one = Recorded(**line)
            number_of(one.version)
        except (TypeError, ReleaseError) as error:
            raise ReleaseError(
                f"{releases_file(root)} line {number}: no release ({error}); mend or remove it"
            ) from error
        found.append(one)
    return found


def releases_with(root: Path, ids: set[str]) -> list[str]:
    """Versions of the releases that hold any of these ids, of articles or of documents: whom to tell of a takedown.
    With a question mark where the list of what one holds is gone: `lumbung release DIR --former FOLDER` makes it."""
    found = []
    for one in releases(root):
        path = members_file(root, one.version)
        if not path.exists():
            found.append(f"{one.version}?")
        elif holds(path, ids):
            found.append(one.version)
    return found


def number_of(version: str) -> tuple[int, int, int]:
    """Raises ReleaseError on what is no version."""
    match = _VERSION.match(version)
    if match is None:
        raise ReleaseError(f"{version!r} is no version of a release; use three numbers, as in 1.4.0")
    return int(match[1]), int(match[2]), int(match[3])


def next_version(past: list[Recorded], asked: str | None) -> str:
    """The next minor one, or what was asked for if it comes behind all. Raises ReleaseError."""
    last = max((number_of(one.version) for one in past), default=None)
    if asked is None:
        return "1.0.0" if last is None else f"{last[0]}.{last[1] + 1}.0"
    if last is not None and number_of(asked) <= last:
        said = ".".join(map(str, last))
        raise ReleaseError(
            f"version {asked} does not come behind {said}, the last one; what was released is never made otherwise "
            f"(again as it was: lumbung release DIR --again {said})"
        )
    number_of(asked)
    return asked


@contextmanager
def only_one(root: Path) -> Iterator[None]:
    """While a release is made: its version and its former one are settled. Raises LockedError."""
    releases_file(root).parent.mkdir(exist_ok=True)
    with lock_beside(releases_file(root)):
        yield


def keep(root: Path, state: State, members: Path, recorded: Recorded) -> None:
    """Before the release is put into its place: what is out there must be known here. Raises EvidenceError, OSError."""
    state_file(root, state.version).parent.mkdir(parents=True, exist_ok=True)
    write_whole(state_file(root, state.version), state.to_bytes())
    beside = members_file(root, state.version)
    partial = beside.with_name(beside.name + ".new")
    shutil.copyfile(members, partial)
    partial.replace(beside)
    sync_folder(beside.parent)
    append_line(releases_file(root), asdict(recorded))


def former_members(root: Path, former: Recorded, folder: Path | None) -> Path:
    """The list of members of the release before; made again from its folder where it is gone. Raises ReleaseError."""
    path = members_file(root, former.version)
    if folder is not None:
        _restore(root, former, folder)
    if not path.exists() or file_sha256(path) != former.members_sha256:
        raise ReleaseError(
            f"{path} is {'not what was written' if path.exists() else 'gone'}, so what changed since {former.version} "
            "cannot be told; name the folder of that release with --former FOLDER"
        )
    return path


def state_of_release(root: Path, which: str) -> State:
    """`which`: a version, or the folder of a release. Raises ReleaseError."""
    if _VERSION.match(which):
        known = next((one for one in releases(root) if one.version == which), None)
        if known is None:
            raise ReleaseError(f"{root} has made no release {which}")
        return read_state(state_file(root, which))
    return read_state(Path(which) / STATE_FILE)


def _restore(root: Path, former: Recorded, folder: Path) -> None:
    state = read_state(folder / STATE_FILE)
    if state.digest() != former.state_sha256:
        raise ReleaseError(f"{folder} is not release {former.version}, but {state.version}")
    state_file(root, state.version).parent.mkdir(parents=True, exist_ok=True)
    path = members_file(root, former.version)
    partial = path.with_name(path.name + ".new")
    with packed(partial) as listed:
        for line in lines_of(folder / ARTICLES.jsonl):
            article: dict[str, Any] = json.loads(line)
            listed.write(member_of(article, line).to_line())
    partial.replace(path)
    write_whole(state_file(root, former.version), state.to_bytes())
