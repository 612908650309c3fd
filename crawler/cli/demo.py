"""`lumbung demo`: sample village sites on loopback, crawled and reported."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.config import Who
from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import JsonOption, console, plain_table, print_json, say, tell
from crawler.options import CrawlOptions

if TYPE_CHECKING:
    from crawler.demo import DemoSite

_OPERATOR = "Lumbung demo"


def demo(
    collection: Annotated[
        Path, typer.Option("-c", "--collection", help="Where the demo's collection is made, anew each time.")
    ] = Path("lumbung-demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="End after the report, on a terminal too.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The reading room's port; 0: any.")] = 8000,
    as_json: JsonOption = False,
) -> int:
    """Serve three made-up village sites on this machine, crawl them, and show what was found.

    On a terminal the reading room opens over what was found, and the sites stay open beside it, until Ctrl-C. Exit
    code 0 when each site ended as planned, 2 when not.

    Example: lumbung demo --no-serve
    """
    from crawler.cli.crawl import EXIT_CODES, run_crawl
    from crawler.demo import serve_demo
    from crawler.demo.places import place_demo

    _make_way(collection)
    who = Who(operator=_OPERATOR, contact="demo@lumbung.example", crawler_name="demo")
    with serve_demo() as sites:
        opened = place_demo(Collection.create(collection, who), sites)
        options = CrawlOptions(delay=0.0, allow_private=True, requisites="all")
        report = run_crawl(opened, options, [site.url for site in sites])
        outcome = [_outcome(site, opened) for site in sites]
        if as_json:
            print_json({"report": report, "outcome": outcome})
        else:
            _show(opened, report, outcome)
        if sys.stdout.isatty() and not no_serve and not as_json:
            _stay_open(opened, sites, port)
    return EXIT_CODES[report["finish_reason"]] or (0 if all(site["as_planned"] for site in outcome) else 2)


def _make_way(folder: Path) -> None:
    """Remove the collection of an earlier demo. Raises CollectionError if the folder holds anything else."""
    if not folder.exists():
        return
    if not (folder / "collection.toml").exists() or Collection.open(folder).config.who.operator != _OPERATOR:
        raise CollectionError(f"{folder} is not an earlier demo's collection; name another folder with -c")
    shutil.rmtree(folder)


def _outcome(site: DemoSite, collection: Collection) -> dict[str, Any]:
    """What was planned for a site and what the archive holds of it."""
    expected = site.expected
    captured = {capture.url for capture in collection.captures() if capture.status == 200}
    documents = [document for document in collection.documents() if document.url.startswith(site.url)]
    articles = [document for document in documents if document.kind == "article"]
    urls = {document.url for document in articles}
    captions = {
        (caption.text, caption.largest_url) for document in articles for caption in document.captions if caption.text
    }
    relevant = {document.url for document in articles if (document.programme or {}).get("relevant")}
    of_programme = {article.url for article in expected.articles if article.relation == "core"}
    rows = {
        "pages": (sum(url in captured for url in expected.needed()), len(expected.needed())),
        "articles": (sum(article.url in urls for article in expected.articles), len(expected.articles)),
        "relevant": (len(of_programme & relevant), len(of_programme)),
        "captions": (len(captions), len(expected.captions)),
        "pictures": (sum(url in captured for url in expected.pictures), len(expected.pictures)),
    }
    hidden = [url for url in (*expected.hidden, *expected.taken) if url in urls]
    flags = {(document.url, flag) for document in documents for flag in document.flags}
    unflagged = {(article.url, flag) for article in expected.articles for flag in article.flags} - flags
    unflagged |= {(url, "hijacked") for url in expected.taken} - flags
    complete = all(found >= planned for found, planned in rows.values()) and relevant <= of_programme
    return {
        "site": site.url,
        "name": site.name,
        "platform": site.platform,
        **{name: {"found": found, "planned": planned} for name, (found, planned) in rows.items()},
        "as_planned": complete and not hidden and not unflagged,
    }


def _show(collection: Collection, report: dict[str, Any], outcome: list[dict[str, Any]]) -> None:
    numbers = ("pages", "articles", "relevant", "captions", "pictures", "failed", "gone")
    table = plain_table("Found / planned", "site", "platform", *numbers, "as planned", numbers=numbers)
    by_site = {site["url"]: site for site in report["sites"]}
    for site in outcome:
        found = (f"{site[name]['found']}/{site[name]['planned']}" for name in numbers[:5])
        own = by_site[site["site"]]
        planned = "yes" if site["as_planned"] else "NO"
        table.add_row(site["name"], site["platform"], *found, str(own["failed"]), str(own["gone"]), planned)
    console.print(table)
    tell(f"Collection: {collection.root.resolve()}")
    for name, what in (
        ("archive", "what came over the wire, WARC"),
        ("indexes", "captures, CDXJ"),
        ("documents", "texts and captions, JSON lines"),
        (f"crawls/{report['crawl_id']}", "report, failures, what was skipped"),
    ):
        tell(f"  {name + '/':<32} {what}")


def _stay_open(collection: Collection, sites: tuple[DemoSite, ...], port: int) -> None:
    from archive.room.serving import RoomError, serve_room

    say("The sample sites are open, too:")
    for site in sites:
        say(f"  {site.name}: {site.url}")
    try:
        serve_room(collection, "127.0.0.1", port, say)
    except RoomError as error:
        say(f"{error}. For the demo any port will do.")
        serve_room(collection, "127.0.0.1", 0, say)
