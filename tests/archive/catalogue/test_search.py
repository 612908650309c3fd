"""Pages of articles: in order, whole, with the words that show why; the same from both databases; no personal data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.counts import BYS, counts, months_between, total
from archive.catalogue.query import Query, query_of
from archive.catalogue.search import ORDERS, Order, article_of, articles, every_article, marked, snippet
from archive.redaction import COVER, redacted
from tests.archive.catalogue.lines import ALL, Documents, titles

Catalogue = Callable[[Collection], Engine]


def test_newest_come_first_and_what_has_no_date_last(documents: Documents, catalogue_of: Catalogue) -> None:
    for title, day in (("b", "2026-01-02"), ("tanpa", None), ("c", "2026-01-03T08:00:00+07:00"), ("a", "2025-12-31")):
        documents.write(title, documents.line(title=title, published_at=day))
    engine = catalogue_of(documents.collection)

    def ordered(order: Order) -> list[str]:
        with engine.connect() as connection:
            return [hit.row.title for hit in articles(connection, ALL, order=order)]

    assert ordered("newest") == ["c", "b", "a", "tanpa"]
    assert ordered("oldest") == ["a", "b", "c", "tanpa"]
    assert ordered("captured") == ["a", "c", "tanpa", "b"]


def test_best_is_what_has_the_word_in_its_title(documents: Documents, catalogue_of: Catalogue) -> None:
    filler = " ".join(f"kata{number}" for number in range(200))
    documents.write(
        "a",
        documents.line(title="lain", text=f"jembatan {filler}"),
        documents.line(title="Jembatan dibangun", text=filler),
        *(documents.line(title="tak ada", text=filler) for _ in range(5)),
    )
    engine = catalogue_of(documents.collection)

    for typed in ("jembatan", "jembat*", '"jembatan"', "jembatan OR langka", "jembatan -langka"):
        with engine.connect() as connection:
            found = [hit.row.title for hit in articles(connection, ALL.but(text=typed), order="best")]
        assert found == ["Jembatan dibangun", "lain"], typed


def test_pages_have_each_article_once_and_so_has_an_export(made_up: Collection, catalogue_of: Catalogue) -> None:
    engine = catalogue_of(made_up)
    with engine.connect() as connection:
        for order in ORDERS:
            paged = [
                hit.row.id
                for at in range(0, 420, 30)
                for hit in articles(connection, ALL, order=order, limit=30, offset=at)
            ]
            assert len(set(paged)) == len(paged) == total(connection, ALL).pages
            assert paged == [hit.row.id for hit in every_article(connection, ALL, order)]


def test_pages_of_the_best_go_on_in_one_order_however_few_of_the_common_word_a_filter_leaves(
    made_up: Collection, catalogue_of: Catalogue
) -> None:
    common = ALL.but(text="perpustakaan")
    with catalogue_of(made_up).connect() as connection:
        some = articles(connection, common)[0].row
        queries = [
            common,
            common.but(region=some.province),
            common.but(since=some.month),
            ALL.but(text="perpus* -warga"),
        ]
        for query in queries:
            whole = [hit.row.id for hit in every_article(connection, query, "best")]
            for size in (7, 100):
                paged = [
                    hit.row.id
                    for at in range(0, min(len(whole), 9 * size), size)
                    for hit in articles(connection, query, order="best", limit=size, offset=at)
                ]
                assert paged == whole[: len(paged)]
                assert len(paged) == min(len(whole), 9 * size) > 0


@pytest.mark.needs("postgresql")
def test_both_databases_find_and_count_the_same(both_catalogues: tuple[Engine, Engine]) -> None:
    queries = [
        Query(), ALL, Query(region="33"), Query(since="2025"), ALL.but(text="masyarakat -warga"), ALL.but(text="perpus*"),
        ALL.but(text='"perpustakaan desa"'), Query(by="event", since="2024"), ALL.but(activity=("lomba", "unknown")),
    ]  # fmt: skip

    def answers(engine: Engine) -> list[Any]:
        with engine.connect() as connection:
            return [
                (
                    [
                        [hit.row.id for hit in articles(connection, query, order=order)]
                        for order in ("newest", "oldest", "captured")
                    ],
                    [counts(connection, query, by, with_all_news=True) for by in BYS],
                    [hit.activities for hit in articles(connection, query)],
                )
                for query in queries
            ]

    one, other = map(answers, both_catalogues)
    assert one == other


def test_an_article_is_found_by_its_id_and_by_that_of_a_reading(documents: Documents, catalogue_of: Catalogue) -> None:
    first = documents.line("x", title="lama")
    documents.write("a", first, documents.line("x", title="baru"))
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        found = [article_of(connection, one) for one in (first["id"], first["article_id"], "sha1:tidak")]
    assert [hit and hit.row.title for hit in found] == ["baru", "baru", None]


def test_what_was_sought_is_marked_in_its_own_spelling() -> None:
    line = {"text": "Awal. " + "kata " * 100 + "Warga ke Perpustakaan Café desa. " + "akhir " * 100}

    pieces = snippet(line, '"perpustakaan cafe" -judi')

    assert [words for words, is_sought in pieces if is_sought] == ["Perpustakaan Café"]
    assert pieces[0][0].startswith("… ")
    assert pieces[-1][0].endswith(" …")
    assert len("".join(words for words, _ in pieces)) < 260


def test_without_a_search_a_snippet_is_the_beginning_or_the_captions() -> None:
    assert snippet({"text": "Satu\n\ndua"}, "") == [("Satu dua", False)]
    assert snippet({"text": None, "captions": [{"text": "Foto"}, {"text": None}]}, "") == [("Foto", False)]
    assert snippet({"text": None}, "x") == []


def test_all_of_a_text_is_kept_where_words_are_marked() -> None:
    text = "Perpustakaan\n\ndesa, pustaka! <b>"

    pieces = marked(text, "pustaka")

    assert "".join(words for words, _ in pieces) == text
    assert [words for words, is_sought in pieces if is_sought] == ["Perpustakaan", "pustaka"]


# ---- questions as addresses ----


def test_a_question_is_the_same_after_its_way_through_an_address() -> None:
    query = Query(text='"a b" -c', region="18.05", since="2024-01", activity=("bimtek", "lomba"), relation=("all",))

    assert query_of(query.params()) == query
    assert Query().params() == []
    assert query_of([("activity", "bimtek,lomba"), ("halaman", "2"), ("region", "")]) == Query(
        activity=("bimtek", "lomba")
    )


def test_months_without_news_are_months_too() -> None:
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]


# ---- personal data ----

NUMBER = "081234567890"


def line_with_numbers(documents: Documents) -> dict[str, Any]:
    def flagged(where: str, text: str) -> dict[str, Any]:
        start = text.index(NUMBER)
        return {
            "flag": "personal_data",
            "kind": "phone",
            "where": where,
            "quote": "08",
            "start": start,
            "end": start + 12,
        }

    title, text, raw = f"Hubungi {NUMBER}", f"Kirim ke {NUMBER} segera. Kantor 07251234567.", f"Foto {NUMBER}"
    office = {"flag": "personal_data", "kind": "phone", "where": "text", "quote": "07", "office": True,
              "start": text.index("0725"), "end": text.index("0725") + 11}  # fmt: skip
    caption = {"text": raw, "credit": None, "raw": raw, "alt": None, "image_url": None, "image": None,
               "image_status": "failed", "original_url": None}  # fmt: skip
    fact = {"field": "place", "value": f"rumah {NUMBER}", "where": "text", "quote": text, "start": 0, "end": len(text)}
    return documents.line(
        title=title, text=text, captions=[caption], flags=["personal_data"],
        flag_details=[flagged("title", title), flagged("text", text), flagged("caption:0", raw), office],
        programme={"relevant": True, "relation": "core", "score": 1.0, "evidence": [{"quote": text}], "facts": [fact]},
        regions=[{"quote": f"dekat {NUMBER}"}],
    )  # fmt: skip


def test_numbers_of_people_are_nowhere_in_what_is_shown(documents: Documents, catalogue_of: Catalogue) -> None:
    line = line_with_numbers(documents)
    documents.write("a", line)
    engine = catalogue_of(documents.collection)

    with engine.connect() as connection:
        (hit,) = articles(connection, ALL)
    assert NUMBER not in repr(hit)
    assert COVER in hit.row.title
    assert "07251234567" in hit.line["text"]
    assert titles(engine, ALL.but(text=NUMBER)) == []
    assert len(hit.line["text"]) == len(line["text"])  # places in it stay right


def test_a_line_without_personal_data_is_as_it_was(documents: Documents) -> None:
    line = documents.line()

    assert redacted(line) == line


@pytest.mark.parametrize("where", ["caption:9", "caption:x", "captions", "tidak_ada", "caption:0.credit"])
def test_a_place_that_is_none_covers_nothing(where: str, documents: Documents) -> None:
    detail = {"flag": "personal_data", "kind": "nik", "where": where, "quote": "18", "start": 0, "end": 3}
    line = documents.line(flag_details=[detail])

    assert redacted(line) == line


def test_spans_that_overlap_are_covered_once(documents: Documents) -> None:
    details = [
        {"flag": "personal_data", "kind": kind, "where": "text", "quote": "", "start": start, "end": end}
        for kind, start, end in (("nik", 2, 8), ("kk", 4, 10))
    ]

    assert redacted(documents.line(text="ab12345678cd", flag_details=details))["text"] == "ab▒▒▒▒▒▒▒▒cd"
