"""Options that several research tables share."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError

PERIODS = ("month", "quarter", "year", "none")
LEVELS = ("province", "regency", "district", "village", "none")
PARTS = ("title", "text", "captions")
ONCE = ("page", "story")


def chosen(option: str, value: str, choices: Iterable[str]) -> str:
    """Raises CollectionError when it is none of them."""
    if value not in choices:
        raise CollectionError(f"{option}: {value!r} is none of: {', '.join(choices)}")
    return value


OutputOption = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Ends in .csv, .jsonl or .parquet.")]
WordOption = Annotated[list[str] | None, typer.Option("--word", metavar="WORD", help="Only this one; again: also.")]
PeriodOption = Annotated[
    str,
    typer.Option(
        metavar="PERIOD",
        help="month, quarter, year or none.",
        callback=lambda value: chosen("--period", value, PERIODS),
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(
        metavar="LEVEL",
        help="province, regency, district, village or none.",
        callback=lambda value: chosen("--level", value, LEVELS),
    ),
]
PartsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--part",
        metavar="PART",
        help="Of each article: title, text, captions; again: also. All three without it.",
        callback=lambda value: [chosen("--part", one, PARTS) for one in value or ()],
    ),
]
OnceOption = Annotated[
    str,
    typer.Option(
        metavar="WHAT",
        help="Count each page, or each story once however many pages tell it.",
        callback=lambda value: chosen("--once", value, ONCE),
    ),
]
StemsOption = Annotated[bool, typer.Option("--stems", help="Words in all their forms as one: membaca, bacaan.")]
StopwordsOption = Annotated[bool, typer.Option("--without-stopwords", help="Leave out words that say little.")]
CountOption = Annotated[int, typer.Option("--min-count", min=1, metavar="N", help="Only what occurs so often.")]
TopOption = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only so many, the most frequent first.")]
