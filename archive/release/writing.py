"""All files of a release, from a state and the catalogue of its files: nothing else has a part in them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import archive.regions
from archive.layout import Collection
from archive.release.bag import put_into_bag
from archive.release.cards import CARDS
from archive.release.changes import Around, Former, change_rows, counted
from archive.release.collecting import collect_articles
from archive.release.described import Release, files_below
from archive.release.errors import ReleaseError
from archive.release.files import TableFiles
from archive.release.frozen import Frozen
from archive.release.leaving import MayLeave
from archive.release.rows.news import news_rows
from archive.release.state import STATE_FILE, State
from archive.release.surroundings import event_rows, region_rows
from archive.release.tables import CHANGES, EVENTS, NEWS_COUNTS, REGIONS

Progress = Callable[[str, int], None]


class Written(NamedTuple):
    """`manifest_sha256`: of the tag manifest."""

    release: Release
    manifest_sha256: str


def write_release(
    root: Path,
    members: Path,
    state: State,
    of: Frozen,
    live: Collection,
    may_leave: MayLeave,
    former: Former | None,
    progress: Progress,
) -> Written:
    """Into the empty folder `root`; the list of its articles into `members`. `live`: the collection, with indexes."""
    files, question = TableFiles(root), state.wish.question
    tally = collect_articles(
        of.connection, question, may_leave, files, members, lambda articles: progress("articles", articles)
    )
    if not tally.articles:
        raise ReleaseError("no article that may be given away was found for this; ask for more")
    progress("surroundings", tally.articles)
    files.put_all(NEWS_COUNTS, news_rows(of.connection))
    files.put_all(EVENTS, event_rows(of.connection, live, state.files, members, tally.sites))
    files.put_all(REGIONS, region_rows(tally.regions))
    around = Around(of.collection, live, state.files, may_leave)
    changed = change_rows(of.connection, around, question, members, former) if former else ()
    files.put_all(CHANGES, changed)
    changes: dict[str, Counter[str]] = counted(files.rows_of(CHANGES)) if former else {}
    progress("columns", tally.articles)
    files.make_parquet()
    _put_terms_of_regions(root)
    (root / STATE_FILE).write_bytes(state.to_bytes())
    release = Release(state, tally, files.rows, changes, files_below(root))
    for name, card in CARDS.items():
        (root / name).write_bytes(card(release))
    return Written(release, put_into_bag(root, release))


def _put_terms_of_regions(root: Path) -> None:
    """The database's licence and where it is from go with what is taken from it."""
    folder = Path(archive.regions.__file__).parent
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(folder / name, root / REGIONS.folder / name)
