"""Pages that stand in a page's place: maintenance, a parked domain, a suspended site, a wall that asks for a password.

Told by what they say in title and heading, by how little else they say, and by their forms; never by
status, for all of these are answered with 200 somewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from spiders.platforms.marks import one_line, select, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Standin = Literal["maintenance", "parked", "suspended", "login", "password"]

_LONGEST = 1500
_LONGEST_WALL = 700
_LONGEST_BESIDE_FORM = 250
_SITE = r"(?:situs|website|web ?site|web|halaman|laman|portal|sistem|server|aplikasi|site|page)"
_MAINTENANCE = re.compile(
    rf"scheduled maintenance|maintenance mode|mode pemeliharaan|{_SITE} offline"
    rf"|{_SITE}[\w ,]{{0,40}}\b(?:down for|under(?:going)?|in) (?:\w+ )?(?:maintenance|construction)"
    r"|\A\W*(?:down for |under(?:going)? )?(?:maintenance|construction|pemeliharaan|perbaikan)\W*\Z"
    rf"|{_SITE}[\w ,]{{0,40}}\b(?:sedang|dalam|masih|lagi) (?:\w+ )?"
    r"(?:perbaikan|pemeliharaan|perawatan|maintenance|pengembangan|pembangunan)"
    rf"|{_SITE}[\w ,]{{0,60}}karena pemeliharaan|tidak tersedia[\w ,]{{0,40}}karena pemeliharaan",
    re.IGNORECASE,
)
_SOON = re.compile(r"coming soon|segera hadir", re.IGNORECASE)
_PARKED = re.compile(
    r"domain (?:\S+ )?(?:is |may be |name )?for sale|buy this domain|domain parking"
    r"|(?:domain|website) (?:name )?(?:\S+ )?(?:has |is |been )+(?:expired|parked|registered)"
    r"|parked (?:domain|free|page)"
    r"|(?:akun|situs|website|domain|hosting)[\w ,]{0,40} (?:kedaluwarsa|kadaluwarsa|diparkir|dijual"
    r"|telah habis|sudah habis|telah berakhir)"
    r"|masa aktif (?:domain|hosting|akun)[\w ,]{0,40} (?:habis|berakhir)|\A\W*index of /|welcome to nginx"
    r"|apache2? (?:\w+ )?default page|\A\W*it works!?\W*\Z|default web ?site page|domain default page"
    r"|web server'?s default page",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(
    r"bandwidth limit exceeded|(?:account|domain|website|site) (?:\S+ )?(?:has |is |been )*suspended"
    r"|suspended (?:page|domain|account|site)"
    r"|(?:akun|situs|website|domain|hosting)[\w ,]{0,40} (?:ditangguhkan|dinonaktifkan|di-?suspend|tersuspend)",
    re.IGNORECASE,
)
_PROTECTED = re.compile(
    r"(?:dilindungi|terproteksi|diproteksi)(?: \w+){0,2} (?:kata sandi|sandi|password)"
    r"|(?:password[- ]protected|protected by (?:a )?password)",
    re.IGNORECASE,
)
_ENTER = re.compile(r"\b(?:log ?in|sign ?in|masuk|otentikasi|autentikasi)\b", re.IGNORECASE)


def standin(tree: HtmlElement) -> Standin | None:
    """What a page stands in place of a page as; None for a page."""
    text = _shown(tree)
    if len(text) > _LONGEST:
        return None
    heads = [tree.find(".//title"), *select(tree, "h1, h2, h3")[:4]]
    said = [words for head in heads if (words := text_of(head))] + [text[:400]]
    if any(_SUSPENDED.search(words) for words in said):
        return "suspended"
    if any(_PARKED.search(words) for words in said):
        return "parked"
    # A line about repairs in a page of some length is news.
    if any(_MAINTENANCE.search(words) for words in said[:-1]) or (len(text) < 400 and _MAINTENANCE.search(text)):
        return "maintenance"
    if len(text) < 300 and any(_SOON.search(words) for words in said):
        return "maintenance"
    if len(text) < _LONGEST_WALL and select(tree, "input[type='password']"):
        if _PROTECTED.search(text):
            return "password"
        forms = sum(len(text_of(form) or "") for form in select(tree, "form"))
        beside = len(text) - forms
        if any(_ENTER.search(words) for words in said[: 1 if beside >= _LONGEST_BESIDE_FORM else None]):
            return "login" if beside < 2 * _LONGEST_BESIDE_FORM else None
    return None


def _shown(tree: HtmlElement) -> str:
    """The text a visitor sees, on one line; of a page that says more than any of these, only so much."""
    pieces: list[str] = []
    length = 0
    for element in tree.iter():
        tag = element.tag
        if element.text and isinstance(tag, str) and tag not in _UNSEEN:
            pieces.append(element.text)
            length += len(element.text)
        if element.tail and tag != "title":
            pieces.append(element.tail)
            length += len(element.tail)
        if length > 2 * _LONGEST:
            pieces = [one_line(" ".join(pieces))]
            length = len(pieces[0])
            if length > _LONGEST:
                break
    return one_line(" ".join(pieces))


_UNSEEN = {"script", "style", "noscript", "head", "title", "template"}
