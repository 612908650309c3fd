"""Regions mentioned with the word for what they are: "Desa Dwi Mulyo", "Kec. Penawar Tama", "Kabupaten A, B dan C".

The longest name wins: "Kabupaten Tulang Bawang Barat" is not Tulang Bawang. What is not in the table is no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive.regions import Level, region_table, squash
from archive.regions.cached import cached_by_regions

# A text longer than this is no article: what follows is not looked at.
_MOST_CHARACTERS = 200_000
_MOST_WORDS = 7

_LEVELS: dict[str, Level] = {
    **dict.fromkeys(["kecamatan", "kec", "distrik", "kapanewon", "kemantren"], "kecamatan"),
    **dict.fromkeys(["kabupaten", "kab", "pemkab", "bupati"], "kabupaten"),
    **dict.fromkeys(["kota", "kotamadya", "kodya", "pemkot", "walikota"], "kabupaten"),
    **dict.fromkeys(["provinsi", "propinsi", "prov", "prop", "pemprov"], "provinsi"),
}
# Besides "desa" they all mean other things as well: "SD Negeri", "pulang kampung".
_LOCAL_WORDS = frozenset({"kampung", "tiyuh", "pekon", "gampong", "nagari", "lembang", "negeri", "ohoi"})
# Written short they have a full stop; after any other word it ends the sentence.
_SHORT = frozenset({"kec", "kab", "prov", "prop", "kel", "ds"})
# Provinces that are known by their first word and need no marker; "Lampung" alone could be Bandar Lampung.
_PROVINCES = "Jawa|Sumatera|Sumatra|Kalimantan|Sulawesi|Nusa|Kepulauan|Bangka|Maluku|Papua|DKI|DI|Daerah"
_MARKER = re.compile(
    r"(?<![^\W_])(?:(?P<bare>" + _PROVINCES + r")(?=[ \xa0][A-Z])"
    r"|(?P<word>(?i:kecamatan|kec|distrik|kapanewon|kemantren|kabupaten(?:/kota)?|kab|pemkab|bupati|kotamadya|kodya|kota|"
    r"pemkot|walikota|provinsi|propinsi|prov|prop|pemprov|desa|pemdes|kelurahan|kel|kalurahan|ds|kampung|tiyuh|pekon|"
    r"gampong|nagari|lembang|negeri|ohoi))"
    r"(?![^\W_])"
    r"(?:[ \xa0](?:(?:di [A-Z]\w+(?: [A-Z]\w+)?,? )?"
    r"(?P<list>(?:yaitu|yakni|meliputi|antara lain|di antaranya|adalah)(?=[ :]))|(?=:)))?"
    r"[.:]?[ \t\xa0]{0,3}[\"“']?)"
)
_WORD = re.compile(r"[^\W_]+")
# A full stop ends a name, but for a first word that is always written short: "Gn. Bintang Awai".
_NAME = re.compile(
    r"(?:(?i:gn|kep|perk|tj|sei|bl|mns|kp|bts)\.[ \xa0]?)?"
    r"[^\W_]+(?:(?:[ \t\xa0]{1,2}(?:/[ \t\xa0]?)?|['’/-])[^\W_]+){0," + str(_MOST_WORDS - 1) + "}"
)
_AND = re.compile(r"[ \t\xa0]{0,2}(?:,[ \t\xa0]{0,2}(?:(?:dan|serta)\s)?|\s(?:dan|serta|&)\s)\s?")
_SCHOOL = re.compile(r"(?:SD|SMP|SMA|SMK|MI|MTs|MA|TK|Sekolah|Dasar|Pertama|Atas|Kejuruan|Dalam|Luar|Islam) \Z")


@dataclass(frozen=True, slots=True)
class Mention:
    """`codes` are all regions of that name and level; text[start:end] is the mention with its marker.

    `is_local_word` says that the marker was one that means other things too, `is_cut` that a capitalised word
    follows which no longer is part of the name: the name may be a longer one that the table does not have.
    """

    level: Level
    codes: tuple[str, ...]
    start: int
    end: int
    is_local_word: bool = False
    is_cut: bool = False


def mentions(text: str) -> Iterator[Mention]:
    """All mentions, in the order of the text. One pass; a strange text costs no more than its length."""
    text = text[:_MOST_CHARACTERS]
    place = 0
    while marker := _MARKER.search(text, place):
        found = _bare_province(text, marker) if marker["bare"] else _marked(text, marker)
        yield from found
        place = found[-1].end if found else marker.end()


def _bare_province(text: str, marker: re.Match[str]) -> list[Mention]:
    found = _name_at(text, marker.start(), "provinsi")
    return [replace(found, start=marker.start())] if found and " " in text[marker.start() : found.end] else []


def _marked(text: str, marker: re.Match[str]) -> list[Mention]:
    word = marker["word"].lower()
    level = _LEVELS.get(word.removesuffix("/kota"), "desa")
    if "." in marker[0] and word not in _SHORT:
        return []
    if word == "negeri" and _SCHOOL.search(text[max(0, marker.start() - 10) : marker.start()]):
        return []
    found = _name_at(text, marker.end(), level)
    if not found:
        return []
    kind = _kind(word)
    if level != "kabupaten":
        return [replace(found, start=marker.start(), is_local_word=word in _LOCAL_WORDS)]
    codes = _of_kind(found.codes, kind, is_strict=not marker["list"])
    if not codes:
        return []
    first = replace(found, start=marker.start(), codes=codes)
    return [first, *_listed(text, first.end, kind, is_list=marker["list"] is not None)]


def _listed(text: str, place: int, kind: Kind, is_list: bool) -> list[Mention]:
    """The names after the first: "…, B, C dan D". Without an "and" or a "namely" what follows may be an address."""
    found: list[Mention] = []
    while between := _AND.match(text, place):
        is_list = is_list or between[0].strip() != ","
        if _is_marked(text, between.end()):
            break
        mention = _name_at(text, between.end(), "kabupaten")
        codes = _of_kind(mention.codes, kind, is_strict=False) if mention else ()
        if not mention or not codes or _is_province(text[mention.start : mention.end]):
            break
        found.append(replace(mention, codes=codes))
        place = mention.end
    return found if is_list else []


Kind = Literal["kabupaten", "kota", "either"]


def _kind(word: str) -> Kind:
    if word == "kabupaten/kota":
        return "either"
    return "kabupaten" if word in ("kabupaten", "kab", "pemkab", "bupati") else "kota"


def _of_kind(codes: tuple[str, ...], kind: Kind, is_strict: bool) -> tuple[str, ...]:
    """Kabupaten and kota of one name are two. In a list, "Kabupaten Pringsewu dan Metro", a kota may stand too."""
    if kind == "either":
        return codes
    same = tuple(code for code in codes if (code[3] in "789") == (kind == "kota"))
    return same if same or is_strict else codes


def _is_province(name: str) -> bool:
    """ "Kota Gorontalo, Gorontalo" is an address."""
    return bool(region_table().codes_named(squash(name), "provinsi"))


def _name_at(text: str, place: int, level: Level) -> Mention | None:
    """The longest name of that level that begins here, with a capital."""
    if not (text[place : place + 1].isupper() or text[place : place + 1].isdigit()):
        return None
    name = _NAME.match(text, place)
    words = list(_WORD.finditer(text, place, name.end())) if name else []
    count, codes = _longest_named(tuple(squash(word[0]) for word in words), level)
    if not count:
        return None
    end = words[count - 1].end()
    if count == 1 and _is_marked(text, place) and text[end + 1 : end + 2].isupper():
        # A kelurahan is called Kabupaten, but "Kelurahan Kabupaten Klaten" is a slip.
        return None
    is_cut = count < len(words) and text[end] in " \xa0-" and _begins_with_capital(text, end + 1)
    return Mention(level, codes, place, end, is_cut=is_cut)


@cached_by_regions(8192)
def _longest_named(words: tuple[str, ...], level: Level) -> tuple[int, tuple[str, ...]]:
    return region_table().longest_named(words, level)


def _is_marked(text: str, place: int) -> bool:
    marker = _MARKER.match(text, place)
    return marker is not None and marker["word"] is not None


def _begins_with_capital(text: str, place: int) -> bool:
    """Whether a word that may belong to a name stands here; the marker of another region does not."""
    return text[place : place + 1].isupper() and not _is_marked(text, place)
