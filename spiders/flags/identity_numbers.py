"""Numbers that the state gives to persons and families: NIK and KK, 16 digits each."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable

from archive.regions import region_table
from spiders.flags.digits import LONGER, Found, Token

IsKecamatan = Callable[[str], bool]


def is_known_kecamatan(prefix: str) -> bool:
    """By the table of regions, old codes included. It is loaded when first a number of 16 digits has a real date."""
    return region_table().has_kecamatan_prefix(prefix)


def sixteen_digits(tokens: list[Token], number: int) -> tuple[str, int] | None:
    """The 16 digits that the tokens from `number` on make, and where they end; None when they make no 16."""
    digits = tokens[number].digits
    last = number
    while len(digits) < 16 and last + 1 < len(tokens) and last - number < 15:
        last += 1
        digits += tokens[last].digits
    return (digits, tokens[last].end) if len(digits) == 16 else None


def identity_number(
    text: str, first: Token, digits: str, end: int, before: str, is_kecamatan: IsKecamatan
) -> Found | None:
    if digits[12:] == "0000" or LONGER.match(text, end):
        return None
    day = int(digits[6:8])
    is_dated = _is_date(day - 40 if day > 40 else day, int(digits[8:10]), int(digits[10:12]))
    is_kk = _KK.search(before) is not None
    # Where the words say what it is, one wrong digit does not make it nobody's.
    needed = 1 if is_kk or _NIK.search(before) else 2
    if is_dated < needed - 1 or is_dated + is_kecamatan(digits[:6]) < needed:
        return None
    return Found("kk" if is_kk and day <= 40 else "nik", first.start, end)


_KK = re.compile(r"(?:\bk\.?k\b|kartu keluarga)[^\d\n]{0,25}\Z")
_NIK = re.compile(r"(?:\bn\.?i\.?k\b|\bktp\b|induk kependudukan)[^\d\n]{0,25}\Z")


def _is_date(day: int, month: int, year: int) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    is_leap = isleap(1900 + year) or isleap(2000 + year)
    return day <= (31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
