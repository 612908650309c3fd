"""A site at one moment: its articles as visitors see them, and where each of its addresses stands.

Of a plan only what holds at the moment is left. Nothing here knows any markup but how a platform forms addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from tests.year.plan import Article, Plan
from tests.year.texts import Words, edit, slug, write


@dataclass(frozen=True, slots=True)
class Shown:
    """An article at a moment. `modified` is what the site says of it, not when its words changed; `taken` is hidden
    or whole when gamblers hold it."""

    number: int
    path: str
    words: Words
    published: datetime
    modified: datetime
    comments: int = 0
    taken: str = ""

    @property
    def slug(self) -> str:
        return f"{slug(self.words.title)}-{self.number}"


@dataclass(frozen=True, slots=True)
class Gone:
    way: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Moved:
    to: str


@lru_cache(maxsize=100_000)
def words_at(village: str, number: int, version: int) -> Words:
    words = write(village, number)
    for one in range(1, version + 1):
        words = edit(words, village, number, one)
    return words


_PATHS: dict[str, Callable[[Article, str, int], str]] = {
    "wordpress": lambda article, slug, number: f"/{article.published:%Y/%m/%d}/{slug}-{number}/",
    "blogger": lambda article, slug, number: f"/{article.published:%Y/%m}/{slug}-{number}.html",
    "opensid": lambda article, slug, number: (
        f"/artikel/{article.published.year}/{article.published.month}/{article.published.day}/{slug}-{number}"
    ),
    "static": lambda article, slug, number: f"/berita/{article.published:%Y%m%d}-{slug}-{number}.html",
    "php": lambda article, slug, number: f"/berita.php?id={number}",
}


def path_of(plan: Plan, article: Article, *, moved: bool = False) -> str:
    """The address of an article, before or after it moved; edits of its title do not change it."""
    first = slug(words_at(plan.village, article.number, 0).title)
    return _PATHS[plan.platform](article, first, article.number + (5000 if moved else 0))


class View:
    """`base` is the site's address without the last slash."""

    def __init__(self, plan: Plan, base: str, moment: datetime) -> None:
        self.plan, self.base, self.moment = plan, base, moment
        self.published = [article for article in plan.articles if article.published <= moment]
        self.is_redesigned = plan.span("redesign", moment) is not None
        self.is_closed = plan.span("closed", moment) is not None

    @cached_property
    def by_path(self) -> dict[str, Shown | Gone | Moved]:
        """Every address that is or was an article's."""
        found: dict[str, Shown | Gone | Moved] = {}
        for article in self.published:
            path = path_of(self.plan, article)
            held = [change for change in article.changes if change.holds(self.moment)]
            if any(change.kind == "moved" for change in held):
                new = path_of(self.plan, article, moved=True)
                found[path], path = Moved(new), new
            shown = self._shown(article, path)
            gone = next((change for change in held if change.kind == "gone"), None)
            found[path] = Gone(gone.way, shown) if gone else shown
        return found

    @cached_property
    def listed(self) -> list[Shown]:
        """What visitors may see, the newest first."""
        return [one for one in reversed(self.by_path.values()) if isinstance(one, Shown)]

    @cached_property
    def table(self) -> list[Shown]:
        """What a careless sitemap names: also articles that nobody may see."""
        rows = [one.shown if isinstance(one, Gone) else one for one in self.by_path.values()]
        return [one for one in reversed(rows) if isinstance(one, Shown)]

    @property
    def sheets(self) -> int:
        """Pages of ten that lists have; none is ever taken away."""
        return max(1, -(-len(self.published) // 10))

    def sheet(self, number: int) -> list[Shown]:
        return self.listed[(number - 1) * 10 : number * 10]

    def _shown(self, article: Article, path: str) -> Shown:
        past = [change for change in article.changes if change.at <= self.moment]
        edits = [change for change in past if change.kind == "edit"]
        spoken = [
            change.at for change in past if (change.kind in ("edit", "moved") and change.told) or change.kind == "touch"
        ]
        if touched := self.plan.last_touch(self.moment):
            spoken.append(max(article.published, touched))
        hijack = next((change for change in past if change.kind == "hijack" and change.holds(self.moment)), None)
        return Shown(
            article.number,
            path,
            words_at(self.plan.village, article.number, len(edits)),
            article.published,
            max((article.published, *(moment.astimezone(article.published.tzinfo) for moment in spoken))),
            sum(change.kind == "comment" for change in past),
            hijack.way if hijack else "",
        )
