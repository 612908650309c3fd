"""Numbers and addresses of private persons, by their place in the text, so that exports can redact them.

    kind           known by
    nik            16 digits: code of a kecamatan, a real date (women's day plus 40), a number that is not 0000
    kk             the same with "KK" or "Kartu Keluarga" before it; the date is no woman's
    phone          a mobile number of an Indonesian network; another only behind "telp" and the like
    bank_account   9 to 16 digits behind "rekening" or a bank's name
    email          an address at a provider of private mailboxes

`start` and `end` count characters (of Python's str) in the field that `where` names. The quote is masked.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from archive.regions import region_table
from spiders.flags import Detail, detail

if TYPE_CHECKING:
    from archive.model import Document

Kind = Literal["nik", "kk", "phone", "bank_account", "email"]
IsKecamatan = Callable[[str], bool]


class Found(NamedTuple):
    """A number or address in a text: text[start:end]. `office` when the words beside it say that it is nobody's own."""

    kind: Kind
    start: int
    end: int
    office: bool = False


def personal_data(document: Document, is_kecamatan: IsKecamatan | None = None) -> list[Detail]:
    """Of everything that a document says, in the order of its keys."""
    return [
        {
            **detail("personal_data", mask(text[one.start : one.end]), one.start, one.end, where=where, kind=one.kind),
            **({"office": True} if one.office else {}),
        }
        for where, text in fields_of(document)
        for one in find(text, is_kecamatan)
    ]


def fields_of(document: Document) -> Iterator[tuple[str, str]]:
    """The fields of a document that people read, by the names that `where` gives them."""
    for name in ("title", "author", "text", "dateline"):
        if text := getattr(document, name):
            yield name, text
    for number, caption in enumerate(document.captions):
        for name in ("raw", "text", "credit", "alt"):
            if text := getattr(caption, name):
                # As everywhere, "caption:0" is what the page shows; the others are parts of it, or not shown.
                yield f"caption:{number}" + ("" if name == "raw" else f".{name}"), text


def find(text: str, is_kecamatan: IsKecamatan | None = None) -> list[Found]:
    """What is found in a text, in its order; nothing overlaps."""
    found: list[Found] = list(_emails(text)) if "@" in text else []
    end = 0
    for numbers in _NUMBERS.finditer(text):
        for one in _in_run(text, _tokens(text, numbers.start(), numbers.end()), is_kecamatan or is_known_kecamatan):
            if one.start >= end:
                found.append(one)
                end = one.end
    return _apart(found)


def mask(secret: str) -> str:
    """The first two characters; the rest only counted."""
    return secret[:2] + "•" * (len(secret) - 2)


def is_known_kecamatan(prefix: str) -> bool:
    """By the table of regions, old codes included. It is loaded when first a number of 16 digits has a real date."""
    return region_table().has_kecamatan_prefix(prefix)


# Digits with at most one blank, dot or hyphen (after a bracket two) between them. No other way to match: linear.
_NUMBERS = re.compile(r"\d(?:\)?[ .\-\u2010-\u2013\u00a0]{0,2}\d){7,}")
_DIGITS = re.compile(r"\d+")


class _Token(NamedTuple):
    """Digits in a row, and what joins them to those before: "" for the first."""

    digits: str
    start: int
    end: int
    joint: str


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    tokens: list[_Token] = []
    before = start
    for digits in _DIGITS.finditer(text, start, end):
        tokens.append(_Token(digits[0], digits.start(), digits.end(), text[before : digits.start()] if tokens else ""))
        before = digits.end()
    return tokens


def _in_run(text: str, tokens: list[_Token], is_kecamatan: IsKecamatan) -> Iterator[Found]:
    number = 0
    while number < len(tokens):
        found = _at(text, tokens, number, is_kecamatan)
        if found is None:
            number += 1
            continue
        yield found
        while number < len(tokens) and tokens[number].start < found.end:
            number += 1


