"""What of a collection a takedown means: captures, articles, WARCs, releases that had it, and what says the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.access.listed import AccessList
from archive.erasure.plan import captures_meant, every_capture, is_meant
from archive.index.documents import read_lines
from archive.layout import Collection
from archive.model import Capture

_MOST_NAMED = 1_000


@dataclass
class Assessment:
    """`elsewhere`: addresses that are not named and show the same article or payload, and which; `copies`: articles of
    others that tell the same story, with their addresses."""

    captures: list[Capture] = field(default_factory=list)
    articles: dict[str, str | None] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    releases: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As a line of decisions/takedowns.jsonl has it: no titles, for what is erased must not stay there."""
        times = sorted(one.captured_at for one in self.captures)
        return {
            "captures": len(self.captures),
            "first_captured_at": times[0].isoformat() if times else None,
            "last_captured_at": times[-1].isoformat() if times else None,
            "addresses": sorted({one.url for one in self.captures})[:_MOST_NAMED],
            "articles": list(self.articles)[:_MOST_NAMED],
            "warcs": sorted({one.warc_filename for one in self.captures}),
            "media_types": dict(Counter(one.mime or "unknown" for one in self.captures).most_common(20)),
            "elsewhere": [{"url": url, "because": why} for url, why in sorted(self.elsewhere.items())][:_MOST_NAMED],
            "copies": sorted(self.copies)[:_MOST_NAMED],
            "releases": self.releases,
        }


def assess(collection: Collection, targets: AccessList) -> Assessment:
    """Reads all indexes and documents. Raises ArchiveError where one cannot be read."""
    made = Assessment()
    meant = captures_meant(collection, targets)
    made.captures = sorted(meant.values(), key=lambda one: one.captured_at)
    lines = [line for line in _lines(collection) if line["id"] in meant]
    made.articles = {line["article_id"]: line.get("title") for line in lines if line.get("article_id")}
    _find_elsewhere(collection, targets, meant, lines, made)
    made.releases = releases_with(collection, set(meant), set(made.articles))
    return made


def _find_elsewhere(
    collection: Collection,
    targets: AccessList,
    meant: dict[str, Capture],
    lines: list[dict[str, Any]],
    made: Assessment,
) -> None:
    stories = {line["story_id"] for line in lines if line.get("story_id")}
    for line in _lines(collection):
        if line["id"] in meant:
            continue
        if line.get("article_id") in made.articles:
            made.elsewhere[line["url"]] = "same article"
        elif line.get("near_duplicate_of") in meant or (line.get("story_id") in stories and line.get("article_id")):
            made.copies[line["article_id"]] = line["url"]
    # Robots and error pages have the payloads of half the web.
    digests = {one.digest for one in meant.values() if one.is_good}
    for capture in every_capture(collection):
        if capture.digest in digests and not is_meant(targets, capture.url, capture.record_id, capture.captured_at):
            made.elsewhere.setdefault(capture.url, "same payload")


def releases_with(collection: Collection, record_ids: set[str], articles: set[str]) -> list[str]:
    """Names of releases below releases/ whose data names any of these. Packed data is not looked into: then the release
    is named with a question mark."""
    found = []
    for folder in sorted(path for path in (collection.root / "releases").glob("*") if path.is_dir()):
        files = [path for path in folder.rglob("*") if path.is_file()]
        if any(_names(path, record_ids | articles) for path in files if path.suffix in (".jsonl", ".csv", ".json")):
            found.append(folder.name)
        elif any(path.suffix in (".parquet", ".gz", ".zip") for path in files) and not any(
            path.suffix == ".jsonl" for path in files
        ):
            found.append(f"{folder.name}?")
    return found


def _names(path: Path, ids: set[str]) -> bool:
    with path.open("rb") as file:
        for raw in file:
            if any(one.encode() in raw for one in ids):
                return True
    return False


def _lines(collection: Collection) -> Iterator[dict[str, Any]]:
    for stem in collection.stems():
        if (path := collection.documents_file(stem)).exists():
            yield from read_lines(path)
