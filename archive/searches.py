"""Searches that people saved under a name: decisions/searches.jsonl, only ever added to.

    {"id": "3f9c21ab04", "what": "saved", "name": "Bimtek di Lampung", "query": [["region", "18"]], "notify": true,
     "targets": [], "who": "Siti", "when": "2026-11-26T02:00:00Z"}

`what` is saved, changed or removed; the last line of an id counts. What was told of each, notices/searches.json says.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of
from archive.catalogue.query import Query, QueryError, query_of
from archive.decisions import append_line, now_text, read_lines, searches_file
from archive.errors import ArchiveError

What = Literal["saved", "changed", "removed"]
MOST_OF_ONE = 100
LONGEST_NAME = 120
_TARGET = re.compile(r"[\w.@ -]{1,60}")


@dataclass(frozen=True, slots=True)
class Search:
    """`params` are those of the Query. `targets`: names in notify.toml, none for all. `since`: when it was saved."""

    id: str
    name: str
    params: tuple[tuple[str, str], ...]
    notify: bool
    targets: tuple[str, ...]
    who: str
    since: str

    @property
    def query(self) -> Query:
        """Raises QueryError where what was saved can no longer be asked."""
        return query_of(list(self.params))


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a search found after a moment: how many, and the first of them."""

    count: int
    rows: tuple[Any, ...]


def searches(root: Path) -> dict[str, Search]:
    """By id, those that were not removed; the last saved last. A line that is none is passed over."""
    found: dict[str, Search] = {}
    for _, line in read_lines(searches_file(root)):
        try:
            what, one = line["what"], _search(line)
        except (TypeError, KeyError, ValueError, AttributeError):
            continue
        if what == "removed":
            found.pop(one.id, None)
        else:
            found[one.id] = replace(one, since=found[one.id].since) if one.id in found else one
    return found


def save(root: Path, name: str, query: Query, who: str, *, notify: bool, targets: tuple[str, ...]) -> Search:
    """Raises ArchiveError without a name or a person, or when one has too many; EvidenceError when the disk is full."""
    if sum(one.who == who for one in searches(root).values()) >= MOST_OF_ONE:
        raise ArchiveError(f"{who} has {MOST_OF_ONE} saved searches; remove some first")
    one = Search(secrets.token_hex(5), checked(name), tuple(query.params()), notify, targets, who, now_text())
    _append(root, "saved", one, who)
    return one


def change(root: Path, one: Search, who: str, *, name: str, notify: bool, targets: tuple[str, ...]) -> None:
    _append(root, "changed", replace(one, name=checked(name), notify=notify, targets=targets), who)


def remove(root: Path, one: Search, who: str) -> None:
    _append(root, "removed", one, who)


def checked(name: str) -> str:
    """Raises ArchiveError for one that is empty."""
    name = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())[:LONGEST_NAME]
    if not name:
        raise ArchiveError("a saved search needs a name")
    return name


def targets_in(text: str) -> tuple[str, ...]:
    """Names as typed, with commas between them; what can be no name is left out."""
    return tuple(one for one in dict.fromkeys(part.strip() for part in text.split(",")) if _TARGET.fullmatch(one))[:20]


def fresh(connection: Connection, query: Query, after: str, until: str | None, most: int = 10) -> Fresh:
    """Articles first captured after one moment, up to another; the newest `most` as rows of `article`."""
    article = tables.article.c
    conditions = [*conditions_of(query, connection.dialect.name), article.first_captured_at > after]
    if until:
        conditions.append(article.first_captured_at <= until)
    count = connection.execute(select(func.count()).select_from(tables.article).where(*conditions)).scalar_one()
    if not count or not most:
        return Fresh(count, ())
    statement = select(tables.article).where(*conditions)
    rows = connection.execute(statement.order_by(article.first_captured_at.desc(), article.number).limit(most))
    return Fresh(count, tuple(rows.all()))


# ---- what was told ----


def told_file(root: Path) -> Path:
    return root / "notices" / "searches.json"


def told(root: Path) -> dict[str, str]:
    """By id, the capture time up to which its news was told. Nothing where the file is not there, or is damaged."""
    try:
        content = json.loads(told_file(root).read_bytes())
        return {str(one): str(moment) for one, moment in content["told_until"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def news_after(one: Search, told_until: dict[str, str]) -> str:
    """From when on what was archived is new to whoever saved it. Times are compared as text: that of saving, which has
    whole seconds, without its Z, or what was archived within that second would come before it."""
    return max(told_until.get(one.id, ""), one.since.removesuffix("Z"))


def _search(line: Any) -> Search:
    params = tuple((str(name), str(value)) for name, value in line["query"])
    made = Search(str(line["id"]), checked(str(line["name"])), params, line["notify"] is True,
                  tuple(map(str, line.get("targets") or ())), str(line["who"]), str(line["when"]))  # fmt: skip
    try:
        made.query  # noqa: B018
    except QueryError as error:
        raise ValueError(str(error)) from error
    return made


def _append(root: Path, what: What, one: Search, who: str) -> None:
    if not who.strip():
        raise ArchiveError("a saved search needs a person whose it is")
    append_line(searches_file(root), {
        "id": one.id, "what": what, "name": one.name, "query": [list(pair) for pair in one.params],
        "notify": one.notify, "targets": list(one.targets), "who": one.who if what != "saved" else who,
        "by": who, "when": now_text(),
    })  # fmt: skip
