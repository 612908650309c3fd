"""lumbung-news/1: how much the villages of a regency published in a month, news of the programme or not: what the
articles of a release are a part of."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, distinct, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of
from archive.catalogue.query import Query
from archive.export.rows.fields import Field, Row, RowKind, Struct, shaper

NEWS = RowKind(
    "lumbung-news/1",
    "How many articles the villages of one regency published in one month, of one relation to the programme.",
    (
        Field("schema", "text", "lumbung-news/1"),
        Field("month", "text", "YYYY-MM of publication; null: without a known date."),
        Field("kode_wilayah", "text", "Code of the regency or city of the publishing villages; null: not known."),
        Field("relation", "text", "core, borderline, adjacent or none: to the programme."),
        Field("relevant", "yes", "Whether they count as news of the programme."),
        Field("articles", "whole", "Articles in the collection, also those that are not given away."),
        Field("stories", "whole", "Different stories among them: copies counted once."),
        Field("sites", "whole", "Sites that published them."),
    ),
)

_shape = shaper(Struct(NEWS.fields))


def news_rows(connection: Connection) -> Iterator[Row]:
    """Of all news there are, whatever a release holds."""
    one = tables.article.c
    groups = (one.month, one.regency, one.relation, one.relevant)
    counted = (
        func.count().label("articles"),
        func.count(distinct(one.story_number)).label("stories"),
        func.count(distinct(one.site)).label("sites"),
    )
    everything = conditions_of(Query(relation=("all",)), connection.dialect.name)
    statement = select(*groups, *counted).where(*everything).group_by(*groups)
    ordered = statement.order_by(*(column.asc().nulls_last() for column in groups[:2]), *groups[2:])
    for row in connection.execute(ordered, execution_options={"stream_results": True, "yield_per": 1_000}):
        yield _shape({
            "schema": NEWS.name, "month": row.month, "kode_wilayah": row.regency, "relation": row.relation,
            "relevant": bool(row.relevant), "articles": row.articles, "stories": row.stories, "sites": row.sites,
        })  # fmt: skip
