"""A count as screens, charts and tables show it, and the shape that all of them share."""

from __future__ import annotations

from typing import Any

from archive.catalogue.counts import Count
from archive.catalogue.query import Query
from archive.room.web import address

Row = dict[str, Any]


def counted_row(one: Count, label: str, narrowed: Query) -> Row:
    """`articles` leads to what was counted, `coverage` to its own page of counts."""
    return {
        "label": label,
        "pages": one.pages,
        "stories": one.stories,
        "villages": one.villages,
        "all_news": one.all_news,
        "share": one.share,
        "articles": address("/artikel", narrowed.params()),
        "coverage": address("/liputan", narrowed.params()),
    }
