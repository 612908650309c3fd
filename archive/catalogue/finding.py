"""What was typed, as conditions on `article` and as an order, in the words of each database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, TextClause, bindparam, column, false, or_, text, true

from archive.catalogue.fulltext import LONGEST_WORD
from archive.catalogue.phrase import Part, Phrase


def found_by(phrase: Phrase, dialect: str) -> list[ColumnElement[bool]]:
    """The conditions on `article` under which what was typed is found."""
    wanted = [[part for part in group if _may_be_found(part)] for group in phrase.wanted]
    unwanted = [part for part in phrase.unwanted if _may_be_found(part)]
    if not all(wanted):
        return [false()]
    conditions: list[Any] = []
    if dialect == "sqlite":
        if wanted:
            conditions.append(_in_fts5("in", _any_of_all(wanted)))
        if unwanted:
            conditions.append(_in_fts5("not in", " OR ".join(map(_fts5, unwanted))))
    else:
        conditions += (or_(*(_in_vectors("in", part) for part in group)) for group in wanted)
        conditions += (_in_vectors("not in", part) for part in unwanted)
    return conditions or [true()]


def ranked_by(phrase: Phrase, dialect: str) -> FromClause | None:
    """A table `ranked(number, rank)` of the words that fit, less for what fits better: the title weighs more, and so
    do rare words. None when nothing is to be found in particular."""
    parts = [part for group in phrase.wanted for part in group if _may_be_found(part)]
    if not parts:
        return None
    if dialect == "sqlite":
        statement, query = (
            "select rowid as number, bm25(words, 6.0, 1.0, 1.0) as rank from words where words match :ranked",
            " OR ".join(map(_fts5, parts)),
        )
    else:
        queries = {name: " | ".join(_tsquery(part) for part in parts if _column(part) == name) for name in _COLUMNS}
        ranks = [f"ts_rank({name}, cast(:ranked_{name} as tsquery))" for name, query in queries.items() if query]
        statement = f"select number, -({' + '.join(ranks)}) as rank from words"  # noqa: S608  # our own names
        found = text(statement).bindparams(
            *(bindparam(f"ranked_{name}", query) for name, query in queries.items() if query)
        )
        return found.columns(column("number"), column("rank")).subquery("ranked")
    found = text(statement).bindparams(bindparam("ranked", query))
    return found.columns(column("number"), column("rank")).subquery("ranked")


_COLUMNS = ("stems", "exact")


def _may_be_found(part: Part) -> bool:
    """Words this long are not kept, and PostgreSQL would not have them in a question."""
    return all(len(word) <= LONGEST_WORD for word in part.words)


def _any_of_all(groups: list[list[Part]]) -> str:
    return " AND ".join("(" + " OR ".join(map(_fts5, group)) + ")" for group in groups)


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
