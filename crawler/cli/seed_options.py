"""The options that say which rows of seeds.csv a verb is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from archive.model import Seed
from crawler.cli.common import say
from crawler.seed_filter import SeedFilter

SitesArgument = Annotated[list[str] | None, typer.Argument(metavar="[SITE…]", help="Ids or addresses of rows.")]
TagOption = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="Only rows with this tag.")]
RegionOption = Annotated[
    list[str] | None, typer.Option("--region", metavar="REGION", help="Only rows in this region, by code or name.")
]
PlatformOption = Annotated[
    list[str] | None, typer.Option("--platform", metavar="NAME", help="Only rows of this platform.")
]
PausedOption = Annotated[bool, typer.Option("--paused", help="Only rows that are paused.")]
NotPausedOption = Annotated[bool, typer.Option("--not-paused", help="Only rows that are not paused.")]
TextOption = Annotated[str, typer.Option("--text", metavar="WORDS", help="Only rows with all of these words in them.")]


def make_filter(
    tags: Sequence[str] | None = None,
    regions: Sequence[str] | None = None,
    platforms: Sequence[str] | None = None,
    paused: bool = False,
    not_paused: bool = False,
    text: str = "",
) -> SeedFilter:
    """Raises CollectionError for what is no region, or several."""
    if paused and not_paused:
        raise CollectionError("--paused and --not-paused together leave no row")
    is_paused = paused if paused or not_paused else None
    return SeedFilter.of_words(tags or (), regions or (), platforms or (), is_paused, text)


def choose(collection: Collection, wanted: SeedFilter, names: Sequence[str] | None = None) -> list[Seed]:
    """The rows that are meant, in the file's order. Raises CollectionError for a name that is no row's."""
    from crawler.seed_groups import platforms_of

    seeds = collection.seeds()
    wanted = wanted.of_sites(names, seeds) if names else wanted
    return wanted.choose(seeds, platforms_of(collection, seeds) if wanted.platforms else None)


def say_when_it_holds(collection: Collection) -> None:
    """A job knows the rows it began with, so a change is told to wait for the next."""
    from crawler.reports.report import read_report

    if collection.is_locked():
        say("A job is running; what was changed holds from the next job on.")
        return
    newest = max((collection.root / "crawls").glob("*"), default=None)
    report = read_report(newest) if newest else None
    if report and report["finish_reason"] in ("running", "stopped", "disk", "evidence"):
        say(
            "The unfinished crawl goes on with the rows it began with; what was changed holds from the next job on, "
            "or at once with: lumbung crawl --fresh"
        )
