"""The filters of the reading room as options of a verb, by the same names: ?without_flag=x is --without-flag x.

    @with_query_options
    def export(query: Query, order: Order, output: ...) -> None: ...

`query` is replaced by one option for each filter, and --query for a whole address; the verb is given the question they
ask. `order`, where a verb has it, is replaced by --order; `asked` is given the names of the filters that were named.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from archive.errors import CollectionError

Some = list[str] | None


def _option(name: str, metavar: str, words: str) -> Any:
    return typer.Option(f"--{name.replace('_', '-')}", metavar=metavar, help=words, rich_help_panel="Which articles")


_ONE: tuple[tuple[str, str, str], ...] = (
    ("text", "WORDS", 'All of these words; "in quotes" side by side, OR, -without, begin*.'),
    ("region", "CODE", "The village that publishes lies in this region, 18.05; or unknown."),
    ("since", "TIME", "From this year, month or day on: 2024, 2024-06, 2024-06-30; unknown: without a date."),
    ("until", "TIME", "Up to this year, month or day, included."),
    ("by", "DATE", "Which date is meant: published (the default), event."),
    ("site", "HOST", "Of this site."),
    ("story", "ID", "All copies of this story."),
    ("kind", "KIND", "article (the default), page or all."),
    ("copies", "WHICH", "all (the default), or first: of a story only its first article."),
    ("review", "STATE", "reviewed: decided by a person; open: borderline and not decided."),
)
_MANY: tuple[tuple[str, str, str], ...] = (
    ("activity", "ID", "With this activity; several: any of them; unknown: none known."),
    ("relation", "NAME", "relevant (the default: about the programme), all, core, borderline, adjacent, none."),
    ("platform", "NAME", "Of sites of this platform."),
    ("language", "CODE", "In this language: id, jv, unknown."),
    ("flag", "FLAG", "With this flag."),
    ("without_flag", "FLAG", "Without this flag."),
)
OPTIONS = tuple(name for name, _, _ in (*_ONE, *_MANY))


def with_query_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """The verb with an option for each filter in place of its parameter `query`."""
    signature = inspect.signature(verb, eval_str=True)
    parameters = [one for one in signature.parameters.values() if one.name not in ("query", "order", "asked")]
    has_order, wants_names = "order" in signature.parameters, "asked" in signature.parameters
    taken = {one.name for one in parameters} & {*OPTIONS, "address"}
    assert not taken, f"{verb.__name__}: {taken} are filters"
    parameters += _parameters(has_order=has_order)

    @wraps(verb)
    def called(**values: Any) -> Any:
        address, order = values.pop("address"), values.pop("order", None)
        filters = {name: values.pop(name) for name in OPTIONS}
        query = query_asked(filters, address)
        if has_order:
            values["order"] = order_asked(order, address, query)
        if wants_names:
            values["asked"] = {name for name, value in filters.items() if value} | dict(_pairs_of(address)).keys()
        return verb(query=query, **values)

    called.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    )
    called.__annotations__ = {one.name: one.annotation for one in parameters} | {
        "return": signature.return_annotation if signature.return_annotation is not signature.empty else None
    }
    del called.__wrapped__
    return called


def query_asked(values: dict[str, Any], address: str | None = None) -> Any:
    """The question that these options ask; one goes before the same name in `address`. Raises QueryError, and
    CollectionError for an address with what is no filter."""
    from archive.catalogue.query import query_of

    given = {name: value for name, value in values.items() if value}
    asked = [pair for pair in _asked_by(address) if pair[0] not in given]
    for name, value in given.items():
        asked += ((name, one) for one in (value if isinstance(value, list) else [value]))
    return query_of(asked)


def order_asked(order: str | None, address: str | None, query: Any) -> Any:
    """Raises CollectionError."""
    from archive.catalogue.search import ORDERS

    chosen = order or dict(_pairs_of(address)).get("order") or ("best" if query.text else "newest")
    if chosen not in ORDERS:
        raise CollectionError(f"--order {chosen[:40]!r} is none of: {', '.join(ORDERS)}")
    return chosen


def _asked_by(address: str | None) -> list[tuple[str, str]]:
    """The filters of a whole address of the reading room, or of what stands behind its ?."""
    if not address:
        return []
    from starlette.datastructures import QueryParams

    from archive.catalogue.query import NAMES
    from archive.room.filters import query_in

    pairs = _pairs_of(address)
    if not pairs:
        raise CollectionError(f"--query {address[:80]!r} asks nothing, as region=18&since=2024 does")
    known = {*NAMES, "order", "province", "regency", "district", "village", "lang", "page"}
    if strange := sorted({name for name, _ in pairs} - known):
        raise CollectionError(f"--query: no filter is called {', '.join(strange)[:80]}; there are: {', '.join(NAMES)}")
    return list(query_in(QueryParams(pairs)).params())


def _pairs_of(address: str | None) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl((address or "").partition("#")[0].rpartition("?")[2])


def _parameters(*, has_order: bool) -> list[inspect.Parameter]:
    def parameter(name: str, kind: Any, default: Any, option: Any) -> inspect.Parameter:
        return inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option]
        )

    whole = _option("query", "QUERY", "What stands behind the ? of an address of the reading room, or all of it.")
    order = _option("order", "ORDER", "newest (the default), oldest, best (the default with words) or captured.")
    return [
        parameter("address", str | None, None, whole),
        *(parameter(name, str, "", _option(name, metavar, words)) for name, metavar, words in _ONE),
        *(parameter(name, Some, None, _option(name, metavar, words)) for name, metavar, words in _MANY),
        *([parameter("order", str | None, None, order)] if has_order else []),
    ]
