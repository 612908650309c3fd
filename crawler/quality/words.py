"""The words of a check's report.html, Indonesian first."""

from __future__ import annotations

# (Indonesian, English)
WORDS: dict[str, tuple[str, str]] = {
    "title": ("Pemeriksaan mutu arsip", "Quality check"),
    "looked_at": (
        "{pages} dari {articles} artikel diperiksa: dibaca ulang dari arsip, lalu dicari gambar dan berkas yang perlu.",
        "{pages} of {articles} articles were looked at: read again from the archive, and asked what they need.",
    ),
    "score_is": (
        "{score}% dari yang diperlukan ada dan benar ({there} dari {needed}).",
        "{score}% of what is needed is there and right ({there} of {needed}).",
    ),
    "by_setting_is": (
        "{count} berkas memang tidak diambil sesuai pengaturan perayapan; itu bukan kekurangan.",
        "{count} files were left out by the crawls' setting; that is no fault.",
    ),
    "todo": ("Yang perlu dilakukan", "What to do"),
    "nothing": ("Tidak ada yang perlu dilakukan.", "Nothing needs to be done."),
    "damaged_todo": (
        "Berkas arsip rusak. Jalankan ./lumbung verify, lalu pulihkan berkas itu dari salinan.",
        "Evidence is damaged. Run ./lumbung verify, then restore that file from a copy.",
    ),
    "patch_todo": (
        "{count} berkas masih dapat diambil. Jalankan ./lumbung crawl --patch, lalu periksa sekali lagi.",
        "{count} files may be had yet. Run ./lumbung crawl --patch, then check again.",
    ),
    "rebuild_todo": (
        "Dokumen atau indeks tidak sesuai dengan arsip. Jalankan ./lumbung rebuild.",
        "Documents or indexes are not what the archive says. Run ./lumbung rebuild.",
    ),
    "unreadable_todo": (
        "Ada halaman yang dulu terbaca dan kini tidak. Laporkan kepada pengembang.",
        "Pages that were read once can be read no more. Please report it.",
    ),
    "replay_todo": (
        "Pemutaran tidak menampilkan apa yang tersimpan. Periksa apakah semua berkas WARC dan indeksnya dipakai.",
        "The replay does not show what is stored. See whether it has all WARCs and their indexes.",
    ),
    "sites": ("Situs", "Sites"),
    "site": ("Situs", "Site"),
    "pages": ("Artikel", "Articles"),
    "same": ("Teks sama", "Same text"),
    "needed": ("Diperlukan", "Needed"),
    "there": ("Ada", "There"),
    "score": ("Nilai", "Score"),
    "to_patch": ("Dapat diambil", "May be had"),
    "kinds": ("Temuan menurut jenis", "Findings by kind"),
    "kind": ("Jenis", "Kind"),
    "meaning": ("Arti", "Meaning"),
    "count": ("Banyaknya", "Count"),
    "findings": ("Temuan", "Findings"),
    "page": ("Halaman", "Page"),
    "url": ("Alamat", "Address"),
    "detail": ("Keterangan", "Detail"),
    "none": ("Tidak ada.", "None."),
    "cut": ("Hanya {shown} baris pertama; selengkapnya di {file}.", "Only the first {shown} rows; all are in {file}."),
}

KINDS: dict[str, tuple[str, str]] = {
    "damaged": ("rekaman rusak", "the record is damaged"),
    "revisit_lost": ("rekaman yang dirujuk tidak ada", "the record it refers to is not there"),
    "revisit_alone": (
        "rekaman impor yang dirujuk tidak ada, sejak semula",
        "an imported record refers to what never was here",
    ),
    "not_found": ("halaman tidak ditemukan lewat indeks", "the indexes do not lead to the page"),
    "unreadable": ("dulu terbaca, kini tidak", "was read once, and can be read no more"),
    "text_differs": ("teks berbeda dari dokumennya", "the text differs from its document"),
    "replay_differs": ("pemutaran menampilkan isi yang lain", "the replay shows something else"),
    "other_reader": (
        "teks berbeda karena dibaca oleh pembaca versi lain",
        "the text differs, for another version of the reader read it",
    ),
    "other_shown": (
        "pemutaran menampilkan tangkapan alamat lain",
        "a replay shows the capture of another address",
    ),
    "not_asked": ("belum pernah diminta", "was never asked for"),
    "failed": ("gagal diambil", "could not be fetched"),
    "limit": ("tidak diambil karena batas tercapai", "left, for a limit was reached"),
    "empty": ("isinya kosong", "its body is empty"),
    "html_instead": ("halaman web, bukan berkas yang diminta", "a web page in its place"),
    "not_a_picture": ("bukan gambar", "is no picture"),
    "cut": ("terpotong", "is cut off"),
    "in_vain": ("sudah diminta lagi, tetap tidak didapat", "was asked for again, in vain"),
    "gone": ("sudah tidak ada di situsnya", "its server has it no more"),
    "disallowed": ("dilarang robots.txt", "forbidden by robots.txt"),
    "skipped": ("dilewati menurut aturan", "left alone by a rule"),
    "waiting": ("menunggu perayapan dilanjutkan", "waits for its crawl to go on"),
    "behind_error": (
        "ada di arsip, tetapi jawaban gagal lebih dekat waktunya",
        "is there, but a failed answer lies nearer in time",
    ),
}
