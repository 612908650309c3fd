"""The roads to a site's articles, as far as they are the same on any platform."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from archive.urls import absolute_url
from spiders.discovery.sources import SourcePage, feed_or_sitemap, inferred, root_of
from spiders.platforms.marks import select
from spiders.targets import Found, Priority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from archive.model import Page

_SEARCH_FIELDS = {"s", "q", "cari", "search", "searchword", "keyword", "keywords", "katakunci", "kata", "query"}


class Roads:
    """What a platform may know better. All methods are pure; `tree` and `page` are the front page's."""

    def follows(self, tree: HtmlElement, page: Page) -> tuple[Found, ...]:
        """Sources to ask that the page may not link to. The sitemap is left out when robots.txt named one."""
        return (inferred(root_of(page.url) + "sitemap.xml", Priority.SITEMAP),)

    def source(self, page: Page) -> SourcePage | None:
        """What an answer is as a page of a source; None when it is none."""
        return feed_or_sitemap(page)

    def ends(self, url: str) -> str | None:
        """The key of the source whose end an inferred address shows by not existing."""
        return None

    def repeats(self, url: str, *, in_menu: bool) -> bool:
        """Whether an address only lists, in part and again, what a whole list of the articles names. First pages of
        categories stay if a menu of the front page leads to them: a reader of the copy clicks there first."""
        return False

    def folds(self, url: str) -> str:
        """The address that stands for all forms of this one that give the same page. It is not asked for itself."""
        return url

    def searches(self, tree: HtmlElement, page: Page, words: Sequence[str]) -> tuple[Found, ...]:
        """The site's own search for each of `words`, from the first search form that needs no POST."""
        for form in select(tree, "form[action], form"):
            if (form.get("method") or "get").strip().lower() != "get":
                continue
            fields = [field for field in form.iter("input") if field.get("name")]
            asked = [field for field in fields if field.get("name") in _SEARCH_FIELDS]
            action = absolute_url(page.url, form.get("action") or page.url)
            if len(asked) != 1 or action is None:
                continue
            hidden = [(f.get("name", ""), f.get("value", "")) for f in fields if f.get("type") == "hidden"]
            found = []
            for word in words:
                pairs = [*hidden, (asked[0].get("name", ""), word)]
                found.append(inferred(f"{action.partition('?')[0]}?{urlencode(pairs)}", Priority.SEARCH))
            return tuple(found)
        return ()
