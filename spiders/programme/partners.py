"""Agreements, rules and village money that a text names, and people in office by their title; each where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
        r"daerah|gubernur|kampung|nagari|kepala daerah|pekon|gampong|negeri|lembang|perpustakaan nasional|perpusnas)|"
        r"surat edaran|instruksi bupati|keputusan\s+(?:bupati|kepala (?:desa|perpusnas|perpustakaan nasional))|"
        rf"SK\s+(?:bupati|kepala desa|kepala perpusnas))\b{_NUMBER}",
        re.IGNORECASE,
    ),
    # Dana Desa is written with and without capitals, ADD and CSR only with.
    "funding": re.compile(
        r"\b(?:(?i:alokasi\s+dana\s+desa|dana\s+(?:desa|kampung|gampong|kelurahan|nagari)|anggaran\s+desa|apbdesa?|"
        r"apb\s+desa|dana alokasi khusus)|ADD|DAK|CSR|APBD|APBN|APBKam)\b"
        r"(?:\s+(?i:tahun|ta)\.?\s*(?:anggaran\s+)?\d{4})?"
    ),
}
_AREA = (
    r"(?:Kab(?:upaten|\.)|Kota|Prov(?:insi|\.)|Kec(?:amatan|\.)|Desa|Kelurahan|Kampung|Pekon|Tiyuh|Gampong|Nagari|"
    r"Kalurahan)"
)
_HONORIFIC = r"Bapak|Bpk|Ibu|Pak|Bu|Sdr|H|Hj|Drs?|Dra|Ir|Prof|Mas|Mbak"
_WORD = r"(?:[A-Z][\w'’-]*|RI|dan|&)"
_OFFICE = re.compile(
    rf"\b(?:(?:Plt|Pj|Pjs|Plh)\.?\s+)?(?:"
    rf"(?:Wakil\s+)?(?:Bupati|Wali\s?[Kk]ota|Gubernur)|Camat|Lurah|Sekretaris\s+(?:Daerah|Desa|Camat|Kecamatan|Dinas)|Sekda|"
    rf"(?:Kepala|Kabid|Kasi|Sekretaris|Ketua|Deputi|Direktur|Wakil\s+Ketua)\s+(?:{_WORD}\s+){{0,8}}?{_WORD}|"
    rf"Panewu|Peratin|Petinggi|Geuchik|Kuwu|Perbekel|Hukum\s+Tua|Wali\s+Jorong|Lurah|"
    rf"Kepala\s+(?:Desa|Kampung|Pekon|Tiyuh|Dusun|Dinas|Perpusnas|Perpustakaan\s+Nasional)|Kades|Kadis|Keuchik|Wali\s+Nagari|"
    rf"Bunda\s+(?:Literasi|Baca|PAUD)|Pustakawan\s+(?:Ahli\s+)?\w+"
    rf")(?:\s+(?:{_AREA}))?(?:\s+(?!(?:{_HONORIFIC})\b)[A-Z][\w'’-]*){{0,3}}"
)
_PERSON = re.compile(r"\s*(?:,|\(|\b(?:Bapak|Bpk|Ibu|Pak|Bu|Sdr|H\.|Hj\.|Drs?\.|Dra\.|Ir\.|Prof\.)).*\Z", re.DOTALL)


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
            for found in pattern.finditer(text):
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
        for found in _OFFICE.finditer(text):
            value = " ".join(_PERSON.sub("", found[0]).split()).rstrip(" &").removesuffix(" dan")
            if (len(value.split()) > 1 and value.lower() not in seen) or (
                value in _ALONE and value.lower() not in seen
            ):
                seen.add(value.lower())
                yield Named("office", value, where, found.start(), found.start() + len(value))


_ALONE = {"Bupati", "Camat", "Lurah", "Gubernur", "Sekda", "Kades", "Keuchik"}
