"""Which words of gambling.tsv a text has: those that sell gambling, those that only hint, those of news about it.

    sells           "slot gacor": a village does not say it, but news about gambling quotes it
    hints           "slot", "deposit": proves nothing alone
    about           "polisi", "waspada": the words around it are news
    brand ending    "138": mangga138 is shaped like a brand of theirs. One alone proves nothing either
    no brand        "posko88": shaped so, and none

A term's words stand beside one another, or are one: "slot gacor", "slot-gacor" and "slotgacor". Fancy letters
(bold, wide, circled) count as the plain ones.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LONGEST = 200_000


@dataclass(slots=True)
class Words:
    """The different words of each kind in a text, and how many words it has."""

    sells: set[str] = field(default_factory=set)
    hints: set[str] = field(default_factory=set)
    about: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)
    count: int = 0

    @property
    def weight(self) -> int:
        """How much speaks for an offer: a word that sells counts two, a brand or a hint beside one counts one."""
        if not (self.sells or self.brands):
            return 0
        said = {part for term in self.sells for part in term.split()}
        return 2 * len(self.sells) + len(self.brands) + min(2, len(self.hints - said))

    @property
    def offers(self) -> bool:
        """Whether a line of these words offers gambling, and is no news about it."""
        return self.weight >= 3 and bool(self.sells or self.hints) and not self.about

    @property
    def are_news(self) -> bool:
        """Whether prose with these words is about gambling and those who fight it."""
        return len(self.about) >= 2 and bool(self.sells or self.hints) and 2 * len(self.about) > len(self.sells)


def words_in(text: str) -> Words:
    words = Words()
    terms = _terms()
    tokens = _tokens(text)
    words.count = len(tokens)
    for number, token in enumerate(tokens):
        for kind, rest in terms.beginning.get(token, ()):
            if rest == tuple(tokens[number + 1 : number + 1 + len(rest)]):
                getattr(words, kind).add(" ".join((token, *rest)))  # one of the sets above
        if token.endswith(terms.digits) and is_brand(token):
            words.brands.add(token)
    return words


def is_brand(token: str, in_host: bool = False) -> bool:
    """Whether a word is shaped like a brand of gambling: letters and their digits; in host names also a word."""
    terms = _terms()
    for endings, shortest in ((terms.digits, 4), (terms.words if in_host else (), 3)):
        for ending in endings:
            name = token.removesuffix(ending)
            if name != token and shortest <= len(name) <= 16 and name.isascii() and name.isalpha():
                return not {name, token} & terms.no_brand and not name.endswith(_NUMBERED)
    return False


# "hutri77", "pkkdesa88": what is counted stands last.
_NUMBERED = ("hutri", "hut", "desa", "rtrw", "angkatan", "kelas", "tahun", "page", "foto", "image", "img")


def host_offers(host: str) -> bool:
    """Whether a host's own name is a brand of gambling, or says what it sells."""
    for label in host.lower().split(".")[:-1]:
        parts = label.replace("_", "-").split("-")
        words = words_in(label)
        if words.sells or any(is_brand(part, in_host=True) for part in (*parts, "".join(parts))):
            return True
        if any(part in ("slot", "togel", "gacor", "maxwin", "judi") for part in parts) and len(parts) > 1:
            return True
    return False


def _tokens(text: str) -> list[str]:
    text = text[:_LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(text.lower())


_TOKEN = re.compile(r"[a-z0-9]+")


class _Terms(NamedTuple):
    """`beginning`: by its first word each term's kind and other words."""

    beginning: dict[str, list[tuple[str, tuple[str, ...]]]]
    digits: tuple[str, ...]
    words: tuple[str, ...]
    no_brand: frozenset[str]


@cache
def _terms() -> _Terms:
    by_kind: dict[str, list[str]] = defaultdict(list)
    with Path(__file__).with_name("gambling.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            by_kind[row["kind"]].append(row["term"])
    beginning: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for kind in ("sells", "hints", "about"):
        for term in by_kind[kind]:
            first, *rest = term.split()
            beginning[first].append((kind, tuple(rest)))
            if rest:
                beginning["".join((first, *rest))].append((kind, ()))
    endings = by_kind["brand ending"]
    digits = tuple(ending for ending in endings if ending[0].isdigit())
    return _Terms(
        dict(beginning),
        tuple(sorted(digits, key=len, reverse=True)),
        tuple(ending for ending in endings if ending not in digits),
        frozenset(by_kind["no brand"]),
    )
