"""Numbers counted from documents/*.jsonl by code of its own, to hold the reading room's against."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def articles(root: Path) -> dict[str, Line]:
    """The last reading that says something new of each article, by its id."""
    files = (path.read_bytes() for path in (root / "documents").glob("*.jsonl"))
    lines = [json.loads(raw) for content in files for raw in content.splitlines()]
    lines.sort(key=lambda line: str(line["captured_at"]))
    return {line["article_id"]: line for line in lines if line["kind"] == "article" and line["same_as"] is None}


def relevant(root: Path) -> list[Line]:
    """Those about the programme."""
    return [line for line in articles(root).values() if line["programme"]["relevant"]]


def count(lines: list[Line], key: Callable[[Line], Any]) -> Counter[Any]:
    return Counter(key(line) for line in lines)


def month(line: Line) -> str | None:
    return line["published_at"][:7] if line["published_at"] else None
