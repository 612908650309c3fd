"""Codes of regions as people write them: with dots, without, or as a spreadsheet made a number of them."""

from __future__ import annotations

import re

_LENGTHS = (2, 4, 6, 10)


def dotted_code(text: str) -> str | None:
    """ "1805132021", "18.05.13.2021" and "1.805.132.021" as "18.05.13.2021"; None for what can be no region's code.

    Whether there is such a region, the table tells.
    """
    text = re.sub(r"(?<=\d)[.,]0\Z", "", text.strip()) if re.fullmatch(r"\s*\d{10}[.,]0\s*", text) else text.strip()
    digits = re.sub(r"[.\s,-]", "", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in _LENGTHS:
        return None
    return ".".join(filter(None, (digits[:2], digits[2:4], digits[4:6], digits[6:])))
