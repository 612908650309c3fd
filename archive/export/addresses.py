"""Numbers of persons in addresses. A page's reader flags them in what people read; a slug repeats them unflagged."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

from archive.redaction import COVER
from archive.regions import region_table

# A mobile number of an Indonesian network as slugs have it, also in groups; not a part of a longer number.
_PHONE = re.compile(r"(?<!\d)(?:\+?62|0)[-_.+ ]?8\d{1,2}(?:[-_.+ ]?\d){6,9}(?!\d)")
_SIXTEEN = re.compile(r"(?<!\d)\d(?:[-_. ]?\d){15}(?!\d)")
# Addresses of pages seldom have an at sign for anything else; those of offices end in these.
_MAIL = re.compile(r"[\w.+-]+@(?![\w.-]*\b(?:go|desa)\.id\b)[\w-]+\.[\w.-]+")


def covered(url: str) -> str:
    """The address with telephone numbers, identity numbers and private mail addresses covered. It then leads nowhere:
    the record's id stands beside it."""
    if url.count("%") and (plain := unquote(url)) != url and _covered(plain) != plain:
        return _covered(plain)
    return _covered(url)


def _covered(url: str) -> str:
    text = _MAIL.sub(COVER, url) if "@" in url else url
    text = _SIXTEEN.sub(lambda found: COVER if _is_identity(found[0]) else found[0], text)
    return _PHONE.sub(COVER, text)


def _is_identity(text: str) -> bool:
    """The code of a kecamatan, a real date (women's day plus 40) and a number that is not 0000."""
    digits = re.sub(r"\D", "", text)
    day, month, year = int(digits[6:8]) % 40, int(digits[8:10]), int(digits[10:12])
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return digits[12:] != "0000" and region_table().has_kecamatan_prefix(digits[:6])
