"""What was typed, as conditions on `article` and as an order, in the words of each database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import FromClause, TextClause, bindparam, column, false, or_, text, true

from archive.catalogue.fulltext import LONGEST_WORD
from archive.catalogue.phrase import Part, Phrase


def found_by(phrase: Phrase, dialect: str) -> list[Any]:
    """The conditions on `article` under which what was typed is found."""
    if not _can_be_found(phrase):
        return [false()]
    conditions = without(phrase, dialect)
    if dialect == "sqlite":
        conditions += [_in_fts5("in", _all_groups(phrase))] if phrase.wanted else []
    else:
        conditions += (or_(*(_in_vectors("in", part) for part in _sensible(group))) for group in phrase.wanted)
    return conditions or [true()]


def without(phrase: Phrase, dialect: str) -> list[Any]:
    """The conditions under which an article has nothing that is not wanted."""
    unwanted = _sensible(phrase.unwanted)
    if dialect == "sqlite":
        return [_in_fts5("not in", " OR ".join(map(_fts5, unwanted)))] if unwanted else []
    return [*(_in_vectors("not in", part) for part in unwanted)]


def ranked_by(phrase: Phrase, dialect: str) -> FromClause | None:
    """A table `ranked(number, rank)` of the words that have all that is wanted, less for what fits better: the title
    weighs more, and so do rare words. None when nothing is wanted, or it cannot be found."""
    if not phrase.wanted or not _can_be_found(phrase):
        return None
    if dialect == "sqlite":
        statement = text(
            "select rowid as number, bm25(words, 6.0, 1.0, 1.0) as rank from words where words match :ranked"
        ).bindparams(bindparam("ranked", _all_groups(phrase)))
    else:
        statement = _ranked_vectors([_sensible(group) for group in phrase.wanted])
    return statement.columns(column("number"), column("rank")).subquery("ranked")


def _ranked_vectors(groups: list[list[Part]]) -> TextClause:
    values: dict[str, str] = {}
    ranks, conditions = [], []
    for group in groups:
        ways = []
        for part in group:
            name = f"ranked_{len(values)}"
            values[name] = _tsquery(part)
            ways.append(f"{_column(part)} @@ cast(:{name} as tsquery)")
            ranks.append(f"ts_rank({_column(part)}, cast(:{name} as tsquery))")
        conditions.append(f"({' or '.join(ways)})")
    return text(
        f"select number, -({' + '.join(ranks)}) as rank from words where {' and '.join(conditions)}"  # noqa: S608
    ).bindparams(**values)


def _can_be_found(phrase: Phrase) -> bool:
    return all(_sensible(group) for group in phrase.wanted)


def _sensible(parts: Iterable[Part]) -> list[Part]:
    """Words that are too long are not kept, and PostgreSQL would not have them in a question."""
    return [part for part in parts if all(len(word) <= LONGEST_WORD for word in part.words)]


def _all_groups(phrase: Phrase) -> str:
    return " AND ".join("(" + " OR ".join(map(_fts5, _sensible(group))) + ")" for group in phrase.wanted)


def _fts5(part: Part) -> str:
    # Words have letters and digits only, so no quote can end the string.
    match part.kind:
        case "stem":
            return f'{{title body}} : "{part.words[0]}"'
        case "beginning":
            return f'exact : "{part.words[0]}" *'
    return f'exact : "{" ".join(part.words)}"'


def _in_fts5(is_in: str, query: str) -> TextClause:
    return text(f"article.words {is_in} (select rowid from words where words match :wanted)").bindparams(  # noqa: S608
        bindparam("wanted", query, unique=True)
    )


def _column(part: Part) -> str:
    return "stems" if part.kind == "stem" else "exact"


def _tsquery(part: Part) -> str:
    if part.kind == "phrase":
        return "(" + " <-> ".join(f"'{one}'" for one in part.words) + ")"
    return f"'{part.words[0]}'" + (":*" if part.kind == "beginning" else "")


def _in_vectors(is_in: str, part: Part) -> TextClause:
    return text(
        f"article.words {is_in} (select number from words where {_column(part)} @@ cast(:wanted as tsquery))"  # noqa: S608
    ).bindparams(bindparam("wanted", _tsquery(part), unique=True))
