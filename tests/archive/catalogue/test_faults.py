"""What is damaged, hostile or half-written is named, and keeps nobody from the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.query import Query
from archive.catalogue.search import article_of, articles, snippet
from archive.catalogue.state import Fault, faults
from archive.catalogue.store import CatalogueError, open_engine
from archive.catalogue.update import bring_up_to_date, engine_of, make_anew
from archive.config import Access
from archive.decisions import Review, add_review
from tests.archive.catalogue.lines import ALL, Documents, dumped, titles

Catalogue = Callable[[Collection], Engine]


def faults_of(engine: Engine) -> list[Fault]:
    with engine.connect() as connection:
        return faults(connection)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\x00\x00\x00",
        b"[]",
        b"[" * 100_000,
        b'{"article_id": "sha1:1"}',
        b'{"article_id": 7}',
    ],
)
def test_a_line_that_is_none_is_named_and_the_others_are_taken_in(
    raw: bytes, documents: Documents, catalogue_of: Catalogue
) -> None:
    path = documents.write("a", documents.line(title="pertama"))
    path.write_bytes(raw + b"\n" + path.read_bytes() + raw)
    engine = catalogue_of(documents.collection)

    assert titles(engine) == ["pertama"]
    assert [(one.name, one.lines) for one in faults_of(engine)] == [("documents/a.jsonl", 2)]
    assert "at byte 0" in faults_of(engine)[0].message
    assert "lumbung rebuild --only documents" in faults_of(engine)[0].message

    documents.write("a", documents.line(title="pulih"))
    bring_up_to_date(documents.collection, engine)
    assert (titles(engine), faults_of(engine)) == (["pulih"], [])


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ["x"]}, {"text": 5}, {"captions": "x"}, {"captions": [1]}, {"flags": [1]}, {"tags": [None]},
        {"programme": []}, {"village": "x"}, {"url": None}, {"id": "x" * 5_000}, {"language": "x" * 5_000},
        {"programme": {"activities": [{}]}}, {"flag_details": ["x"]},
    ],
)  # fmt: skip
def test_a_line_of_another_form_is_a_fault(
    changes: dict[str, Any], documents: Documents, catalogue_of: Catalogue
) -> None:
    documents.write("a", documents.line(**changes), documents.line(title="lain"))
    engine = catalogue_of(documents.collection)

    assert titles(engine) == ["lain"]
    assert [one.lines for one in faults_of(engine)] == [1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published_at": "2026-13-45"}, ("month", None)),
        ({"published_at": "kemarin"}, ("month", None)),
        ({"published_at": "2026-11-25T23:30:00+09:00"}, ("published_on", "2026-11-25")),
        ({"village": {"kode_wilayah": ["x"]}}, ("province", None)),
        ({"village": {"kode_wilayah": "../../etc"}}, ("province", None)),
        ({"village": None}, ("village", None)),
        ({"programme": None}, ("relation", "none")),
        ({"programme": {"score": float("nan"), "participants": 10**40, "relation": "core"}}, ("score", 0.0)),
        ({"story_id": None}, ("is_copy", False)),
        ({"url": "http://["}, ("site", "http://[")),
        ({"url": "https://" + "a" * 5_000 + ".example/"}, ("language", "id")),
    ],
)
def test_a_value_that_makes_no_sense_is_not_known(
    changes: dict[str, Any], expected: tuple[str, Any], documents: Documents, catalogue_of: Catalogue
) -> None:
    documents.write("a", line := documents.line(**changes))
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        hit = article_of(connection, line["id"])
    assert hit
    assert getattr(hit.row, expected[0]) == expected[1]


HOSTILE = [
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "nol \x00 nol",
    "separuh \ud83d saja",
    "balik \u202e kanan \u2066",
    "a" * 1_000_000,
    "'; drop table article; --",
    "\x1b[31m\x07",
    "%s %(x)s {} \\",
    "\U0001f600" * 50,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_a_page_says_goes_in_and_comes_out(text: str, documents: Documents, catalogue_of: Catalogue) -> None:
    caption = {"text": text, "credit": text, "raw": text, "alt": text, "image_url": None, "image": None,
               "image_status": "failed", "original_url": None}  # fmt: skip
    documents.write(
        "a",
        documents.line(
            title=text, author=text, text=f"{text} jembatan", captions=[caption], dateline=text, tags=[text]
        ),
    )
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        (hit,) = articles(connection, ALL.but(text="jembatan"))
        shown = "".join(piece for piece, _ in snippet(hit.line, "jembatan"))
    expected = text.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd")
    assert (hit.row.title, hit.line["author"]) == (expected, expected)
    assert len(shown) < 300
    assert faults_of(engine) == []


def test_what_is_not_typed_as_a_filter_is_refused_by_name() -> None:
    from archive.catalogue.query import QueryError

    for changes in ({"region": "'"}, {"since": "x"}, {"kind": "x"}, {"text": "x" * 501}, {"activity": ("x",)}):
        with pytest.raises(QueryError, match=next(iter(changes))):
            Query(**changes)


# ---- lists and reports ----


def test_a_list_of_sites_with_a_fault_keeps_what_it_said_before(documents: Documents, catalogue_of: Catalogue) -> None:
    seeds = documents.collection.seeds_file
    seeds.write_text("id,url\nsatu,https://satu.desa.example/\n")
    engine = catalogue_of(documents.collection)
    seeds.write_text("id,url\nsatu,bukan alamat\n")
    bring_up_to_date(documents.collection, engine)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("select id from site").scalars().all() == ["satu"]
    assert [one.name for one in faults_of(engine)] == ["seeds.csv"]

    seeds.write_text("id,url\ndua,https://dua.desa.example/\n")
    bring_up_to_date(documents.collection, engine)
    assert faults_of(engine) == []


@pytest.mark.parametrize("report", [b"{", b"[]", b'{"sites": [1]}', b'{"sites": [{"url": 1}]}', b'{"totals": 3}'])
def test_a_damaged_report_is_named(report: bytes, documents: Documents, catalogue_of: Catalogue) -> None:
    for name, content in (("baik", b'{"sites": []}'), ("rusak", report)):
        folder = documents.collection.crawl_folder(name)
        folder.mkdir()
        (folder / "report.json").write_bytes(content)
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        assert connection.exec_driver_sql("select crawl from job").scalars().all() == ["baik"]
    assert [one.name for one in faults_of(engine)] == ["crawls/rusak"]


def test_a_review_that_is_none_is_named_and_reviews_hold_when_it_is_mended(
    documents: Documents, catalogue_of: Catalogue
) -> None:
    line = documents.line()
    documents.write("a", line)
    root = documents.collection.root
    review = Review(line["article_id"], "no", "acara lain", "Uji", "2026-11-02T00:00:00Z", line["url"])
    add_review(root, review)
    path = root / "decisions" / "reviews.jsonl"
    good = path.read_bytes()
    path.write_bytes(good + b'{"answer": "mungkin"}\n')
    engine = catalogue_of(documents.collection)
    assert [one.name for one in faults_of(engine)] == ["decisions/reviews.jsonl"]

    path.write_bytes(good)
    bring_up_to_date(documents.collection, engine)

    assert faults_of(engine) == []
    assert titles(engine, Query()) == []


# ---- the database ----


def test_a_damaged_catalogue_is_told_with_what_to_do_and_made_anew(documents: Documents) -> None:
    documents.write("a", documents.line(title="pertama"))
    (documents.collection.root / "catalogue.sqlite").write_bytes(b"no database at all " * 500)
    engine = open_engine(documents.collection.root)
    with pytest.raises(CatalogueError, match="lumbung catalogue build --anew"):
        bring_up_to_date(documents.collection, engine)

    make_anew(documents.collection, engine)

    assert titles(engine) == ["pertama"]
    engine.dispose()


def test_a_server_that_does_not_answer_is_told_without_the_password(documents: Documents) -> None:
    engine = open_engine(documents.collection.root, "postgresql://uji:rahasia@127.0.0.1:9/tidak_ada")
    with pytest.raises(CatalogueError, match=r"127\.0\.0\.1") as told:
        bring_up_to_date(documents.collection, engine)

    assert "rahasia" not in str(told.value)


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite:///x", "postgresql", "http://h/d"])
def test_only_addresses_of_postgresql_are_known(url: str, documents: Documents) -> None:
    with pytest.raises(CatalogueError):
        open_engine(documents.collection.root, url)
    with pytest.raises(ValidationError):
        Access(catalogue=url)


@pytest.mark.parametrize("url", ["postgresql://a:b@h/d", "postgresql://h/d?password=b", "postgres://a:@h/d"])
def test_a_password_in_the_configuration_is_refused_with_advice(url: str) -> None:
    with pytest.raises(ValidationError, match=r"\.pgpass"):
        Access(catalogue=url)


def test_the_configuration_says_where_the_catalogue_is(documents: Documents) -> None:
    path = documents.collection.root / "collection.toml"
    path.write_text(path.read_text() + '\n[access]\ncatalogue = "postgresql://pustaka@basisdata.example/lumbung"\n')

    url = engine_of(Collection.open(documents.collection.root)).url

    assert (url.host, url.database, url.username) == ("basisdata.example", "lumbung", "pustaka")


def test_lines_written_by_the_crawler_are_never_faults(documents: Documents, catalogue_of: Catalogue) -> None:
    # What the reader may write and no database takes.
    raw = dumped(documents.line(title="x")).replace(b'"x"', json.dumps("\x00\ud800").encode())
    documents.write("a").write_bytes(raw)

    assert titles(catalogue_of(documents.collection)) == ["\ufffd\ufffd"]
