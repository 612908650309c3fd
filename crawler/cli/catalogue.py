"""`lumbung catalogue build`: the tables that the reading room asks, made or brought up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, print_json, say, size, tell

if TYPE_CHECKING:
    from sqlalchemy import Engine

app = typer.Typer(no_args_is_help=True, help="The tables that the reading room asks.")

_PLAIN_SECONDS = 10.0


@app.callback()
def _is_a_group() -> None:
    """Typer would take a group of one verb for the verb."""


@app.command("build")
def build(
    collection: CollectionOption = DEFAULT_COLLECTION,
    to: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A PostgreSQL database, postgresql://HOST/NAME, instead of the collection's."),
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Make everything again, not only what is new.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Make the catalogue, or bring it up to date, from documents, reports and lists. A crawl may run meanwhile.

    Example: lumbung catalogue build --to postgresql://localhost/lumbung
    """
    from archive.catalogue.update import engine_of

    opened = Collection.open(collection)
    facts = build_catalogue(opened, engine_of(opened, to), anew=anew)
    if as_json:
        print_json(facts)
    else:
        tell_of_catalogue(facts)
    if facts["faults"]:
        raise typer.Exit(2)


def build_catalogue(collection: Collection, engine: Engine, *, anew: bool) -> dict[str, Any]:
    """What came of it: where it is, how much is in it, what could not be taken in. Raises CatalogueError."""
    from sqlalchemy import func, select

    from archive.catalogue import tables
    from archive.catalogue.state import faults
    from archive.catalogue.store import address_of, catalogue_file, named_faults
    from archive.catalogue.update import bring_up_to_date, make_anew

    began = time.monotonic()
    with _progress() as progress:
        if anew:
            make_anew(collection, engine, progress)
        else:
            bring_up_to_date(collection, engine, progress)
    with named_faults(engine), engine.connect() as connection:
        numbers = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in (("articles", tables.article), ("documents", tables.document), ("events", tables.event))
        }
        found = [{"name": one.name, "lines": one.lines, "message": one.message} for one in faults(connection)]
    is_file = engine.dialect.name == "sqlite"
    return {
        "catalogue": str(catalogue_file(collection.root)) if is_file else address_of(engine),
        **numbers,
        "bytes": catalogue_file(collection.root).stat().st_size if is_file else None,
        "seconds": round(time.monotonic() - began, 1),
        "faults": found,
    }


def tell_of_catalogue(facts: dict[str, Any]) -> None:
    weight = f", {size(facts['bytes'])}" if facts["bytes"] is not None else ""
    tell(
        f"{facts['articles']:,} articles and pages in {facts['documents']:,} readings, {facts['events']:,} events: "
        f"{facts['catalogue']}{weight}, {facts['seconds']} s"
    )
    for fault in facts["faults"]:
        lines = f", {fault['lines']:,} lines" if fault["lines"] else ""
        say(f"Not taken in: {fault['name']}{lines}: {fault['message']}")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """One line that changes on a terminal, else a line now and then."""
    told_at = time.monotonic()

    def tell_progress(what: str, done: int, count: int) -> None:
        nonlocal told_at
        if errors.is_terminal:
            errors.print(f"{what}: {size(done)} of {size(count)} of documents", end="\r")
        elif time.monotonic() - told_at >= _PLAIN_SECONDS:
            told_at = time.monotonic()
            errors.print(f"{what}: {size(done)} of {size(count)} of documents")

    yield tell_progress
    if errors.is_terminal:
        errors.print(" " * 60, end="\r")
