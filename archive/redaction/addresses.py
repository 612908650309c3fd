"""Numbers of persons in addresses. A page's reader flags them in what people read; a slug repeats them unflagged."""

from __future__ import annotations

from collections.abc import Set
from urllib.parse import unquote

from archive.redaction.cover import Counts, Hidden
from archive.redaction.unflagged import cover_unflagged, may_hold_any

_NOTHING = Hidden({})
_DEEPEST = 4  # an address in an address in an address


def covered(url: str, counts: Counts | None = None, hidden: Hidden = _NOTHING, offices: Set[str] = frozenset()) -> str:
    """The address with personal data covered; it then leads nowhere: the record's id stands beside it.

    `hidden`: what its page hides elsewhere. An address in which nothing is found comes back as it is."""
    if not hidden and "%" not in url and not may_hold_any(url):
        return url
    counts = Counts() if counts is None else counts
    found = Counts()
    plain = cover_unflagged(hidden.without(url, found), found, offices)
    # Of what is encoded nothing is seen before it is decoded, and it may be encoded more than once.
    text = url
    for _ in range(_DEEPEST):
        if "%" not in text or (decoded := unquote(text)) == text:
            break
        text = decoded
        again = Counts()
        covered_text = cover_unflagged(hidden.without(text, again), again, offices)
        if again.total() > found.total():
            plain, found = covered_text, again
    counts.update(found)
    return plain
