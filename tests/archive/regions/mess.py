"""Names of real regions as lists of recipients spell them: made-up mess, the same each time for one seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

from archive.regions import Level, Region, region_table

Row = dict[Level, str]
_ROMANS = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6"}
_ARABIC = {digit: roman for roman, digit in _ROMANS.items()}


def names_of(code: str) -> Row:
    """The official names of a village and of what it lies in."""
    table = region_table()
    regions = [*table.ancestors(code), table.get(code)]
    return {region.level: region.name for region in regions if region}


def messy(code: str, chance: random.Random) -> Row:
    """A row that a typist could have written for this village."""
    row = names_of(code)
    made: Row = {}
    for level, name in row.items():
        name = chance.choice(_WITHIN)(name)
        name = chance.choice(_BEFORE[level])(name)
        made[level] = chance.choice(_AROUND)(name)
    if chance.random() < 0.2:
        made["desa"] = f"{made['desa']} (Kec. {row['kecamatan']})"
    return made


def with_typo(name: str, chance: random.Random) -> str:
    """One slip in a word of five letters and more: a letter doubled, left out, or two exchanged."""
    words = re.findall(r"[^\W\d_]{5,}", name)
    if not words:
        return name
    word = chance.choice(words)
    place = chance.randrange(1, len(word) - 2)
    slips: tuple[Callable[[], str], ...] = (
        lambda: word[:place] + word[place] + word[place:],
        lambda: word[:place] + word[place + 1 :],
        lambda: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    )
    return name.replace(word, chance.choice(slips)(), 1)


def _plain(name: str) -> str:
    return re.sub(r"\A(?:Kabupaten|Kota)(?: Administrasi)? ", "", name)


def _kabupaten(short: str, shorter: str) -> Callable[[str], str]:
    return lambda name: (short if name.startswith("Kabupaten") else shorter) + " " + _plain(name)


_BEFORE: Mapping[str, list[Callable[[str], str]]] = {
    "provinsi": [str, lambda name: f"Prov. {name}", lambda name: f"PROVINSI {name.upper()}", str.upper],
    "kabupaten": [str, str.upper, _kabupaten("Kab.", "Kota"), _kabupaten("KAB", "KOTA"), _kabupaten("Kab", "Kodya")],
    "kecamatan": [str, str.upper, lambda name: f"Kec. {name}", lambda name: f"Kecamatan  {name}"],
    "desa": [
        *(str, str.upper, lambda name: f"Desa {name}", lambda name: f"Ds. {name}", lambda name: f"DESA {name.upper()}"),
        *(lambda name: f"Perpustakaan Desa {name}", lambda name: f"Desa/Kelurahan {name}", lambda name: f"Ds {name}"),
    ],
}


def _glued(name: str) -> str:
    """ "Suka Maju" as "Sukamaju"."""
    word = re.match(r"(?:Kabupaten|Kota) ", name)
    return (word[0] if word else "") + name[word.end() if word else 0 :].replace(" ", "").capitalize()


def _numbered(name: str) -> str:
    first, blank, last = name.rpartition(" ")
    other = _ROMANS.get(last) or _ARABIC.get(last)
    return f"{first}{blank}{other}" if other else name


_WITHIN: list[Callable[[str], str]] = [
    *(str, str, _glued, _numbered),
    lambda name: re.sub(r"\bTanjung\b", "Tj.", name),
    lambda name: re.sub(r"\bSungai\b", "Sei", name),
    lambda name: re.sub(r"\bUtara\Z", "Utr", name),
    lambda name: name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
]
_AROUND: list[Callable[[str], str]] = [
    *(str, str, lambda name: f"  {name} ", lambda name: name.replace(" ", "  "), lambda name: f"{name}."),
    lambda name: name.replace(" ", "\N{NO-BREAK SPACE}", 1),
    lambda name: re.sub(r"\A(Ds|Kec|Kab)\. ", r"\1.", name),
]


def villages(count: int, chance: random.Random) -> list[Region]:
    return chance.sample([region for region in region_table() if region.level == "desa"], count)
