"""Whole pages, read from end to end. `pytest --update-golden tests/spiders`, then read the diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.spiders.pages import page_of, read

if TYPE_CHECKING:
    from archive.model import Document

PAGES = Path(__file__).parents[1] / "pages"
CASES = sorted(PAGES.glob("*/*.html"))
# What belongs to the capture or to later steps, not to the page.
LEFT_OUT = ("id", "url", "captured_at", "capture", "reader_version", "programme", "village", "regions")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_page_is_read_as_its_golden_file_says(case: Path, request: pytest.FixtureRequest) -> None:
    golden = json.loads(case.with_suffix(".json").read_text("utf-8"))
    headers = tuple((key, value) for key, value in golden.get("headers", [["Content-Type", "text/html"]]))

    said = as_json(read(page_of(case.read_bytes(), golden["url"], headers)))

    if request.config.getoption("--update-golden", default=False):
        updated = json.dumps({**golden, "document": said}, ensure_ascii=False, indent=2)
        case.with_suffix(".json").write_text(updated + "\n", "utf-8")
        return
    assert said == golden["document"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_golden_page_tells_which_template_it_was_written_after(case: Path) -> None:
    first_line = case.read_bytes().partition(b"\n")[0]

    assert first_line.startswith(b"<!-- Written after ")


def as_json(document: Document) -> dict[str, Any]:
    """What the document says, without what is empty."""
    said = {key: value for key, value in asdict(document).items() if key not in LEFT_OUT and value not in (None, ())}
    for name in ("published_at", "modified_at"):
        if name in said:
            said[name] = said[name].isoformat()
    said["captions"] = [
        {key: value for key, value in caption.items() if value is not None and key != "image_status"}
        for caption in said.get("captions", ())
    ]
    return json.loads(json.dumps(said))  # type: ignore[no-any-return]
