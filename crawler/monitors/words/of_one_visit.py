"""Of what one visit of a site shows by itself."""

from __future__ import annotations

from crawler.monitors.words.form import Words

WORDS: dict[str, Words] = {
    "taken": Words(
        ("Situs terindikasi dikuasai judi", "Site seems taken by gamblers"),
        None,
        (
            "Pihak lain menulis di situs desa itu; berita desa bisa hilang atau tercampur.",
            "Somebody else writes on the village's site; its news may be lost or mixed with theirs.",
        ),
        (
            "Beri tahu pihak desa dan pengelola hosting. Arsip menyimpan pembacaan bersih terakhir.",
            "Tell the village and its host. The archive holds the last clean reading.",
        ),
    ),
    "gambling_pages": Words(
        ("Halaman disusupi judi", "Pages with gambling put into them"),
        ("{site}: {pages} halaman terindikasi disusupi judi", "{site}: {pages} pages bear signs of gambling"),
        (
            "Sebagian halaman diubah orang lain; bagian itu tidak ikut dalam teks.",
            "Single pages were changed by others; that part is left out of the texts.",
        ),
        (
            "Kabari pihak desa; lihat hijack di report.json.",
            "Tell the village; see hijack in report.json.",
        ),
    ),
    "moved": Words(
        ("Situs pindah", "Site moved"),
        None,
        (
            "Halaman depan mengarah ke host lain, yang tidak diikuti sampai seseorang memeriksanya.",
            "The front page leads to another host, which is not followed until a person has looked.",
        ),
        (
            "Periksa apakah itu situs desa yang sama; bila ya, tulis host itu di kolom aliases.",
            "See whether it is the same village's; if so, put that host into the aliases column.",
        ),
    ),
    "no_page": Words(
        ("Tidak ada halaman", "No page"),
        None,
        ("Tidak ada apa pun dari kunjungan ini yang bisa dibaca.", "Nothing of this visit can be read."),
        (
            "Buka situs itu di peramban. Bila alamatnya berubah, perbaiki seeds.csv; bila tutup, isi kolom paused.",
            "Open the site in a browser. If its address changed, mend seeds.csv; if it closed, set paused.",
        ),
    ),
    "refused": Words(
        ("Semua ditolak", "Everything refused"),
        (
            "{site}: semua jawaban adalah penolakan (HTTP {code}, {answers} kali)",
            "{site}: no page was captured, every answer was a refusal (HTTP {code}, {answers} times)",
        ),
        (
            "Server atau pelindungnya menolak perayap ini; sejak itu tidak ada berita baru yang terarsip.",
            "The server, or what guards it, refuses this crawler; no news has been archived since.",
        ),
        (
            "Buka situs itu di peramban. Bila terbuka, minta desa atau pengelola hosting mengizinkan perayap ini "
            "(sebut kontak Anda), atau naikkan kolom delay.",
            "Open it in a browser. If it opens there, ask the village or its host to let this crawler in (name your "
            "contact), or raise the row's delay.",
        ),
    ),
    "stands_in": Words(
        ("Halaman depan bukan situsnya", "Front page stands in"),
        None,
        (
            "Situs sedang diperbaiki, diparkir, ditangguhkan, atau minta masuk.",
            "The site is under maintenance, parked, suspended or asks to log in.",
        ),
        (
            "Tunggu beberapa hari; bila tetap begitu, tanyakan kepada pihak desa.",
            "Wait some days; if it stays so, ask the village.",
        ),
    ),
    "unexplained": Words(
        ("Janji tidak terpenuhi", "Short of its promise"),
        None,
        (
            "Situs itu menyebut lebih banyak artikel daripada yang terarsip, tanpa sebab yang jelas.",
            "The site names more articles than were archived, and nothing explains the rest.",
        ),
        (
            "Lihat missing.csv; rayapi lagi situs itu, lalu laporkan bila tetap kurang.",
            "See missing.csv; crawl the site again, and report it if it stays short.",
        ),
    ),
    "unreachable": Words(
        ("Situs berhenti menjawab", "Site stopped answering"),
        None,
        (
            "Di tengah kunjungan, server tidak dapat dihubungi lagi.",
            "In the middle of the visit the server could not be reached any more.",
        ),
        ("Rayapi lagi beberapa jam kemudian.", "Crawl it again some hours later."),
    ),
}
