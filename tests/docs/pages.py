"""Pages of the documentation taken apart, for the tests that hold them against the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "archive/index/document.schema.json").read_text("utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def words(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its rank or higher."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,6}} |\Z)", words(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no heading {heading!r}"
    return found[2]


def first_column(text: str) -> set[str]:
    """The names in code style in the first cell of each row of the tables in `text`."""
    cells = (line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `"))
    return {code.split()[0].rstrip("|\\") for cell in cells for code in re.findall(r"`([^`]+)`", cell)}
