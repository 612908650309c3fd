"""Lists of work: what waits for a review, what was decided, regions to be cleared up, crawls, findings and sites."""

from __future__ import annotations

from functools import partial
from typing import Any

from archive.export.articles import article_columns
from archive.export.table import Column, Sheet
from archive.room import vocabulary
from archive.room.job_words import reason_name
from archive.room.language import N_, Language

Data = dict[str, Any]

_ANSWERS = {"yes": N_("ya"), "no": N_("tidak"), "withdrawn": N_("dibatalkan")}
_KINDS = {"crawl": N_("panen"), "import": N_("impor")}


def waiting_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Tinjau: articles that wait, the least sure first, with what speaks for and against."""
    say = speech.say
    evidence = Column("evidence", say(N_("Petunjuk")), width=60)
    columns = tuple(column for column in article_columns(speech) if column.name not in ("number", "snippet", "author"))
    there = [column for column in columns if all(column.name in row for row in data["articles"])]
    return [Sheet(say(N_("tinjauan")), say(N_("Menunggu tinjauan")), (*there, evidence), data["articles"])]


def decision_sheets(data: Data, speech: Language) -> list[Sheet]:
    say = speech.say
    columns = (
        Column("when", say(N_("Waktu")), "moment", 22),
        Column("title", say(N_("Judul")), width=50),
        Column("url", say(N_("URL")), "link", 40),
        Column("answer", say(N_("Keputusan")), width=12, names=lambda answer: say(_ANSWERS.get(answer, answer))),
        Column("reason", say(N_("Alasan")), width=50),
        Column("who", say(N_("Oleh")), width=22),
        Column("holds", say(N_("Berlaku")), "yes", 10),
        Column("relation", say(N_("Hubungan")), width=18, names=partial(vocabulary.name_of, speech, "relation")),
        Column("score", say(N_("Skor")), "number", 8),
        Column("article_id", say(N_("ID berita")), width=16),
    )
    return [Sheet(say(N_("keputusan")), say(N_("Keputusan")), columns, data["decisions"])]


def unsure_region_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Rows of recipients whose village is not sure, each with those that may be meant."""
    say = speech.say
    columns = (
        Column("id", say(N_("Baris")), width=14),
        Column("name", say(N_("Perpustakaan")), width=34),
        Column("written", say(N_("Ditulis sebagai")), width=50),
        Column("year", say(N_("SK")), width=10),
        Column("source", say(N_("Sumber")), width=24),
        *_candidate_columns(speech),
    )
    return [Sheet(say(N_("wilayah")), say(N_("Wilayah yang belum pasti")), columns, [*map(_meant, data["rows"])])]


def unsure_site_sheets(data: Data, speech: Language) -> list[Sheet]:
    say = speech.say
    columns = (
        Column("id", say(N_("Situs")), width=30),
        Column("name", say(N_("Nama situs")), width=30),
        Column("url", say(N_("URL")), "link", 40),
        Column("news", say(N_("Berita")), "whole", 10),
        *_candidate_columns(speech),
    )
    title = say(N_("Situs yang desanya belum diketahui"))
    return [Sheet(say(N_("situs")), title, columns, [*map(_meant, data["rows"])])]


def _candidate_columns(speech: Language) -> tuple[Column, ...]:
    say = speech.say
    return (
        Column("codes", say(N_("Kode yang mungkin")), "code", 30),
        Column("names", say(N_("Mungkin")), width=60),
    )


def _meant(row: Data) -> Data:
    return {
        **row,
        "codes": [one["kode_wilayah"] for one in row["candidates"]],
        "names": [one["name"] for one in row["candidates"]],
    }


def harvest_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Panen: jobs, open findings, and which sites are next."""
    say = speech.say
    jobs = (
        Column("crawl", say(N_("Panen")), width=22),
        Column("kind", say(N_("Jenis")), width=10, names=lambda kind: say(_KINDS.get(kind, kind))),
        Column("started_at", say(N_("Mulai")), "moment", 22),
        Column("finished_at", say(N_("Selesai")), "moment", 22),
        Column("finish_reason", say(N_("Akhir")), width=24, names=partial(reason_name, speech)),
        Column("sites", say(N_("Situs")), "whole", 10),
        Column("archived", say(N_("Halaman")), "whole", 12),
        Column("new", say(N_("Berita baru")), "whole", 10),
        Column("relevant", say(N_("Tentang program")), "whole", 12),
        Column("failed", say(N_("Gagal")), "whole", 10),
        Column("bytes", say(N_("Ukuran (bita)")), "whole", 16),
    )
    findings = (
        Column("severity", say(N_("Tingkat")), width=16, names=partial(vocabulary.name_of, speech, "severity")),
        Column("site", say(N_("Situs")), width=28),
        Column("title", say(N_("Temuan")), width=28),
        Column("what", say(N_("Yang ditemukan")), width=50),
        Column("means", say(N_("Artinya")), width=50),
        Column("advice", say(N_("Saran")), width=50),
        Column("since", say(N_("Sejak")), "moment", 22),
        Column("crawl", say(N_("Panen")), width=22),
    )
    due = (
        Column("site", say(N_("Situs")), width=28),
        Column("due_at", say(N_("Waktunya")), "moment", 22),
        Column("interval_days", say(N_("Setiap (hari)")), "number", 12),
        Column("last_started_at", say(N_("Panen terakhir")), "moment", 22),
        Column("is_overdue", say(N_("Terlambat")), "yes", 10),
    )
    return [
        Sheet(say(N_("panen")), say(N_("Panen")), jobs, data["jobs"]),
        Sheet(say(N_("temuan")), say(N_("Temuan yang terbuka")), findings, data["findings"]),
        Sheet(say(N_("jadwal")), say(N_("Jadwal")), due, data["next_due"] or []),
    ]


def site_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of the sites: state, last visit, figures."""
    say = speech.say
    columns = (
        Column("id", say(N_("Situs")), width=30),
        Column("name", say(N_("Nama situs")), width=30),
        Column("url", say(N_("URL")), "link", 40),
        Column("code", say(N_("Kode wilayah")), "code", 15),
        Column("state", say(N_("Keadaan")), width=26, names=partial(vocabulary.name_of, speech, "state")),
        Column("state_since", say(N_("Sejak")), "moment", 22),
        Column("state_detail", say(N_("Keterangan")), width=30),
        Column("is_paused", say(N_("Dijeda")), "yes", 9),
        Column("platform", say(N_("Platform situs")), width=14, names=partial(vocabulary.name_of, speech, "platform")),
        Column("last_visit", say(N_("Kunjungan terakhir")), "moment", 22),
        Column("last_answer", say(N_("Terakhir menjawab")), "moment", 22),
        Column("news", say(N_("Semua berita")), "whole", 12),
        Column("relevant", say(N_("Tentang program")), "whole", 12),
        Column("last_new", say(N_("Baru pada kunjungan terakhir")), "whole", 12),
        Column("last_failed", say(N_("Gagal pada kunjungan terakhir")), "whole", 12),
        Column("tags", say(N_("Tanda")), width=24),
        Column("notes", say(N_("Catatan")), width=40),
    )
    rows = [
        {**one, "code": one["village"] or one["district"] or one["regency"] or one["province"]} for one in data["sites"]
    ]
    return [Sheet(say(N_("situs")), say(N_("Situs yang dipanen")), columns, rows)]
