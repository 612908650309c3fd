"""Numbers of bank accounts, by the words before them."""

from __future__ import annotations

import re

from spiders.flags.digits import OFFICE, Found, Token, goes_on
from spiders.flags.telephone import MOBILE


def bank_account(text: str, tokens: list[Token], before: str) -> Found | None:
    cue = _ACCOUNT.search(before)
    if cue is None or _NO_ACCOUNT.search(before):
        return None
    parts: list[Token] = []
    for token in tokens[:16]:
        if parts and (len(token.joint) > 1 or MOBILE.fullmatch(token.digits)):
            break
        if sum(len(part.digits) for part in parts) + len(token.digits) > 16:
            break
        parts.append(token)
    if not parts:
        return None
    digits = "".join(part.digits for part in parts)
    start, end = parts[0].start, parts[-1].end
    if not 9 <= len(digits) <= 16 or _THOUSANDS.fullmatch(text, start, end) or goes_on(text, end):
        return None
    if max(len(part.digits) for part in parts) < 4:
        # 5.2.1.01.01: a line of the budget.
        return None
    return Found("bank_account", start, end, OFFICE.search(before) is not None)


_ACCOUNT = re.compile(
    r"\b(?:rek(?:ening)?|norek|bank|bri|brilink|bni|bca|bsi|btn|bpd|bjb|mandiri|muamalat|seabank|jago)\b[^\d\n]{0,50}\Z"
)
_NO_ACCOUNT = re.compile(
    r"\bkode rek|\brekening (?:belanja|listrik|air|pln|pdam)\b|\b(?:rp|isbn|issn|npwp|nib|nomor surat|sk"
    r"|sebesar|senilai|sejumlah|tahun|tanggal)\b[^\d\n]{0,20}\Z"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
