"""How names of regions are compared: without letter case, spaces and marks, and under each name they go by.

    "Hunuth/Durian Patah"   ─►  hunuthdurianpatah · hunuth · durianpatah
    "Sei Alang"             ─►  seialang · sungaialang
    "Kampung Baru"          ─►  kampungbaru · baru

A name too many makes a place ambiguous, a name too few can make it wrong: when in doubt there is one more.
"""

from __future__ import annotations

import re
import unicodedata

# What a desa is called, by province (domain/programme.md, section 3), and what stands before its name on the web.
VILLAGE_WORDS = (
    *("desa", "pemdes", "pemerintahdesa", "kampung", "kampong", "kampuang", "tiyuh", "pekon", "gampong", "nagari"),
    *("kalurahan", "kelurahan", "lembang", "negeri", "ohoi", "ds", "kel"),
)
_SAME = (
    *(("sei", "sungai"), ("gn", "gunung"), ("kep", "kepulauan"), ("perk", "perkebunan"), ("tj", "tanjung")),
    *(("mns", "meunasah"), ("kp", "kampung"), ("kampong", "kampung"), ("gampong", "kampung"), ("bl", "blubur")),
)
_OTHER_FIRST_WORDS = {
    word: tuple(other for pair in _SAME if word in pair for other in pair if other != word)
    for word in {word for pair in _SAME for word in pair}
}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_PROVINCES = {
    "daerahkhususibukotajakarta": ("dkijakarta", "jakarta", "daerahkhususjakarta"),
    "daerahistimewayogyakarta": ("diyogyakarta", "yogyakarta", "diy"),
    "kepulauanbangkabelitung": ("bangkabelitung", "babel"),
    "kepulauanriau": ("kepri",),
    "nusatenggarabarat": ("ntb",),
    "nusatenggaratimur": ("ntt",),
    "sumaterautara": ("sumatrautara", "sumut"),
    "sumaterabarat": ("sumatrabarat", "sumbar"),
    "sumateraselatan": ("sumatraselatan", "sumsel"),
    "jawabarat": ("jabar",),
    "jawatengah": ("jateng",),
    "jawatimur": ("jatim",),
    "kalimantanbarat": ("kalbar",),
    "kalimantantengah": ("kalteng",),
    "kalimantanselatan": ("kalsel",),
    "kalimantantimur": ("kaltim",),
    "kalimantanutara": ("kaltara",),
    "sulawesiutara": ("sulut",),
    "sulawesitengah": ("sulteng",),
    "sulawesiselatan": ("sulsel",),
    "sulawesitenggara": ("sultra",),
    "sulawesibarat": ("sulbar",),
    "malukuutara": ("malut",),
}
_NOT_SQUASHED = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz0123456789"))
_KIND_WORDS = re.compile(r"(?:Kabupaten|Kota)(?: Administrasi)? ")


def squash(text: str) -> str:
    """ "Penawar Tama" and "PENAWAR-TAMA" as "penawartama": small ASCII letters and digits, nothing else."""
    if text.isascii():
        if text.isalnum():
            return text.lower()
    else:
        text = unicodedata.normalize("NFKD", text)
    return text.encode("ascii", "ignore").lower().translate(None, _NOT_SQUASHED).decode()


def plain_name(name: str) -> str:
    """The name of a kota or kabupaten without the word for it: "Kota Semarang", "Kabupaten Semarang" as "Semarang"."""
    return _KIND_WORDS.sub("", name, count=1) if name.startswith("K") else name


def other_spellings(name: str) -> set[str]:
    """The squashed names that a region goes by beside its own."""
    found = {name}
    if "/" in name:
        found |= {part for part in name.split("/") if len(squash(part)) >= 4}
    if "(" in name:
        outside, _, inside = name.partition("(")
        found |= {outside, inside} if len(squash(inside)) >= 6 else {outside}
    for part in list(found):
        first, _, rest = part.strip().partition(" ")
        if len(squash(rest)) >= 2:
            found |= {f"{other} {rest}" for other in _OTHER_FIRST_WORDS.get(first.lower().rstrip("."), ())}
            if first.lower() in VILLAGE_WORDS:
                found.add(rest)
    for part in list(found):
        first, _, last = part.strip().rpartition(" ")
        if last.lower() in _ROMAN:
            found.add(f"{first} {_ROMAN[last.lower()]}")
    return {squash(part) for part in found} - {squash(name), ""}


def province_spellings(name: str) -> tuple[str, ...]:
    """The short names of a province, squashed: "jateng"."""
    return _PROVINCES.get(squash(name), ())
