"""A release made, and one made again.

with building(DIR): files are frozen, a catalogue of them is asked, all is written, the collection takes note, and only
then the folder takes its name. Nothing of the collection's evidence is touched, and no job's lock is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from archive.catalogue.update import Progress as CatalogueProgress
from archive.decisions import now_text
from archive.files import file_sha256
from archive.layout import Collection
from archive.release import history
from archive.release.bag import TAG_MANIFEST
from archive.release.building import Building, building
from archive.release.changes import Former
from archive.release.circumstances import circumstances, made_with, moment_of
from archive.release.collecting import refuse_what_may_not_leave
from archive.release.described import files_below
from archive.release.errors import ReleaseError
from archive.release.freezing import frozen_files
from archive.release.frozen import Frozen, frozen
from archive.release.history import Recorded
from archive.release.leaving import leaving
from archive.release.state import State, Wish, read_state
from archive.release.writing import Written, write_release


class Watcher(NamedTuple):
    """Who is told how far it is: articles and steps, and the catalogue when it has to be made."""

    articles: Callable[[str, int], None] = lambda step, articles: None
    catalogue: CatalogueProgress | None = None


class Again(NamedTuple):
    """A release made again. `differs`: files that are other than they were, or all that is known of it; empty when each
    byte is the same. `made_otherwise`: what decides about bytes and was another then."""

    state: State
    differs: list[str]
    made_otherwise: list[str]


def make_release(
    collection: Collection,
    to: Path,
    wish: Wish,
    who: str,
    version: str | None = None,
    former_folder: Path | None = None,
    watcher: Watcher = Watcher(),  # noqa: B008  (it holds nothing that changes)
) -> Written:
    """At `to`, which must be new. Raises ReleaseError, CollectionError, LockedError, EvidenceError."""
    _refuse_inside(collection, to)
    with history.only_one(collection.root), building(to) as place:
        past = history.releases(collection.root)
        number = history.next_version(past, version)
        last = past[-1] if past else None
        members = history.former_members(collection.root, last, former_folder) if last else None
        files = frozen_files(collection)
        with frozen(collection, files, place.scratch, watcher.catalogue) as of:
            state = State(
                version=number, moment=moment_of(of.collection, of.connection, files), wish=wish, files=files,
                collection=circumstances(collection, of.connection, files), made_with=made_with(),
                former=_facts_of(last) if last else None,
            )  # fmt: skip
            _refuse_unchanged(collection, last, state, version)
            written = _write(place, collection, of, state, members, watcher)
        history.keep(collection.root, state, place.scratch / "members.gz", _recorded(written, place, to, who))
        place.finish()
    return written


def make_again(collection: Collection, to: Path, which: str, watcher: Watcher = Watcher()) -> Again:  # noqa: B008
    """Release `which` (a version, or a release's folder) as it was, at `to` if each byte is the same; nowhere if not.
    Raises ReleaseError with what is missing, and what make_release raises."""
    _refuse_inside(collection, to)
    state = history.state_of_release(collection.root, which)
    past = {one.version: one for one in history.releases(collection.root)}
    expected = past.get(state.version)
    if expected is not None and expected.state_sha256 != state.digest():
        raise ReleaseError(f"{which} says it is {state.version}, but that was made of another state")
    members = None
    if state.former:
        members = history.former_members(collection.root, _former_of(past, state), None)
    with building(to) as place, frozen(collection, state.files, place.scratch, watcher.catalogue) as of:
        _refuse_held_back(collection, of, state)
        written = _write(place, collection, of, state, members, watcher)
        differs = _differences(place, written, which, expected)
        if not differs:
            place.finish()
    now = made_with()
    otherwise = [f"{name} {state.made_with.get(name)}, now {now[name]}" for name in now
                 if state.made_with.get(name) != now[name]]  # fmt: skip
    return Again(state, differs, otherwise)


def wish_after(last: State | None, wish: Wish) -> Wish:
    """Title and creators of the release before, where none are named."""
    if last is None:
        return wish
    return replace(wish, title=wish.title or last.wish.title, creators=wish.creators or last.wish.creators)


def _write(
    place: Building, collection: Collection, of: Frozen, state: State, members: Path | None, watcher: Watcher
) -> Written:
    former = None
    if state.former and members:
        before = read_state(history.state_file(collection.root, state.former["version"]))
        former = Former(members, before.moment, before.wish.question)
    return write_release(
        place.folder, place.scratch / "members.gz", state, of, collection, leaving(of.collection), former,
        watcher.articles,
    )  # fmt: skip


def _refuse_inside(collection: Collection, to: Path) -> None:
    if to.resolve().is_relative_to(collection.root.resolve()):
        raise ReleaseError(f"{to} lies inside the collection; choose a place outside of it")


def _refuse_unchanged(collection: Collection, last: Recorded | None, state: State, version: str | None) -> None:
    if last is None or version is not None:
        return
    before = read_state(history.state_file(collection.root, last.version))
    if state.says_the_same_as(before):
        raise ReleaseError(
            f"nothing has changed since release {last.version}; make that again with --again {last.version}, or name "
            "a --version"
        )


def _refuse_held_back(collection: Collection, of: Frozen, state: State) -> None:
    then, now = leaving(of.collection), leaving(collection)
    if of.collection is not collection:
        refuse_what_may_not_leave(of.connection, state.wish.question, then, now)


def _facts_of(last: Recorded) -> dict[str, object]:
    return {
        "version": last.version,
        "moment": last.moment,
        "readers": last.readers,
        "state_sha256": last.state_sha256,
        "members_sha256": last.members_sha256,
    }


def _former_of(past: dict[str, Recorded], state: State) -> Recorded:
    named = (state.former or {})["version"]
    if named not in past:
        raise ReleaseError(f"release {state.version} tells what changed since {named}, of which nothing is known here")
    return past[named]


def _recorded(written: Written, place: Building, to: Path, who: str) -> Recorded:
    release = written.release
    state, tally = release.state, release.tally
    return Recorded(
        version=state.version, when=now_text(), who=who, moment=state.moment, state_sha256=state.digest(),
        manifest_sha256=written.manifest_sha256, members_sha256=file_sha256(place.scratch / "members.gz"),
        readers=sorted(tally.readers),
        counts={"articles": tally.articles, "held_back": tally.held, **dict(sorted(release.rows.items()))},
        changes={change: reasons["all"] for change, reasons in release.changes.items()}, where=str(to),
        identifier=state.wish.identifier,
    )  # fmt: skip


def _differences(place: Building, written: Written, which: str, expected: Recorded | None) -> list[str]:
    """Names of files that are other than in the release's folder, where that is at hand; else that some are."""
    if (Path(which) / TAG_MANIFEST).is_file():
        before, now = files_below(Path(which)), files_below(place.folder)
        return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    if expected is None or expected.manifest_sha256 == written.manifest_sha256:
        return []
    return [TAG_MANIFEST]
