"""Which records earlier jobs read as articles: a page that came again unchanged is not read again, and still is one.

visits.sqlite   a cache; these two tables are filled from the documents files, each read once

    read_1      the documents files, with size and time of change
    article_1   a number for each record that holds an article
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from archive.files import file_state
from archive.layout import Collection
from crawler.visits_file import opened_to_keep

_TABLES = """
create table if not exists read_1 (id integer primary key, stem text unique, bytes integer, changed integer);
create table if not exists article_1 (number integer primary key, told integer);
create index if not exists article_1_told on article_1 (told);
"""
_ID = re.compile(rb'"id": ?"([^"]{1,200})"')
_ARTICLE = re.compile(rb'"kind": ?"article"')


def number_of(record_id: str) -> int:
    """Stands for a record id: there may be millions. Two of them being the same is no more than a miscount."""
    return int.from_bytes(hashlib.blake2b(record_id.encode(), digest_size=8).digest(), "big") >> 1


def known_articles(collection: Collection, numbers: Iterable[int]) -> set[int]:
    """Those of `numbers` that stand for articles. Holds the lock. Raises sqlite3.Error."""
    with closing(opened_to_keep(collection, _TABLES)) as database:
        _bring_up_to_date(database, collection)
        select = "select number from article_1 where number = ?"
        return {number for number in numbers if database.execute(select, (number,)).fetchone()}


def _bring_up_to_date(database: sqlite3.Connection, collection: Collection) -> None:
    known = {
        stem: (size, changed) for stem, size, changed in database.execute("select stem, bytes, changed from read_1")
    }
    there = {stem: file_state(collection.documents_file(stem)) for stem in collection.stems()}
    database.execute("begin")
    for stem in known:
        if known[stem] != there.get(stem):
            database.execute("delete from article_1 where told = (select id from read_1 where stem = ?)", (stem,))
            database.execute("delete from read_1 where stem = ?", (stem,))
    for stem, state in there.items():
        if state is not None and known.get(stem) != state:
            told = database.execute("insert into read_1 values (null, ?, ?, ?)", (stem, *state)).lastrowid
            rows = ((number, told) for number in _articles(collection.documents_file(stem)))
            database.executemany("insert or replace into article_1 values (?, ?)", rows)
    database.execute("commit")


def _articles(path: Path) -> Iterator[int]:
    with path.open("rb") as file:
        for line in file:
            # The id is a line's second key; a text that quotes such words cannot stand before it.
            if _ARTICLE.search(line) and (found := _ID.search(line)):
                yield number_of(found[1].decode("utf-8", "replace"))
