"""What of a collection a takedown means: captures, articles, WARCs, releases that had it, and what says the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from archive.access.listed import AccessList
from archive.erasure.plan import captures_meant, every_capture, is_meant
from archive.errors import EvidenceError
from archive.index.documents import read_lines
from archive.layout import Collection
from archive.model import Capture
from archive.release.history import releases_with
from archive.replay.payload import payload_of

_MOST_NAMED = 1_000


@dataclass
class Assessment:
    """`elsewhere`: addresses that are not named and show the same article or payload, and which; `quoting`: of the same
    site lists, feeds and others that have its text or its title, and which; `copies`: articles of others that tell the
    same story, with their addresses."""

    captures: list[Capture] = field(default_factory=list)
    articles: dict[str, str | None] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    quoting: dict[str, str] = field(default_factory=dict)
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
            "quoting": [{"url": url, "has": what} for url, what in sorted(self.quoting.items())][:_MOST_NAMED],
            "copies": sorted(self.copies)[:_MOST_NAMED],
            "releases": self.releases,
        }


def assess(collection: Collection, targets: AccessList) -> Assessment:
    """Reads all indexes and documents, and the site's pages. Raises ArchiveError where one cannot be read."""
    made = Assessment()
    meant = captures_meant(collection, targets)
    made.captures = sorted(meant.values(), key=lambda one: one.captured_at)
    lines = [line for line in _lines(collection) if line["id"] in meant]
    made.articles = {line["article_id"]: line.get("title") for line in lines if line.get("article_id")}
    _find_elsewhere(collection, targets, meant, lines, made)
    _find_quoting(collection, targets, lines, made)
    made.releases = releases_with(collection.root, {*meant, *made.articles})
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


def _find_quoting(collection: Collection, targets: AccessList, lines: list[dict[str, Any]], made: Assessment) -> None:
    """A feed often has all of an article; the front page its first lines."""
    texts = {_plain(line["text"])[:_A_QUOTE] for line in lines if line.get("text")}
    titles = {_plain(line["title"]) for line in lines if line.get("title")}
    titles = {title for title in titles if title.count(" ") >= 2}  # "Pengumuman" stands everywhere
    hosts = {_host(capture.url) for capture in made.captures}
    for capture in every_capture(collection):
        if (
            _host(capture.url) in hosts
            and capture.is_good
            and _TEXT.search(capture.mime or "")
            and not is_meant(targets, capture.url, capture.record_id, capture.captured_at)
            and capture.url not in made.elsewhere
            and made.quoting.get(capture.url) != "text"
        ):
            try:
                words = _plain(payload_of(collection, capture).body.decode("utf-8", "replace"))
            except EvidenceError:
                continue
            if any(text in words for text in texts):
                made.quoting[capture.url] = "text"
            elif any(title in words for title in titles):
                made.quoting[capture.url] = "title"


_A_QUOTE = 80  # letters of a text's beginning; lists rarely show less
_TEXT = re.compile("html|xml|json|text/plain")
_MARKUP = re.compile(r"<[^<>]*>|<!\[CDATA\[|]]>|\\[nrt]")


def _plain(text: str) -> str:
    """Its words alone: feeds have escaped HTML in XML, APIs in JSON."""
    return " ".join(_MARKUP.sub(" ", unescape(text).replace("\\/", "/")).split()).casefold()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _lines(collection: Collection) -> Iterator[dict[str, Any]]:
    for stem in collection.stems():
        if (path := collection.documents_file(stem)).exists():
            yield from read_lines(path)
