"""Telephone numbers: mobile ones by their form, others by the words before them."""

from __future__ import annotations

import re

from spiders.flags.digits import OFFICE, Found, Token, goes_on


def phone(text: str, tokens: list[Token], number: int, before: str) -> Found | None:
    """The longest row of tokens that makes a whole number."""
    digits = ""
    best = None
    for last in range(number, min(number + 6, len(tokens))):
        if last > number and not _joins_phone(tokens[last].joint):
            break
        digits += tokens[last].digits
        if len(digits) > 15:
            break
        if MOBILE.fullmatch(digits) or (_LANDLINE.fullmatch(digits) and _TELEPHONE.search(before)):
            best = last
    if best is None or goes_on(text, tokens[best].end) or _NO_TELEPHONE.search(before):
        return None
    start = tokens[number].start
    while start and text[start - 1] in "+(" and not text[start - 1].isalnum():
        start -= 1
    return Found("phone", start, tokens[best].end, OFFICE.search(before) is not None)


def _joins_phone(joint: str) -> bool:
    return len(joint.strip(")")) <= 1 or joint == ") "


# 0 or 62, then what the networks have: https://id.wikipedia.org/wiki/Nomor_telepon_di_Indonesia (as of 2026-11).
MOBILE = re.compile(r"(?:0|620?)8(?:1[1-9]|2[1-38]|3[1-38]|5[1-9]|7[6-9]|8[1-9]|9[5-9])\d{6,9}")
_LANDLINE = re.compile(r"(?:0|62)[2-7]\d{7,10}")
_TELEPHONE = re.compile(r"\b(?:telp|telepon|telpon|tlp|telf|hp|fax|faks|phone|call|hubungi)\b[^\d\n]{0,15}\Z")
_NO_TELEPHONE = re.compile(
    r"\b(?:rek|rekening|norek|nib|berusaha|reg|registrasi|nisn|nuptk|npsn|bpjs|resi|pelanggan|imei|barcode|isbn)\b"
    r"[^\d\n]{0,12}\Z"
)
