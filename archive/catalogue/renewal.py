"""What each database wants done now and then.

SQLite keeps for ever the words that articles no longer say: once most rows are of those, they are made anew. PostgreSQL
tidies up by itself, but a minute later, or never where that is switched off: after the first filling we ask for it.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, func, select, text

from archive.catalogue import tables
from archive.catalogue.articles import unpacked
from archive.catalogue.fulltext import add_words, create_words, words_to_search
from archive.catalogue.state import changing, set_value, value_of
from archive.redaction import redacted

_FEW = 1_000  # dead rows harm nobody


def renew_words_if_needed(engine: Engine) -> bool:
    """In one transaction: readers search the former words until the new ones are whole. Whether it was needed."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection:
        living = connection.execute(select(func.count()).select_from(tables.article)).scalar_one()
        dead = int(value_of(connection, "words_added") or 0) - living
    if dead <= living + _FEW:
        return False
    with changing(engine) as connection:
        _renew(connection)
        set_value(connection, "words_added", living)
    return True


def _renew(connection: Connection) -> None:
    create_words(connection)
    article, document = tables.article.c, tables.document.c
    after = -1
    # Piece by piece: a statement that is being read would not let the table be written.
    while rows := connection.execute(
        select(article.words, document.line)
        .join_from(tables.article, tables.document, document.number == article.reading)
        .where(article.words > after)
        .order_by(article.words)
        .limit(1_000)
    ).all():
        add_words(connection, ((row.words, words_to_search(redacted(unpacked(row.line)))) for row in rows))
        after = rows[-1].words


def tidy(engine: Engine) -> None:
    """What was filled is counted by PostgreSQL's planner, and its newest words are put into their index. Searches of
    100,000 articles take half as long then (2026-11)."""
    if engine.dialect.name == "postgresql":
        names = ", ".join([*tables.metadata.tables, "words"])
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"vacuum (analyze) {names}"))
