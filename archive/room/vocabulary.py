"""The names of things that documents call by an id, as people say them. Ids: docs/documents.md."""

from __future__ import annotations

from archive.room.language import N_, Language

ACTIVITIES = {
    "sosialisasi": N_("Sosialisasi"),
    "bimtek": N_("Bimbingan teknis"),
    "plm": N_("Peer learning meeting"),
    "stakeholder_meeting": N_("Stakeholder meeting"),
    "pelibatan_masyarakat": N_("Pelibatan masyarakat"),
    "pelatihan_keterampilan": N_("Pelatihan keterampilan"),
    "pelatihan_tik": N_("Pelatihan TIK"),
    "lomba": N_("Lomba"),
    "penghargaan": N_("Penghargaan"),
    "bantuan_buku": N_("Bantuan buku"),
    "bantuan_komputer": N_("Bantuan komputer"),
    "kunjungan": N_("Kunjungan"),
    "monev": N_("Monitoring dan evaluasi"),
    "replikasi_mandiri": N_("Replikasi mandiri"),
    "testimoni": N_("Testimoni dan kisah dampak"),
    "peresmian": N_("Peresmian"),
    "seleksi_penerima": N_("Seleksi penerima"),
    "pelatihan_fasilitator": N_("Pelatihan fasilitator"),
    "kajian_dampak": N_("Kajian dampak"),
    "kebijakan": N_("Kebijakan dan regulasi"),
    "unknown": N_("Tidak diketahui"),
}
RELATIONS = {
    "relevant": N_("Tentang program"),
    "core": N_("Jelas tentang program"),
    "borderline": N_("Perlu ditinjau"),
    "adjacent": N_("Berkaitan (program lain)"),
    "none": N_("Bukan tentang program"),
    "all": N_("Semua berita desa"),
}
FLAGS = {
    "gambling_injected": N_("Terindikasi disusupi judi"),
    "hijacked": N_("Terindikasi diambil alih judi"),
    "comment_spam": N_("Spam judi di komentar"),
    "personal_data": N_("Memuat data pribadi"),
    "children": N_("Tentang anak"),
    "soft_404": N_("Halaman tidak ada"),
    "password": N_("Berkata sandi"),
    "login": N_("Halaman masuk"),
    "maintenance": N_("Situs dalam perbaikan"),
    "parked": N_("Domain diparkir"),
    "suspended": N_("Situs ditangguhkan"),
    "charset_repaired": N_("Huruf diperbaiki"),
    "date_inexact": N_("Tanggal kira-kira"),
    "truncated": N_("Jawaban terpotong"),
    "unreadable": N_("Tidak terbaca"),
}
PLATFORMS = {
    "wordpress": "WordPress",
    "opensid": "OpenSID",
    "blogger": "Blogger",
    "joomla": "Joomla",
    "drupal": "Drupal",
    "generic": N_("Buatan sendiri / lainnya"),
}
TONGUES = {
    "id": N_("Indonesia"),
    "ms": N_("Melayu"),
    "jv": N_("Jawa"),
    "su": N_("Sunda"),
    "en": N_("Inggris"),
    "unknown": N_("Tidak diketahui"),
}
EVENTS = {
    "vanished": N_("Halaman hilang"),
    "returned": N_("Halaman kembali"),
    "edited": N_("Halaman diubah"),
    "redirected": N_("Halaman dialihkan"),
    "hijacked": N_("Halaman terindikasi disusupi judi"),
    "cleaned": N_("Halaman bersih kembali"),
    "site_unreachable": N_("Situs tidak terjangkau"),
    "site_moved": N_("Situs pindah"),
    "site_hijacked": N_("Situs terindikasi diambil alih judi"),
    "site_cleaned": N_("Situs bersih kembali"),
    "site_returned": N_("Situs kembali terjangkau"),
}
SITE_STATES = {
    "well": N_("Hidup"),
    "unreachable": N_("Tidak terjangkau"),
    "moved": N_("Pindah"),
    "hijacked": N_("Terindikasi diambil alih judi"),
    "unvisited": N_("Belum dipanen"),
    "unlisted": N_("Tidak dalam daftar situs"),
    "no_site": N_("Tanpa situs yang diketahui"),
}
LEVELS = {
    "province": N_("Provinsi"),
    "regency": N_("Kabupaten/Kota"),
    "district": N_("Kecamatan"),
    "village": N_("Desa/Kelurahan"),
}
ROLES = {
    "reader": N_("pembaca"),
    "reviewer": N_("peninjau"),
    "archivist": N_("pengarsip"),
}

IMAGES = {
    "archived": N_("ada dalam arsip"),
    "disallowed": N_("dilarang oleh situsnya (robots.txt)"),
    "failed": N_("tidak dapat diambil"),
    "not_fetched": N_("tidak diambil"),
}

SEVERITIES = {
    "alarm": N_("Penting"),
    "warning": N_("Perlu dilihat"),
    "info": N_("Untuk diketahui"),
}

_KINDS = {
    "activity": ACTIVITIES,
    "relation": RELATIONS,
    "flag": FLAGS,
    "platform": PLATFORMS,
    "language": TONGUES,
    "event": EVENTS,
    "state": SITE_STATES,
    "level": LEVELS,
    "image": IMAGES,
    "severity": SEVERITIES,
    "role": ROLES,
}


def name_of(speech: Language, kind: str, value: str | None) -> str:
    """What people call a value; the value itself where nobody named it."""
    if value is None:
        return speech.say(N_("Tidak diketahui"))
    return speech.say(_KINDS[kind].get(value, value))


_CHANGED = {
    "title": N_("judul"),
    "text": N_("teks"),
    "captions": N_("keterangan gambar"),
}


def event_detail(speech: Language, detail: str | None) -> str:
    """What an event tells in a few words of its own: "title, text" as people say it, "HTTP 404" as it is."""
    parts = (detail or "").split(", ")
    if all(part in _CHANGED for part in parts):
        return ", ".join(speech.say(_CHANGED[part]) for part in parts)
    return detail or ""
