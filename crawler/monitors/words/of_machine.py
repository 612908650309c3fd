"""Of the machine, of runs, and of us."""

from __future__ import annotations

from crawler.monitors.words.form import Words

WORDS: dict[str, Words] = {
    "disk_filling": Words(
        ("Penyimpanan hampir penuh", "Disk filling"),
        ("Sisa tempat {free}; cukup untuk {days_left}", "{free} of disk space left; enough for {days_left}"),
        (
            "Bila penuh, perayapan berhenti; yang sudah tersimpan tetap utuh.",
            "When it is full, crawls stop; what is stored stays whole.",
        ),
        (
            "Tambah tempat, atau pindahkan koleksi ke penyimpanan yang lebih besar.",
            "Make space, or move the collection to a larger disk.",
        ),
    ),
    "run_missed": Words(
        ("Perayapan terlewat", "Run missed"),
        (
            "Selama {days} hari tidak ada perayapan terjadwal, padahal ada situs yang jatuh tempo (sejak {since})",
            "No scheduled crawl ran for {days} days, although sites were due (since {since})",
        ),
        (
            "Mesin mati, pewaktunya berhenti, atau pekerjaan lain memegang koleksi. Berita yang muncul dan hilang "
            "dalam masa itu tidak terarsip.",
            "The machine was off, its timer had stopped, or other work held the collection. News that came and went "
            "meanwhile is not archived.",
        ),
        (
            "Periksa pewaktu: systemctl --user list-timers, journalctl --user, atau crontab -l.",
            "See whether the timer runs: systemctl --user list-timers, journalctl --user, or crontab -l.",
        ),
    ),
    "internal_error": Words(
        ("Kesalahan Lumbung", "Error in Lumbung"),
        ("{count} kesalahan Lumbung sendiri: {error}", "{count} errors in Lumbung itself: {error}"),
        (
            "Perayapan berjalan terus; yang terkena mungkin tidak lengkap.",
            "The crawl went on; what met the error may be incomplete.",
        ),
        ("Mohon laporkan, beserta log.jsonl.", "Please report it, with log.jsonl."),
    ),
    "notices_unsent": Words(
        ("Pemberitahuan tidak sampai", "Notices not delivered"),
        (
            "Pemberitahuan kepada {targets} belum sampai ({tries} kali dicoba)",
            "Notices to {targets} have not been delivered ({tries} tries)",
        ),
        (
            "Seseorang tidak mendapat kabar; isinya tersimpan dan dikirim lagi bersama yang berikutnya.",
            "Somebody has not been told; what was to be said is kept and sent again with the next.",
        ),
        ("Coba: lumbung notify test", "Try: lumbung notify test"),
    ),
}
