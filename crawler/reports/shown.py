"""Texts from the wire as they may be shown to people."""

from __future__ import annotations

import re

_LONGEST_SHOWN = 300
# Controls, and what turns the direction of writing round or cannot be seen.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def shown(value: object) -> str:
    """A text as it may be shown: on one line, of bearable length, and nothing that hides or turns what follows."""
    text = _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", str(value))
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
