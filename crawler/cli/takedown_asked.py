"""Options of `lumbung takedown`, and what is asked at a terminal where one is not given."""

from __future__ import annotations

import getpass
import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer

from archive.errors import ArchiveError

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Of the takedown, as t-20261126-9a3e02.")]
WhoOption = Annotated[str | None, typer.Option(help="Who does this; the name of the account otherwise.")]
ReasonOption = Annotated[str | None, typer.Option(help="Why; for staff.")]
PublicOption = Annotated[str | None, typer.Option(help="What of the reason whoever asks for the page is told.")]
ReviewOption = Annotated[str | None, typer.Option(metavar="DAY", help="When it is to be looked at again: 2027-11-26.")]
WhatOption = Annotated[
    list[str] | None,
    typer.Option("--what", metavar="KIND=VALUE", help="address=, host=, capture= or pattern=; may be repeated."),
]


def asked(given: str | None, question: str, option: str, default: str | None = None) -> str:
    """What was given, else what a person at a terminal answers, else the default. Raises ArchiveError."""
    if given and given.strip():
        return given.strip()
    if sys.stdin.isatty():
        answer = ""
        while not answer.strip():
            answer = typer.prompt(question, default=default)
        return answer.strip()
    if default is not None:
        return default
    raise ArchiveError(f"give {option}")


def what_of(text: str) -> tuple[Any, str]:
    """KIND=VALUE. Raises ArchiveError."""
    from archive.access.entries import KINDS

    kind, _, value = text.partition("=")
    if kind not in KINDS or not value:
        raise ArchiveError(f"{text}: say KIND=VALUE, KIND one of {', '.join(KINDS)}")
    return kind, value


def moment_text(text: str | None) -> str | None:
    from archive.access.entries import moment_of_text, text_of_moment

    try:
        return text_of_moment(moment_of_text(text))
    except ValueError as error:
        raise ArchiveError(f"{text!r} is no day or moment, as 2026-11-26 or 2026-11-26T09:00:00Z") from error


def who_does(given: str | None) -> str:
    """Raises ArchiveError."""
    name = (given or getpass.getuser()).strip()
    if not name:
        raise ArchiveError("--who names nobody: say who does this")
    return name


def in_a_year() -> str:
    now = today()
    return now.replace(year=now.year + 1, day=min(now.day, 28)).isoformat()


def today() -> date:
    """The day where this machine stands."""
    return datetime.now().astimezone().date()
