"""Pages and sites that gamblers have taken: the last clean capture of a page, and what is known of a whole site."""

from __future__ import annotations

from dataclasses import replace

from archive.index.readings import Readings
from archive.model import TAKEN, Document


def with_last_clean(document: Document, readings: Readings) -> Document:
    """Of a page that was taken each detail names the last clean reading, null without one; a clean page is noted."""
    if document.is_clean:
        readings.note_clean(document)
    elif TAKEN.intersection(document.flags):
        clean = readings.last_clean(document)
        details = ({**one, "last_clean": clean} if one["flag"] in TAKEN else one for one in document.flag_details)
        return replace(document, flag_details=tuple(details))
    return document


def with_own_flags(joined: Document, own: Document) -> Document:
    """The joined article at one of its pages: what was done to that page, not what was done to the first."""
    kept = [one for one in joined.flag_details if one["flag"] not in _OF_A_PAGE]
    kept += [one for one in own.flag_details if one["flag"] in _OF_A_PAGE]
    flags = [flag for flag in joined.flags if flag not in _OF_A_PAGE]
    flags += [flag for flag in own.flags if flag in _OF_A_PAGE]
    return replace(joined, flags=tuple(flags), flag_details=tuple(kept))


_OF_A_PAGE = TAKEN | {"comment_spam", "charset_repaired"}
