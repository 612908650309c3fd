"""A catalogue follows its sources, whatever becomes of them, and nobody who reads meanwhile is kept waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue import sources
from archive.catalogue.articles import unpacked
from archive.catalogue.query import Query
from archive.catalogue.search import article_of, readings_of
from archive.catalogue.state import faults, is_whole, value_of
from archive.catalogue.store import open_engine, writing
from archive.catalogue.update import bring_up_to_date, make_anew
from archive.decisions import Review, add_review
from tests.archive.catalogue.lines import ALL, Documents, contents, dumped, titles

Catalogue = Callable[[Collection], Engine]


@pytest.fixture
def update(documents: Documents) -> Callable[[Engine], None]:
    """Bring up to date, and see that it equals one that is made anew."""

    def bring(engine: Engine) -> None:
        bring_up_to_date(documents.collection, engine)
        fresh = open_engine(documents.collection.root / "archive")
        make_anew(documents.collection, fresh)
        assert contents(engine) == contents(fresh)
        fresh.dispose()

    return bring


def test_new_files_are_taken_in_and_files_that_are_gone_forgotten(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    documents.write("a", documents.line(title="pertama"), documents.line(title="kedua"))
    engine = catalogue_of(documents.collection)
    documents.write("b", documents.line(title="ketiga"))
    update(engine)
    assert sorted(titles(engine)) == ["kedua", "ketiga", "pertama"]

    documents.collection.documents_file("a").unlink()
    update(engine)

    assert titles(engine) == ["ketiga"]
    assert titles(engine, ALL.but(text="pertama")) == []


def test_documents_of_a_warc_on_a_disk_that_is_not_mounted_stay(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write("a", documents.line(title="pertama"))
    documents.write("b", documents.line(title="kedua"))
    documents.collection.manifest_file("a").write_text(f"{'0' * 64}  archive/a.warc.gz\n")
    for stem in "ab":
        documents.collection.warc_file(stem).unlink()

    assert titles(catalogue_of(documents.collection)) == ["pertama"]


def test_the_last_reading_that_says_something_new_is_shown(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    first = documents.line("x", title="lama", text="jembatan")
    documents.write("a", first)
    engine = catalogue_of(documents.collection)
    second = documents.line("x", title="baru", text="waduk")
    documents.write("b", second, documents.line("x", title="baru", text="waduk", same_as=second["id"]))
    update(engine)

    with engine.connect() as connection:
        hit = article_of(connection, first["id"])
        readings = readings_of(connection, first["article_id"])
    assert hit
    assert (hit.row.title, hit.row.versions, hit.row.document) == ("baru", 2, second["id"])
    assert hit.row.first_captured_at == first["captured_at"]
    assert [line["title"] for line in readings] == ["lama", "baru", "baru"]
    assert titles(engine, ALL.but(text="jembatan")) == []
    assert titles(engine, ALL.but(text="waduk")) == ["baru"]


def test_a_capture_in_the_same_second_but_later_is_the_later(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write(
        "a",
        documents.line("x", title="kemudian", captured_at="2026-11-01T00:00:00.5Z"),
        documents.line("x", title="dahulu", captured_at="2026-11-01T00:00:00Z"),
    )

    assert titles(catalogue_of(documents.collection)) == ["kemudian"]


def test_an_article_goes_back_to_its_former_reading_when_the_later_one_is_gone(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    documents.write("a", documents.line("x", title="lama"))
    documents.write("b", documents.line("x", title="baru"))
    engine = catalogue_of(documents.collection)
    documents.collection.documents_file("b").unlink()
    update(engine)

    assert titles(engine) == ["lama"]


# ---- while a crawl runs ----


def test_a_journal_is_read_on_as_it_grows_and_replaced_by_its_documents(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    engine = catalogue_of(documents.collection)
    lines = [documents.line(title=f"kabar{number}") for number in range(3)]
    journal = documents.journal("j")
    for count, line in enumerate(lines, 1):
        with journal.open("ab") as file:
            file.write(dumped(line))
        update(engine)
        assert len(titles(engine)) == count

    documents.write("j", *(line | {"title": line["title"].upper()} for line in lines))
    update(engine)
    assert sorted(titles(engine)) == ["KABAR0", "KABAR1", "KABAR2"]
    journal.unlink()
    update(engine)

    assert sorted(titles(engine)) == ["KABAR0", "KABAR1", "KABAR2"]
    with engine.connect() as connection:
        assert {hit.row.versions for hit in (article_of(connection, line["id"]) for line in lines) if hit} == {1}


def test_a_line_that_is_being_written_waits_for_its_end(documents: Documents, catalogue_of: Catalogue) -> None:
    whole, half = dumped(documents.line(title="utuh")), dumped(documents.line(title="separuh"))
    journal = documents.journal("j")
    journal.write_bytes(whole + half[:100])
    engine = catalogue_of(documents.collection)
    assert titles(engine) == ["utuh"]

    with journal.open("ab") as file:
        file.write(half[100:])
    bring_up_to_date(documents.collection, engine)

    assert sorted(titles(engine)) == ["separuh", "utuh"]


def test_a_line_that_a_crash_tore_in_a_journal_is_passed_over(documents: Documents, catalogue_of: Catalogue) -> None:
    torn, next_one, last = (dumped(documents.line(title=title)) for title in ("robek", "terbawa", "utuh"))
    documents.journal("j").write_bytes(torn[:100] + next_one + last)
    engine = catalogue_of(documents.collection)

    assert titles(engine) == ["utuh"]
    with engine.connect() as connection:
        assert faults(connection) == []


def test_another_journal_under_the_same_name_is_read_from_its_beginning(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    journal = documents.journal("j")
    journal.write_bytes(dumped(documents.line(title="lama")))
    engine = catalogue_of(documents.collection)
    journal.write_bytes(b"".join(dumped(documents.line(title=f"baru{number}")) for number in range(3)))
    update(engine)

    assert sorted(titles(engine)) == ["baru0", "baru1", "baru2"]


def test_who_reads_sees_one_state_and_waits_for_nobody(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write("a", documents.line(title="pertama"))
    engine = catalogue_of(documents.collection)
    with engine.connect().execution_options(
        isolation_level="REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    ) as reader:
        before = reader.exec_driver_sql("select title from article").scalars().all()
        documents.write("b", documents.line(title="kedua"))
        bring_up_to_date(documents.collection, engine)

        assert reader.exec_driver_sql("select title from article").scalars().all() == before
    assert sorted(titles(engine)) == ["kedua", "pertama"]


def test_only_one_writes_and_who_does_not_wait_is_told(documents: Documents, catalogue_of: Catalogue) -> None:
    engine = catalogue_of(documents.collection)
    with writing(engine, documents.collection.root):
        assert not bring_up_to_date(documents.collection, engine, wait=False)

    assert bring_up_to_date(documents.collection, engine, wait=False)


def test_articles_of_a_file_that_is_replaced_are_never_missing(
    documents: Documents,
    catalogue_of: Catalogue,
    update: Callable[[Engine], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "_MOST_LINES", 50)
    lines = [documents.line(title=f"kabar{number}") for number in range(300)]
    documents.write("a", *lines)
    engine = catalogue_of(documents.collection)
    documents.write("a", *(line | {"text": "Dibaca kembali."} for line in lines))
    seen, is_done = set(), threading.Event()

    def look() -> None:
        while not is_done.is_set():
            with engine.connect() as connection:
                seen.add(connection.exec_driver_sql("select count(*) from article").scalar())

    looking = threading.Thread(target=look)
    looking.start()
    bring_up_to_date(documents.collection, engine)
    is_done.set()
    looking.join()

    assert seen == {300}
    update(engine)
    assert len(titles(engine, ALL.but(text="dibaca"))) == 300


def test_a_file_that_says_the_same_again_writes_no_words(documents: Documents, catalogue_of: Catalogue) -> None:
    lines = [documents.line() for _ in range(3)]
    documents.write("a", *lines)
    engine = catalogue_of(documents.collection)
    documents.write("a", *(line | {"platform": "wordpress"} for line in lines))
    bring_up_to_date(documents.collection, engine)

    with engine.connect() as connection:
        assert value_of(connection, "words_added") == "3"
        assert set(connection.exec_driver_sql("select platform from article").scalars()) == {"wordpress"}


# ---- what people decide ----


def test_a_review_counts_at_once_and_no_more_when_it_is_taken_back(
    documents: Documents, catalogue_of: Catalogue, update: Callable[[Engine], None]
) -> None:
    line = documents.line(title="tidak")
    documents.write("a", line, documents.line(title="ya"))
    engine = catalogue_of(documents.collection)
    root = documents.collection.root

    add_review(root, Review(line["article_id"], "no", "acara lain", "Uji", "2026-11-02T00:00:00Z", line["url"]))
    update(engine)
    assert titles(engine, Query()) == ["ya"]
    assert titles(engine, Query(relation=("all",), review="reviewed")) == ["tidak"]

    add_review(root, Review(line["article_id"], "yes", "keliru", "Uji", "2026-11-03T00:00:00Z", line["url"]))
    update(engine)
    assert sorted(titles(engine, Query())) == ["tidak", "ya"]

    (root / "decisions" / "reviews.jsonl").unlink()
    update(engine)
    assert titles(engine, Query(relation=("all",), review="reviewed")) == []


def test_a_review_holds_for_an_article_that_is_read_later(documents: Documents, catalogue_of: Catalogue) -> None:
    line = documents.line(title="tidak")
    review = Review(line["article_id"], "no", "acara lain", "Uji", "2026-11-02T00:00:00Z", line["url"])
    add_review(documents.collection.root, review)
    engine = catalogue_of(documents.collection)
    documents.write("a", line)
    bring_up_to_date(documents.collection, engine)

    assert titles(engine, Query()) == []


# ---- the catalogue itself ----


def test_words_nothing_leads_to_are_cleared_away_when_they_are_most(documents: Documents) -> None:
    lines = [documents.line(title=f"kabar{number}") for number in range(400)]
    documents.write("a", *lines)
    engine = open_engine(documents.collection.root)
    added = []
    for turn in range(6):
        documents.write("a", *(line | {"text": f"putaran{turn} jembatan"} for line in lines))
        bring_up_to_date(documents.collection, engine)
        with engine.connect() as connection:
            added.append(int(value_of(connection, "words_added") or 0))
            rows = connection.exec_driver_sql("select count(*) from words where words match 'jembatan'").scalar()

    assert added == [400, 800, 1_200, 1_600, 400, 800]
    assert rows == 800
    assert len(titles(engine, ALL.but(text="putaran5"))) == 400
    assert titles(engine, ALL.but(text="putaran4")) == []
    engine.dispose()


def test_a_catalogue_that_is_deleted_while_it_is_open_is_made_again(documents: Documents) -> None:
    documents.write("a", documents.line(title="pertama"))
    engine = open_engine(documents.collection.root)
    bring_up_to_date(documents.collection, engine)
    for path in documents.collection.root.glob("catalogue.sqlite*"):
        path.unlink()
    bring_up_to_date(documents.collection, engine)

    assert titles(engine) == ["pertama"]
    assert (documents.collection.root / "catalogue.sqlite").exists()
    engine.dispose()


def test_a_catalogue_of_another_version_is_made_anew(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write("a", documents.line(title="pertama"))
    engine = catalogue_of(documents.collection)
    with engine.begin() as connection:
        connection.exec_driver_sql("update meta set value = '0' where name = 'format'")
        connection.exec_driver_sql("update article set title = 'usang'")
    bring_up_to_date(documents.collection, engine)

    assert titles(engine) == ["pertama"]
    with engine.connect() as connection:
        assert is_whole(connection)


def test_the_line_of_each_reading_is_kept_as_it_was(documents: Documents, catalogue_of: Catalogue) -> None:
    line = documents.line(title="ひらがな <b>&amp;", text="a\u202eb\n\nc")
    documents.write("a", line)
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        assert unpacked(connection.exec_driver_sql("select line from document").scalar_one()) == line
