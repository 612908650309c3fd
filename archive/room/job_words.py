"""What jobs call by an id in their reports and tables, as people say it. Ids: docs/collection.md."""

from __future__ import annotations

from archive.room.language import N_, Language

TABLES = {
    "failures": N_("Yang gagal"),
    "skipped": N_("Yang dilewati"),
    "missing": N_("Yang dijanjikan situs, tetapi tidak terarsip"),
    "hosts": N_("Server yang ditanyai"),
    "mime_types": N_("Jenis berkas"),
    "response_codes": N_("Kode jawaban"),
    "sites": N_("Situs"),
    "patch": N_("Yang diminta ulang"),
}
COLUMNS = {
    "time": N_("Waktu"), "site": N_("Situs"), "url": N_("Alamat"), "via": N_("Ditemukan di"), "reason": N_("Sebab"),
    "detail": N_("Rincian"), "source": N_("Sumber"), "host": N_("Server"), "urls": N_("Jawaban"),
    "bytes": N_("Ukuran (bita)"), "new": N_("Baru"), "duplicate": N_("Sama isinya"),
    "not_modified": N_("Tidak berubah"), "robots_blocked": N_("Dilarang robots.txt"), "remaining": N_("Belum diambil"),
    "failed": N_("Gagal"), "mime": N_("Jenis"), "new_bytes": N_("Ukuran yang baru (bita)"), "code": N_("Kode"),
    "platform": N_("Platform"), "promised": N_("Dijanjikan"), "archived": N_("Terarsip"), "read": N_("Terbaca"),
    "skipped": N_("Dilewati"), "disallowed": N_("Dilarang"), "gone": N_("Hilang"), "changed": N_("Berubah"),
    "same": N_("Sama"), "relevant": N_("Tentang program"), "finish_reason": N_("Akhir"),
}  # fmt: skip
REASONS = {
    "finished": N_("selesai"), "limit": N_("sampai batas yang ditetapkan"),
    "stopped": N_("dihentikan, akan dilanjutkan"), "disk": N_("ruang disk habis"),
    "evidence": N_("tidak dapat ditulis"), "abandoned": N_("ditinggalkan"), "running": N_("berjalan atau terputus"),
    "gone": N_("halaman tidak ada (404 atau 410)"), "http_error": N_("server menjawab kesalahan"),
    "host_unreachable": N_("server tidak terjangkau"), "address_refused": N_("alamat jaringan dalam"),
    "truncated": N_("jawaban terpotong"), "internal_error": N_("kesalahan Lumbung"), "moved": N_("situs pindah"),
    "CannotResolveHostError": N_("nama tidak ditemukan"),
    "DownloadConnectionRefusedError": N_("sambungan ditolak"), "DownloadTimeoutError": N_("terlalu lama"),
    "DownloadCancelledError": N_("terlalu besar"), "DownloadFailedError": N_("sambungan gagal"),
    "robots": N_("dilarang robots.txt"), "other_site": N_("situs lain"), "outside_folder": N_("di luar bagian situs"),
    "too_many_redirects": N_("terlalu banyak pengalihan"), "too_deep": N_("terlalu dalam"),
    "too_long": N_("alamat terlalu panjang"), "repeating_path": N_("alamat berulang"),
    "file_type": N_("bukan halaman atau dokumen"), "too_many_links": N_("terlalu banyak tautan"),
    "already_listed": N_("daftar yang isinya sudah diketahui"), "machinery": N_("halaman masuk dan mesin situs"),
    "variant": N_("bentuk lain halaman yang sama"), "calendar": N_("kalender tanpa isi baru"),
    "pager": N_("halaman lanjutan tanpa isi baru"), "facets": N_("saringan tanpa isi baru"),
    "session": N_("hanya nomor sesi berbeda"), "soft_404": N_("halaman berkata tidak ada"),
    "disallowed": N_("dilarang robots.txt"), "skipped": N_("dilewati menurut aturan"),
    "waiting": N_("panen dihentikan sebelumnya"), "failed": N_("gagal diambil"),
    "hijacked": N_("terindikasi disusupi judi"), "not_asked": N_("tidak pernah diminta"),
    "not_named": N_("dihitung situs, tetapi tidak disebut alamatnya"),
}  # fmt: skip


def reason_name(speech: Language, reason: str | None) -> str:
    """Why something failed or was left, or how a job ended, in words."""
    return speech.say(REASONS.get(reason or "", reason or "–"))


def column_name(speech: Language, column: str) -> str:
    """The heading of a column."""
    return speech.say(COLUMNS.get(column, column))
