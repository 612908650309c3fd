"""Which articles a release holds, with what tells whether one was changed since.

decisions/releases/VERSION.members.gz in the collection, a line an article, tabs between, by article id:

    article_id  document id  version of the reader  "yes", "no" or "" (a person's word)  fingerprint of the row

It can be made again from the release. It says which releases an article is in, and what the next one changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from archive.export.rows.fields import Row
from archive.release.files import lines_of


class Member(NamedTuple):
    """An article of a release. `decision`: "yes", "no", or "" when no person decided."""

    article_id: str
    document_id: str
    reader: str
    decision: str
    fingerprint: str

    def to_line(self) -> bytes:
        return "\t".join(self).encode() + b"\n"


def member_of(article: Row, line: bytes) -> Member:
    """Of a row of lumbung-article/1, and as it stands in its file."""
    decision = ("yes" if article["relevant"] else "no") if article["is_reviewed"] else ""
    return Member(
        article_id=_plain(article["article_id"]),
        document_id=_plain(article["id"]),
        reader=_plain((article.get("reader") or {}).get("version")),
        decision=decision,
        fingerprint=hashlib.sha256(line.rstrip(b"\n")).hexdigest()[:32],
    )


def members_in(path: Path) -> Iterator[Member]:
    """In the order of their ids. Raises OSError when there are none, ValueError on a damaged line."""
    for line in lines_of(path):
        parts = line.decode().split("\t")
        if len(parts) != len(Member._fields):
            raise ValueError(f"{path}: {line[:80]!r} is no article of a release")
        yield Member(*parts)


def holds(path: Path, ids: Iterable[str]) -> set[str]:
    """Those of these ids, of articles or of documents, that a release has."""
    wanted = set(ids)
    return {one for member in members_in(path) for one in (member.article_id, member.document_id) if one in wanted}


def _plain(value: Any) -> str:
    """Ids of lines that somebody edited may hold anything."""
    return " ".join(str(value or "").split())
