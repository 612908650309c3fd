"""docs/releases.md says what a release holds, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from archive.release.cards import CARDS
from archive.release.rows.change import REASONS
from archive.release.state import Files, State
from archive.release.tables import ARTICLES, CAPTIONS, TABLES
from tests.docs.pages import first_column, section, words

PAGE = "docs/releases.md"


@pytest.mark.parametrize("table", [one for one in TABLES if one not in (ARTICLES, CAPTIONS)], ids=lambda one: one.name)
def test_every_key_is_explained_and_no_other(table: Any) -> None:
    assert first_column(section(PAGE, table.name)) == set(table.kind.names())


def test_every_reason_of_a_change_is_explained_and_no_other() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section(PAGE, "What changed"), re.MULTILINE)

    assert {name: says for name, _, says in rows} == dict(REASONS)
    assert {change for _, change, _ in rows} == {"added", "changed", "withdrawn"}


def test_every_file_and_every_key_of_the_state_is_explained() -> None:
    for name in CARDS:
        assert f"`{name}`" in section(PAGE, "What is in it")
    text = section(PAGE, "The frozen state")
    for one in (*fields(State), *fields(Files)):
        assert f"`{one.name}`" in text


def test_the_page_is_found_from_the_readme() -> None:
    assert f"]({PAGE})" in words("README.md")
    assert f"]({PAGE})" in words("README.id.md")
