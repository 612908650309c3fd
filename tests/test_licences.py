"""What an installation brings along is named in docs/third-party.md, and none of it is GPL or AGPL."""

from __future__ import annotations

import re
from email.message import Message

import pytest

from tests.tools import third_party
from tests.tools.third_party import Locked

LOCKED = third_party.read_lock(third_party.ROOT / "requirements.lock")


@pytest.mark.parametrize("package", LOCKED, ids=lambda package: f"{package.name}-{package.version}")
def test_no_locked_package_is_under_gpl_or_agpl(package: Locked) -> None:
    metadata = third_party.metadata_of(package)
    if metadata is None:
        assert package.marker, f"{package.name} {package.version} is locked but not installed: run ./lumbung test"
        return

    assert statements(metadata), f"{package.name} names no licence"
    for statement in statements(metadata):
        assert is_allowed(statement), f"{package.name}: {statement}"


def test_third_party_list_is_up_to_date_with_the_lock() -> None:
    shown = third_party.LIST.read_text(encoding="utf-8").splitlines()
    rows = [line for line in shown if line.startswith("| ")][1:]

    names = [tuple(row.split(" | ")[:2]) for row in rows]
    assert names == [(f"| {package.name}", package.version) for package in LOCKED], "run ./lumbung third-party"
    for package in LOCKED:
        if third_party.metadata_of(package):
            assert third_party.row(package) in rows, "run ./lumbung third-party"


@pytest.mark.parametrize(
    "statement",
    [
        "GPL-3.0-only",
        "GPLv2",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "GNU General Public License v3 (GPLv3)",
        "MIT AND GPL-2.0-or-later",
        "(MIT OR GPL-2.0-only) AND GPL-3.0-only",
    ],
)
def test_gpl_and_agpl_are_refused(statement: str) -> None:
    assert not is_allowed(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "MIT",
        "LGPL-3.0-or-later",
        "GNU Lesser General Public License v2 or later (LGPLv2+)",
        "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later",
        "GNU General Public License v2 (GPLv2) OR MIT License",
    ],
)
def test_lgpl_and_a_choice_that_avoids_gpl_are_allowed(statement: str) -> None:
    assert is_allowed(statement)


def statements(metadata: Message) -> list[str]:
    """All that a package says of its licence. An SPDX expression is the last word where there is one."""
    if expression := metadata.get("License-Expression"):
        return [expression]
    # Some put the whole text here; its head names the licence, its body may name others.
    words = metadata.get("License", "").strip()[:200]
    choices = " OR ".join(third_party.licence_classifiers(metadata))
    return [statement for statement in (words, choices) if statement]


def is_allowed(statement: str) -> bool:
    """Whether we can take the package without taking the GPL or AGPL."""
    # Brackets have not been seen yet: with a GPL inside them, a person should look.
    alternatives = [statement] if re.search(r"\([^)]* (OR|AND) ", statement) else statement.split(" OR ")
    return any(not is_strong_copyleft(alternative) for alternative in alternatives)


def is_strong_copyleft(words: str) -> bool:
    return bool(re.search(r"(?<![a-z])a?gpl|gnu affero|gnu general public", words.lower()))
