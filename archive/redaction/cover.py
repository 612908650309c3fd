"""What stands in place of personal data, and what was found in many forms: the same number written otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

COVER = "▒▒▒"  # the least of what stands in place of a number
COVERED = COVER[0]

# As the reader has them (docs/documents.md).
KINDS = ("nik", "kk", "phone", "bank_account", "email")

Counts = Counter[str]  # by kind: how many places were covered

_LEAST = 6  # letters or digits: what is shorter would be found in anything
_BETWEEN = "(?:%[0-9A-Fa-f]{2}|[^0-9A-Za-z]){0,3}"


class Hidden:
    """What a line hides, by kind, to be found again where the line repeats it: in another grouping, as a slug of an
    address has it, with or without the country's code."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        """`secrets`: kind by what was covered. What is too short is left out."""
        self._kinds: list[str] = []
        patterns: list[str] = []
        # The longest first: a shorter one may be a part of it.
        for secret in sorted(secrets, key=len, reverse=True):
            if pattern := _loosely(secret):
                self._kinds.append(secrets[secret])
                patterns.append(f"({pattern})")
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def without(self, text: str, counts: Counts) -> str:
        """The text with each of them covered, letter by letter."""
        return self._pattern.sub(lambda found: self._cover(found, counts), text) if self._pattern else text

    def _cover(self, found: re.Match[str], counts: Counts) -> str:
        counts[self._kinds[(found.lastindex or 1) - 1]] += 1
        return COVERED * len(found[0])


def _loosely(secret: str) -> str:
    if "@" in secret:
        # Slugs have no at sign, and some no dots.
        parts = re.findall(r"[^\W_]+", secret)
        return "(?i:" + _BETWEEN.join(map(re.escape, parts)) + ")" if len("".join(parts)) >= _LEAST else ""
    digits = re.sub(r"\D", "", secret)
    if len(digits) < _LEAST:
        return re.escape(secret) if len(secret) > 3 else ""
    if digits.startswith(("62", "0")):
        tail = _BETWEEN.join(digits.removeprefix("0") if digits[0] == "0" else digits[2:])
        return rf"\(?\+?(?<!\d)(?:620?|0){_BETWEEN}{tail}(?!\d)"
    return rf"(?<!\d){_BETWEEN.join(digits)}(?!\d)"
