"""How many took part in the event a page reports, where the text says so.

Only a number that the text gives for the whole is taken: "20 laki-laki dan 15 perempuan" is not 35, and what one
district or village sent is not all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiders.programme.sentences import sentence_around

_PEOPLE = r"(?:p[ea]r?se?r?ta|peserrta|pesert|pst)"
_OTHERS = (
    r"(?:orang|org|warga|ibu(?:-ibu)?|bapak(?:-bapak)?|anak(?:-anak)?|remaja|pemuda|pemudi|anggota|kader|undangan|"
    r"pengelola|pengurus|perwakilan|pustakawan|relawan|petani|pelaku|penggerak|tamu|siswa|pelajar|hadirin|perempuan|"
    r"masyarakat|pengunjung)"
)
_NUMBER_WORD = (
    r"(?:se(?:puluh|belas|ratus)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
    r"(?:\s+(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|ratus|seratus|sepuluh|sebelas))*"
)
_COUNT = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<digits>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}})(?:\s*\([^)\d]{{3,40}}\))?|(?P<words>{_NUMBER_WORD}))"
    rf"\s*(?:(?:orang|org)\s+)?(?:(?P<people>{_PEOPLE})|(?P<others>{_OTHERS}))\b",
    re.IGNORECASE,
)
_AFTER_PEOPLE = re.compile(
    rf"\b(?:jumlah\s+)?{_PEOPLE}(?:nya)?(?:\s+(?:yang\s+)?(?:hadir|ikut|mengikuti|pelatihan|kegiatan))?\s*"
    r"(?:sebanyak|berjumlah|sejumlah|adalah|ada|mencapai|sekitar|kurang lebih|lebih dari|±|:|=|\()+\s*"
    r"(?:sebanyak\s+|±\s*)?(?P<digits>\d{1,3}(?:\.\d{3})+|\d{1,5})"
    r"(?!\s*(?:juta|ribu|jam|hari|rupiah|desa|kelurahan|kecamatan|kabupaten|tahun|%))\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:di(?:ikuti|hadiri)|melibatkan|menghadirkan|mengikutsertakan|sebanyak|sejumlah|total|seluruh|jumlah)"
    r"\b[^.\d]{0,60}\Z",
    re.IGNORECASE,
)
_ATTENDED = re.compile(r"\bdi(?:ikuti|hadiri)\b[^.\d]{0,60}\Z", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:\b(?:masing-masing|setiap|tiap|per|terdiri(?:\s+(?:dari|atas))?|yaitu|yakni|antara lain|di\s?antaranya|"
    r"kuota|target|maksimal|minimal|dari total|termasuk|panitia|narasumber|tutor|pemateri)\b[^.;]{0,40}|\bdan\s+)\Z",
    re.IGNORECASE,
)
_SENT_BY = re.compile(
    r"(?:\bdari\s+\w[^.,;]{0,40}|(?:\A|[.,;]\s*)(?:(?:sementara|sedangkan|adapun)\s+)?(?:untuk\s+)?"
    r"(?:kabupaten|kab\.|kota|kecamatan|kec\.|desa)\s+(?!ini)[^.,;]{2,50})\Z",
    re.IGNORECASE,
)
_BY_SEX = re.compile(
    r"\s*(?:\(?(?:laki|perempuan|pria|wanita|putra|putri)|(?:dari|di)\s+(?:kabupaten|kecamatan|desa)\s+[A-Z])"
)
_DIGITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "seratus": 100,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people, where it stands, and how surely it is that of the whole event."""

    number: int
    where: str
    start: int
    end: int
    weight: float


def participants(places: Sequence[tuple[str, str]]) -> Counted | None:
    """The number that the page gives for the whole event; of equally sure ones the first."""
    found = [one for where, text in places for one in _counts(where, text)]
    best = max(found, key=lambda one: one.weight, default=None)
    return best if best and best.weight >= 2 else None


def _counts(where: str, text: str) -> Iterator[Counted]:
    for found in _AFTER_PEOPLE.finditer(text):
        before = _before(text, found.start())
        weight = 2.5 - (2.5 if _SHARE.search(before) or _BY_SEX.match(text[found.end() :][:40]) else 0)
        yield Counted(_number(found["digits"]), where, found.start(), found.end(), weight)
    for found in _COUNT.finditer(text):
        number = _number(found["digits"]) if found["digits"] else _spelled(found["words"])
        if not 2 <= number <= 20_000:
            continue
        before = _before(text, found.start())
        weight = 1.2 if found["people"] else 0.5
        weight += 1.6 if _ATTENDED.search(before) else 1.2 if _WHOLE.search(before) else 0
        weight += 0.6 if where.startswith("caption") else 0
        weight -= 2.5 if _SHARE.search(before) or _BY_SEX.match(text[found.end() :][:40]) else 0
        weight -= 1.5 if _SENT_BY.search(_without_cue(before)) else 0
        yield Counted(number, where, found.start(), found.end(), weight)


def _before(text: str, start: int) -> str:
    """What the sentence says before."""
    return text[sentence_around(text, start, start + 1)[0] : start][-120:]


def _without_cue(before: str) -> str:
    """Up to the verb: who was present in what."""
    return re.sub(r"\s*\b(?:yang\s+)?di(?:ikuti|hadiri)\b.*\Z", "", before, flags=re.IGNORECASE | re.DOTALL)


def _number(digits: str) -> int:
    return int(digits.replace(".", ""))


def _spelled(words: str) -> int:
    """ "dua puluh lima" is 25."""
    total = current = 0
    for word in words.lower().split():
        if word == "belas":
            current += 10
        elif word == "puluh":
            total, current = total + current * 10, 0
        elif word == "ratus":
            total, current = total + current * 100, 0
        elif word in ("seratus", "sepuluh"):
            total += _DIGITS[word]
        else:
            current = _DIGITS[word]
    return total + current
