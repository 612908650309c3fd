"""A list shown page by page: which page an address asks for, what of the list it holds, and the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from archive.room.web import with_params


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `number` of `last`, counted from 1, with `size` entries each."""

    number: int
    last: int
    size: int

    @property
    def start(self) -> int:
        """How many entries stand before it."""
        return (self.number - 1) * self.size

    @property
    def shown(self) -> slice:
        """Its entries among all."""
        return slice(self.start, self.start + self.size)

    def links(self, request: Request, **instead: str | None) -> dict[str, str | None]:
        """The addresses of the page before and after, None where there is none. `instead`: other parameters."""
        before, after = (with_params(request, page=str(self.number + step), **instead) for step in (-1, 1))
        return {"previous": before if self.number > 1 else None, "next": after if self.number < self.last else None}


MOST_IN_A_FILE = 50_000


class TooManyError(Exception):
    """More entries than a file made at once may hold."""


def ask_for_all(request: Request) -> None:
    """The answer to this request is a file: its lists are wanted whole."""
    request.state.is_whole = True


def wants_all(request: Request) -> bool:
    return getattr(request.state, "is_whole", False)


def paging(request: Request, count: int, size: int, most_pages: int = 10**6) -> Paging:
    """Of a list of so many entries, by `page` in the address; whatever stands there, there is such a page.

    Raises TooManyError where all are asked for and no file may hold them.
    """
    if wants_all(request):
        if count > MOST_IN_A_FILE:
            raise TooManyError
        return Paging(1, 1, max(count, 1))
    last = min(max(1, -(-count // size)), most_pages)
    return Paging(min(max(1, whole_number(request.query_params.get("page"), 1)), last), last, size)


def whole_number(text: str | None, usual: int) -> int:
    """A number of at most seven digits in an address; `usual` for anything else."""
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 8
    return int(text or 0) if is_number else usual
