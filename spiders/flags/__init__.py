"""What a page is flagged for, each flag with the words or marks that show it.

    gambling.py        gambling put into a page, a page taken over, gambling in comments; asks
                       gambling_gate, suspect_page, hidden, redirects, addresses and gambling_words
    gambling.tsv       words of gambling sites, and of news about them: for librarians to edit
    people.py          what is about people:
    personal_data.py   numbers and addresses of private persons, by their place in the text; asks
                       digits, identity_numbers, telephone, bank_accounts and mailboxes
    children.py        pages about children

All are pure functions of one page; none asks the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from archive.model import Document

Flag = Literal["gambling_injected", "hijacked", "comment_spam", "personal_data", "children"]
Detail = Mapping[str, Any]

_LONGEST_QUOTE = 160


def detail(flag: str, quote: str | None, start: int | None = None, end: int | None = None, **more: Any) -> Detail:
    """One entry of flag_details. `start` and `end` count characters of the field that `where` names."""
    return {"flag": flag, "quote": cut(quote) if quote else None, "start": start, "end": end, **more}


def with_details(document: Document, details: Iterable[Detail]) -> Document:
    """The document with these details and their flags."""
    details = tuple(details)
    flags = dict.fromkeys((*document.flags, *(str(one["flag"]) for one in details)))
    return replace(document, flags=tuple(flags), flag_details=(*document.flag_details, *details))


def cut(quote: str) -> str:
    """On one line, and no longer than evidence must be."""
    quote = " ".join(quote[: 4 * _LONGEST_QUOTE].split())
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