def _at(text: str, tokens: list[_Token], number: int, is_kecamatan: IsKecamatan) -> Found | None:
    """The number that begins with a token, if it is somebody's. The cheap questions first: a run may be very long."""
    first = tokens[number]
    if number and first.joint in (".", "-", ","):
        # Inside another number: a price, a code, a decimal fraction.
        return None
    if number and len(first.digits) == 1:
        # Digits with a blank after each fill the boxes of a form, from the first on.
        return None
    identity = _joined(tokens, number)
    may_be_phone = first.digits[0] in "06" and len(first.digits) > 1
    if not (identity or may_be_phone or number == 0):
        return None
    before = _words_before(text, first.start)
    if _is_in_a_word(text[max(0, first.start - 6) : first.start].lower()) or _MONEY.search(before):
        return None
    found = identity and _identity(text, first, *identity, before, is_kecamatan)
    found = found or (_phone(text, tokens, number, before) if may_be_phone else None)
    # Between an account and its bank's name stand no other digits.
    return found or (_bank_account(text, tokens, before) if number == 0 else None)


def _words_before(text: str, start: int) -> str:
    """What may say whose a number is: the words since the digits before it, in lower case."""
    before = text[max(0, start - 60) : start]
    return _UP_TO_DIGITS.sub("", before, count=1).lower()


def _is_in_a_word(before: str) -> bool:
    """Letters right before digits make a file's name, a number plate, a code; but "WA0812…" is a number."""
    return _IN_A_WORD.search(before) is not None and _NAMED.search(before) is None


_IN_A_WORD = re.compile(r"(?:[^\W\d_]|[_#=]|\d[.:]|\w-)\(?\+?\Z")
_NAMED = re.compile(r"\b(?:wa|hp|no|nik|kk|telp)[:.]?\Z")
_UP_TO_DIGITS = re.compile(r"\A.*\d", re.DOTALL)
_MONEY = re.compile(r"\b(?:rp|idr|usd)[. :]{0,3}\Z")


# ---- NIK and KK ----


def _identity(text: str, first: _Token, digits: str, end: int, before: str, is_kecamatan: IsKecamatan) -> Found | None:
    if digits[12:] == "0000" or _LONGER.match(text, end):
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


def _joined(tokens: list[_Token], number: int) -> tuple[str, int] | None:
    """The 16 digits that the tokens from `number` on make, and where they end; None when they make no 16."""
    digits = tokens[number].digits
    last = number
    while len(digits) < 16 and last + 1 < len(tokens) and last - number < 15:
        last += 1
        digits += tokens[last].digits
    return (digits, tokens[last].end) if len(digits) == 16 else None


def _goes_on(text: str, end: int) -> bool:
    """Whether a number is part of something longer: a code, a file's name, a fraction. Another number may follow."""
    return _LONGER.match(text, end) is not None or _CODE.match(text, end) is not None


_LONGER = re.compile(r"[^\W\d_]|_|[.:\-]\d|,\d{1,2}(?!\d)|\.(?:jpe?g|png|webp|pdf|docx?|xlsx?|html?)\b", re.IGNORECASE)
_CODE = re.compile(r"/[A-Za-z]|/(?!\+|0?8|62)\d|-[A-Za-z]{2}")


# ---- telephone ----


def _phone(text: str, tokens: list[_Token], number: int, before: str) -> Found | None:
    """The longest row of tokens that makes a whole number."""
    digits = ""
    best = None
    for last in range(number, min(number + 6, len(tokens))):
        if last > number and not _joins_phone(tokens[last].joint):
            break
        digits += tokens[last].digits
        if len(digits) > 15:
            break
        if _MOBILE.fullmatch(digits) or (_LANDLINE.fullmatch(digits) and _TELEPHONE.search(before)):
            best = last
    if best is None or _goes_on(text, tokens[best].end) or _NO_TELEPHONE.search(before):
        return None
    start = tokens[number].start
    while start and text[start - 1] in "+(" and not text[start - 1].isalnum():
        start -= 1
    return Found("phone", start, tokens[best].end, _OFFICE.search(before) is not None)


def _joins_phone(joint: str) -> bool:
    return len(joint.strip(")")) <= 1 or joint == ") "


