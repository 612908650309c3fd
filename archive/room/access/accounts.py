"""accounts.json: who may log in, with which role. Beside the collection's other files, readable by its owner alone.

    {"people": [{"name": "Siti", "role": "reviewer", "password": "scrypt$…", "changed_at": "…",
                 "keys": [{"sha256": "…", "for": "pembaca umpan", "made_at": "…"}]}]}

Not in collection.toml, of which each WARC keeps a copy. A program that asks instead of a person has a key: 256 random
bits, of which only the digest is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from archive.decisions import now_text
from archive.errors import CollectionError
from archive.files import file_state, write_whole
from archive.layout import Collection
from archive.locked import lock_beside
from archive.room.access.passwords import hash_password
from archive.room.access.people import Role, role_of

VARIABLE = "LUMBUNG_ACCOUNTS"
# Letters of any script, digits, and what stands in names: nothing that could change how a line reads.
_NAME = re.compile(r"[^\W_][\w .,@'’-]{0,59}")
_KEY = re.compile(r"lumbung_[\w-]{43}")


@dataclass(frozen=True, slots=True)
class Key:
    """Of a program; `what` says of which."""

    sha256: str
    what: str
    made_at: str


@dataclass(frozen=True, slots=True)
class Account:
    """`password` None: known by a proxy, or by a key, only."""

    name: str
    role: Role
    password: str | None
    changed_at: str
    keys: tuple[Key, ...] = ()

    @property
    def proof(self) -> str:
        """Changes with the password: a session begun with another has ended."""
        return hashlib.sha256(f"{self.name}\n{self.password}".encode()).hexdigest()


def accounts_file(collection: Collection) -> Path:
    """LUMBUNG_ACCOUNTS, else as collection.toml says, else accounts.json in the collection."""
    return Path(os.environ.get(VARIABLE) or collection.root / collection.config.access.accounts)


def folded(name: str) -> str:
    """How names are compared: SITI is Siti."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


class Accounts:
    """The file as it is now: read again whenever it is another than it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state: tuple[int, int] | None = None
        self._people: dict[str, Account] = {}

    def get(self, name: str) -> Account | None:
        """Raises CollectionError when the file cannot be read: then nobody gets in."""
        return self._now().get(folded(name))

    def everybody(self) -> list[Account]:
        return list(self._now().values())

    def of_key(self, key: str) -> Account | None:
        """Whose key this is. The digest is looked up, so time tells nothing."""
        if not _KEY.fullmatch(key):
            return None
        digest = hashlib.sha256(key.encode()).hexdigest()
        return next((one for one in self.everybody() for kept in one.keys if kept.sha256 == digest), None)

    def _now(self) -> dict[str, Account]:
        state = file_state(self.path)
        if state is None:
            return {}
        if state != self._state:
            self._people = {folded(one.name): one for one in _read(self.path)}
            self._state = state
        return self._people


def add_person(path: Path, name: str, role: Role, password: str | None) -> None:
    """Raises CollectionError when there is one of that name, or either will not do."""
    name = checked_name(name)
    if password and folded(name) == folded(password):
        raise CollectionError("the password is the name; take several words")
    kept = hash_password(password) if password else None
    with _changing(path) as people:
        if any(folded(one.name) == folded(name) for one in people):
            raise CollectionError(f"{name} has an account already; see: lumbung people list")
        people.append(Account(name, role, kept, now_text()))


def remove_person(path: Path, name: str) -> None:
    """Their sessions and keys end with it."""
    with _changing(path) as people:
        people.remove(_of_name(people, name))


def set_password(path: Path, name: str, password: str) -> None:
    """All their sessions end."""
    if folded(name) == folded(password):
        raise CollectionError("the password is the name; take several words")
    _change(path, name, password=hash_password(password), changed_at=now_text())


def set_role(path: Path, name: str, role: Role) -> None:
    _change(path, name, role=role)


def add_key(path: Path, name: str, what: str) -> str:
    """A new key, which is shown this once."""
    key = f"lumbung_{secrets.token_urlsafe(32)}"
    made = Key(hashlib.sha256(key.encode()).hexdigest(), _plain(what)[:80], now_text())
    with _changing(path) as people:
        one = _of_name(people, name)
        people[people.index(one)] = replace(one, keys=(*one.keys, made))
    return key


def remove_keys(path: Path, name: str) -> None:
    _change(path, name, keys=())


def checked_name(name: str) -> str:
    """Raises CollectionError."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not _NAME.fullmatch(name):
        raise CollectionError(f"{name[:60]!r} is no name: letters, digits and . , @ ' - up to 60 of them")
    return name


def _change(path: Path, name: str, **values: Any) -> None:
    with _changing(path) as people:
        one = _of_name(people, name)
        people[people.index(one)] = replace(one, **values)


def _of_name(people: Sequence[Account], name: str) -> Account:
    for one in people:
        if folded(one.name) == folded(name):
            return one
    raise CollectionError(f"nobody is called {name[:60]!r}; see: lumbung people list")


@contextmanager
def _changing(path: Path) -> Iterator[list[Account]]:
    with lock_beside(path):
        people = _read(path) if path.exists() else []
        yield people
        content = json.dumps({"people": [_facts(one) for one in people]}, ensure_ascii=False, indent=1)
        write_whole(path, content.encode() + b"\n", mode=0o600)


def _facts(one: Account) -> dict[str, Any]:
    keys = [{"sha256": key.sha256, "for": key.what, "made_at": key.made_at} for key in one.keys]
    return {**asdict(one), "keys": keys}


def _read(path: Path) -> list[Account]:
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise CollectionError(f"{path} holds passwords and others can read it; run: chmod 600 {path}")
            content = json.load(file)
        return [_account(facts) for facts in content["people"]]
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CollectionError(f"{path} is no list of accounts; make it anew with: lumbung people add") from error


def _account(facts: Any) -> Account:
    role = role_of(facts["role"])
    if role is None or not isinstance(facts["password"], str | None):
        raise ValueError(facts["name"])
    keys = tuple(Key(str(key["sha256"]), str(key["for"]), str(key["made_at"])) for key in facts.get("keys") or ())
    return Account(checked_name(facts["name"]), role, facts["password"], str(facts["changed_at"]), keys)


def _plain(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
