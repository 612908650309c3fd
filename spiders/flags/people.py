"""What of a document is about people whom the law protects: private persons' data, and children."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spiders.flags import with_details
from spiders.flags.children import children
from spiders.flags.personal_data import personal_data

if TYPE_CHECKING:
    from archive.model import Document


def flag_people(document: Document) -> Document:
    """With these flags by what it says now: joining parts of an article moves every position in its text."""
    if document.kind not in ("article", "page"):
        return document
    others = [one for one in document.flag_details if one["flag"] not in _FLAGS]
    flags = tuple(flag for flag in document.flags if flag not in _FLAGS)
    document = replace(document, flags=flags, flag_details=tuple(others))
    return with_details(document, [*personal_data(document), *children(document)])


_FLAGS = ("personal_data", "children")
