"""Whether what is read from the archive now is what its document says: title, text and captions."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Document

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Said:
    """What is compared; None for a title that another page of the article tells."""

    title: str | None
    text: str | None
    captions: tuple[tuple[str | None, str | None, str | None], ...]


def said_by(document: Document) -> Said | None:
    """What a line says of its own page: of an article in parts only its part. None when it holds nothing of it."""
    captions = tuple((one.text, one.credit, one.image_url) for one in document.captions)
    if not document.parts:
        return Said(document.title, document.text, captions)
    own = next((part for part in document.parts if part["id"] == document.id), None)
    if own is None:
        return None
    text = (document.text or "")[own["start"] : own["end"]]
    title = document.title if own["number"] == 1 else None
    return Said(title, text or None, tuple(captions[place] for place in own["captions"]))


def differences(line: Said, read: Said) -> list[str]:
    """In words, one for each of title, text and captions that differs."""
    found = []
    if line.title is not None and line.title != read.title:
        found.append(f"title: {_short(line.title)} and now {_short(read.title)}")
    if line.text != read.text:
        found.append(_of_texts(line.text or "", read.text or ""))
    if line.captions != read.captions:
        found.append(f"captions: {len(line.captions)} and now {len(read.captions)}")
    return found


def _of_texts(line: str, read: str) -> str:
    same = next((at for at, (one, other) in enumerate(zip(line, read, strict=False)) if one != other), None)
    at = min(len(line), len(read)) if same is None else same
    return f"text from character {at}: {_short(line[at:])} and now {_short(read[at:])}"


def _short(text: str | None) -> str:
    text = " ".join((text or "").split())
    return f'"{text[:_SHOWN]}{"…" if len(text) > _SHOWN else ""}"'
