"""Pages that were written from the facts about each platform by somebody who had not seen its reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.spiders.pages import page_of, read

if TYPE_CHECKING:
    from archive.model import Document

CASES = sorted((Path(__file__).parents[1] / "pages_from_facts").glob("*/*.html"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_page_says_what_its_author_put_into_it(case: Path) -> None:
    facts = json.loads(case.with_suffix(".json").read_text("utf-8"))
    headers = tuple((name, value) for name, value in facts.get("headers", [["Content-Type", "text/html"]]))

    found = faults(read(page_of(case.read_bytes(), facts["url"], headers)), facts["expect"])
    assert found == {}


def faults(document: Document, expect: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs: read and expected, by name. What the author left out of `expect` is not asked."""
    text = document.text or ""
    said = {
        "kind": document.kind,
        "platform": document.platform,
        "title": document.title,
        "published_day": str(document.published_at)[:10] if document.published_at else None,
        "author": document.author,
        "flags": sorted(document.flags),
        # Whether a full stop before the credit belongs to the text is a matter of taste.
        "captions": [{"text": one.text.rstrip("."), "credit": one.credit} for one in document.captions if one.text],
        "paragraphs": [line for line in expect.get("paragraphs", ()) if line in text],
        "absent": [line for line in expect.get("absent", ()) if line not in text],
    }
    expect = {**expect, "flags": sorted(expect.get("flags", []))}
    return {name: (said[name], wanted) for name, wanted in expect.items() if said[name] != wanted}
