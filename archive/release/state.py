"""What a release is made of, frozen: data/state.json in the release, decisions/releases/VERSION.state.json with the
collection.

All that a release says follows from it and from the files it names by their digests: the same state gives the same
bytes. It holds no time but those of the collection, no path, no name of a machine.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from archive.catalogue.query import Query, query_of
from archive.release.errors import ReleaseError
from archive.release.files import json_bytes

SCHEMA = "lumbung-release-state/1"
_NAME = re.compile(r"[^/\x00-\x1f.*?\[][^/\x00-\x1f*?\[]{0,250}")
_VERSION = re.compile(r"\d{1,6}\.\d{1,6}\.\d{1,6}")
# Not at the top: there Hugging Face's library would take a file of this name for one of its own.
STATE_FILE = "data/state.json"
Facts = dict[str, Any]


@dataclass(frozen=True)
class Files:
    """What it is made of. `warcs` and `documents`: SHA-256 by file name (of a WARC as its manifest says, null without
    one); `crawls`: SHA-256 of the job's events.jsonl, null without one, by job; `decisions`: of each file of decisions/
    that counts, how many lines, bytes, and the SHA-256 of these; `lists`: SHA-256 by file name, null without one."""

    warcs: dict[str, str | None]
    documents: dict[str, str]
    crawls: dict[str, str | None]
    decisions: dict[str, Facts]
    lists: dict[str, str | None]


@dataclass(frozen=True)
class Wish:
    """What a person asked for. `identifier`: a DOI; `address`: where the release will be found; `query`: parameters of
    a question."""

    title: str
    creators: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    identifier: str | None = None
    address: str | None = None

    @property
    def question(self) -> Query:
        return query_of(self.query)


@dataclass(frozen=True)
class State:
    """`moment`: the last thing that happened in it, RFC 3339, UTC. `collection`: who keeps it, under which terms, with
    which manners, how many sites and jobs. `former`: the release before, by version and digests. `made_with`: versions
    of what decides about bytes."""

    version: str
    moment: str
    wish: Wish
    files: Files
    collection: Facts
    made_with: Facts
    former: Facts | None = field(default=None)

    @property
    def day(self) -> str:
        return self.moment[:10]

    def to_bytes(self) -> bytes:
        return json_bytes({"schema": SCHEMA, **asdict(self)})

    def digest(self) -> str:
        """SHA-256 of data/state.json."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def says_the_same_as(self, other: State) -> bool:
        """Whether nothing but the number would be another."""
        return (self.files, self.wish, self.collection, self.made_with) == (
            other.files, other.wish, other.collection, other.made_with,
        )  # fmt: skip


def _refuse_strange(state: State) -> None:
    """A folder that somebody offers as a release may name files that lie anywhere. Raises ValueError."""
    versions = [state.version, *([state.former["version"]] if state.former else [])]
    names = [name for one in fields(Files) for name in getattr(state.files, one.name)]
    if strange := [name for name in names if not _NAME.fullmatch(name)]:
        raise ValueError(f"{strange[0][:60]!r} is no name of a file")
    if strange := [version for version in versions if not _VERSION.fullmatch(version)]:
        raise ValueError(f"{strange[0][:60]!r} is no version")


def read_state(path: Path) -> State:
    """Raises ReleaseError."""
    try:
        facts = json.loads(path.read_bytes())
        if facts.pop("schema") != SCHEMA:
            raise ValueError("another form")
        wish = facts.pop("wish")
        wish |= {"creators": tuple(wish["creators"]), "query": tuple((str(a), str(b)) for a, b in wish["query"])}
        found = State(wish=Wish(**wish), files=Files(**facts.pop("files")), **facts)
        _refuse_strange(found)
        return found
    except FileNotFoundError as error:
        raise ReleaseError(f"{path} is not there: that is no release") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ReleaseError(f"{path} is no state of a release ({error})") from error
