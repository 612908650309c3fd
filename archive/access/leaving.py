"""What may leave in an export or a release: what is open to all, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.access.current import access_of
from archive.access.listed import AccessList
from archive.layout import Collection
from archive.model import Capture, Document


def may_leave(collection: Collection | AccessList, what: Capture | Document | Mapping[str, Any]) -> bool:
    """Whether a capture, a document or a line of documents/*.jsonl may be given away. Whoever asks for thousands passes
    the list, `access_of(root)`, so that all are asked of one state."""
    access = access_of(collection.root) if isinstance(collection, Collection) else collection
    if isinstance(what, Capture):
        level = access.level_of_capture(what)
    elif isinstance(what, Document):
        level = access.level_of_capture(what.capture)
    else:
        level = access.level_of_line(what)
    return level == "open"
