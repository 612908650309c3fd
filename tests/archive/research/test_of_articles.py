"""Families of copies, samples and texts of the articles that a question finds, against plain counts over the same."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import Collection
from archive.catalogue.query import QueryError
from archive.catalogue.store import open_engine
from archive.catalogue.update import bring_up_to_date
from archive.corpus.articles import Articles
from archive.research.families import changed, families, members, runs_of_three
from archive.research.sample import ALLOCATIONS, allotted, draw_sample
from archive.research.texts import Texts
from tests.archive.catalogue.conftest import lines_of
from tests.archive.catalogue.postgres import own_database
from tests.archive.corpus.made import MAJU, SUKA

# ---- texts ----


def test_texts_are_the_parts_that_are_asked_for_the_oldest_first(collection: Collection) -> None:
    articles = collection.articles()

    everything, captions = list(Texts(articles)), list(Texts(articles, ["captions"]))

    assert [text.day for text in everything] == ["2019-03-03", "2024-05-02", "2024-06-11", "2025-01-20"]
    assert [text.parts for text in captions] == [(), ("Peserta menjahit",), (), ()]
    assert everything[1].parts[0] == "Pelatihan <b>menjahit</b>"
    assert "081234567890" not in "".join(everything[1].parts)


def test_a_story_is_counted_once_where_it_was_told_first(many: Collection) -> None:
    articles = many.articles(relation="all")
    days: dict[str, list[tuple[bool, str, str]]] = defaultdict(list)
    for article in articles:
        days[str(article.story_id)].append((article.published_on is None, article.published_on or "", article.id))

    once = list(Texts(articles, once="story"))

    assert len(once) == articles.stories < articles.pages
    assert {text.id for text in once} == {min(several)[2] for several in days.values()}


def test_the_day_is_that_which_the_question_means(many: Collection) -> None:
    articles = many.articles(by="event", since="2018")

    assert {text.id: text.day for text in Texts(articles)} == {one.id: one.event_on for one in articles}


# ---- families ----


def test_a_family_tells_who_was_first_and_how_far_it_went(collection: Collection) -> None:
    (family,) = families(collection.articles())
    first, copy = members(collection.articles())

    assert (family["pages"], family["villages"], family["provinces"], family["days"]) == (2, 2, 1, 40)
    assert (family["first_url"], family["first_on"], family["last_on"]) == (f"{SUKA}/jahit", "2024-05-02", "2024-06-11")
    assert [(one["url"], one["is_first"], one["days_after"]) for one in (first, copy)] == [
        (f"{SUKA}/jahit", True, 0), (f"{MAJU}/jahit", False, 40),
    ]  # fmt: skip
    assert copy["near_duplicate_of"] == first["capture"]["record_id"]
    assert 0 < copy["changed"] < 0.2
    assert family["changed_most"] == family["changed_mean"] == copy["changed"]


def test_families_are_those_of_a_plain_count(many: Collection) -> None:
    stories = Counter(article.story_id for article in many.articles(relation="all"))

    rows = list(families(many.articles(relation="all")))

    assert {row["story_id"]: row["pages"] for row in rows} == {one: n for one, n in stories.items() if n > 1}
    assert [row["pages"] for row in rows] == sorted((row["pages"] for row in rows), reverse=True)
    texts = {article.id: article.text for article in many.articles(relation="all")}
    for row in members(many.articles(relation="all")):
        first = next(one for one in rows if one["story_id"] == row["story_id"])["first_id"]
        assert row["changed"] == changed(runs_of_three(texts[first]), runs_of_three(texts[row["id"]]))


def test_what_was_changed_is_the_share_of_runs_that_are_not_in_both() -> None:
    one, other = runs_of_three("a b c d"), runs_of_three("A, b c e")

    assert changed(one, other) == 1 - 1 / 3
    assert changed(one, one) == 0
    assert changed(one, runs_of_three("a b")) is None


@pytest.mark.needs("postgresql")
def test_a_catalogue_in_postgresql_gives_the_same(many: Collection) -> None:
    here = many.articles(relation="all")
    with own_database() as url:
        engine = open_engine(many.root, url)
        bring_up_to_date(many, engine)
        there = Articles(many, engine, here.query)

        assert [one.row() for one in there.first(20)] == [one.row() for one in here.first(20)]
        assert list(Texts(there, once="story")) == list(Texts(here, once="story"))
        assert list(members(there)) == list(members(here))
        assert list(draw_sample(there, 40, "1")) == list(draw_sample(here, 40, "1"))
        engine.dispose()


# ---- samples ----

sizes = st.dictionaries(
    st.tuples(st.sampled_from(("", "2023", "2024")), st.sampled_from(("", "18", "33"))), st.integers(1, 40), min_size=1
)


@given(sizes, st.integers(1, 200), st.text(max_size=3), st.sampled_from(ALLOCATIONS))
def test_a_sample_is_as_large_as_asked_and_no_stratum_gives_more_than_it_has(
    of: dict[tuple[str, str], int], size: int, seed: str, allocation: Any
) -> None:
    given_out = allotted(of, size, seed, allocation)

    assert sum(given_out.values()) == min(size, sum(of.values()))
    assert all(0 <= given_out[stratum] <= of[stratum] for stratum in of)
    if allocation == "proportional":
        for stratum, count in of.items():
            assert abs(given_out[stratum] - Fraction(min(size, sum(of.values())) * count, sum(of.values()))) < 1
    else:
        open_ones = [given_out[stratum] for stratum in of if given_out[stratum] < of[stratum]]
        assert max(open_ones, default=0) - min(open_ones, default=0) <= 1
        assert all(count <= min(open_ones) + 1 for count in given_out.values() if open_ones)


@pytest.mark.parametrize("allocation", ALLOCATIONS)
def test_a_sample_is_that_of_the_lowest_digests(many: Collection, allocation: Any) -> None:
    articles = many.articles(relation="all")
    of: dict[Any, list[str]] = defaultdict(list)
    for article in articles:
        of[(article.published_on or "")[:4] or None, (article.kode_wilayah or "")[:2] or None].append(article.id)

    rows = list(draw_sample(articles, 60, "benih", allocation=allocation))

    assert len(rows) == len({row["id"] for row in rows}) == 60
    drawn: dict[Any, list[str]] = defaultdict(list)
    for row in rows:
        drawn[row["period"], row["kode_wilayah"]].append(row["id"])
    for stratum, ids in drawn.items():
        assert (
            ids
            == sorted(of[stratum], key=lambda one: hashlib.sha256(f"benih\0{one}".encode()).digest()[:16])[: len(ids)]
        )
    assert all(row["weight"] == len(of[row["period"], row["kode_wilayah"]]) / row["stratum_sample"] for row in rows)
    if allocation == "proportional":
        # Strata that got none are the only ones that the weights do not stand for.
        assert sum(row["weight"] for row in rows) == pytest.approx(sum(len(of[one]) for one in drawn))


def test_a_seed_draws_the_same_and_another_another(many: Collection) -> None:
    def drawn(seed: str, size: int = 50) -> list[str]:
        return [
            row["id"] for row in draw_sample(many.articles(relation="all"), size, seed, period="none", level="none")
        ]

    assert drawn("1") == drawn("1")
    assert drawn("1") != drawn("2")
    assert drawn("1", 20) == drawn("1")[:20]
    assert len(drawn("1", 10_000)) == len(many.articles(relation="all"))


def test_a_sample_of_nothing_is_told(many: Collection) -> None:
    with pytest.raises(QueryError, match="at least 1"):
        draw_sample(many.articles(), 0, "1")


def test_the_made_up_collection_has_what_these_tests_are_about(many: Collection) -> None:
    """A plain look at its lines: copies, and articles without a day."""
    lines = lines_of(many)

    assert any(line["near_duplicate_of"] for line in lines)
    assert any(line["published_at"] is None for line in lines)
    assert isinstance(many.root, Path)
