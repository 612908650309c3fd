"""The words of report.html, Indonesian first: headings, and what a reason means in a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crawler.reports.report import (
    Report,
    findings_that_need_a_person,
    needs_a_person,
    sentence_of,
    standing_in,
)
from crawler.reports.report import findings as findings_of

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}

# (Indonesian, English)
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Laporan perayapan", "Crawl report"),
    "language": ("Bahasa", "Language"),
    "needs_a_person": ("Perlu diperiksa orang", "Needs a person"),
    "nothing_needed": ("Tidak ada yang perlu diperiksa.", "Nothing needs a person."),
    "to_know": ("Untuk diketahui:", "To know:"),
    "is_over": ("Sudah selesai:", "Over:"),
    "unread": (
        "{count} halaman tersimpan, tetapi tidak dapat dibaca ({reasons}).",
        "{count} pages are stored and could not be read ({reasons}).",
    ),
    "broken_into": (
        "Beberapa halaman terindikasi judi: {sites}. Lihat hijack di report.json.",
        "Single pages bear signs of gambling: {sites}. See hijack in report.json.",
    ),
    "job": ("Pekerjaan", "Job"),
    "operator": ("Lembaga", "Operator"),
    "contact": ("Kontak", "Contact"),
    "started_at": ("Mulai", "Started"),
    "finished_at": ("Selesai", "Ended"),
    "error": ("Galat", "Error"),
    "options": ("Pilihan", "Options"),
    "warcs": ("Berkas WARC", "WARC files"),
    "totals": ("Jumlah seluruhnya", "Totals"),
    "sites": ("Situs", "Sites"),
    "site": ("Situs", "Site"),
    "platform": ("Platform", "Platform"),
    "front_page": ("Halaman depan", "Front page"),
    "promised": ("Dijanjikan", "Promised"),
    "archived": ("Halaman terarsip", "Pages archived"),
    "read": ("Dibaca", "Read"),
    "articles": ("Artikel", "Articles"),
    "relevant": ("Tentang program", "About the programme"),
    "captions": ("Keterangan foto", "Captions"),
    "pictures": ("Gambar", "Pictures"),
    "failed": ("Gagal", "Failed"),
    "gone": ("Tautan mati", "Dead links"),
    "skipped": ("Dilewati", "Skipped"),
    "disallowed": ("Dilarang robots.txt", "Forbidden by robots.txt"),
    "missing": ("Hilang", "Missing"),
    "remaining": ("Tersisa", "Remaining"),
    "bytes": ("Ukuran", "Size"),
    "finish_reason": ("Berakhir", "Ended as"),
    "response_codes": ("Kode respons", "Response codes"),
    "code": ("Kode", "Code"),
    "mime_types": ("Jenis berkas (MIME)", "Media types (MIME)"),
    "mime": ("Jenis", "Type"),
    "hosts": ("Host", "Hosts"),
    "host": ("Host", "Host"),
    "urls": ("Respons", "Answers"),
    "share": ("Bagian", "Share"),
    "new": ("Baru", "New"),
    "new_bytes": ("Ukuran baru", "New size"),
    "duplicate": ("Duplikat", "Duplicate"),
    "not_modified": ("Tidak berubah", "Not modified"),
    "robots_blocked": ("Dilarang robots.txt", "Blocked by robots.txt"),
    "failures": ("Kegagalan", "Failures"),
    "skips": ("Alamat yang dilewati", "Skipped addresses"),
    "not_archived": ("Disebut situs, tidak terarsip", "Named by sites, not archived"),
    "reason": ("Alasan", "Reason"),
    "meaning": ("Artinya", "Meaning"),
    "rows": ("Baris", "Rows"),
    "url": ("Alamat", "Address"),
    "detail": ("Rincian", "Detail"),
    "total": ("Jumlah", "Total"),
    "none": ("Tidak ada.", "None."),
    "not_counted": (
        "Belum dihitung: pekerjaan ini tidak ditutup sampai selesai.",
        "Not counted: this job was not closed to its end.",
    ),
    "cut": (
        "Hanya {shown} baris pertama; semuanya ada di {file}.",
        "Only the first {shown} rows; all of them are in {file}.",
    ),
    "whole": ("Tabel lengkap: {file}.", "The whole table: {file}."),
}  # fmt: skip

FINISHED: dict[str, tuple[str, str]] = {
    "running": ("Sedang berjalan, atau terhenti mendadak.", "Running, or killed."),
    "finished": ("Selesai: semua alamat yang ditemukan telah dikunjungi.", "Finished: all that was found was fetched."),
    "limit": ("Selesai sampai batas yang ditetapkan.", "Done up to a limit that was set."),
    "stopped": (
        "Dihentikan dengan aman; perayapan berikutnya melanjutkannya.",
        "Stopped safely; the next crawl goes on with it.",
    ),
    "disk": (
        "Berhenti: penyimpanan (hampir) penuh atau tidak dapat ditulisi; perayapan berikutnya melanjutkannya.",
        "Ended because the disk was full, nearly full, or refused; the next crawl goes on with it.",
    ),
    "evidence": ("Berhenti karena bukti tidak dapat ditulis.", "Ended because evidence could not be written."),
    "abandoned": ("Ditinggalkan; tidak akan dilanjutkan.", "Abandoned; it will not go on."),
}  # fmt: skip

REASONS: dict[str, tuple[str, str]] = {
    # failures.csv
    "gone": ("halaman tidak ada lagi (404, 410)", "a dead link (404, 410)"),
    "http_error": ("server menjawab dengan galat", "the server answered with an error"),
    "host_unreachable": ("host tidak dapat dihubungi", "the host could not be reached"),
    "address_refused": ("alamat jaringan pribadi, tidak dihubungi", "a private network, not asked"),
    "truncated": ("respons terpotong; yang diterima tersimpan", "the answer was cut off; what came is stored"),
    "internal_error": ("kesalahan Lumbung sendiri, mohon laporkan", "a fault of Lumbung, please report it"),
    "moved": ("situs pindah", "the site moved"),
    "CannotResolveHostError": ("nama host tidak ditemukan", "the name has no address"),
    "DownloadConnectionRefusedError": ("sambungan ditolak", "nobody listens there"),
    "DownloadTimeoutError": ("tidak ada jawaban pada waktunya", "no whole answer in time"),
    "DownloadCancelledError": ("terlalu besar; bagian awal tersimpan", "too large; the first part is stored"),
    "DownloadFailedError": ("sambungan putus atau bukan HTTP", "the connection broke, or it was no HTTP"),
    "ResponseDataLossError": ("respons tidak utuh", "the answer was not whole"),
    "NotSupported": ("bukan alamat web", "no web address"),
    # skipped.csv
    "robots": ("dilarang robots.txt", "forbidden by robots.txt"),
    "other_site": ("situs lain", "another site"),
    "outside_folder": ("di luar folder situs awal", "outside the seed's folder"),
    "too_many_redirects": ("terlalu banyak pengalihan", "too many redirects"),
    "too_deep": ("terlalu jauh dari halaman depan", "too far from the front page"),
    "too_long": ("alamat terlalu panjang", "the address is too long"),
    "repeating_path": ("folder yang berulang", "a path that repeats itself"),
    "file_type": ("jenis berkas yang tidak diarsipkan", "a kind of file that is not archived"),
    "too_many_links": ("tautan terlalu banyak di satu halaman", "too many links on a page"),
    "already_listed": ("daftar artikel yang sudah diketahui", "a list of articles that are known"),
    "machinery": ("halaman masuk, formulir, dan sejenisnya", "log-in, forms and the like"),
    "variant": ("bentuk lain dari halaman yang sama", "another form of the same page"),
    "calendar": ("kalender tanpa akhir", "a calendar without end"),
    "pager": ("halaman daftar tanpa akhir", "pages of a list without end"),
    "facets": ("gabungan saringan tanpa akhir", "combined filters without end"),
    "session": ("hanya nomor sesi yang berbeda", "only a session id differs"),
    "limit": ("batas situs tercapai", "the site's limit was reached"),
    # missing.csv
    "soft_404": ("halaman pengganti yang menyatakan tidak ada", "a page that says there is nothing"),
    "disallowed": ("dilarang robots.txt", "forbidden by robots.txt"),
    "skipped": ("dilewati karena suatu aturan", "left alone by a rule"),
    "waiting": ("pekerjaan dihentikan sebelum sampai di sini", "the job was stopped before"),
    "failed": ("tidak ada jawaban, atau galat", "no answer, or an error"),
    "hijacked": ("diganti halaman judi", "a page about gambling in its place"),
    "not_asked": ("tidak pernah diminta, mohon laporkan", "never asked for, please report it"),
    "not_named": ("dihitung oleh situs, tetapi tidak disebut", "counted by the site and named nowhere"),
}  # fmt: skip


def sentences(report: Report, language: str) -> list[str]:
    """The findings in words, a sentence each."""
    if language == "en":
        return needs_a_person(report)
    if (judged := findings_that_need_a_person(report)) is not None:
        return [sentence_of(finding, language) for finding in judged]
    return [SENTENCES[kind](site) for kind, site in findings_of(report)]


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "internal_error": lambda one: f"kesalahan Lumbung sendiri, mohon laporkan: {one['error']}",
    "taken": lambda site: (
        f"{site['site']}: terindikasi dikuasai situs judi ({_signs_of(site['hijack'])}); beri tahu pihak desa"
    ),
    "moved": lambda site: f"{site['site']} pindah ke {site['moved_to']}; periksa, lalu tulis host itu di kolom aliases",
    "no_page": lambda site: (
        f"{site['site']}: tidak ada halaman yang terarsip; halaman depan: {site['front_page'] or 'tidak diminta'}"
    ),
    "stands_in": lambda site: (
        f"{site['site']}: halaman depan bukan situs yang sebenarnya ({_flags(standing_in(site), ', ')}); periksa"
    ),
    "unexplained": lambda site: (
        f"{site['site']}: {site['unexplained']} alamat yang disebut situs itu sendiri tidak terarsip tanpa sebab "
        "yang jelas; lihat missing.csv"
    ),
    "unreachable": lambda site: (
        f"{site['site']} berhenti menjawab; {site['failed']} alamat tidak terarsip; rayapi lagi"
    ),
}


def _signs_of(hijack: Mapping[str, Any]) -> str:
    """As crawler.reports.report.signs_of."""
    front = _flags(hijack["front_page"], " dan ")
    addresses = (hijack["addresses"] or {}).get("count", 0)
    signs = [f"halaman depan {front}"] if front else []
    signs += [f"{count} halaman {_flags([flag], '')}" for flag, count in hijack["pages"].items()]
    signs += [f"{addresses} alamat yang menawarkan judi"] if addresses else []
    signs += [f"{len(hijack['redirects'])} pengalihan ke situs judi"] if hijack["redirects"] else []
    return ", ".join(signs) + "; lihat hijack di report.json"


def _flags(flags: Iterable[str], between: str) -> str:
    return between.join(_FLAGS.get(flag, flag) for flag in flags)


_FLAGS = {
    "gambling_injected": "disusupi judi",
    "hijacked": "diambil alih judi",
    "parked": "diparkir",
    "suspended": "ditangguhkan",
    "maintenance": "sedang diperbaiki",
    "login": "minta masuk",
    "password": "minta kata sandi",
}
