"""Where the room may be opened, and that nobody is let in unasked."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from archive import Collection
from archive.errors import CollectionError
from archive.room.access.accounts import (
    accounts_file,
)
from archive.room.access.doors import doors_of
from tests.archive.room.guarded import (
    PASSWORDS,
    empty_collection,
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_nobody_else_is_let_in_before_there_are_accounts(collection: Collection, host: str) -> None:
    accounts_file(collection).unlink(missing_ok=True)

    with pytest.raises(CollectionError, match="lumbung people add"):
        doors_of(collection, host)
    assert doors_of(collection, "127.0.0.1").is_open
    assert doors_of(collection, "::1").is_open


def test_an_address_for_others_needs_accounts_too(tmp_path: Path) -> None:
    public = empty_collection(tmp_path / "k", '\n[access]\naddress = "https://arsip.example"\n')

    with pytest.raises(CollectionError, match="no accounts"):
        doors_of(public, "127.0.0.1")


def test_a_list_of_accounts_that_others_can_read_is_refused(collection: Collection, accounts: Path) -> None:
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    accounts.chmod(0o644)

    with pytest.raises(CollectionError, match="chmod 600"):
        doors_of(collection, "127.0.0.1")


def test_no_password_stands_in_what_is_kept(accounts: Path) -> None:
    content = accounts.read_text()

    assert not [word for word in PASSWORDS.values() if word in content]
    assert len(re.findall(r"scrypt\$", content)) == 3
