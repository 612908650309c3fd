"""Links lead somewhere, decisions have their parts, the architecture names every folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, link


def test_every_decision_says_when_to_look_again() -> None:
    for page in (ROOT / "docs/decisions").glob("*.md"):
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert headings[:3] == ["Context", "Choice", "Refused"], page.name
        assert headings[-1] == "When to look again", page.name


def test_every_folder_of_the_code_is_in_the_architecture() -> None:
    text = words("docs/architecture.md")

    for room in ("crawler", "spiders", "archive"):
        for path in (ROOT / room).iterdir():
            if path.is_dir() and (path / "__init__.py").exists():
                assert re.search(rf"^ +{path.name}/ ", text, re.MULTILINE), path
