"""One article that its site shows on several pages: which part a page is, and the parts joined into one text.

    Document.parts      one entry a part, in order
        number, of      from 1, and how many parts its page shows (0: it does not tell)
        id, url         of the document and the page the part was read from
        start, end      where in the joined text it stands, as offsets of a str
        captions        which of the joined captions it shows, as indexes

So each sentence of a joined text leads to the capture it came from, and a part can be taken out again.
A page that says it is a part, but was not joined yet, has itself as the only entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from archive.model import Caption, Document

if TYPE_CHECKING:
    from archive.model import Page
    from spiders.platforms import PlatformFacts

# An author may split a text as often as he likes; more is no article, and each line holds the whole.
_MOST_PARTS = 50


def own_part(page: Page, facts: PlatformFacts, document: Document) -> tuple[Mapping[str, Any], ...] | None:
    """The entry of a page that is part of an article; None for a page that is whole."""
    if facts.part is None:
        return None
    number, of = facts.part
    entry = {"number": number, "of": of, "id": document.id, "url": document.url}
    return ({**entry, "start": 0, "end": len(document.text or ""), "captions": list(range(len(document.captions)))},)


def join_parts(documents: Iterable[Document], earlier: Document | None = None) -> dict[str, Document]:
    """What each document of one article says when its parts are put together, by document id.

    Of several readings of a part the last counts; parts that were not read again come from the article's `earlier`
    joined reading. The first part tells title, author and dates. A document that is no part keeps what it says, and
    one that was joined before is taken apart first.
    """
    documents = list(documents)
    parts = [document for document in documents if document.parts]
    latest: dict[int, Document] = {}
    if earlier is not None:
        latest |= {part["number"]: _part_of(earlier, part) for part in earlier.parts or ()}
    for document in parts:
        # One that another reading of its part had replaced when they were joined has no entry of its own.
        own = (part for part in document.parts or () if part["id"] == document.id)
        latest |= {part["number"]: _part_of(document, part) for part in own}
    if not latest:
        return {}
    # What a page that was read now shows of its article holds; a part that is gone is not kept for ever.
    known = [part["of"] for document in parts for part in document.parts or () if part["id"] == document.id]
    last = max(known) if known and all(known) else max(latest)
    joined = _joined([latest[number] for number in sorted(latest) if number <= last][:_MOST_PARTS])
    return {document.id: _as_line_of(document, joined) for document in parts}


def _joined(parts: list[Document]) -> Document:
    texts: dict[str, int] = {}
    captions: list[Caption] = []
    entries = []
    length = 0
    for part in parts:
        text = part.text or ""
        if text and text not in texts:
            # A number past the last part shows the first or the last again; that is said once.
            texts[text] = length + 2 if texts else 0
            length = texts[text] + len(text)
        start = texts.get(text, length)
        shown = [_place_of(caption, captions) for caption in part.captions]
        entries.append({**(part.parts or ())[0], "start": start, "end": start + len(text), "captions": shown})
    is_cut = any("truncated" in part.flags for part in parts)
    flags = tuple(flag for flag in parts[0].flags if flag != "truncated") + (("truncated",) if is_cut else ())
    return replace(
        parts[0], text="\n\n".join(texts) or None, captions=tuple(captions), parts=tuple(entries), flags=flags
    )


def _place_of(caption: Caption, captions: list[Caption]) -> int:
    """Where the caption stands; themes show the main picture above each part."""
    for place, known in enumerate(captions):
        if (known.image_url, known.raw) == (caption.image_url, caption.raw):
            return place
    captions.append(caption)
    return len(captions) - 1


def _as_line_of(document: Document, joined: Document) -> Document:
    """The joined article, read at this capture."""
    return replace(
        joined,
        id=document.id,
        url=document.url,
        canonical_url=document.canonical_url,
        captured_at=document.captured_at,
        capture=document.capture,
        reader_version=document.reader_version,
    )


def _part_of(joined: Document, entry: Mapping[str, Any]) -> Document:
    text = (joined.text or "")[entry["start"] : entry["end"]]
    captions = tuple(joined.captions[place] for place in entry["captions"])
    alone = {**entry, "start": 0, "end": len(text), "captions": list(range(len(captions)))}
    return replace(joined, text=text or None, captions=captions, parts=(alone,))
