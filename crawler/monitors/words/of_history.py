"""Of what is unlike a site's own history: amounts, answers, texts."""

from __future__ import annotations

from crawler.monitors.words.form import Words

WORDS: dict[str, Words] = {
    "shrank": Words(
        ("Situs menyusut", "Site shrank"),
        (
            "{site}: {pages} halaman terarsip, biasanya {usual}",
            "{site}: {pages} pages archived, usually {usual}",
        ),
        (
            "Halaman hilang dari situs itu, atau perayap tidak menemukannya lagi.",
            "Pages are gone from the site, or the crawler does not find them any more.",
        ),
        (
            "Lihat situs itu: menunya, daftar beritanya. Yang pernah terarsip tetap ada. Setelah enam kunjungan, "
            "ukuran baru dianggap biasa.",
            "Look at the site: its menus, its list of news. What was archived stays. After six visits the new size "
            "is taken as usual.",
        ),
    ),
    "no_articles": Words(
        ("Tidak ada artikel", "No articles"),
        (
            "{site}: {pages} halaman terarsip, tidak satu pun artikel; biasanya {usual}",
            "{site}: {pages} pages archived and none is an article; usually {usual}",
        ),
        (
            "Beritanya hilang, pindah, atau bentuk halamannya tidak dikenali lagi.",
            "Its news is gone or moved, or the form of its pages is not recognised any more.",
        ),
        (
            "Buka situs itu. Bila beritanya ada, laporkan: halamannya sudah tersimpan dan dapat dibaca ulang dengan "
            "rebuild.",
            "Open the site. If its news is there, report it: the pages are stored, and rebuild can read them again.",
        ),
    ),
    "below_expected": Words(
        ("Kurang dari yang diharapkan", "Fewer than expected"),
        (
            "{site}: {articles} artikel, sedikitnya {expected} diharapkan (expected_min)",
            "{site}: {articles} articles, at least {expected} expected (expected_min)",
        ),
        (
            "Kunjungan itu tidak menemukan sebanyak yang Anda tulis di seeds.csv.",
            "The visit did not find as many as you wrote into seeds.csv.",
        ),
        ("Periksa situs itu, atau perbaiki expected_min.", "Look at the site, or mend expected_min."),
    ),
    "errors": Words(
        ("Banyak galat", "Many errors"),
        (
            "{site}: {failed} alamat gagal ({percent} %)",
            "{site}: {failed} addresses failed ({percent}%)",
        ),
        (
            "Server situs itu sakit atau kewalahan; halaman yang gagal tidak terarsip.",
            "The site's server is ill or overburdened; what failed is not archived.",
        ),
        (
            "Lihat failures.csv. Rayapi lagi dengan delay lebih besar, atau malam hari (night_only).",
            "See failures.csv. Crawl it again with a larger delay, or at night (night_only).",
        ),
    ),
    "robots_forbids": Words(
        ("robots.txt melarang", "robots.txt forbids"),
        (
            "{site}: robots.txt kini melarang halaman depan",
            "{site}: its robots.txt forbids the front page now",
        ),
        (
            "Dahulu boleh; sejak itu tidak ada yang diarsipkan. Sering hanya salah setelan.",
            "It was allowed before; nothing is archived since. Often it is only a wrong setting.",
        ),
        (
            "Tanyakan kepada pihak desa. Dengan dasar hukum tertulis, lihat robots_override_basis.",
            "Ask the village. With a written legal basis see robots_override_basis.",
        ),
    ),
    "robots_changed": Words(
        ("robots.txt berubah", "robots.txt changed"),
        (
            "{site}: robots.txt berubah ({rules_before} baris aturan, kini {rules}); melarang {disallowed} alamat",
            "{site}: its robots.txt changed ({rules_before} lines of rules, now {rules}) and forbids {disallowed} "
            "addresses",
        ),
        (
            "Aturan baru dipatuhi; bagian situs bisa tidak terarsip lagi.",
            "The new rules are obeyed; parts of the site may not be archived any more.",
        ),
        ("Lihat skipped.csv, alasan robots.", "See skipped.csv, reason robots."),
    ),
    "texts_empty": Words(
        ("Teks mendadak kosong", "Texts suddenly empty"),
        (
            "{site}: {empty} dari {pages} halaman tanpa teks; {length} huruf per artikel, biasanya {usual_length}",
            "{site}: no text in {empty} of {pages} pages; {length} characters an article, usually {usual_length}",
        ),
        (
            "Bentuk halaman berubah, atau isinya baru dimuat oleh skrip. Halamannya sendiri tersimpan.",
            "The form of the pages changed, or a script loads their content. The pages themselves are stored.",
        ),
        (
            "Buka satu artikel di peramban; laporkan bila teksnya ada. rebuild membacanya ulang kelak.",
            "Open an article in a browser; report it if its text is there. rebuild can read it again later.",
        ),
    ),
    "layout_unknown": Words(
        ("Bentuk situs tidak dikenal", "Layout unknown"),
        (
            "{site}: tidak lagi dikenali sebagai {platform}",
            "{site}: not recognised as {platform} any more",
        ),
        (
            "Perangkat lunak atau temanya diganti; artikel bisa terlewat atau terbaca kurang baik.",
            "Its software or theme was changed; articles may be missed or read less well.",
        ),
        (
            "Bandingkan jumlah artikel dengan kunjungan sebelumnya; laporkan situs itu agar bentuknya dipelajari.",
            "Compare the number of articles with earlier visits; report the site so that its form is learned.",
        ),
    ),
    "silent": Words(
        ("Situs diam", "Site silent"),
        (
            "{site}: tidak ada artikel baru selama {days} hari (terakhir {last}); jeda terpanjang {longest_days} hari",
            "{site}: no new article for {days} days (last {last}); its longest pause was {longest_days} days",
        ),
        (
            "Desa itu berhenti menulis, atau berita barunya ada di tempat yang tidak ditemukan perayap.",
            "The village stopped writing, or its new articles are where the crawler does not find them.",
        ),
        (
            "Buka situs itu: bila ada berita baru, laporkan; bila pindah, tulis alamat barunya di seeds.csv.",
            "Open the site: if there is newer news, report it; if it moved, put the new address into seeds.csv.",
        ),
    ),
    "many_vanished": Words(
        ("Banyak halaman hilang", "Many pages vanished"),
        (
            "{site}: {count} halaman hilang sejak kunjungan terakhir",
            "{site}: {count} pages vanished since the last visit",
        ),
        (
            "Dihapus, dipindah, atau situsnya dipasang ulang. Salinannya ada di arsip.",
            "Deleted, moved, or the site was set up anew. The archive holds copies.",
        ),
        (
            "Lihat events.jsonl; bila tidak disengaja, kabari pihak desa: arsip dapat membantu memulihkannya.",
            "See events.jsonl; if it was no intention, tell the village: the archive can help to restore them.",
        ),
    ),
    "many_edited": Words(
        ("Banyak halaman disunting", "Many pages edited"),
        (
            "{site}: {count} halaman berubah isinya sejak kunjungan terakhir",
            "{site}: {count} pages say something else than at the last visit",
        ),
        (
            "Sebanyak itu jarang karena tangan orang: tema diganti, atau situs disusupi.",
            "So many are seldom a person's work: the theme was changed, or the site was broken into.",
        ),
        (
            "Bandingkan satu dua halaman dengan versi sebelumnya; semua versi tersimpan.",
            "Compare one or two pages with their earlier versions; all versions are kept.",
        ),
    ),
}
