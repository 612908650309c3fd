"""decisions/access.jsonl: people's words on who may see what, a line a decision, only ever added to.

    {"id": "a-20261126-5f0c1a", "what": {"kind": "address", "value": "http://contoh.desa.id/berita/1"},
     "level": "closed", "reason": "…", "public_reason": "…", "who": "…", "when": "2026-11-26T09:00:00Z",
     "review_date": "2027-11-26", "after": null, "before": null, "takedown": "t-20261126-9a3e02"}
    {"withdraws": "a-20261126-5f0c1a", "reason": "…", "who": "…", "when": "…"}

Lines of other forms tell who looked at personal data, or exported it (archive.room.unredacted), and are passed over.
A line that has a level and cannot be understood, or has its end and is no JSON, closes the whole list: nobody may guess
what it was meant to hide. One without its end was torn by power loss and never on the list.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from archive.decisions import append_line, now_text, read_lines
from archive.errors import ArchiveError
from archive.surt import surt
from archive.times import parse_warc_date
from archive.urls import UrlError, urlkey

Kind = Literal["address", "host", "capture", "pattern"]
Level = Literal["open", "staff", "closed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LEVELS: tuple[Level, ...] = get_args(Level)

_RECORD_ID = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision. `key` is what it is compared by: a record id, a SURT, or a SURT prefix. `after` and `before` bound
    the captures it means: from the one moment on, up to and without the other."""

    id: str
    kind: Kind
    value: str
    key: str
    level: Level
    reason: str
    who: str
    when: str
    review_date: str | None = None
    public_reason: str | None = None
    after: datetime | None = None
    before: datetime | None = None
    takedown: str | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a prefix that ends with a folder, which means the folder's own list, too: a SURT drops the
        slash at the end of that."""
        return self.kind == "pattern" and self.key.endswith("/") and not self.key.endswith(")/")

    def holds_at(self, moment: datetime | None) -> bool:
        """Whether it means a capture of this time; an address without a time only if it means all of them."""
        if moment is None:
            return self.after is None and self.before is None
        return (self.after is None or moment >= self.after) and (self.before is None or moment < self.before)

    def facts(self) -> dict[str, Any]:
        """As its line has it."""
        return {
            "id": self.id,
            "what": {"kind": self.kind, "value": self.value},
            "level": self.level,
            "reason": self.reason,
            "public_reason": self.public_reason,
            "who": self.who,
            "when": self.when,
            "review_date": self.review_date,
            "after": text_of_moment(self.after),
            "before": text_of_moment(self.before),
            "takedown": self.takedown,
        }


def access_file(root: Path) -> Path:
    return root / "decisions" / "access.jsonl"


def add_entry(
    root: Path,
    kind: Kind,
    value: str,
    level: Level,
    *,
    reason: str,
    who: str,
    review_date: str | None = None,
    public_reason: str | None = None,
    after: str | None = None,
    before: str | None = None,
    takedown: str | None = None,
) -> Entry:
    """On disk when this returns. Raises ArchiveError when it is no entry, EvidenceError when the disk will not have
    it."""
    facts = {
        "id": f"a-{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}",
        "what": {"kind": kind, "value": value.strip()},
        "level": level,
        "reason": reason.strip(),
        "public_reason": (public_reason or "").strip() or None,
        "who": who.strip(),
        "when": now_text(),
        "review_date": review_date or None,
        "after": after or None,
        "before": before or None,
        "takedown": takedown,
    }
    try:
        entry = _entry(facts)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ArchiveError(f"not an entry of the access list: {error}") from error
    append_line(access_file(root), entry.facts())
    return entry


def withdraw_entry(root: Path, entry_id: str, *, reason: str, who: str) -> None:
    """From now on it does not hold. Raises ArchiveError when there is none of this id that holds."""
    if not who.strip() or not reason.strip():
        raise ArchiveError("withdrawing an entry needs who decided and why; give both")
    if entry_id not in {one.id for one in entries_in_force(root)}:
        raise ArchiveError(f"{entry_id}: no entry of the access list that holds; see: lumbung takedown access")
    line = {"withdraws": entry_id, "reason": reason.strip(), "who": who.strip(), "when": now_text()}
    append_line(access_file(root), line)


def entries_in_force(root: Path) -> list[Entry]:
    """Those that were not withdrawn, the oldest first. Raises ArchiveError with the line that cannot be understood."""
    path = access_file(root)
    found: dict[str, Entry] = {}
    for number, line in read_lines(path, with_garbled=True):
        try:
            if isinstance(line, bytes):
                raise ValueError("it is no JSON")
            if isinstance(line, dict) and "withdraws" in line:
                found.pop(line["withdraws"], None)
            elif isinstance(line, dict) and "level" in line:
                entry = _entry(line)
                found[entry.id] = entry
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise ArchiveError(
                f"{path} line {number}: an entry that cannot be understood ({error}); mend the line. Until then "
                "nothing is shown, for nobody knows what it hides"
            ) from error
    return list(found.values())


def key_of_entry(kind: str, value: str) -> str:
    """What an entry of a kind is compared by. Raises ValueError, which says why not."""
    value = value.strip()
    match kind:
        case "address":
            return urlkey(value if "://" in value else f"http://{value}")
        case "host":
            return _host_key(value)
        case "capture":
            return _record_id(value)
        case "pattern":
            return _prefix(value)
    raise ValueError(f"kind is {kind!r}, none of {', '.join(KINDS)}")


def _host_key(value: str) -> str:
    """ "contoh.desa.id" is "id,desa,contoh)": with and without www, no other host."""
    if not re.fullmatch(r"[^\s/?#@]+", value):
        raise ValueError(f"{value!r} is no name of a host, as contoh.desa.id")
    return urlkey(f"http://{value}/").removesuffix("/")


def _record_id(value: str) -> str:
    value = value.strip("<>")
    if _UUID.fullmatch(value):
        value = f"urn:uuid:{value.lower()}"
    if not _RECORD_ID.fullmatch(value):
        raise ValueError(f"{value!r} is no WARC-Record-ID, as urn:uuid:…")
    return value


def _prefix(value: str) -> str:
    """A SURT prefix, "id,desa,contoh)/berita" or "id,desa,"; or an address that ends in "*"."""
    if "://" in value:
        if not value.endswith("*") or "*" in value[:-1]:
            raise ValueError(f"{value!r}: a pattern that is an address ends in its only *")
        plain = value[:-1]
        key = surt(plain) if urlkey(plain) else ""
        # What a SURT drops at its end is meant here: "…/berita/*" is not "…/beritaku".
        return key + "/" if plain.endswith("/") and not key.endswith("/") else key
    if not re.fullmatch(r"[^\s*]+", value) or "," not in value:
        raise ValueError(f"{value!r} is no SURT prefix, as id,desa,contoh)/berita, and no address that ends in *")
    return value.lower()


def _entry(line: dict[str, Any]) -> Entry:
    what = line["what"]
    if line["level"] not in LEVELS:
        raise ValueError(f"level is {line['level']!r}, none of {', '.join(LEVELS)}")
    for name in ("id", "reason", "who", "when"):
        if not isinstance(line[name], str) or not line[name].strip():
            raise ValueError(f"{name} is missing")
    if line.get("review_date"):
        date.fromisoformat(line["review_date"])
    try:
        key = key_of_entry(what["kind"], what["value"])
    except UrlError as error:
        raise ValueError(str(error)) from error
    return Entry(
        id=line["id"],
        kind=what["kind"],
        value=what["value"],
        key=key,
        level=line["level"],
        reason=line["reason"],
        who=line["who"],
        when=line["when"],
        review_date=line.get("review_date") or None,
        public_reason=line.get("public_reason") or None,
        after=moment_of_text(line.get("after")),
        before=moment_of_text(line.get("before")),
        takedown=line.get("takedown") or None,
    )


def moment_of_text(text: str | None) -> datetime | None:
    """A moment, or a day, which begins at midnight UTC."""
    if not text:
        return None
    return parse_warc_date(text if "T" in text else f"{date.fromisoformat(text)}T00:00:00Z")


def text_of_moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
