"""Whether a capture may be shown: the one place to ask, for pages, parts, calendars and lists of captures."""

from __future__ import annotations

from archive.access.asking import may_see
from archive.access.current import access_of
from archive.access.entries import Entry
from archive.layout import Collection
from archive.model import Capture


def may_show(collection: Collection, capture: Capture) -> bool:
    """Whether who asks may be shown it, by the access list as it is now. Raises ArchiveError when that cannot be
    understood."""
    access = access_of(collection.root)
    return not access or may_see(access.level_of_capture(capture))


def why_not(collection: Collection, captures: list[Capture]) -> Entry | None:
    """The decision that hides one of these captures, the newest first; None when all may be shown."""
    access = access_of(collection.root)
    for capture in sorted(captures, key=lambda one: one.captured_at, reverse=True):
        entry = access.decision_of_capture(capture)
        if entry and not may_see(entry.level):
            return entry
    return None
