"""Personal data in texts that no reader looked at, by their form and the words before them.

What a page's reader flags it tells from prices, codes and offices by the sentence around it. Tags, categories and
slugs have no sentence: there a number that may be somebody's is covered. A number that the reader calls an office's
elsewhere on the page stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from datetime import date

from archive.redaction.cover import COVER, Counts
from archive.regions import region_table

# One at most stands between two digits, as people and slugs group them.
_JOINT = r"[-_.+ \u00a0\u2010-\u2013]?"
_PHONE = re.compile(rf"(?<!\d)(?:\+?62{_JOINT}0?|0){_JOINT}8\d{{1,2}}(?:{_JOINT}\d){{6,9}}(?!\d)")
_SIXTEEN = re.compile(rf"(?<!\d)\d(?:{_JOINT}\d){{15}}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![^\W\d_])(?:telp|telepon|telpon|tlp|telf|hp|wa|fax|faks|phone|call|hubungi)(?![^\W\d_])[^\d\n/]{0,15}?"
    r"(\(?\+?(?:0|62)[-_.+ ()]{0,2}[2-7](?:[-_.+ ()]{0,2}\d){7,10})(?!\d)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![^\W\d_])(?:no[-_. +]?)?(?:rek(?:ening)?|norek|bank|bri|brilink|bni|bca|bsi|btn|bpd|bjb|mandiri|muamalat"
    rf"|seabank|jago)(?![^\W\d_])[^\d\n/]{{0,50}}?(\d(?:{_JOINT}\d){{8,15}})(?!\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![^\W\d_])(?:n\.?i\.?k|k\.?k|ktp|kartu[-_. +]keluarga)(?![^\W\d_])[^\d\n/]{0,25}\Z", re.IGNORECASE
)
_FAMILY = re.compile(r"(?<![^\W\d_])(?:k\.?k|kartu[-_. +]keluarga)(?![^\W\d_])[^\d\n/]{0,25}\Z", re.IGNORECASE)
# What has an at sign in a tag or an address is seldom anything else; those of offices end in these.
_MAIL = re.compile(r"[\w.+-]+@(?![\w.-]*\b(?:go|desa)\.id\b)[\w-]+\.[\w.-]*\w")
_MOMENT = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?\Z")  # as names of files have it
_MAY_HOLD_NUMBER = re.compile(r"\d(?:[-_.+ ()\u00a0\u2010-\u2013]{0,2}\d){7}")


def cover_unflagged(text: str, counts: Counts, offices: Set[str] = frozenset()) -> str:
    """The text with COVER in place of each, counted by kind. `offices`: digits of numbers that stay."""
    if "@" in text:
        text = _MAIL.sub(_counted("email", counts), text)
    if _MAY_HOLD_NUMBER.search(text) is None:
        return text
    text = _SIXTEEN.sub(lambda found: _identity(found, counts), text)
    text = _PHONE.sub(_counted("phone", counts, offices), text)
    text = _LANDLINE.sub(lambda found: _behind_words("phone", found, counts, offices), text)
    return _ACCOUNT.sub(lambda found: _behind_words("bank_account", found, counts, offices), text)


def may_hold_any(text: str) -> bool:
    """Quickly: most texts do not."""
    return "@" in text or _MAY_HOLD_NUMBER.search(text) is not None


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", text)


def _counted(kind: str, counts: Counts, offices: Set[str] = frozenset()) -> Callable[[re.Match[str]], str]:
    def cover(found: re.Match[str]) -> str:
        if offices and digits_of(found[0]) in offices:
            return found[0]
        counts[kind] += 1
        return COVER

    return cover


def _identity(found: re.Match[str], counts: Counts) -> str:
    """A number with the code of a kecamatan and a real date; one that its words call so needs neither."""
    before = found.string[max(0, found.start() - 45) : found.start()]
    if not (_NAMED.search(before) or _is_identity(digits_of(found[0]))):
        return found[0]
    counts["kk" if _FAMILY.search(before) else "nik"] += 1
    return COVER


def _is_identity(digits: str) -> bool:
    """The code of a kecamatan, a real date (women's day plus 40) and a number that is not 0000."""
    day, month, year = int(digits[6:8]) % 40, int(digits[8:10]), int(digits[10:12])
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return digits[12:] != "0000" and region_table().has_kecamatan_prefix(digits[:6])


def _behind_words(kind: str, found: re.Match[str], counts: Counts, offices: Set[str]) -> str:
    """Of what was found the first group is the number."""
    digits = digits_of(found[1])
    if digits in offices or (kind == "bank_account" and _MOMENT.match(digits)):
        return found[0]
    counts[kind] += 1
    return found[0][: found.start(1) - found.start()] + COVER
