"""The dateline: place and date that open the first paragraph of a report.

contohrejo.desa.id. 15 Oktober 2019. Teks     DESA - Teks
Desa Contoh, (15/10/2019) - Teks            NAMA.DESA.ID - Teks
"""

from __future__ import annotations

import re

from spiders.reading.dates import find_date

# "misalnya.kampung" is how some write the name of a site that has another ending.
# In capitals any ending is one: a word is not written so in the middle of a sentence.
_HOST = r"(?:(?:[A-Za-z0-9-]+\.)+(?:id|com|net|org|info|desa|kampung|nagari|gampong)\b|(?:[A-Z0-9-]+\.)+[A-Z]{2,}\b)"
# The year is often left out: (12/9).
_SHORT_DATE = r"\(\d{1,2}\s*[-/]\s*\d{1,2}(?:\s*[-/]\s*\d{2,4})?\)"
_DATE = (
    r"[(\[]?(?:(?:Senin|Selasa|Rabu|Kamis|Jum['\u2019]?at|Sabtu|Minggu|Ahad)\b[\w ]{0,8},?\s*)?"
    r"[(\[]?\d{1,2}(?:\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}|\s+[A-Za-z]{3,10}\.?\s+\d{4})[)\]]?"
)
_DASH = r"\s*[\u2013\u2014\u2015-]{1,2}"
# A place: up to five words that each begin with a capital, or a word in brackets.
_PLACE = r"(?:[A-Z][\w.'\u2019]*|\([A-Z][\w .]*\))(?:[ ,/]+(?:[A-Z][\w.'\u2019]*|\([\w .]+\))){0,5}"
_FORMS = (
    re.compile(rf"{_HOST}\s*[.,:|]?\s*{_DATE}\s*(?:[.,:|]|{_DASH})(?=\s)"),
    re.compile(rf"(?:{_PLACE}\s*[,/|]?\s*)?{_HOST}\s*[)]?(?:{_DASH}|\s*[:|])(?=\s|[A-Z])"),
    re.compile(rf"{_PLACE}\s*[,.:|]?\s*{_DATE}\s*(?:[,.:|](?=\s)|{_DASH})"),
    re.compile(rf"{_PLACE}\s*[,.:|]?\s*{_SHORT_DATE}\s*(?:[,.:|](?=\s)|{_DASH})"),
    re.compile(rf"{_DATE}\s*{_DASH}\s"),
    # Without a date or a host only a place in capitals, or one set off by a dash with blanks.
    re.compile(r"[A-Z][A-Z.]+(?:[ ,/]+\(?[A-Z][A-Z.]+\)?){0,5}\s*(?:[,.:]\s*)?[\u2013\u2014-]{1,2}(?=\s|[A-Z][a-z])"),
    re.compile(
        rf"(?:(?:Desa|Kampung|Nagari|Gampong|Pekon|Kelurahan)\s+)?{_PLACE}\s[\u2013\u2014-]{{1,2}}\s(?=[A-Z\u201c\"])"
    ),
)


def split_dateline(text: str) -> tuple[str | None, str]:
    """The dateline exactly as shown, and the text without it. Only the first paragraph is looked at."""
    # A megabyte of one word in capitals took its form minutes (2026-11-26).
    opening = text[:160]
    for form in _FORMS:
        found = form.match(opening)
        if found and found.end() <= 100 and _is_dateline(found[0], text[found.end() :]):
            return found[0].strip(), text[found.end() :].lstrip()
    return None, text


def _is_dateline(shown: str, rest: str) -> bool:
    """A sentence must follow, and a bare place must not be the subject of it ("BUMDes - badan usaha desa - ...")."""
    sentence = rest.lstrip()
    first_line = sentence.partition("\n")[0]
    if len(first_line) < 25 or not re.match(r"[\"\u201c\u2018'(]?[A-Z0-9]", sentence):
        return False
    if "." in shown or find_date(shown) or re.search(_SHORT_DATE, shown):
        return True
    return not re.search(r"\s[\u2013\u2014]\s|\s-\s", first_line[:80])
