"""What a demo site says: an answer for each address, and what a crawl of the site ought to find.

A site is a table from target (path with query) to Entry. A target that is not in it is tried without its
query, as real sites do, then by its beginning (`prefixes`); what is left gets the site's own 404 page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

# page: a static page; part: a later page of an article; duplicate: a page that stands elsewhere too;
# trap: an address that leads to nothing new; file: a document for download; asset: style and script.
Role = Literal[
    "article", "part", "page", "listing", "duplicate", "trap", "error",
    "feed", "sitemap", "robots", "api", "picture", "file", "asset", "redirect",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as a site sees it; `number` counts the requests for this target, from 1."""

    path: str
    query: str
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, own headers and body before any coding. `chunked` asks for chunk framing, `gzip` allows the coding,
    `cut_after` ends the connection after so many bytes of the body."""

    body: bytes
    mime: str = "text/html; charset=UTF-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    gzip: bool = False
    cut_after: int | None = None


Maker = Callable[[Visit], Answer]


@dataclass(frozen=True, slots=True)
class Entry:
    role: Role
    answer: Answer | Maker


@dataclass(frozen=True, slots=True)
class ExpectedCaption:
    """A caption as a reader should find it: `text` without the credit, `image_url` the largest form
    of the picture that the page shows or links."""

    text: str
    credit: str | None
    image_url: str


@dataclass(frozen=True, slots=True)
class ExpectedArticle:
    """An article as a reader should find it. `parts` are the addresses of its second and later pages."""

    url: str
    title: str
    published: datetime
    author: str
    category: str
    dateline: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[ExpectedCaption, ...]
    pictures: tuple[str, ...]
    parts: tuple[str, ...]
    relation: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a crawl that obeys robots.txt ought to find; addresses are absolute.

    pages       every HTML page worth a capture: articles and their parts, static pages, listings;
                all are linked but OpenSID's /arsip/N, which its broken pager only lets one guess
    articles    one for each public article
    taken       pages that intruders have put among the articles
    captions    of all articles
    pictures    of the articles that have to do with the programme, in their largest form, where robots.txt allows them
    disallowed  those of all articles where robots.txt forbids them
    files       documents for download that articles link
    missing     linked on the site, answered with 404
    repeats     of the pages the listings that name only what the site's own list of all articles names
    hidden      drafts and coming articles: never linked and never shown, though OpenSID's sitemap names
                them and OpenSID answers 200 with a page that says there is nothing
    """

    pages: tuple[str, ...]
    articles: tuple[ExpectedArticle, ...]
    captions: tuple[ExpectedCaption, ...]
    pictures: tuple[str, ...]
    disallowed: tuple[str, ...]
    files: tuple[str, ...]
    missing: tuple[str, ...]
    hidden: tuple[str, ...]
    repeats: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def needed(self) -> tuple[str, ...]:
        """The pages a crawl asks for that knows the platform."""
        return tuple(url for url in self.pages if url not in self.repeats)

    def counts(self) -> dict[str, int]:
        return {field.name: len(getattr(self, field.name)) for field in fields(self)}


@dataclass(frozen=True, slots=True)
class Site:
    """One site, ready to be served at the address it was built for. `server` is the name in the Server header."""

    name: str
    platform: str
    server: str
    entries: Mapping[str, Entry]
    not_found: Answer | Maker
    expected: Expectation
    prefixes: Mapping[str, Answer | Maker] = field(default_factory=dict)

    def answer(self, target: str, number: int) -> Answer:
        path, _, query = target.partition("?")
        visit = Visit(path, query, number)
        entry = self.entries.get(target) or self.entries.get(path)
        beginnings = (answer for prefix, answer in self.prefixes.items() if path.startswith(prefix))
        found = entry.answer if entry else next(beginnings, self.not_found)
        return found if isinstance(found, Answer) else found(visit)


def targets(entries: Mapping[str, Entry], *roles: Role) -> tuple[str, ...]:
    """The targets that have one of `roles`, in the order of the table."""
    return tuple(target for target, entry in entries.items() if entry.role in roles)
