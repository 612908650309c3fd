"""`lumbung research …`: tables for researchers, of whatever articles the filters of the reading room find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption
from crawler.cli.query_options import with_query_options
from crawler.cli.research_options import (
    CountOption,
    LevelOption,
    OnceOption,
    OutputOption,
    PartsOption,
    PeriodOption,
    StemsOption,
    StopwordsOption,
    TopOption,
    WordOption,
)

if TYPE_CHECKING:
    from archive.catalogue.query import Query
else:
    Query = Any  # a verb's annotations are looked at when the program starts; the real one is loaded when it is asked

app = typer.Typer(no_args_is_help=True, help="Tables for researchers: words, links, families of copies, samples.")


@app.command("words")
@with_query_options
def words(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    word: WordOption = None,
    period: PeriodOption = "year",
    level: LevelOption = "none",
    part: PartsOption = None,
    once: OnceOption = "page",
    stems: StemsOption = False,
    without_stopwords: StopwordsOption = False,
    min_count: CountOption = 1,
    top: TopOption = None,
    as_json: JsonOption = False,
) -> None:
    """How often words stand in articles, over time and by region: absolute, per million words, share of articles.

    Example: lumbung research words -o words.csv --word perpustakaan --word baca --period month --level province
    """
    from archive.research.words import count_words
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json) as work:
        asked: dict[str, Any] = {
            "period": period,
            "level": level,
            "stems": stems,
            "without_stopwords": without_stopwords,
        }
        asked |= {"words": word or [], "min_count": min_count, "top": top}
        work.write(count_words(work.texts(part, once), **asked), asked)


@app.command("ngrams")
@with_query_options
def ngrams(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    n: Annotated[list[int] | None, typer.Option("-n", metavar="N", help="Runs of 1 to 5 words; again: also.")] = None,
    part: PartsOption = None,
    once: OnceOption = "page",
    stems: StemsOption = False,
    without_stopwords: StopwordsOption = False,
    min_count: CountOption = 5,
    top: TopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Runs of words: how often, and in how many articles. Without -n, of two words.

    Example: lumbung research ngrams -o ngrams.csv -n 2 -n 3 --top 1000 --without-stopwords
    """
    from archive.research.ngrams import count_ngrams
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json) as work:
        asked: dict[str, Any] = {
            "lengths": n or [2],
            "min_count": min_count,
            "stems": stems,
            "without_stopwords": without_stopwords,
        }
        asked["top"] = top
        work.write(count_ngrams(work.texts(part, once), **asked), asked)


@app.command("together")
@with_query_options
def together(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    near: Annotated[str, typer.Option(metavar="HOW", help="Near: in one sentence, or in a window.")] = "sentence",
    window: Annotated[int, typer.Option(metavar="N", help="At most so many words apart.")] = 5,
    word: WordOption = None,
    part: PartsOption = None,
    once: OnceOption = "page",
    stems: StemsOption = False,
    with_stopwords: Annotated[bool, typer.Option("--with-stopwords", help="Pair words that say little, too.")] = False,
    min_count: CountOption = 5,
    top: TopOption = None,
    as_json: JsonOption = False,
) -> None:
    """Words that stand near each other more often than by chance: counts, PMI and log-likelihood.

    Example: lumbung research together -o together.csv --word perpustakaan --near window --window 5 --top 200
    """
    from archive.research.together import NEAR, count_together
    from crawler.cli.research_options import chosen
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json) as work:
        asked: dict[str, Any] = {
            "near": chosen("--near", near, NEAR),
            "window": window,
            "min_count": min_count,
            "stems": stems,
        }
        asked |= {"without_stopwords": not with_stopwords, "words": word or [], "top": top}
        work.write(count_together(work.texts(part, once), **asked), asked)


@app.command("links")
@with_query_options
def links(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    between: Annotated[str, typer.Option(metavar="WHAT", help="Rows of: sites or pages.")] = "sites",
    own_site: Annotated[bool, typer.Option("--own-site", help="Also links within a site.")] = False,
    least: Annotated[int, typer.Option(metavar="N", help="Of a graph only edges of so many pages.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Which archived articles link to which pages and sites; as a table, or between sites as a graph (.gexf).

    Example: lumbung research links -o links.gexf --relation all
    """
    from archive.research.links import Unread, page_links, site_links
    from crawler.cli.research_options import chosen
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json, forms=("gexf",)) as work:
        make = site_links if chosen("--between", between, ("sites", "pages")) == "sites" else page_links
        unread = Unread()
        table = make(work.articles(), own_site=own_site, progress=work.progress, unread=unread)
        work.write(table, {"between": between, "own_site": own_site}, least=least, unread=unread)


@app.command("families")
@with_query_options
def families(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    members: Annotated[bool, typer.Option("--members", help="A row a page, not a row a family.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Stories that several pages tell: who was first, how far it went in villages and days, how much was changed.

    Example: lumbung research families -o members.csv --members --since 2024
    """
    from archive.research import families as of_families
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json) as work:
        make = of_families.members if members else of_families.families
        work.write(make(work.articles(), work.progress), {"members": members})


@app.command("sample")
@with_query_options
def sample(
    query: Query,
    output: OutputOption,
    collection: CollectionOption = DEFAULT_COLLECTION,
    size: Annotated[int, typer.Option(metavar="N", help="How many articles.")] = 100,
    seed: Annotated[str, typer.Option(metavar="TEXT", help="The same seed draws the same articles.")] = "1",
    period: PeriodOption = "year",
    level: LevelOption = "province",
    equal: Annotated[bool, typer.Option("--equal", help="As many of each region and period, not as they are.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Articles drawn by chance, of each region and period in proportion, that anybody can draw again.

    Example: lumbung research sample -o sample.csv --size 400 --seed 2026 --level province --period year
    """
    from archive.research.sample import draw_sample
    from crawler.cli.research_work import Work

    with Work(collection, query, output, as_json=as_json) as work:
        asked: dict[str, Any] = {"size": size, "seed": seed, "period": period, "level": level}
        asked["allocation"] = "equal" if equal else "proportional"
        work.write(draw_sample(work.articles(), **asked), asked)
