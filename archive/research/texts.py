"""What is counted: texts of the articles a question finds, each page or each story once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archive.catalogue.words import stem_of
from archive.corpus.articles import Articles
from archive.corpus.reading import Found
from archive.research.tokens import runs, stopwords

Part = Literal["title", "text", "captions"]
PARTS: tuple[Part, ...] = ("title", "text", "captions")
Once = Literal["page", "story"]
Period = Literal["month", "quarter", "year", "none"]
PERIODS: tuple[Period, ...] = ("month", "quarter", "year", "none")
Level = Literal["province", "regency", "district", "village", "none"]
LEVELS: tuple[Level, ...] = ("province", "regency", "district", "village", "none")

# Of an article, as of what is searched (archive.catalogue.fulltext): no village writes more, and the pairs of all words
# of a page made to be long would fill the memory.
MOST_WORDS = 16_000


@dataclass(frozen=True, slots=True)
class Text:
    """One article: its id, its day (as the question means it) or None, the region that publishes, and its words in
    places that no run of words reaches over."""

    id: str
    day: str | None
    region: str | None
    parts: tuple[str, ...]

    def runs(self, *, stems: bool = False) -> Iterator[list[str]]:
        """The words of each sentence, as far as MOST_WORDS."""
        left = MOST_WORDS
        for part in self.parts:
            for run in runs(part, stems=stems):
                yield run[:left]
                left -= len(run)
                if left <= 0:
                    return

    def words(self, *, stems: bool = False, without_stopwords: bool = False) -> list[str]:
        """All words but numbers. `without_stopwords`: nor those that say little."""
        left_out = stopwords() if without_stopwords else frozenset[str]()
        found = [word for run in self.runs() for word in run if not word.isdecimal() and word not in left_out]
        return [stem_of(word) for word in found] if stems else found

    def period(self, period: Period) -> str | None:
        """ "2024-06", "2024-Q2", "2024"; None where the day is not known; "" where periods are not asked for."""
        if period == "none":
            return ""
        return period_of(self.day, period) if self.day else None

    def region_at(self, level: Level) -> str | None:
        """Its code at a level; None where it is not known so exactly; "" where regions are not asked for."""
        if level == "none":
            return ""
        end = _ENDS[level]
        return self.region[:end] if self.region and len(self.region) >= end else None


_ENDS = {"province": 2, "regency": 5, "district": 8, "village": 13}


class Texts:
    """Texts of articles, read anew each time they are gone through, the oldest first. `once`: of a story only the
    first of its copies that the question finds, whose day and region then count.

    A million articles take 8 MB, with `once="story"` some 70 MB more."""

    def __init__(
        self,
        articles: Articles,
        parts: Iterable[Part] = PARTS,
        once: Once = "page",
        progress: Callable[[int], None] | None = None,
    ) -> None:
        self._articles = Articles(
            articles.collection, articles.engine(), articles.query, "oldest", redacted=articles.is_redacted
        )
        self._parts = tuple(parts)
        self._once = once
        self._progress = progress

    def __iter__(self) -> Iterator[Text]:
        seen: set[int] = set()
        by_event = self._articles.query.by == "event"
        for found in self._articles.found(self._progress):
            if self._once == "story":
                if found.row.story_number in seen:
                    continue
                seen.add(found.row.story_number)
            yield text_of(found, self._parts, by_event=by_event)


def text_of(found: Found, parts: Iterable[Part], *, by_event: bool = False) -> Text:
    row, line = found
    pieces: list[str | None] = []
    if "title" in parts:
        pieces.append(line.get("title"))
    if "text" in parts:
        pieces.append(line.get("text"))
    if "captions" in parts:
        pieces += [caption.get("text") for caption in line.get("captions") or ()]
    return Text(
        row.id,
        row.event_on if by_event else row.published_on,
        row.village or row.district or row.regency or row.province,
        tuple(filter(None, pieces)),
    )


def period_of(day: str, period: Period) -> str:
    if period == "month":
        return day[:7]
    return day[:4] if period == "year" else f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
