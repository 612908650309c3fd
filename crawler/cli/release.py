"""`lumbung release`: a versioned, citable corpus of the collection, in a folder of its own."""

from __future__ import annotations

import getpass
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, loading, print_json, say, tell
from crawler.cli.query_options import with_query_options

if TYPE_CHECKING:
    from archive.catalogue.query import Query
    from archive.release.making import Again, Watcher
    from archive.release.state import Wish
    from archive.release.writing import Written
else:
    Query = Again = Watcher = Wish = Written = Any  # loaded when the verb is asked for, not when the program starts

_PLAIN_SECONDS = 10.0
_NEAR = ("core", "borderline", "adjacent")
# What DataCite and the Citation File Format both take.
_DOI = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")


@with_query_options
def release(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for it.")],
    query: Query,
    asked: set[str],
    collection: CollectionOption = DEFAULT_COLLECTION,
    version: Annotated[
        str | None, typer.Option(metavar="N.N.N", help="Its number; else 1.0.0, then the next minor one.")
    ] = None,
    again: Annotated[
        str | None, typer.Option(metavar="RELEASE", help="Make this version, or folder of one, again, byte for byte.")
    ] = None,
    all_news: Annotated[
        bool, typer.Option("--all-news", help="All articles, not only those near to the programme.")
    ] = False,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="Else that of the release before.")] = None,
    creator: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help='Who is cited: an organisation, or "Family, Given"; may be given again.'),
    ] = None,
    doi: Annotated[str | None, typer.Option(metavar="DOI", help="One reserved for this version: 10.…/…")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it will be found.")] = None,
    former: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The release before, if the collection lost its list.")
    ] = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who makes it; the account's name otherwise.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Make a corpus that can be cited: tables, descriptions, checksums, and what changed since the last one.

    Example: lumbung release korpus-1.0.0 --title "Berita perpustakaan desa" --creator "Perpustakaan Contoh" -c desa
    """
    opened = Collection.open(collection)
    with loading():
        from archive.release.making import make_again, make_release
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if again is not None:
        if all_news or asked or any((version, title, creator, doi, url, former)):
            raise CollectionError("--again makes a release as it was: nothing else can be asked of it")
        return _told_again(make_again(opened, directory, again, _watcher()), directory, as_json=as_json)
    wish = _wish(opened, _near(query, asked, all_news=all_news), title, creator or [], doi, url)
    name = " ".join((who or getpass.getuser()).split())[:200]
    written = make_release(opened, directory, wish, name, version, former, _watcher())
    return _told(written, directory, as_json=as_json)


def _wish(
    collection: Collection,
    query: Query,
    title: str | None,
    creators: list[str],
    doi: str | None,
    url: str | None,
) -> Wish:
    """Raises CollectionError, QueryError."""
    from archive.release.history import releases, state_file
    from archive.release.making import wish_after
    from archive.release.state import Wish, read_state

    if doi is not None:
        doi = doi.removeprefix("https://doi.org/").removeprefix("doi:")
        if not _DOI.fullmatch(doi):
            raise CollectionError(f"--doi {doi[:80]!r} is no DOI, as in 10.1234/korpus.1")
    if url is not None and not _ADDRESS.fullmatch(url):
        raise CollectionError(f"--url {url[:80]!r} is no web address")
    names = tuple(_line(name, "--creator") for name in creators)
    past = releases(collection.root)
    path = state_file(collection.root, past[-1].version) if past else None
    last = read_state(path) if path and path.exists() else None
    wish = wish_after(last, Wish(_line(title, "--title") if title is not None else "", names,
                                 tuple(query.params()), doi, url))  # fmt: skip
    operator = collection.config.who.operator
    return Wish(
        wish.title or f"Village news of Indonesia, archived by {operator}", wish.creators or (operator,), wish.query,
        wish.identifier, wish.address,
    )  # fmt: skip


def _near(query: Query, asked: set[str], *, all_news: bool) -> Query:
    """All that is near to the programme where nothing else is said. Raises CollectionError."""
    if "relation" in asked:
        if all_news:
            raise CollectionError("--all-news means any relation to the programme: leave --relation away")
        return query
    return query.but(relation=("all",) if all_news else _NEAR)


def _line(text: str, option: str) -> str:
    found = " ".join(text.split())
    if not found or len(found) > 300 or not found.isprintable():
        raise CollectionError(f"{option} {text[:60]!r}: one line of at most 300 characters is needed")
    return found


def _watcher() -> Watcher:
    """One line that changes on a terminal, else a line now and then."""
    from archive.release.making import Watcher

    told_at = time.monotonic()

    def line(words: Callable[[], str]) -> None:
        nonlocal told_at
        now = time.monotonic()
        if now - told_at >= (0.25 if errors.is_terminal else _PLAIN_SECONDS):
            told_at = now
            errors.print(f"{words():<60}", end="\r" if errors.is_terminal else "\n")

    return Watcher(
        lambda step, articles: line(lambda: f"{step}: {articles:,} articles"),
        lambda what, done, count: line(lambda: f"{what}: {done / max(count, 1):.0%} of the documents"),
    )


def _told(written: Written, directory: Path, *, as_json: bool) -> int:
    found = written.release
    state, tally = found.state, found.tally
    if as_json:
        print_json({
            "release": str(directory), "version": state.version, "moment": state.moment, "title": found.title,
            "state_sha256": state.digest(), "manifest_sha256": written.manifest_sha256,
            "counts": {"articles": tally.articles, "held_back": tally.held, **found.rows}, "covered": found.covered,
            "changes": {change: dict(reasons) for change, reasons in found.changes.items()},
            "citation": found.citation,
        })  # fmt: skip
    else:
        tell(f"Release {state.version}, state of {state.moment}: {directory}")
        tell(", ".join(f"{count:,} {name}" for name, count in found.rows.items()))
        if found.changes:
            counts = ", ".join(f"{reasons['all']:,} {change}" for change, reasons in found.changes.items())
            tell(f"Since {(state.former or {})['version']}: {counts}")
        tell(f"Cite as: {found.citation}")
    if hidden := {kind: count for kind, count in found.covered.items() if count}:
        say("Covered: " + ", ".join(f"{kind} {count:,}" for kind, count in hidden.items()))
    if tally.held:
        say(f"Not given away: {tally.held:,} articles")
    faults = state.collection["not_taken_in"]
    for fault in faults:
        say(f"Not in it: {fault['name']}; see: lumbung catalogue build")
    return 2 if faults else 0


def _told_again(again: Again, directory: Path, *, as_json: bool) -> int:
    is_same = not again.differs
    if as_json:
        print_json({
            "release": str(directory) if is_same else None, "version": again.state.version,
            "state_sha256": again.state.digest(), "is_same": is_same, "differs": again.differs,
            "made_otherwise": again.made_otherwise,
        })  # fmt: skip
    elif is_same:
        tell(f"Release {again.state.version} again, byte for byte the same: {directory}")
    for one in again.made_otherwise:
        say(f"It was made with {one}")
    if not is_same:
        named = ", ".join(again.differs[:20])
        say(f"Release {again.state.version} made again differs from what it was, and was not kept: {named}")
    return 0 if is_same else 2
