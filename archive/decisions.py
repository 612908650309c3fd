"""What people decided, kept as they said it: one line of JSON a decision, only ever added to.

    decisions/reviews.jsonl     is this page about the programme? who, when, answer, reason
    decisions/training.jsonl    from which reviews a model was made, and whether it is used
    decisions/access.jsonl      who may see what (archive.access.entries); who looked at personal data
    decisions/takedowns.jsonl   each takedown step by step (archive.access.takedowns)

A later decision on the same article replaces an earlier one, and "withdrawn" leaves it undecided again; all stay on
file. A line that power loss tore is the last one, and is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.errors import ArchiveError, EvidenceError

Answer = Literal["yes", "no", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Review:
    """One person's answer to: is this article about the programme? `score` and `relation` are what the rules said."""

    article_id: str
    answer: Answer
    reason: str
    who: str
    when: str
    url: str
    title: str | None = None
    score: float | None = None
    relation: str | None = None
    reader: str | None = None

    @property
    def is_yes(self) -> bool:
        return self.answer == "yes"


def reviews_file(root: Path) -> Path:
    return root / "decisions" / "reviews.jsonl"


def searches_file(root: Path) -> Path:
    return root / "decisions" / "searches.jsonl"


def add_review(root: Path, review: Review) -> None:
    """Raises EvidenceError when the disk will not have it, ArchiveError when who or why is missing."""
    if not review.who.strip() or not review.reason.strip():
        raise ArchiveError("a review needs who decided and why; give both")
    append_line(reviews_file(root), asdict(review))


def reviews(root: Path) -> dict[str, Review]:
    """The review that holds of each article, by article id. Raises ArchiveError with the line that is none."""
    found = {review.article_id: review for review in every_review(root)}
    return {article_id: review for article_id, review in found.items() if review.answer != "withdrawn"}


def every_review(root: Path) -> Iterator[Review]:
    """All that were ever given, the oldest first. Raises ArchiveError with the line that is none."""
    path = reviews_file(root)
    for number, line in read_lines(path):
        try:
            review = Review(**{name: line.get(name) for name in Review.__slots__})
            if review.answer not in get_args(Answer) or not isinstance(review.article_id, str):
                raise ValueError(f"answer is {review.answer!r}")
        except (TypeError, ValueError, AttributeError) as error:
            raise ArchiveError(f"{path} line {number}: no review ({error}); mend or remove the line") from error
        yield review


def now_text() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def append_line(path: Path, line: dict[str, Any]) -> None:
    """One line at the end, on disk when this returns. A torn line before it is ended first. Raises EvidenceError."""
    raw = json.dumps(line, ensure_ascii=False).encode() + b"\n"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab+") as file:
            file.seek(0, os.SEEK_END)
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    raw = b"\n" + raw
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EvidenceError(f"{path} cannot be written: {error.strerror}; make space or mend the disk") from error


def read_lines(path: Path, *, with_garbled: bool = False) -> Iterator[tuple[int, Any]]:
    """Number and value of each line that is JSON; a torn one at the end, or before a later writing, is passed over.
    `with_garbled`: one that has its end and is no JSON, as a hand may have left it, comes as its bytes."""
    if not path.exists():
        return
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        try:
            yield number, json.loads(raw)
        except ValueError:
            if with_garbled and raw.rstrip(b" \t,").endswith(b"}"):
                yield number, raw
