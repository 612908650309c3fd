"""How many took part in the event a page reports, where the text says so.

Only a number that the text gives for the whole is taken: "20 laki-laki dan 15 perempuan" is not 35, and what one
district or village sent is not all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from spiders.programme.sentences import sentence_around

_PEOPLE = r"(?:p[ea]?rs?e?r?ta|peserta|perserta|pesrta|pserta|pesert)"
_OTHERS = (
    r"(?:orang|org|urang|warga|(?:ibu|emak|bapak|anak)(?:-\w+)?|remaja|pemud[ai]|anggota|kader|undangan|pengelola|"
    r"pengurus|perwakilan|pustakawan|relawan|petani|nelayan|pedagang|pelaku|penggerak|tamu|siswa|pelajar|santri|hadirin|"
    r"perempuan|lansia|masyarakat|pengunjung|pegiat|fasilitator|perajin|pengrajin|penderes|guru|mahasiswa|kepala)"
)
# What is counted with such words and is nobody.
_THINGS = (
    r"(?:desa|kelurahan|kecamatan|kabupaten|kota|provinsi|kampung|dusun|unit|buku|eksemplar|judul|jam|hari|menit|detik|"
    r"bulan|tahun|kali|kegiatan|komputer|rupiah|juta|ribu|miliar|persen|kk|rt|rw|meter|km|cm|kg|perpustakaan|perpusdes|"
    r"mitra|lembaga|lokasi|kelompok|paket|lembar|buah|biji|set|botol|item|jenis|macam|angkatan|sesi|materi|modul|dari|"
    r"sampai|hingga|dan|dengan|di|pada|untuk|oktober|november|desember|januari|februari|maret|april|mei|juni|juli|"
    r"agustus|september|daerah|sekolah|taman|tbm|stan|stand|kategori|nomor|halaman|minggu|pekan|semester|orang tua|"
    r"pendaftar|responden|pustaka)"
)
_NUMBER_WORD = (
    r"(?:se(?:puluh|belas|ratus)|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
    r"(?:\s{1,3}(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|puluh|belas|ratus|seratus|sepuluh|sebelas))*"
)
_COUNT = re.compile(
    rf"(?<![\d.,/:-])(?:(?P<digits>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,5}})(?:\s{{0,3}}\([^)\d]{{3,40}}\))?|\b(?P<words>{_NUMBER_WORD}))"
    rf"\s{{0,3}}(?:(?P<persons>orang|org|urang)\b\s{{0,3}})?"
    rf"(?:(?P<people>{_PEOPLE})\b|(?P<others>{_OTHERS})\b|(?P<noun>(?!{_THINGS}\b)[a-z]{{4,}})\b|(?<=[gG]))",
    re.IGNORECASE,
)
_AFTER_PEOPLE = re.compile(
    rf"\b(?:jumlah\s{{1,3}})?{_PEOPLE}\s{{0,3}}(?:nya)?(?:\s{{1,3}}(?:yang|yg)?\s{{0,3}}(?:hadir|ikut|mengikuti|pelatihan|kegiatan|datang))?\s{{0,3}}"
    r"(?:(?:sebanyak|berjumlah|sejumlah|adalah|ada|mencapai|sekitar|kurang lebih|lebih dari|±|:|=|\()+\s*)?"
    r"(?:sebanyak\s{1,3}|±\s*)?(?P<digits>\d{1,3}(?:\.\d{3})+|\d{1,5})\b(?!\s{0,3}(?:juta|[./:-]\d|%|"
    + _THINGS
    + r"))",
    re.IGNORECASE,
)
_ATTENDED = re.compile(
    r"\b(?:di\s?(?:ikuti|hadiri|penuhi|saksikan)|(?:daftar hadir\s{1,3})?berjumlah|jumlah(?:nya|na)?|keikutsertaan)\b"
    r"[^.\d]{0,60}\Z",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:melibatkan|menghadirkan|mengikutsertakan|sebanyak|sejumlah|total|seluruh|mengumpulkan|kedatangan|memfasilitasi|"
    r"melatih|mengajak|mengundang|mempertemukan|membekali|tercatat|dikunjungi|menampung|mencatat)\b[^.\d]{0,40}\Z",
    re.IGNORECASE,
)
_TOOK_PART = re.compile(
    r"[^.,;\d]{0,40}?\b(?:mengikuti|ikut|belajar|berlatih|hadir|berkunjung|dilatih|duduk|memenuhi|mempraktikkan|antusias|"
    r"berkumpul|diajar|bergabung|diajari|berdiskusi|dibekali|memadati)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?:\b(?:masing-masing|setiap|tiap|per|terdiri(?:\s{1,3}(?:dari|atas))?|yaitu|yakni|antara lain|di\s?antaranya|"
    r"kuota|"
    r"target|maksimal|minimal|dari total|termasuk|panitia|narasumber|tutor|pemateri|semula|dari undangan|berpenduduk|"
    r"penduduk|tahun lalu)\b[^.;]{0,40}|\b(?:dan|serta|plus|ditambah|dari|dipilih|terpilih|pilih)\s{1,3})\Z",
    re.IGNORECASE,
)
_SENT_BY = re.compile(
    r"(?:\bdari\s{1,3}\w[^.,;]{0,40}|(?:\A|[.,;]\s*)(?:(?:sementara|sedangkan|adapun)\s{1,3})?(?:untuk\s{1,3})?"
    r"(?:kabupaten|kab\.|kota|kecamatan|kec\.|desa)\s{1,3}(?!ini)[^.,;]{2,50})\Z",
    re.IGNORECASE,
)
_PART_FOLLOWS = re.compile(
    r"\s{0,3}(?:\(?(?:laki|perempuan|pria|wanita|putra|putri)\b|[^.;\d]{0,45}\b(?:dan|serta|ditambah|plus)\s{1,3}\d+\s{1,3}(?!"
    + _THINGS
    + r"\b))",
    re.IGNORECASE,
)
_DIGITS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "seratus": 100,
}  # fmt: skip

# News names few; more is a list or made to be slow.
_MOST = 500


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
    return best if best and best.weight >= 1.5 else None


def _counts(where: str, text: str) -> Iterator[Counted]:
    for found in islice(_AFTER_PEOPLE.finditer(text), _MOST):
        number = _number(found["digits"])
        is_year = 1900 <= number <= 2100 and not re.search(r"[:=(]|banyak|jumlah|ada\b|adalah", found[0])
        if is_year or not 2 <= number <= 20_000:
            continue
        before = _before(text, found.start())
        weight = 3.0 - (2.5 if _SHARE.search(before) or _PART_FOLLOWS.match(text, found.end(), found.end() + 80) else 0)
        yield Counted(number, where, found.start(), found.end(), weight)
    for found in islice(_COUNT.finditer(text), _MOST):
        number = _number(found["digits"]) if found["digits"] else _spelled(found["words"])
        is_year = 1900 <= number <= 2100 and not (found["people"] or found["others"] or found["persons"])
        if is_year or not 2 <= number <= 20_000:
            continue
        before = _before(text, found.start())
        weight = 1.0 if found["people"] else 0.5 if found["others"] or found["persons"] else 0.0
        weight += 1.8 if _ATTENDED.search(before) else 1.2 if _WHOLE.search(before) else 0
        weight += 1.0 if _TOOK_PART.match(text, found.end(), found.end() + 60) else 0
        weight += 0.5 if where.startswith("caption") or found.start() < 300 else 0
        weight -= 2.5 if _SHARE.search(before) or _PART_FOLLOWS.match(text, found.end(), found.end() + 80) else 0
        weight -= 2.5 if _SENT_BY.search(_without_cue(before)) else 0
        yield Counted(number, where, found.start(), found.end(), weight)


def _before(text: str, start: int) -> str:
    """What the sentence says before."""
    return text[sentence_around(text, start, start + 1)[0] : start][-120:]


def _without_cue(before: str) -> str:
    """Up to the verb: who was present in what."""
    return re.sub(r"\s{0,3}\b(?:yang\s{1,3})?di(?:ikuti|hadiri)\b.*\Z", "", before, flags=re.IGNORECASE | re.DOTALL)


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
