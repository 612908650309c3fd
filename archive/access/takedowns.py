"""decisions/takedowns.jsonl: each takedown from request to outcome, a line a step, only ever added to.

    {"id": "t-20261126-9a3e02", "step": "request", "what": [{"kind": "address", "value": "…", "after": null,
     "before": null}], "asked_by": "subject", "reason": "…", "received_on": "2026-11-25", "public_reason": null,
     "who": "…", "when": "…"}
    {…, "step": "assessment", "found": {"captures": 3, …}, "note": "…"}
    {…, "step": "restriction", "level": "closed", "entries": ["a-20261126-5f0c1a"], "review_date": "2027-11-26"}
    {…, "step": "outcome", "outcome": "granted", "reason": "…", "review_date": null}
    {…, "step": "erasure", "authority": "…", "reason": "…", "at": "…", "erased": [{record_id, url, date, digest}], …}
    {…, "step": "review", "reason": "…", "review_date": "2028-11-26"}

takedown-contacts.jsonl, beside decisions/ and not in it, readable by its owner alone: who asked and how to reach them,
by the takedown's id. It is in no WARC, no export and no release.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.decisions import append_line, now_text, read_lines
from archive.errors import ArchiveError, EvidenceError

Step = Literal["request", "assessment", "restriction", "outcome", "erasure", "review"]
AskedBy = Literal["subject", "relative", "village", "authority", "court", "staff", "other"]
OutcomeWord = Literal["granted", "partly", "refused"]
STEPS: tuple[Step, ...] = get_args(Step)
ASKED_BY: tuple[AskedBy, ...] = get_args(AskedBy)
OUTCOMES: tuple[OutcomeWord, ...] = get_args(OutcomeWord)

Line = dict[str, Any]


@dataclass
class Takedown:
    """All steps of one, the oldest first."""

    id: str
    steps: list[Line] = field(default_factory=list)

    @property
    def request(self) -> Line:
        return next((one for one in self.steps if one["step"] == "request"), {})

    @property
    def what(self) -> list[Line]:
        return list(self.request.get("what") or ())

    @property
    def entries(self) -> list[str]:
        """Ids of the entries of the access list it led to."""
        return [entry for one in self.of("restriction") for entry in one.get("entries") or ()]

    @property
    def state(self) -> str:
        """requested, assessed, restricted; granted, partly or refused; erased."""
        if self.of("erasure"):
            return "erased"
        if outcomes := self.of("outcome"):
            return str(outcomes[-1]["outcome"])
        if self.of("restriction"):
            return "restricted"
        return "assessed" if self.of("assessment") else "requested"

    @property
    def review_date(self) -> str | None:
        """The day it is to be looked at again, as was said last."""
        said = [one for one in self.steps if "review_date" in one]
        return said[-1]["review_date"] if said else None

    def of(self, step: Step) -> list[Line]:
        return [one for one in self.steps if one["step"] == step]


def takedowns_file(root: Path) -> Path:
    return root / "decisions" / "takedowns.jsonl"


def contacts_file(root: Path) -> Path:
    return root / "takedown-contacts.jsonl"


def takedowns(root: Path) -> dict[str, Takedown]:
    """By id, the oldest first. Raises ArchiveError with a line that is none."""
    found: dict[str, Takedown] = {}
    path = takedowns_file(root)
    for number, line in read_lines(path):
        if not isinstance(line, dict) or line.get("step") not in STEPS or not isinstance(line.get("id"), str):
            raise ArchiveError(f"{path} line {number}: no step of a takedown; mend or remove the line")
        found.setdefault(line["id"], Takedown(line["id"])).steps.append(line)
    return found


def takedown_of(root: Path, takedown_id: str) -> Takedown:
    """Raises ArchiveError when there is none."""
    found = takedowns(root).get(takedown_id)
    if found is None:
        raise ArchiveError(f"{takedown_id}: no takedown of this id; see: lumbung takedown list")
    return found


def new_id() -> str:
    return f"t-{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"


def add_step(root: Path, takedown_id: str, step: Step, who: str, **facts: Any) -> Line:
    """On disk when this returns. Raises ArchiveError when who is missing, EvidenceError when the disk will not have
    it."""
    if not who.strip():
        raise ArchiveError("a step of a takedown needs who did it; give --who")
    if facts.get("review_date"):
        facts["review_date"] = checked_day(facts["review_date"])
    line = {"id": takedown_id, "step": step, **facts, "who": who.strip(), "when": now_text()}
    add_line(root, line)
    return line


def add_line(root: Path, line: Line) -> None:
    append_line(takedowns_file(root), line)


def has_erasure(root: Path, takedown_id: str, at: str) -> bool:
    """Whether the erasure of this moment is on file."""
    found = takedowns(root).get(takedown_id)
    return bool(found and any(one.get("at") == at for one in found.of("erasure")))


def due_for_review(root: Path, today: date) -> list[Takedown]:
    """Those whose day has come, the longest due first."""
    due = [one for one in takedowns(root).values() if (day := one.review_date) and day <= today.isoformat()]
    return sorted(due, key=lambda one: one.review_date or "")


def checked_day(text: str) -> str:
    """Raises ArchiveError."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ArchiveError(f"{text!r} is no day, as 2027-11-26") from error


def keep_contact(root: Path, takedown_id: str, name: str, contact: str) -> None:
    """Who asked. Raises EvidenceError when the disk will not have it."""
    path = contacts_file(root)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise EvidenceError(f"{path} cannot be written: {error.strerror}; make space or mend the disk") from error
    append_line(path, {"id": takedown_id, "name": name.strip(), "contact": contact.strip(), "when": now_text()})


def contact_of(root: Path, takedown_id: str) -> Mapping[str, Any] | None:
    """The last that was noted."""
    found = [
        line for _, line in read_lines(contacts_file(root)) if isinstance(line, dict) and line.get("id") == takedown_id
    ]
    return found[-1] if found else None


def forget_contact(root: Path, takedown_id: str) -> bool:
    """Take it out for good: it is needed only until the answer is given. Whether there was one."""
    from archive.files import write_whole

    path = contacts_file(root)
    lines = [line for _, line in read_lines(path) if isinstance(line, dict)]
    kept = [line for line in lines if line.get("id") != takedown_id]
    if len(kept) == len(lines):
        return False
    write_whole(path, b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in kept), mode=0o600)
    return True
