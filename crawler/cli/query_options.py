"""Options that narrow a question, named as the parameters in addresses of the reading room (docs/reading-room.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.errors import CollectionError

if TYPE_CHECKING:
    from archive.catalogue.query import Query
    from archive.catalogue.search import Order


def _one(metavar: str, words: str, *names: str) -> Any:
    return typer.Option(*names, metavar=metavar, help=words, rich_help_panel="Filters")


QueryOption = Annotated[
    str | None,
    _one("QUERY", "What stands behind the ? of an address of the reading room, or the whole address.", "--query"),
]
RegionOption = Annotated[str | None, _one("CODE", "Villages of this region: 18, 18.05 …, or unknown.")]
SinceOption = Annotated[str | None, _one("PERIOD", "From this year, month or day on: 2024, 2024-06; unknown: undated.")]
UntilOption = Annotated[str | None, _one("PERIOD", "Up to and with this year, month or day.")]
ByOption = Annotated[str | None, _one("DATE", "Which date is meant: published (usual) or event.")]
ActivityOption = Annotated[list[str] | None, _one("ID", "Any of these activities; may be given again.")]
RelationOption = Annotated[
    list[str] | None, _one("ID", "relevant (usual), all, core, borderline, adjacent or none; may be given again.")
]
PlatformOption = Annotated[list[str] | None, _one("NAME", "Sites made with any of these.")]
LanguageOption = Annotated[list[str] | None, _one("CODE", "Articles in any of these languages.")]
FlagOption = Annotated[list[str] | None, _one("FLAG", "Articles with any of these flags.")]
WithoutFlagOption = Annotated[list[str] | None, _one("FLAG", "Articles with none of these flags.")]
TextOption = Annotated[str | None, _one("WORDS", "As typed into the search box.")]
SiteOption = Annotated[str | None, _one("HOST", "Articles of this site.")]
StoryOption = Annotated[str | None, _one("ID", "Articles of this story.")]
KindOption = Annotated[str | None, _one("KIND", "article (usual), page or all.")]
CopiesOption = Annotated[str | None, _one("WHICH", "all (usual), or first: of each story only the first article.")]
ReviewOption = Annotated[str | None, _one("STATE", "reviewed, or open.")]
OrderOption = Annotated[str | None, _one("ORDER", "newest (usual), oldest, best or captured.")]


def question(query: str | None, order: str | None, **values: str | list[str] | None) -> tuple[Query, Order]:
    """What is asked, and in which order. An option goes before the same name in `query`.

    Raises QueryError, and CollectionError for an order there is not."""
    from urllib.parse import parse_qsl

    from starlette.datastructures import QueryParams

    from archive.catalogue.query import NAMES, query_of
    from archive.catalogue.search import ORDERS
    from archive.room.filters import query_in

    pairs = parse_qsl((query or "").partition("#")[0].rpartition("?")[2])
    if query and not pairs:
        raise CollectionError(f"--query {query[:80]!r} asks nothing, as region=18&since=2024 does")
    known = {*NAMES, "order", "province", "regency", "district", "village", "lang", "page"}
    if strange := sorted({name for name, _ in pairs} - known):
        raise CollectionError(f"--query: no filter is called {', '.join(strange)[:80]}; there are: {', '.join(NAMES)}")
    given = {name: value for name, value in values.items() if value}
    asked = [pair for pair in query_in(QueryParams(pairs)).params() if pair[0] not in given]
    for name, value in given.items():
        asked += ((name, one) for one in (value if isinstance(value, list) else [value]))
    chosen = order or dict(pairs).get("order") or ("best" if dict(asked).get("text") else "newest")
    found: Order | None = next((one for one in ORDERS if one == chosen), None)
    if found is None:
        raise CollectionError(f"--order {chosen[:40]!r} is none of: {', '.join(ORDERS)}")
    return query_of(asked), found
