"""What a platform must know of its own pages: for the spider where its articles are, for the reader what they say.

To add one: docs/add-a-platform.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from archive.model import Kind, Page
    from spiders.discovery.sources import SourcePage
    from spiders.targets import Found


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """What a platform's own markup shows of an article; None where it does not show it.

    `body` holds the article's text and nothing of the page around it. `scope` holds the article with all its
    pictures, where these are not all inside `body`. `published` and `modified` are
    dates as printed. `part` is which part of the article the page shows, from 1, and of
    how many (0 where the page does not tell); None where the article is all on one page.
    """

    body: HtmlElement | None = None
    scope: HtmlElement | None = None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    flags: tuple[str, ...] = ()
    part: tuple[int, int] | None = None


class Platform(Protocol):
    """One kind of software that village sites run on. All methods are pure and leave the tree as it was.

    Those of the second half have defaults in spiders.platforms.roads.Roads, which explains them.
    """

    @property
    def name(self) -> str: ...

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        """The independent signs of this platform on the page, two of which make it certain; none where there are fewer.
        A host name is never one."""

    def kind(self, tree: HtmlElement, page: Page) -> Kind: ...

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        """What the platform itself knows this article by, inside its site; None when the page does not show it."""

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts: ...

    def follows(self, tree: HtmlElement, page: Page) -> tuple[Found, ...]: ...

    def source(self, page: Page) -> SourcePage | None: ...

    def ends(self, url: str) -> str | None: ...

    def repeats(self, url: str, *, in_menu: bool) -> bool: ...

    def folds(self, url: str) -> str: ...

    def searches(self, tree: HtmlElement, page: Page, words: Sequence[str]) -> tuple[Found, ...]: ...
