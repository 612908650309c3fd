"""The monthly and yearly report: what villages published about the programme, by province, kabupaten and village,
beside the same time a year before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection

from archive.catalogue.counts import By, Count, counts, months_between, total
from archive.catalogue.query import UNKNOWN, Query
from archive.export.table import Column, Sheet
from archive.regions import region_table
from archive.room import vocabulary
from archive.room.language import N_, Language

Row = dict[str, Any]
LEVELS: tuple[By, ...] = ("province", "regency", "village")


def report_of(connection: Connection, period: str, region: str, speech: Language) -> Row:
    """The report as its page and its JSON twin have it, counted now. `period`: a year or a month, "2024", "2024-05";
    `region`: a code, or empty. Raises QueryError."""
    query = Query(since=period, until=period, region=region)
    earlier = query.but(since=year_before(period), until=year_before(period))
    tables = {level: _regions(connection, query, earlier, level, speech) for level in LEVELS}
    now, then = total(connection, query), total(connection, earlier)
    return {
        "period": period,
        "region": region,
        "pages": now.pages,
        "stories": now.stories,
        "villages_count": now.villages,
        "all_news": total(connection, query.but(relation=("all",))).pages,
        "earlier": {"period": earlier.since, "pages": then.pages, "stories": then.stories, "villages": then.villages},
        "months": _months(connection, query, earlier, speech) if len(period) == 4 else [],
        "provinces": tables["province"],
        "regencies": tables["regency"],
        "villages": tables["village"],
        "activities": _activities(connection, query, earlier, speech),
    }


def year_before(period: str) -> str:
    """ "2023-05" of "2024-05"."""
    return f"{int(period[:4]) - 1:04}{period[4:]}"


def _regions(connection: Connection, query: Query, earlier: Query, by: By, speech: Language) -> list[Row]:
    """By code: every region that published in the one time or in the other; what is not known comes last."""
    now = {one.key: one for one in counts(connection, query, by, with_all_news=True)}
    then = {one.key: one.pages for one in counts(connection, earlier, by)}
    known: Row = {}
    keys = {key for key, one in now.items() if one.pages} | then.keys()
    return [
        _row(now.get(key) or Count(key), then.get(key, 0)) | _names(key, speech, known)
        for key in sorted(keys, key=lambda key: (key is None, key or ""))
    ]


def _names(code: str | None, speech: Language, known: Row) -> Row:
    """The region and those it lies in. `known`: what was looked up already; villages share what they lie in."""
    names = _names_above(code, known) if code else {}
    label = list(names.values())[-1] if names else code
    return {
        "kode_wilayah": code,
        "label": label or speech.say(N_("Wilayah tidak diketahui")),
        "provinsi": names.get("provinsi"),
        "kabupaten": names.get("kabupaten"),
        "kecamatan": names.get("kecamatan"),
        "desa": names.get("desa"),
    }


def _names_above(code: str, known: Row) -> Row:
    """Names by level, the province first; without those that no table has."""
    if code not in known:
        region = region_table().get(code)
        above = _names_above(code.rpartition(".")[0], known) if "." in code else {}
        known[code] = {**above, region.level: region.name} if region else {}
    names: Row = known[code]
    return names


def _months(connection: Connection, query: Query, earlier: Query, speech: Language) -> list[Row]:
    now = {one.key: one for one in counts(connection, query, "month", with_all_news=True)}
    then = {one.key: one.pages for one in counts(connection, earlier, "month")}
    return [
        _row(now.get(month) or Count(month), then.get(year_before(month), 0))
        | {"month": month, "label": speech.month(month)}
        for month in months_between(f"{query.since}-01", f"{query.since}-12")
    ]


def _activities(connection: Connection, query: Query, earlier: Query, speech: Language) -> list[Row]:
    then = {one.key: one.pages for one in counts(connection, earlier, "activity")}
    return [
        _row(one, then.get(one.key, 0))
        | {"activity": one.key or UNKNOWN, "label": vocabulary.name_of(speech, "activity", one.key or UNKNOWN)}
        for one in counts(connection, query, "activity")
    ]


def _row(now: Count, then: int) -> Row:
    return {
        "pages": now.pages,
        "stories": now.stories,
        "villages": now.villages,
        "last_year": then,
        "change": now.pages - then,
        "all_news": now.all_news,
        "share": now.share,
    }


def report_sheets(report: Row, speech: Language) -> Iterator[Sheet]:
    """All but the list of articles."""
    say = speech.say
    numbers = _number_columns(report, speech)
    code = Column("kode_wilayah", say(N_("Kode wilayah")), "code", 15)
    province = Column("provinsi", say(N_("Provinsi")), width=22)
    regency = Column("kabupaten", say(N_("Kabupaten/Kota")), width=28)
    label = partial(Column, "label", width=28)
    without_villages = tuple(one for one in numbers if one.name != "villages")
    without_share = tuple(one for one in numbers if one.name not in ("all_news", "share"))
    yield Sheet(
        say(N_("provinsi")),
        say(N_("Menurut provinsi")),
        (code, label(say(N_("Provinsi"))), *numbers),
        report["provinces"],
    )
    yield Sheet(
        say(N_("kabupaten")),
        say(N_("Menurut kabupaten/kota")),
        (code, province, label(say(N_("Kabupaten/Kota"))), *numbers),
        report["regencies"],
    )
    yield Sheet(
        say(N_("desa")),
        say(N_("Menurut desa/kelurahan")),
        (
            code,
            province,
            regency,
            Column("kecamatan", say(N_("Kecamatan")), width=22),
            label(say(N_("Desa/Kelurahan"))),
            *without_villages,
        ),
        report["villages"],
    )
    yield Sheet(
        say(N_("kegiatan")),
        say(N_("Menurut kegiatan")),
        (label(say(N_("Kegiatan"))), *without_share),
        report["activities"],
    )
    if report["months"]:
        yield Sheet(say(N_("bulan")), say(N_("Menurut bulan")), (label(say(N_("Bulan"))), *numbers), report["months"])


def _number_columns(report: Row, speech: Language) -> tuple[Column, ...]:
    say, then = speech.say, speech.month(report["earlier"]["period"])
    return (
        Column("pages", say(N_("Berita")), "whole", 10),
        Column("stories", say(N_("Cerita berbeda")), "whole", 10),
        Column("villages", say(N_("Desa")), "whole", 10),
        Column("last_year", say(N_("Berita %(period)s"), period=then), "whole", 14),
        Column("change", say(N_("Selisih")), "whole", 10),
        Column("all_news", say(N_("Semua berita desa")), "whole", 12),
        Column("share", say(N_("Bagian dari semua berita")), "share", 12),
    )


def report_title(period: str, speech: Language) -> str:
    if len(period) == 4:
        return speech.say(N_("Laporan tahun %(period)s"), period=period)
    return speech.say(N_("Laporan bulan %(period)s"), period=speech.month(period))
