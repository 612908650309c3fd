"""Names of regions as decrees and lists write them, each taken apart into the spellings it may stand for.

    "Ds. Suka  Maju II (Kab. Deli Serdang)"   ─►  desa sukamaju2 · sukamajuii …; kabupaten deliserdang, no kota
    "LIMA PULUH KOTA/50 KOTA"                 ─►  limapuluhkota · 50kota · …
    "Perpustakaan Desa Tj. Harapan"           ─►  tanjungharapan · tjharapan …

Spellings come in order of trust: what stands there first, then what it may be short for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from archive.regions.cached import cached_by_regions
from archive.regions.form import Level
from archive.regions.spelling import other_spellings, squash

_MOST_SPELLINGS = 60
_MOST_CHARACTERS = 200

# Words for what a region is, which are no part of its name; where they may be (Kampung Baru), the name is tried whole.
_MARKERS: dict[Level, str] = {
    "provinsi": r"provinsi|propinsi|prov|prop|pemprov",
    "kabupaten": r"kabupaten\s*/\s*kota|kab\s*\.?\s*/\s*kota|kabupaten|kab|pemkab|kota\s+adm(?:inistrasi)?|kotamadya|"
    r"kodya|kota|pemkot",
    "kecamatan": r"kecamatan|kec|distrik|kapanewon|kemantren",
    "desa": r"desa\s*/\s*kel(?:urahan)?|desa\s+adat|desa|ds|dsn|kelurahan|kel|kalurahan|kampung|kampong|kp|gampong|gp|"
    r"nagari|pekon|tiyuh|negeri|lembang|ohoi|pemdes|pemerintah\s+desa",
}
_START = {level: re.compile(rf"(?:{words})\b\s*[.:]?\s*", re.IGNORECASE) for level, words in _MARKERS.items()}
_LIBRARY = re.compile(
    r"(?:perpustakaan|perpusdes|perpus|perpusta|perpusdeskel|taman\s+baca(?:an)?(?:\s+masyarakat)?|tbm)\b\.?\s*"
    r"(?:umum\s+)?",
    re.IGNORECASE,
)
_KOTA = re.compile(r"(?:kota(?!\s*/)|kotamadya|kodya|pemkot)\b", re.IGNORECASE)
_KABUPATEN = re.compile(r"(?:kabupaten|kab|pemkab)\b(?!\s*\.?\s*/\s*kota)", re.IGNORECASE)
_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
_NUMBERS: tuple[tuple[str, ...], ...] = (
    *((str(n), roman, *_WORDS[n - 1 : n]) for n, roman in enumerate(_ROMANS, 1)),
    ("50", "lima puluh"),
)
_OTHER_NUMBERS = {form: tuple(other for other in forms if other != form) for forms in _NUMBERS for form in forms}
_ENDINGS = {
    **dict.fromkeys(("utr", "ut"), "utara"),
    **dict.fromkeys(("sel", "slt"), "selatan"),
    **dict.fromkeys(("tim", "tmr"), "timur"),
    **dict.fromkeys(("bar", "brt"), "barat"),
    **dict.fromkeys(("teng", "tgh"), "tengah"),
}
_SHORT = {"bdr": "bandar", "btg": "batang", "lb": "lubuk", "ma": "muara", "sbr": "sumber", "tlk": "teluk"}


@dataclass(frozen=True, slots=True)
class Written:
    """A name as it stood, `is_kota` None where its words say neither kota nor kabupaten."""

    text: str
    level: Level
    is_kota: bool | None = None

    @property
    def first(self) -> str:
        """The likeliest spelling, squashed; empty where there is no name."""
        return next(filter(None, map(squash, _without_markers(self.text, self.level))), "")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Squashed, in the order of trust."""
        return _spellings(self.text, self.level)


def written(text: str, level: Level) -> Written | None:
    """A name as it stands in the column of its level; None where there is none."""
    text = clean(text)
    is_kota: bool | None = None
    if level == "kabupaten":
        is_kota = True if _KOTA.match(text) else False if _KABUPATEN.match(text) else None
    name = Written(text, level, is_kota)
    return name if name.first else None


@cached_by_regions(16_384)
def _spellings(text: str, level: Level) -> tuple[str, ...]:
    names = islice(_names(text, level), _MOST_SPELLINGS)
    return tuple(filter(None, dict.fromkeys(map(squash, names))))


def clean(text: str) -> str:
    """On one line, in the Latin letters that lists mean, without numbering before it and marks after it."""
    text = unicodedata.normalize("NFKC", text)[:_MOST_CHARACTERS]
    text = re.sub(r"[\u2018\u2019\u02bc\u0060\u00b4]", "'", text)
    text = " ".join(re.sub(r"[\u200b-\u200f\ufeff\u00ad]", "", text).split())
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)  # "DesaMaju"; blanks do not count in comparing
    return re.sub(r"\A(?:\d{1,4}\s*[.)]\s+|[-•*]\s*)", "", text).strip(" .,;:-–_\"'")


def _names(text: str, level: Level) -> Iterator[str]:
    wholes = list(dict.fromkeys(_without_markers(text, level)))
    for whole in wholes:
        yield whole
    for whole in wholes:
        for name in _without_brackets(whole):
            yield from _respelt(name)


def _without_markers(text: str, level: Level) -> Iterator[str]:
    """The name without words for library and level first, for "Desa Baru" is called Baru far more often."""
    rest = text
    if (library := _LIBRARY.match(rest)) and level == "desa":
        rest = rest[library.end() :]
    steps = [rest]
    while (start := _START[level].match(steps[-1])) and start.end() < len(steps[-1]):
        steps.append(steps[-1][start.end() :])
    # Kampung Baru may be the whole name; "Desa" never is a part of one.
    is_name = level == "desa" and not re.match(r"(?:desa|ds|kel)", rest, re.IGNORECASE)
    yield from steps if is_name else (*steps[1:], rest)


def _without_brackets(name: str) -> Iterator[str]:
    outside = re.sub(r"\s*[(\[][^)\]]*[)\]]?", " ", name).strip()
    yield from dict.fromkeys((name, outside))
    if "/" in outside:
        yield from (part.strip() for part in outside.split("/") if len(squash(part)) > 2)


def _respelt(name: str) -> Iterator[str]:
    yield name
    words = re.split(r"[\s.,'-]+", name.lower())
    words = [word for word in words if word]
    # "Sukamaju2" and "Suka Maju II".
    words = [part for word in words for part in re.findall(r"\d+|[^\W\d_]+", word)]
    yield from _renumbered(words)
    long = [_ENDINGS.get(word, word) if place else _SHORT.get(word, word) for place, word in enumerate(words)]
    yield from _renumbered(long)
    for form in (" ".join(words), " ".join(long), name):
        for other in sorted(other_spellings(form)):
            yield other
            if other != squash(other):
                yield from _renumbered(other.lower().split())


def _renumbered(words: list[str]) -> Iterator[str]:
    """With each number in its other forms: "IV Koto" as "4 Koto" and "Empat Koto"."""
    yield " ".join(words)
    joined = re.sub(r"\blima puluh\b", "50", " ".join(words)).split()
    for form in (words, joined) if joined != words else (words,):
        for place, word in enumerate(form):
            for other in _OTHER_NUMBERS.get(word, ()):
                yield " ".join((*form[:place], other, *form[place + 1 :]))
