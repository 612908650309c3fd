"""Agreements, rules and village money that a text names, and people in office by their title; each where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice

from archive.regions import Level, region_table, squash

_NUMBER = r"(?:\s+(?:nomor|no\.?)\s*[\w./-]+(?:\s+tahun\s+\d{4})?|\s+tahun\s+\d{4}|\s+tentang\s+[^.,;\n]{3,80})*"
_WITH = (
    r"(?:\s+(?:dengan|bersama|antara)\s+[^.;\n]{3,80}?"
    r"(?=[.;,\n]|\s+(?:untuk|pada|tentang|yang|guna|dalam|di|agar)\b|\Z))?"
)
_NAMED = {
    "agreement": re.compile(
        r"\b(?:MoU|M\.o\.U\.?|memorandum of understanding|nota kesepahaman|nota kesepakatan|PKS|"
        rf"perjanjian kerja\s?sama|kesepakatan bersama)\b{_NUMBER}{_WITH}",
        re.IGNORECASE,
    ),
    "regulation": re.compile(
        r"\b(?:perbup|perdes|perwal[iy]?|perda|perkada|pergub|perkam|perna|peraturan\s+(?:bupati|desa|wali\s?kota|"
        r"daerah|gubernur|kampung|nagari|kepala daerah|pekon|gampong|negeri|lembang)|"
        r"surat edaran|instruksi bupati|keputusan\s+(?:bupati|kepala desa)|"
        rf"SK\s+(?:bupati|kepala desa))\b{_NUMBER}",
        re.IGNORECASE,
    ),
    # Dana Desa is written with and without capitals, ADD and CSR only with.
    "funding": re.compile(
        r"\b(?:(?i:alokasi\s+dana\s+desa|dana\s+(?:desa|kampung|gampong|kelurahan|nagari)|anggaran\s+desa|apbdesa?|"
        r"apb\s+desa|dana alokasi khusus)|ADD|DAK|CSR|APBD|APBN|APBKam)\b"
        r"(?:\s+(?i:tahun|ta)\.?\s*(?:anggaran\s+)?\d{4})?"
    ),
}
_HONORIFIC = r"Bapak|Bpk|Ibu|Pak|Bu|Sdri?|H|Hj|Drs?|Dra|Ir|Prof|Mas|Mbak"
_ALONE = (
    r"Bupati|Wali\s?[Kk]ota|Gubernur|Camat|Lurah|Sekda|Kades|Kadis|Keuchik|Geuchik|Panewu|Peratin|Petinggi|Kuwu|"
    r"Perbekel|Hukum\s+Tua|Wali\s+(?:Nagari|Jorong)"
)
_HEADS = r"Kepala|Kabid|Kasi|Sekretaris|Ketua|Deputi|Direktur|Bunda|Pustakawan"
# A word of the office's name; "dan" only before another, not before another office.
_WORD = (
    rf"(?!(?:{_HONORIFIC})\b)(?:[A-Z][\w'’-]*|(?:dan|&)(?=\s+(?!(?:{_ALONE}|{_HEADS}|Wakil)\b)[A-Z])|"
    r"(?:Kab|Kec|Prov)\.)"
)
_OFFICE = re.compile(
    rf"\b(?:(?:Plt|Pj|Pjs|Plh)\.?\s+)?(?:Wakil\s+)?(?:(?:{_ALONE})|(?P<head>{_HEADS}))(?P<rest>(?:\s+{_WORD}){{0,10}})"
)
# Of which level the region is that follows.
_LEVELS: dict[str, Level] = {
    "bupati": "kabupaten", "kota": "kabupaten", "walikota": "kabupaten", "kabupaten": "kabupaten", "kab": "kabupaten",
    "gubernur": "provinsi", "provinsi": "provinsi", "prov": "provinsi", "camat": "kecamatan", "panewu": "kecamatan",
    "kecamatan": "kecamatan", "kec": "kecamatan", "lurah": "desa", "kades": "desa", "desa": "desa", "kampung": "desa",
    "pekon": "desa", "tiyuh": "desa", "gampong": "desa", "nagari": "desa", "kelurahan": "desa", "kalurahan": "desa",
    "keuchik": "desa", "geuchik": "desa", "peratin": "desa", "petinggi": "desa", "kuwu": "desa", "perbekel": "desa",
}  # fmt: skip
_ABOVE_VILLAGES = {"kabupaten", "kab", "kota", "kecamatan", "kec", "provinsi", "prov"}
# The words that offices are called by; a person's name has others.
_OFFICE_WORDS = frozenset(files("spiders.programme").joinpath("office_words.txt").read_text("utf-8").split())


# News names few; more is a list or made to be slow.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Named:
    """`kind` is agreement, regulation, funding or office."""

    kind: str
    value: str
    where: str
    start: int
    end: int


def partners(places: Sequence[tuple[str, str]]) -> Iterator[Named]:
    """Each different one once, at its first place."""
    seen: set[tuple[str, str]] = set()
    for where, text in places:
        for kind, pattern in _NAMED.items():
            for found in islice(pattern.finditer(text), _MOST):
                value = " ".join(found[0].split())
                if (key := (kind, value.lower())) not in seen:
                    seen.add(key)
                    yield Named(kind, value, where, found.start(), found.end())


def offices(places: Sequence[tuple[str, str]]) -> Iterator[Named]:
    """Titles of people in office as written; the people's names stay out."""
    seen: set[str] = set()
    for where, text in places:
        if where == "title":
            continue
        for found in islice(_OFFICE.finditer(text), _MOST):
            end = found.start("rest") + _length_of_office(
                found[0][: found.start("rest") - found.start()], found["rest"]
            )
            value = " ".join(text[found.start() : end].split())
            is_whole = found["head"] is None or end > found.start("rest")
            if is_whole and value.lower() not in seen:
                seen.add(value.lower())
                yield Named("office", value, where, found.start(), end)


def _length_of_office(office: str, rest: str) -> int:
    """How much of the words after a head is the office's and its region's; a person's name ends it.

    Many villages have names that people have, too: after one nothing more may follow.
    """
    words = [(found[0], found.end()) for found in re.finditer(r"[\w'’-]+\.?|&", rest)]
    before = office.split()[-1].lower()
    place = length = 0
    while place < len(words):
        word, end = words[place]
        plain = word.lower().rstrip(".")
        if level := _LEVELS.get(before):
            named, _ = region_table().longest_named([squash(one) for one, _ in words[place : place + 4]], level)
            is_last = place + named == len(words) or words[place + named][0].lower() in _OFFICE_WORDS
            if named and (level != "desa" or is_last):
                return words[place + named - 1][1]
        if plain not in _OFFICE_WORDS:
            # A region of another spelling, or a made-up one.
            return end if before in _ABOVE_VILLAGES else length
        before = plain
        place += 1
        if plain not in ("dan", "&"):
            length = end
    return length
