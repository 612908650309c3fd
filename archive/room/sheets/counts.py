"""Tables of counts: Beranda, Liputan, comparisons, the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from archive.export.articles import article_columns
from archive.export.report import report_sheets
from archive.export.table import Column, Row, Sheet
from archive.room import partners, vocabulary
from archive.room.language import N_, Language

Data = dict[str, Any]


def coverage_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Liputan: by time, region, activity, partner, relation and platform."""
    say = speech.say
    times, regions = data["times"], data["regions"]["rows"]
    level = vocabulary.name_of(speech, "level", data["regions"]["level"])
    return [
        Sheet(
            say(N_("waktu")),
            say(N_("Menurut waktu")),
            (
                Column("label", say(N_("Masa")), width=16),
                Column("key", say(N_("Masa (angka)")), width=12),
                *_numbers(say, times),
                Column("last_year", say(N_("Masa yang sama tahun sebelumnya")), "whole", 16),
            ),
            times,
        ),
        Sheet(
            say(N_("wilayah")),
            level,
            (
                Column("code", say(N_("Kode wilayah")), "code", 15),
                Column("label", level, width=30),
                *_numbers(say, regions),
            ),
            regions,
        ),
        *_regency_sheets(data["regencies"], speech),
        _activity_sheet(data["activities"], speech),
        _partner_sheet(data["partners"], speech),
        *(
            Sheet(name, title, (Column("label", title, width=30), *_numbers(say, [])[:1]), rows)
            for name, title, rows in (
                (say(N_("hubungan")), say(N_("Hubungan")), data["relations"]),
                (say(N_("platform")), say(N_("Platform situs")), data["platforms"]),
            )
        ),
    ]


def _regency_sheets(rows: list[Row], speech: Language) -> list[Sheet]:
    """Where the regions of the page are provinces."""
    say = speech.say
    columns = (
        Column("code", say(N_("Kode wilayah")), "code", 15),
        Column("label", say(N_("Kabupaten/Kota")), width=30),
        *_numbers(say, [])[:1],
    )
    return [Sheet(say(N_("kabupaten")), say(N_("Kabupaten/Kota")), columns, rows)] if rows else []


def _activity_sheet(rows: list[Row], speech: Language) -> Sheet:
    say = speech.say
    columns = (
        Column("label", say(N_("Kegiatan")), width=30),
        Column("activity", say(N_("Kegiatan (id)")), width=22),
        *_numbers(say, []),
        Column("stated", say(N_("Cerita dengan jumlah peserta")), "whole", 14),
        Column("people", say(N_("Peserta yang disebut")), "whole", 14),
    )
    return Sheet(say(N_("kegiatan")), say(N_("Kegiatan")), columns, _with_participants(rows))


def _with_participants(rows: Sequence[Row]) -> list[Row]:
    said = [(row, row["participants"]) for row in rows]
    return [{**row, "stated": one["stories"], "people": one["people"] if one["stories"] else None} for row, one in said]


def _partner_sheet(rows: list[Row], speech: Language) -> Sheet:
    say = speech.say
    shown = [{**row, "label": say(partners.FIELDS[row["fact"]])} for row in rows if row["fact"] in partners.FIELDS]
    columns = (Column("label", say(N_("Disebut dalam berita")), width=34), *_numbers(say, [])[:2])
    return Sheet(say(N_("mitra")), say(N_("Mitra dan advokasi")), columns, shown)


def _numbers(say: Callable[[str], str], rows: Sequence[Row]) -> list[Column]:
    columns = [
        Column("pages", say(N_("Berita")), "whole", 10),
        Column("stories", say(N_("Cerita")), "whole", 10),
        Column("villages", say(N_("Desa")), "whole", 10),
    ]
    if any(row["share"] is not None for row in rows):
        columns += [
            Column("all_news", say(N_("Semua berita desa")), "whole", 12),
            Column("share", say(N_("Bagian dari semua berita")), "share", 14),
        ]
    return columns


def comparison_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Banding: the totals, and a row a time with a column for each that is compared."""
    say = speech.say
    compared = data["compared"]
    label = Column("label", say(N_("Yang dibandingkan")), width=30)
    keys = [str(number) for number, _ in enumerate(compared)]
    rows = [
        {**row, **{key: cell["pages"] for key, cell in zip(keys, row["cells"], strict=True)}} for row in data["rows"]
    ]
    times = (
        Column("label", say(N_("Masa")), width=16),
        Column("key", say(N_("Masa (angka)")), width=12),
        *(Column(key, one["label"], "whole", 18) for key, one in zip(keys, compared, strict=True)),
    )
    return [
        Sheet(say(N_("perbandingan")), say(N_("Perbandingan")), (label, *_numbers(say, compared)), compared),
        Sheet(say(N_("waktu")), say(N_("Menurut waktu")), times, rows),
    ]


def chart_sheet(name: str, rows: Sequence[Row], speech: Language) -> Sheet:
    """What a chart was drawn from (archive.room.pictures): of its columns those that its rows have."""
    say = speech.say
    columns = (
        Column("series", say(N_("Yang dibandingkan")), width=30),
        Column("key", say(N_("Masa (angka)")), width=12),
        Column("code", say(N_("Kode wilayah")), "code", 15),
        Column("label", say(_CHART_LABELS.get(name, N_("Wilayah"))), width=30),
        *_numbers(say, rows),
        Column("last_year", say(N_("Masa yang sama tahun sebelumnya")), "whole", 16),
        Column("stated", say(N_("Cerita dengan jumlah peserta")), "whole", 14),
        Column("people", say(N_("Peserta yang disebut")), "whole", 14),
        Column("latitude", say(N_("Lintang")), "number", 12),
        Column("longitude", say(N_("Bujur")), "number", 12),
    )
    if name == "kegiatan":
        rows = _with_participants(rows)
    there = {"label", "pages", *(column for row in rows for column in row)}
    return Sheet(name, name, tuple(column for column in columns if column.name in there), rows)


_CHART_LABELS = {"bulan": N_("Masa"), "banding": N_("Masa"), "kegiatan": N_("Kegiatan")}


_OF_LEVEL = {"province": N_("provinsi"), "regency": N_("kabupaten"), "district": N_("kecamatan"), "village": N_("desa")}


def home_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Beranda: regions of the month, and the newest articles."""
    say = speech.say
    months = (speech.month(data["month"]), speech.month(data["last_year"]["month"]))
    below = data["regions_by"]
    regions = [(below, "regions")]
    if below == "province":
        regions.append(("regency", "regencies_most"))
    if below != "village":
        regions.append(("village", "villages_most"))
    return [
        *(
            Sheet(
                say(_OF_LEVEL[level]),
                vocabulary.name_of(speech, "level", level),
                (
                    Column("code", say(N_("Kode wilayah")), "code", 15),
                    Column("label", vocabulary.name_of(speech, "level", level), width=30),
                    Column("pages", months[0], "whole", 16),
                    Column("last_year", months[1], "whole", 16),
                ),
                data[key],
            )
            for level, key in regions
        ),
        Sheet(say(N_("terbaru")), say(N_("Berita terbaru")), _shown_columns(data["newest"], speech), data["newest"]),
    ]


def _shown_columns(rows: list[Row], speech: Language) -> tuple[Column, ...]:
    """Those of the table of articles that a page's rows have."""
    there = rows[0].keys() if rows else {"title"}
    return tuple(column for column in article_columns(speech) if column.name in there)


def counted_report_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Laporan: its counts. The workbook of the whole report is made elsewhere."""
    return list(report_sheets(data, speech))
