"""Whether a page may have to do with gambling at all: asked of its bytes, for most pages have not.

It may say yes too often; then the page is looked at. It must not say no to one that gambling was put into.
"""

from __future__ import annotations


def may_be_gambling(body: bytes) -> bool:
    lower = body.lower()
    if any(stem in lower for stem in _STEMS):
        return True
    if b"document.referrer" in lower or b"\x00" in lower or lower.count(b"&#") > 40:
        return True
    # Bold, wide and circled letters that only look like these; UTF-8 begins so.
    if any(start in lower for start in (b"\xf0\x9d", b"\xef\xbd", b"\xf0\x9f\x84")):
        return True
    return any(_has_brand(lower, ending) for ending in _ENDINGS)


def _has_brand(lower: bytes, ending: bytes) -> bool:
    """Whether four letters stand before, and neither letter nor digit behind."""
    start = lower.find(ending)
    for _ in range(200):
        if start < 0:
            return False
        if lower[start - 4 : start].isalpha() and not lower[start + len(ending) : start + len(ending) + 1].isalnum():
            return True
        start = lower.find(ending, start + 1)
    return True


# Each "sells" term of gambling.tsv has one of these in it, and a test holds that.
_STEMS = (
    b"slot ", b"slot-", b"slot8", b"slots", b"slot%", b"slot+", b"slot<", b"sl0t", b"gac0r", b"g4cor", b"gacor",
    b"maxwin", b"togel", b"toto", b"casino", b"kasino", b"poker", b"sbobet", b"judi", b"jackpot", b"scatter hitam",
    b"mahjong", b"olympus", b"pragmatic", b"freebet",
)  # fmt: skip
_ENDINGS = (b"88", b"77", b"99", b"138", b"303", b"168", b"333", b"777", b"888", b"4d", b"5d")
