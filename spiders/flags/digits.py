"""Digits in a text: taken apart, and what stands before and behind them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["nik", "kk", "phone", "bank_account", "email"]


class Found(NamedTuple):
    """A number or address in a text: text[start:end]. `office` when the words beside it say that it is nobody's own."""

    kind: Kind
    start: int
    end: int
    office: bool = False


_DIGITS = re.compile(r"\d+")


class Token(NamedTuple):
    """Digits in a row, and what joins them to those before: "" for the first."""

    digits: str
    start: int
    end: int
    joint: str


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    before = start
    for digits in _DIGITS.finditer(text, start, end):
        tokens.append(Token(digits[0], digits.start(), digits.end(), text[before : digits.start()] if tokens else ""))
        before = digits.end()
    return tokens


def words_before(text: str, start: int) -> str:
    """What may say whose a number is: the words since the digits before it, in lower case."""
    before = text[max(0, start - 60) : start]
    return _UP_TO_DIGITS.sub("", before, count=1).lower()


def is_in_a_word(before: str) -> bool:
    """Letters right before digits make a file's name, a number plate, a code; but "WA0812…" is a number."""
    return _IN_A_WORD.search(before) is not None and _NAMED.search(before) is None


_IN_A_WORD = re.compile(r"(?:[^\W\d_]|[_#=]|\d[.:]|\w-)\(?\+?\Z")
_NAMED = re.compile(r"\b(?:wa|hp|no|nik|kk|telp)[:.]?\Z")
_UP_TO_DIGITS = re.compile(r"\A.*\d", re.DOTALL)
MONEY = re.compile(r"\b(?:rp|idr|usd)[. :]{0,3}\Z")


def goes_on(text: str, end: int) -> bool:
    """Whether a number is part of something longer: a code, a file's name, a fraction. Another number may follow."""
    return LONGER.match(text, end) is not None or _CODE.match(text, end) is not None


LONGER = re.compile(r"[^\W\d_]|_|[.:\-]\d|,\d{1,2}(?!\d)|\.(?:jpe?g|png|webp|pdf|docx?|xlsx?|html?)\b", re.IGNORECASE)
_CODE = re.compile(r"/[A-Za-z]|/(?!\+|0?8|62)\d|-[A-Za-z]{2}")

OFFICE = re.compile(
    r"\b(?:kantor|layanan|pelayanan|hotline|call ?cent(?:er|re)|pengaduan|aduan|darurat|ambulans?|puskesmas|polsek"
    r"|polres|sekretariat|posko|humas|admin(?:istrasi)?|pemdes|pemerintah desa|balai desa|kas desa|bumdes|panitia"
    r"|damkar|pemadam|pusat informasi)\b[^\d\n]{0,40}\Z"
)
