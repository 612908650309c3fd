"""Where the event took place, as the text names it: "di Aula Kantor Desa Sumber Awan", "bertempat di Hotel …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spiders.programme.sentences import sentence_around

_VENUE = (
    r"(?:aula|hotel|dapur|serambi|beranda|kebun|pasar|gelanggang|pelabuhan|dermaga|gedung|gd\.|balai(?:\s*desa|\s*kampung|\s*dusun|\s*warga)?|balairung|kantor|perpustakaan|perpusdes|perpus|"
    r"perpusda|ruang(?:an)?|pendopo|pendapa|joglo|rumah|lapangan|masjid|musala|musholla|mushola|gereja|pura|sekolah|smp|sma|sdn?|taman|gor|"
    r"kafe|cafe|pantai|museum|auditorium|convention|wisma|sanggar|pondok|kampus|universitas|posko|gazebo|saung|baruga|"
    r"bale|gubuk|pos|gudang|resto(?:ran)?|rm\.?|grand|ballroom|graha|lobi|lobby|teras|halaman|tbm|bumdes|puskesmas|dinas)"
)
_START = re.compile(
    r"\b(?:di|dalam|(?:ber)?kunjung(?:an)?(?:\s+kerja)?\s+ke|mengunjungi|bertempat\s+di|berlokasi\s+di|"
    rf"ber(?:tempat|lokasi)|tempat\s*:)\s+(?={_VENUE}\b)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\s+(?:pada|dengan|yang|untuk|oleh|mulai|hari|tanggal|tgl|selama|serta|diikuti|dihadiri|dan|sebanyak|sejak|guna|"
    r"dalam|sebagai|adalah|ini|itu|tersebut|setempat|juga|telah|sudah|akan|kini|pukul|jam|dari|agar|bersama|tepatnya|"
    r"senin|selasa|rabu|kamis|jum\S?at|sabtu|minggu|karena|saat|ketika|sehingga|melalui|sekaligus|berlangsung|"
    r"di(?:laksanakan|gelar|buka|ikuti|hadiri|adakan)|me\w+|ber\w+|kami|para|warga|ibu|bapak|peserta|tim|ke)\b|[,;.(\n!?]\s|\.(?=[A-Z][a-z])|[()\n;!?]|\s[-–]\s|\Z"
)
_TOOK_PLACE = re.compile(
    r"\b(?:di(?:laksanakan|selenggarakan|gelar|adakan|langsungkan|buka|ikuti|hadiri|pusatkan)|berlangsung|bertempat|"
    r"berlokasi|menggelar|mengadakan|menyelenggarakan|melaksanakan|mengikuti|menghadiri|pelatihan|kegiatan|acara|"
    r"sosialisasi|pertemuan|tempat|belajar|dilatih|diajar\w*|berlatih|berkunjung|kunjungan|mengunjungi|kumpul|"
    r"berkumpul|suasana|kelas|memusatkan|ikut)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d{1,2}\s*(?:/|[a-z]{3,9}\s+(?:19|20)\d\d)", re.IGNORECASE)
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Venue:
    name: str
    where: str
    start: int
    end: int
    weight: float


def venue(places: Sequence[tuple[str, str]]) -> Venue | None:
    """The place that a sentence of the event names; of equally sure ones the first."""
    found = [one for where, text in places if where != "title" for one in _venues(where, text)]
    best = max(found, key=lambda one: one.weight, default=None)
    return best if best and best.weight >= 1 else None


def _venues(where: str, text: str) -> Iterator[Venue]:
    for found in _START.finditer(text):
        start = found.end()
        end = _STOP.search(text, start + 2, start + 160)
        stop = end.start() if end else min(len(text), start + 160)
        # "Jl. Melati No. 3": the full stop of an abbreviation ends nothing.
        while (
            end
            and end[0].startswith(".")
            and re.search(r"\b(?:jl|jln|no|kec|kab|ds|lt|rm|gd)\Z", text[start:stop], re.IGNORECASE)
        ):
            end = _STOP.search(text, end.end(), start + 160)
            stop = end.start() if end else min(len(text), start + 160)
        if (
            end
            and end[0].startswith(",")
            and re.match(r",\s*(?:jalan|jl|kecamatan|kec|kabupaten|kab|kota|desa|lantai)\b", text[stop:], re.IGNORECASE)
        ):
            further = _STOP.search(text, end.end(), start + 200)
            stop = further.start() if further else stop
        name = " ".join(text[start:stop].split()[:_MOST_WORDS]).strip(" ,.-")
        if len(name.split()) < 2 and not re.match(r"balai|pendopo|aula|perpus", name, re.IGNORECASE):
            continue
        first, last = sentence_around(text, start, stop)
        weight = 1.0 if _TOOK_PLACE.search(text, first, last) else 0.0
        weight += 1.0 if re.match(r"\s*(?:ber(?:tempat|lokasi)|tempat)", found[0], re.IGNORECASE) else 0.0
        weight += (
            0.3 if re.search(r"\d{1,2}\s*(?:/|[a-z]{3,9}\s+(?:19|20)\d\d)", text[first:last], re.IGNORECASE) else 0.0
        )
        yield Venue(name, where, start, start + len(text[start:stop].rstrip(" ,.-")), weight)
