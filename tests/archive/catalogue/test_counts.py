"""Counts are those that other code makes of documents/*.jsonl."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from archive import Collection
from archive.catalogue.counts import By, Count, counts, total
from archive.catalogue.query import Query
from tests.archive.catalogue.conftest import lines_of
from tests.archive.catalogue.lines import ALL, Documents, Line


@pytest.fixture(scope="module")
def engine(made_up: Collection, catalogue_of: Callable[[Collection], Engine]) -> Engine:
    return catalogue_of(made_up)


@pytest.fixture(scope="module")
def articles(made_up: Collection) -> list[Line]:
    """The last new reading of each."""
    found: dict[str, Line] = {}
    for line in lines_of(made_up):
        if line["same_as"] is None or line["article_id"] not in found:
            found[line["article_id"]] = line
    return list(found.values())


def is_relevant(line: Line) -> bool:
    return bool(line["kind"] == "article" and line["programme"]["relevant"])


def month(line: Line) -> str | None:
    return line["published_at"][:7] if line["published_at"] else None


def code(end: int) -> Callable[[Line], Any]:
    return lambda line: line["village"]["kode_wilayah"][:end]


KEYS: dict[By, Callable[[Line], Any]] = {
    "month": month,
    "year": lambda line: month(line) and str(month(line))[:4],
    "province": code(2),
    "regency": code(5),
    "district": code(8),
    "village": code(13),
    "relation": lambda line: line["programme"]["relation"],
    "platform": lambda line: line["platform"],
    "language": lambda line: line["language"],
    "site": lambda line: line["url"].split("/")[2],
}


@pytest.mark.parametrize("by", KEYS)
def test_relevant_articles_stories_and_villages_by(by: By, engine: Engine, articles: list[Line]) -> None:
    with engine.connect() as connection:
        found = counts(connection, Query(), by)

    assert {one.key: (one.pages, one.stories, one.villages) for one in found} == counted(
        [line for line in articles if is_relevant(line)], KEYS[by]
    )


def counted(lines: list[Line], key: Callable[[Line], Any]) -> dict[Any, tuple[int, int, int]]:
    groups = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return {
        value: (len(some), len({line["story_id"] for line in some}), len({code(13)(line) for line in some}))
        for value, some in groups.items()
    }


@pytest.mark.parametrize("by", ["month", "province", "village", "platform"])
def test_all_news_stands_beside_the_relevant(by: By, engine: Engine, articles: list[Line]) -> None:
    with engine.connect() as connection:
        found = counts(connection, Query(), by, with_all_news=True)

    news = Counter(KEYS[by](line) for line in articles if line["kind"] == "article")
    assert {one.key: one.all_news for one in found} == dict(news)
    assert sum(one.pages for one in found) == sum(map(is_relevant, articles))


def test_activities_are_counted_each(engine: Engine, articles: list[Line]) -> None:
    with engine.connect() as connection:
        found = {one.key: one.pages for one in counts(connection, Query(), "activity")}

    done = Counter[str | None](
        activity for line in filter(is_relevant, articles) for activity in line["programme"]["activities"] or [None]
    )
    assert found == dict(done)


def test_flags_are_counted(engine: Engine, articles: list[Line]) -> None:
    with engine.connect() as connection:
        found = {one.key: one.pages for one in counts(connection, ALL, "flag")}

    assert found == dict(Counter(flag for line in articles for flag in line["flags"]))


@pytest.mark.parametrize(
    ("query", "is_meant"),
    [
        (Query(), is_relevant),
        (ALL, lambda line: True),
        (Query(relation=("all",)), lambda line: line["kind"] == "article"),
        (Query(since="2025", until="2025-06"), lambda line: is_relevant(line) and "2025" <= (month(line) or "") <= "2025-06"),
        (Query(since="2025-03-10"), lambda line: is_relevant(line) and (line["published_at"] or "")[:10] >= "2025-03-10"),
        (Query(since="unknown"), lambda line: is_relevant(line) and line["published_at"] is None),
        (Query(region="33"), lambda line: is_relevant(line) and code(2)(line) == "33"),
        (Query(activity=("bimtek",)), lambda line: is_relevant(line) and "bimtek" in line["programme"]["activities"]),
        (Query(activity=("unknown",)), lambda line: is_relevant(line) and not line["programme"]["activities"]),
        (Query(relation=("adjacent", "borderline")), lambda line: line["kind"] == "article" and line["programme"]["relation"] in ("adjacent", "borderline")),
        (Query(relation=("relevant", "adjacent")), lambda line: is_relevant(line) or (line["kind"] == "article" and line["programme"]["relation"] == "adjacent")),
        (Query(platform=("opensid", "joomla")), lambda line: is_relevant(line) and line["platform"] in ("opensid", "joomla")),
        (ALL.but(language=("jv", "unknown")), lambda line: line["language"] in ("jv", None)),
        (ALL.but(flag=("children",)), lambda line: "children" in line["flags"]),
        (ALL.but(without_flag=("personal_data",)), lambda line: "personal_data" not in line["flags"]),
        (ALL.but(copies="first", kind="article"), lambda line: line["kind"] == "article" and line["story_id"] == line["article_id"]),
        (Query(review="open"), lambda line: is_relevant(line) and line["programme"]["relation"] == "borderline"),
        (ALL.but(text='"pojok baca"'), lambda line: "pojok baca" in line["text"]),
    ],
    ids=lambda value: "&".join(f"{name}={one}" for name, one in value.params()) if isinstance(value, Query) else "",
)  # fmt: skip
def test_total_of(query: Query, is_meant: Callable[[Line], bool], engine: Engine, articles: list[Line]) -> None:
    with engine.connect() as connection:
        found = total(connection, query)

    meant = [line for line in articles if is_meant(line)]
    stories = {line["story_id"] or line["article_id"] for line in meant}
    assert found == Count(None, len(meant), len(stories), len({code(13)(line) for line in meant}))


def test_what_was_counted_is_counted_again_when_something_is_written(
    documents: Documents, catalogue_of: Callable[[Collection], Engine]
) -> None:
    from archive.catalogue.update import bring_up_to_date

    documents.write("a", documents.line())
    engine = catalogue_of(documents.collection)
    with engine.connect() as connection:
        before = [total(connection, Query()).pages for _ in range(2)]

    documents.write("b", documents.line(), documents.line())
    bring_up_to_date(documents.collection, engine)

    with engine.connect() as connection:
        assert (before, total(connection, Query()).pages) == ([1, 1], 3)
