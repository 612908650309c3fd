"""erasing.json: an erasure that was begun and is not at its end. It is gone when the erasure is.

It holds what the rest of the work needs, the titles that are to vanish among it, and is readable by its owner alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive.errors import EvidenceError
from archive.files import sync_folder, write_whole

MAKING, REPLACING, REMOVING = "making", "replacing", "removing"


@dataclass(frozen=True, slots=True)
class Replaced:
    """A WARC and what takes its place: stems, and the SHA-256 of the new file, known once it is written."""

    old: str
    new: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Erased:
    """A capture that goes: what a tombstone says of it."""

    record_id: str
    url: str
    date: str
    digest: str


@dataclass(frozen=True, slots=True)
class Journal:
    """`who` has the authority, `by` ran the command. `standing`: revisits that got the payload of an erased record, by
    their ids, with the id of that record. `line`: what decisions/takedowns.jsonl is to say at the end."""

    phase: str
    takedown: str
    who: str
    reason: str
    at: str
    files: tuple[Replaced, ...]
    erased: tuple[Erased, ...]
    standing: dict[str, str]
    titles: tuple[str, ...]
    line: dict[str, Any]

    def in_phase(self, phase: str, files: tuple[Replaced, ...]) -> Journal:
        return replace(self, phase=phase, files=files)


def journal_file(root: Path) -> Path:
    return root / "erasing.json"


def write_journal(root: Path, journal: Journal) -> None:
    write_whole(journal_file(root), json.dumps(asdict(journal), ensure_ascii=False).encode(), mode=0o600)


def read_journal(root: Path) -> Journal | None:
    """None when no erasure is under way. Raises EvidenceError when it cannot be read: then nobody knows which files
    are whole."""
    path = journal_file(root)
    try:
        facts = json.loads(path.read_bytes())
        facts["files"] = tuple(Replaced(**one) for one in facts["files"])
        facts["erased"] = tuple(Erased(**one) for one in facts["erased"])
        facts["titles"] = tuple(facts["titles"])
        return Journal(**facts)
    except FileNotFoundError:
        return None
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise EvidenceError(
            f"{path} tells of an erasure that was broken off and cannot be read ({error}); restore it, or ask for help "
            "before anything is removed: verify says which WARCs are whole"
        ) from error


def remove_journal(root: Path) -> None:
    journal_file(root).unlink(missing_ok=True)
    sync_folder(root)
