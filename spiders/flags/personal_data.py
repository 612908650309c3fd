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
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from spiders.flags import Detail, detail
from spiders.flags.bank_accounts import bank_account
from spiders.flags.digits import MONEY, Found, Token, is_in_a_word, tokens_of, words_before
from spiders.flags.identity_numbers import IsKecamatan, identity_number, is_known_kecamatan, sixteen_digits
from spiders.flags.mailboxes import emails
from spiders.flags.telephone import phone

if TYPE_CHECKING:
    from archive.model import Document


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
    found: list[Found] = list(emails(text)) if "@" in text else []
    end = 0
    for numbers in _NUMBERS.finditer(text):
        for one in _in_run(text, tokens_of(text, numbers.start(), numbers.end()), is_kecamatan or is_known_kecamatan):
            if one.start >= end:
                found.append(one)
                end = one.end
    return _apart(found)


def mask(secret: str) -> str:
    """The first two characters; the rest only counted."""
    return secret[:2] + "•" * (len(secret) - 2)


# Digits with at most one blank, dot or hyphen (after a bracket two) between them. No other way to match: linear.
_NUMBERS = re.compile(r"\d(?:\)?[ .\-\u2010-\u2013\u00a0]{0,2}\d){7,}")


def _in_run(text: str, tokens: list[Token], is_kecamatan: IsKecamatan) -> Iterator[Found]:
    number = 0
    while number < len(tokens):
        found = _at(text, tokens, number, is_kecamatan)
        if found is None:
            number += 1
            continue
        yield found
        while number < len(tokens) and tokens[number].start < found.end:
            number += 1


def _at(text: str, tokens: list[Token], number: int, is_kecamatan: IsKecamatan) -> Found | None:
    """The number that begins with a token, if it is somebody's. The cheap questions first: a run may be very long."""
    first = tokens[number]
    if number and first.joint in (".", "-", ","):
        # Inside another number: a price, a code, a decimal fraction.
        return None
    if number and len(first.digits) == 1:
        # Digits with a blank after each fill the boxes of a form, from the first on.
        return None
    sixteen = sixteen_digits(tokens, number)
    may_be_phone = first.digits[0] in "06" and len(first.digits) > 1
    if not (sixteen or may_be_phone or number == 0):
        return None
    before = words_before(text, first.start)
    if is_in_a_word(text[max(0, first.start - 6) : first.start].lower()) or MONEY.search(before):
        return None
    found = identity_number(text, first, *sixteen, before, is_kecamatan) if sixteen else None
    found = found or (phone(text, tokens, number, before) if may_be_phone else None)
    # Between an account and its bank's name stand no other digits.
    return found or (bank_account(text, tokens, before) if number == 0 else None)


def _apart(found: Iterable[Found]) -> list[Found]:
    """In the order of the text; of two that overlap the first: digits in an e-mail address are part of it."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
