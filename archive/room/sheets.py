"""The tables that pages show, as files hold them: made of a page's own data, so that screen and file never differ.

A new page that shows rows is named in SHEETS; it then has NAME.xlsx, NAME.csv and NAME.data.csv, and `downloads` in its
template for the macro `download` of parts.html.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.export.articles import article_columns
from archive.export.report import report_sheets
from archive.export.table import Column, Row, Sheet
from archive.room import vocabulary
from archive.room.language import N_, Language
from archive.room.times import STEPS

Data = dict[str, Any]


def coverage_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Liputan: over time, by region, activity, relation and platform."""
    say = speech.say
    times, regions, activities = data["times"], data["regions"]["rows"], data["activities"]
    level = vocabulary.name_of(speech, "level", data["regions"]["level"])
    step = say(STEPS[data["step"]])
    people = [row | {"people": row["participants"]["people"] or None} for row in activities]
    return [
        Sheet(
            step,
            say(N_("Menurut waktu")),
            (
                Column("label", say(N_("Waktu")), width=16),
                Column("key", say(N_("Waktu (angka)")), width=12),
                *_numbers(say, times),
                Column("last_year", say(N_("Setahun sebelumnya")), "whole", 16),
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
        Sheet(
            say(N_("kegiatan")),
            say(N_("Kegiatan")),
            (
                Column("label", say(N_("Kegiatan")), width=30),
                Column("activity", say(N_("Kegiatan (id)")), width=22),
                *_numbers(say, activities),
                Column("people", say(N_("Peserta yang disebut")), "whole", 14),
            ),
            people,
        ),
        *(
            Sheet(
                say(name),
                say(heading),
                (Column("label", say(heading), width=30), Column("pages", say(N_("Berita")), "whole", 10)),
                data[key],
            )
            for name, heading, key in (
                (N_("hubungan"), N_("Hubungan dengan program"), "relations"),
                (N_("platform"), N_("Platform situs"), "platforms"),
            )
        ),
    ]


def _numbers(say: Callable[[str], str], rows: list[Row]) -> list[Column]:
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


def home_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Beranda: regions of the month, and the newest articles."""
    say = speech.say
    months = (speech.month(data["month"]), speech.month(data["last_year"]["month"]))
    regions = (
        (N_("provinsi"), N_("Provinsi"), "provinces"),
        (N_("kabupaten"), N_("Kabupaten/Kota"), "regencies"),
        (N_("desa"), N_("Desa/Kelurahan"), "villages_most"),
    )
    return [
        *(
            Sheet(
                say(name),
                say(heading),
                (
                    Column("code", say(N_("Kode wilayah")), "code", 15),
                    Column("label", say(heading), width=30),
                    Column("pages", months[0], "whole", 16),
                    Column("last_year", months[1], "whole", 16),
                ),
                data[key],
            )
            for name, heading, key in regions
        ),
        Sheet(say(N_("terbaru")), say(N_("Berita terbaru")), _shown_columns(data["newest"], speech), data["newest"]),
    ]


def _shown_columns(rows: list[Row], speech: Language) -> tuple[Column, ...]:
    """Those of the table of articles that a page's rows have."""
    there = rows[0].keys() if rows else {"title"}
    return tuple(column for column in article_columns(speech) if column.name in there)


def _report_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Laporan: its counts. The workbook of the whole report is made elsewhere."""
    return list(report_sheets(data, speech))


SHEETS: dict[str, Callable[[Data, Language], list[Sheet]]] = {
    "liputan.html": coverage_sheets,
    "beranda.html": home_sheets,
    "laporan.html": _report_sheets,
}
