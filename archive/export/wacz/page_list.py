"""pages/pages.jsonl: a line that says what it is, then a line a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive.export.warc.selection import ListedPage


def page_lines(pages: Iterable[ListedPage], title: str, *, has_text: bool) -> Iterator[bytes]:
    """In their order. `ts` to the second, as the index has it and replay tools go by it."""
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": title, "hasText": has_text})
    for page in pages:
        facts = {
            "id": page.record_id.removeprefix("urn:uuid:"),
            "url": page.url,
            "ts": f"{page.captured_at[:19]}Z",
            "title": page.title or page.url,
        }
        yield _line(facts | ({"text": page.text} if page.text else {}))


def _line(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
