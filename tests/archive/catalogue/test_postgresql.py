"""What only concerns a PostgreSQL server: a database may hold other things, and other collections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from archive import Collection
from archive.catalogue.counts import total
from archive.catalogue.query import Query
from archive.catalogue.search import articles
from archive.catalogue.store import CatalogueError, open_engine
from archive.catalogue.update import bring_up_to_date, make_anew
from archive.config import Who
from tests.archive.catalogue.lines import Documents, titles
from tests.archive.catalogue.postgres import in_schema, own_database

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture
def url() -> Iterator[str]:
    with own_database() as address:
        yield address


@pytest.fixture
def other(tmp_path: Path) -> Documents:
    return Documents(Collection.create(tmp_path / "lain", Who(operator="Uji", contact="uji@contoh.example")))


def test_tables_of_others_stay_whole_even_under_our_names(documents: Documents, url: str) -> None:
    documents.write("a", documents.line(title="pertama"))
    plain = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with plain.begin() as connection:
        connection.execute(text("create table article (isi text)"))
        connection.execute(text("insert into article values ('milik orang lain')"))
    engine = open_engine(documents.collection.root, url)
    make_anew(documents.collection, engine)
    make_anew(documents.collection, engine)

    with plain.connect() as connection:
        assert connection.execute(text("select isi from public.article")).scalars().all() == ["milik orang lain"]
    assert titles(engine) == ["pertama"]
    engine.dispose()
    plain.dispose()


def test_the_planner_knows_a_catalogue_as_soon_as_it_is_made(documents: Documents, url: str) -> None:
    documents.write("a", documents.line(title="pertama"), documents.line(title="kedua"))
    engine = open_engine(documents.collection.root, url)
    bring_up_to_date(documents.collection, engine)

    # Until then PostgreSQL says -1 of how many rows there are.
    counted = text("select relname, reltuples from pg_class where relname in ('article', 'words') order by relname")
    with engine.connect() as connection:
        assert connection.execute(counted).all() == [("article", 2), ("words", 2)]
    engine.dispose()


def test_a_count_finds_the_same_when_what_was_typed_is_found_before(documents: Documents, url: str) -> None:
    bodies = ("warga rapat", "warga panen raya", "pemuda rapat", "warga rapat panen")
    documents.write("a", *(documents.line(title=f"n{number}", text=body) for number, body in enumerate(bodies)))
    engine = open_engine(documents.collection.root, url)
    bring_up_to_date(documents.collection, engine)

    with engine.connect() as connection:
        for typed in ("warga", "warga rapat", "warga OR pemuda", "warga -panen", "-panen", '"rapat panen"', "tiada"):
            query = Query(relation=("all",), text=typed)
            assert total(connection, query).pages == len(articles(connection, query)), typed
    engine.dispose()


def test_the_catalogue_of_another_collection_is_not_taken_for_ours(
    documents: Documents, other: Documents, url: str
) -> None:
    documents.write("a", documents.line(title="pertama"))
    other.write("b", other.line("lain", title="lain"))
    engine = open_engine(documents.collection.root, url)
    bring_up_to_date(documents.collection, engine)

    with pytest.raises(CatalogueError, match="another collection"):
        bring_up_to_date(other.collection, engine)

    assert titles(engine) == ["pertama"]
    second = open_engine(other.collection.root, in_schema(url, "kedua"))
    bring_up_to_date(other.collection, second)
    assert (titles(engine), titles(second)) == (["pertama"], ["lain"])
    engine.dispose()
    second.dispose()
