"""A page that could not be read: the flag, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from archive.model import Document

# What took too long, too much memory, or killed or confused its reader; or has more elements than people write.
Reason = Literal["time", "memory", "crash", "error", "too_large"]


def unreadable(document: Document, reason: Reason) -> Document:
    """The document with the flag `unreadable`."""
    detail = {"flag": "unreadable", "quote": None, "start": None, "end": None, "reason": reason}
    return replace(document, flags=(*document.flags, "unreadable"), flag_details=(*document.flag_details, detail))
