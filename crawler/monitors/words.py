"""The words of findings, Indonesian and English: what happened, what it means, what to do.

`{site}` and the figures of the sign are filled in. Where a monitor judges what one visit shows by itself, the
sentence of the crawl's own report says what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.due import in_wib
from crawler.monitors.model import Row
from crawler.reports.report import SENTENCES
from crawler.reports.words import SENTENCES as SENTENCES_ID

Pair = tuple[str, str]
LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """Each (Indonesian, English). `what` None: the sentence of the crawl's report."""

    title: Pair
    what: Pair | None
    means: Pair
    advice: Pair


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

# Of findings that somebody's decision ended.
UNLISTED = {"id": "situs itu tidak dikunjungi lagi", "en": "the site is not visited any more"}


def _sentence(sentence: Callable[[Row], str], row: Row, site: str | None) -> str:
    """What the report says of a site; of a row that another version wrote perhaps no more than its name."""
    try:
        return sentence(row)
    except (LookupError, TypeError, AttributeError, ValueError):
        return f"{site}"


def words_of(monitor: str, site: str | None, figures: Mapping[str, Any], row: Row) -> dict[str, dict[str, str]]:
    """By language: title, what, means, advice."""
    words = WORDS[monitor]
    texts = {}
    for number, language in enumerate(LANGUAGES):
        if words.what is None:
            what = _sentence((SENTENCES, SENTENCES_ID)[language == "id"][monitor], row, site)
        else:
            what = words.what[number].format(**_filled(figures, language), site=site)
        texts[language] = {
            "title": words.title[number],
            "what": what,
            "means": words.means[number],
            "advice": words.advice[number],
        }
    return texts


def _filled(figures: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The figures, and moments, fractions and those of the disk as people say them."""
    filled: dict[str, Any] = {key: _shown(value, language) for key, value in figures.items()}
    filled |= {key: in_wib(f"{figures[key]}") for key in ("since", "until") if key in figures}
    if "free_bytes" in figures:
        free, days = figures["free_bytes"], figures.get("days")
        filled["free"] = "?" if free is None else f"{free / 1e9:.1f} GB"
        if language == "id":
            filled["free"] = filled["free"].replace(".", ",")
        unknown = "waktu yang tidak lama" if language == "id" else "a short time"
        filled["days_left"] = unknown if days is None else f"{days} {'hari' if language == 'id' else 'days'}"
    return filled


def _shown(value: object, language: str) -> object:
    if isinstance(value, float) and language == "id":
        return f"{value}".replace(".", ",")
    return "?" if value is None else value
