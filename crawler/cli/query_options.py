"""The filters of the reading room as options of a verb, by the same names: ?without_flag=x is --without-flag x.

    @with_query_options
    def words(query: Query, output: ...) -> None: ...

`query` is replaced by one option for each filter; the verb is given the question they ask.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

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
    parameters = [one for one in signature.parameters.values() if one.name != "query"]
    taken = {one.name for one in parameters} & set(OPTIONS)
    assert not taken, f"{verb.__name__}: {taken} are filters"
    parameters += _parameters()

    @wraps(verb)
    def called(**values: Any) -> Any:
        asked = {name: values.pop(name) for name in OPTIONS}
        return verb(query=query_asked(asked), **values)

    called.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    )
    called.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    del called.__wrapped__
    return called


def query_asked(values: dict[str, Any]) -> Any:
    """The question that these options ask. Raises QueryError."""
    from archive.catalogue.query import query_of

    pairs = [
        (name, one) for name, value in values.items() for one in ([value] if isinstance(value, str) else value or ())
    ]
    return query_of(pairs)


def _parameters() -> list[inspect.Parameter]:
    def parameter(name: str, kind: Any, default: Any, metavar: str, words: str) -> inspect.Parameter:
        annotation = Annotated[kind, _option(name, metavar, words)]
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)

    return [
        *(parameter(name, str, "", metavar, words) for name, metavar, words in _ONE),
        *(parameter(name, Some, None, metavar, words) for name, metavar, words in _MANY),
    ]
