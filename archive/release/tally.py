"""What the articles of a release come to: the numbers that its data sheet tells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from archive.export.rows.fields import Row
from archive.redaction import Counts

_NAME = re.compile(r"[A-Za-z0-9_.+-]{1,40}")


@dataclass
class Tally:
    """`held`: articles of the collection that may not be given away. `covered`: places with personal data, by kind.
    `regions`: codes that occur, with those they lie in. The rest count articles, by what they say."""

    articles: int = 0
    held: int = 0
    copies: int = 0
    versions: int = 0
    undated: int = 0
    without_place: int = 0
    reviewed: int = 0
    characters: int = 0
    first_month: str | None = None
    last_month: str | None = None
    first_capture: str | None = None
    last_capture: str | None = None
    covered: Counts = field(default_factory=Counts)
    relations: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    platforms: Counter[str] = field(default_factory=Counter)
    activities: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    readers: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    pictures: Counter[str] = field(default_factory=Counter)
    sites: set[str] = field(default_factory=set)
    villages: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)

    def take(self, article: Row) -> None:
        """One more row of lumbung-article/1."""
        self.articles += 1
        self.copies += bool(article["is_copy"])
        self.versions += article["versions"] or 0
        self.reviewed += bool(article["is_reviewed"])
        self.characters += len(article["text"] or "")
        self._take_times(article)
        self._take_places(article)
        self.relations[_named(article["relation"])] += 1
        self.languages[_named(article["language"])] += 1
        self.platforms[_named(article["platform"])] += 1
        self.readers[_named((article["reader"] or {}).get("version"))] += 1
        self.activities.update(map(_named, article["activities"] or ()))
        self.flags.update(map(_named, article["flags"] or ()))
        self.pictures.update(_named(caption["image_status"]) for caption in article["captions"] or ())

    def _take_times(self, article: Row) -> None:
        month, captured = article["month"], article["captured_at"]
        self.undated += month is None
        self.years[month[:4] if month else "unknown"] += 1
        if month:
            self.first_month = min(self.first_month or month, month)
            self.last_month = max(self.last_month or month, month)
        self.first_capture = min(self.first_capture or captured, article["first_captured_at"] or captured)
        self.last_capture = max(self.last_capture or captured, captured)

    def _take_places(self, article: Row) -> None:
        code = article["kode_wilayah"]
        self.sites.add(article["site"] or "")
        self.without_place += code is None
        if code and len(code) == 13:
            self.villages.add(code)
        named = (region["kode_wilayah"] for region in article["regions"] or ())
        for one in filter(None, (code, *named)):
            self.regions.update(one[:end] for end in (2, 5, 8, 13) if end <= len(one))


def _named(value: str | None) -> str:
    """A name that a data sheet can show. Lines that another program wrote may have anything there."""
    return "unknown" if not value else value if _NAME.fullmatch(value) else "other"
