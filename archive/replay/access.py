"""Whether a capture may be shown: the one place to ask, for pages, parts, calendars and lists of captures."""

from __future__ import annotations

from archive.layout import Collection
from archive.model import Capture


def may_show(collection: Collection, capture: Capture) -> bool:
    """Whether anybody may be shown it. Today a collection has no restrictions; those it gets are read here."""
    return bool(collection.root and capture.url)