# 0 or 62, then what the networks have: https://id.wikipedia.org/wiki/Nomor_telepon_di_Indonesia (as of 2026-11).
_MOBILE = re.compile(r"(?:0|620?)8(?:1[1-9]|2[1-38]|3[1-38]|5[1-9]|7[6-9]|8[1-9]|9[5-9])\d{6,9}")
_LANDLINE = re.compile(r"(?:0|62)[2-7]\d{7,10}")
_TELEPHONE = re.compile(r"\b(?:telp|telepon|telpon|tlp|telf|hp|fax|faks|phone|call|hubungi)\b[^\d\n]{0,15}\Z")
_NO_TELEPHONE = re.compile(
    r"\b(?:rek|rekening|norek|nib|berusaha|reg|registrasi|nisn|nuptk|npsn|bpjs|resi|pelanggan|imei|barcode|isbn)\b"
    r"[^\d\n]{0,12}\Z"
)
_OFFICE = re.compile(
    r"\b(?:kantor|layanan|pelayanan|hotline|call ?cent(?:er|re)|pengaduan|aduan|darurat|ambulans?|puskesmas|polsek"
    r"|polres|sekretariat|posko|humas|admin(?:istrasi)?|pemdes|pemerintah desa|balai desa|kas desa|bumdes|panitia"
    r"|damkar|pemadam|pusat informasi)\b[^\d\n]{0,40}\Z"
)


# ---- bank account ----


def _bank_account(text: str, tokens: list[_Token], before: str) -> Found | None:
    cue = _ACCOUNT.search(before)
    if cue is None or _NO_ACCOUNT.search(before):
        return None
    parts: list[_Token] = []
    for token in tokens[:16]:
        if parts and (len(token.joint) > 1 or _MOBILE.fullmatch(token.digits)):
            break
        if sum(len(part.digits) for part in parts) + len(token.digits) > 16:
            break
        parts.append(token)
    if not parts:
        return None
    digits = "".join(part.digits for part in parts)
    start, end = parts[0].start, parts[-1].end
    if not 9 <= len(digits) <= 16 or _THOUSANDS.fullmatch(text, start, end) or _goes_on(text, end):
        return None
    if max(len(part.digits) for part in parts) < 4:
        # 5.2.1.01.01: a line of the budget.
        return None
    return Found("bank_account", start, end, _OFFICE.search(before) is not None)


_ACCOUNT = re.compile(
    r"\b(?:rek(?:ening)?|norek|bank|bri|brilink|bni|bca|bsi|btn|bpd|bjb|mandiri|muamalat|seabank|jago)\b[^\d\n]{0,50}\Z"
)
_NO_ACCOUNT = re.compile(
    r"\bkode rek|\brekening (?:belanja|listrik|air|pln|pdam)\b|\b(?:rp|isbn|issn|npwp|nib|nomor surat|sk"
    r"|sebesar|senilai|sejumlah|tahun|tanggal)\b[^\d\n]{0,20}\Z"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")


# ---- e-mail ----


def _emails(text: str) -> Iterator[Found]:
    at = text.find("@")
    while at >= 0:
        name = text[max(0, at - 64) : at]
        start = at - (len(name) - len(name.rstrip(_LOCAL)))
        start += len(text[start:at]) - len(text[start:at].lstrip(".-"))
        host = _HOST.match(text, at + 1)
        if host and start < at and host[0].lower() in _MAILBOXES:
            local = text[start:at].lower()
            office = _OFFICE.search(_words_before(text, start)) or _OFFICE_NAME.search(local)
            yield Found("email", start, host.end(), office is not None)
        at = text.find("@", at + 1)


_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"
_HOST = re.compile(r"(?:[A-Za-z0-9\-]{1,40}\.){1,2}[A-Za-z]{2,4}(?![A-Za-z0-9])")
_MAILBOXES = frozenset({
    "gmail.com", "gmail.co.id", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com",
    "hotmail.com", "hotmail.co.id", "outlook.com", "outlook.co.id", "live.com", "msn.com", "icloud.com", "me.com",
    "aol.com", "mail.com", "gmx.com", "zoho.com", "yandex.com", "proton.me", "protonmail.com", "tutanota.com",
})  # fmt: skip
_OFFICE_NAME = re.compile(
    r"desa|pemdes|kampung|kelurahan|kalurahan|nagari|gampong|pekon|tiyuh|kecamatan|kantor|perpus|bumdes|puskesmas|pkm|sekolah"
    r"|sdn|smpn|paud|karangtaruna|humas|info|admin|redaksi"
)


def _apart(found: Iterable[Found]) -> list[Found]:
    """In the order of the text; of two that overlap the first: digits in an e-mail address are part of it."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
