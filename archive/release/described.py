"""A release as its descriptions tell of it: one source for README, Data Package, Croissant, DataCite and the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from archive.export.words import question, slug
from archive.files import file_sha256
from archive.redaction import KINDS
from archive.release.state import State
from archive.release.tally import Tally
from archive.room.language import language


class FileFacts(NamedTuple):
    """`size` in bytes; `sha256` in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Release:
    """`rows` of each table; `changes` by change and reason, empty for a first release; `files`: those of the tables and
    what stands with them, by path."""

    state: State
    tally: Tally
    rows: Counter[str]
    changes: dict[str, Counter[str]]
    files: dict[str, FileFacts]

    @property
    def title(self) -> str:
        return self.state.wish.title

    @property
    def name(self) -> str:
        """The title for machines: letters, digits and hyphens."""
        return slug(self.title)[:80].strip("-") or "corpus"

    @property
    def operator(self) -> str:
        return str(self.state.collection["operator"])

    @property
    def licence(self) -> dict[str, Any]:
        """Of what the archive wrote: name as SPDX has it, url, covers; with the notes on all else."""
        facts: dict[str, Any] = self.state.collection["licence"]
        return facts

    @property
    def doi_url(self) -> str | None:
        doi = self.state.wish.identifier
        return f"https://doi.org/{doi}" if doi else None

    @property
    def summary(self) -> str:
        tally = self.tally
        return (
            f"{tally.articles:,} articles of {len(tally.sites):,} Indonesian village news sites, read from archived "
            f"web pages (WARC), each with the record it was read from: texts, captions, facts with the sentences that "
            f"say them, what became of the pages, and which are copies of which. State of {self.state.moment}."
        )

    @property
    def citation(self) -> str:
        where = self.doi_url or self.state.wish.address or f"Release state sha256:{self.state.digest()}"
        who = "; ".join(self.state.wish.creators)
        return f"{who} ({self.state.day[:4]}): {self.title}, version {self.state.version}. {where}"

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What the articles were asked for, in words."""
        return question(self.state.wish.question, language("en"))

    @property
    def covered(self) -> dict[str, int]:
        """Places with personal data that were covered; each kind is named, also where none was found."""
        found = self.tally.covered
        return {kind: found.get(kind, 0) for kind in (*KINDS, *sorted(found.keys() - set(KINDS)))}

    @property
    def keywords(self) -> list[str]:
        return [
            "Indonesia", "village news", "public libraries", "TPBIS", "web archive", "WARC", "corpus",
            "Bahasa Indonesia",
        ]  # fmt: skip


def files_below(root: Path, but: str = " ") -> dict[str, FileFacts]:
    """By path with slashes, sorted as their bytes are; without those that begin with `but`. Reads them."""
    every = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    paths = sorted(path for path in every if not path.startswith(but))
    return {name: FileFacts((root / name).stat().st_size, file_sha256(root / name)) for name in paths}
