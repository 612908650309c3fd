"""Each chart there is: what is counted for it, how it is drawn, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select
from starlette.datastructures import QueryParams

from archive.catalogue import tables
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered
from archive.regions import ATTRIBUTION
from archive.room import comparison, coverage, filters
from archive.room.charts import GOLD, LEAF, Spec, columns, maps
from archive.room.charts.frame import Frame
from archive.room.counted import Row
from archive.room.language import N_, Language, day_in_jakarta
from archive.room.places import circle_rows, level_below, region_rows, step_named, tile_legend, tile_rows
from archive.room.room import Room
from archive.room.shapes import ShapesError
from archive.room.tiles import legend_of, scale_of
from archive.room.times import step_of, time_rows
from archive.room.vocabulary import name_of
from archive.version import VERSION

_MOST_BARS = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a chart is asked for."""

    room: Room
    connection: Connection
    query: Query
    params: QueryParams
    speech: Language

    @property
    def measure(self) -> str:
        return coverage.measure_in(self.params)

    def said(self, row: Row) -> str:
        """The number of a row, as people read it."""
        return self.speech.share(row["share"]) if self.measure == "share" else self.speech.number(row["pages"])

    @property
    def measured(self) -> str:
        """What is counted, at the head of a sentence."""
        return self.speech.say(_MEASURED[self.measure])


_MEASURED = {
    "pages": N_("Jumlah berita tentang program"),
    "share": N_("Bagian berita tentang program dari semua berita desa"),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows` are what the table beside it shows; `spec` is made only when it is drawn."""

    title: str
    rows: list[Row]
    spec: Callable[[], Spec]
    key: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = field(default=())


def over_time(asked: Asked) -> Picture:
    step = step_of(asked.connection, asked.query, asked.params.get("step"))
    rows = time_rows(asked.connection, asked.query, asked.speech, step)
    speech = asked.speech
    key = []
    if asked.measure == "pages" and any(row["last_year"] for row in rows if row["key"]):
        key = [
            (LEAF, speech.say(N_("periode ini"))),
            (GOLD, speech.say(N_("garis: periode yang sama setahun sebelumnya"))),
        ]
    undated = sum(row["pages"] for row in rows if not row["key"])
    notes = []
    if undated:
        notes = [speech.say(N_("Tanpa tanggal, tidak digambar: %(count)s berita."), count=speech.number(undated))]
    title = {"month": N_("per bulan"), "quarter": N_("per triwulan"), "year": N_("per tahun")}[step]
    return Picture(
        f"{asked.measured} {speech.say(title)}",
        rows,
        lambda: columns.over_time(speech, rows, asked.measure, _axis(asked)),
        key,
        notes,
    )


def _axis(asked: Asked) -> str:
    return asked.speech.say(N_("Bagian") if asked.measure == "share" else N_("Jumlah berita"))


def by_region(asked: Asked) -> Picture:
    level = name_of(asked.speech, "level", level_below(asked.query))
    rows = region_rows(asked.connection, asked.query, asked.speech)
    rows = [row | {"said": asked.said(row)} for row in rows if row["pages"]]
    drawn = sorted(rows, key=lambda row: -(row[asked.measure] or 0))[:_MOST_BARS]
    notes = []
    if len(rows) > len(drawn):
        notes = [asked.speech.say(N_("Digambar %(some)s dari %(all)s wilayah."), some=len(drawn), all=len(rows))]
    title = asked.speech.say(N_("%(what)s menurut %(level)s"), what=asked.measured, level=level.lower())
    return Picture(title, rows, lambda: columns.bars(drawn, asked.measure), (), notes)


def by_activity(asked: Asked) -> Picture:
    speech = asked.speech
    rows = [
        {**row, "said": speech.number(row["pages"])}
        for row in coverage.activity_rows(asked.connection, asked.query, speech)
    ]
    return Picture(
        speech.say(N_("Jumlah berita tentang program menurut kegiatan")),
        rows,
        lambda: columns.bars(rows),
        (),
        [speech.say(N_("Satu berita dapat memuat beberapa kegiatan, jadi jumlahnya dapat lebih dari jumlah berita."))],
    )


def circles(asked: Asked) -> Picture:
    speech = asked.speech
    rows = [row | {"said": speech.number(row["pages"])} for row in circle_rows(asked.connection, asked.query, speech)]
    notes = [
        speech.say(N_("Luas lingkaran sebanding dengan jumlah berita; letaknya di tengah desa-desa wilayah itu.")),
        speech.say(N_("Latar: petak yang ada desanya, bukan batas wilayah.")),
        ATTRIBUTION,
    ]  # fmt: skip
    return Picture(
        speech.say(N_("Peta jumlah berita tentang program")),
        rows,
        lambda: maps.circles(rows, asked.query.region if len(asked.query.region) in (2, 5, 8) else ""),
        (),
        notes,
    )


def squares(asked: Asked) -> Picture:
    rows = region_rows(asked.connection, asked.query.but(region=""), asked.speech, "province")
    tiles = tile_rows(rows, asked.measure, asked.speech)
    key = [(one["fill"], one["text"]) for one in tile_legend(rows, asked.measure, asked.speech)]
    title = asked.speech.say(N_("%(what)s menurut provinsi"), what=asked.measured)
    notes = [asked.speech.say(N_("Setiap kotak satu provinsi; letaknya menyerupai peta, luasnya sama."))]
    return Picture(title, tiles, lambda: maps.squares(tiles), key, notes)


def own_shapes(asked: Asked) -> Picture:
    """Raises ShapesError."""
    shapes = coverage.shapes_of(asked.room, asked.query.region)
    if shapes is None:
        raise ShapesError("no shapes are named; see maps.geojson in docs/settings.md")
    if not shapes.shapes:
        raise ShapesError(f"no shape lies in {asked.query.region}")
    levels: dict[int, Any] = {2: "province", 5: "regency", 8: "district", 13: "village"}
    rows = region_rows(asked.connection, asked.query, asked.speech, levels[shapes.level])
    rows = [row | {"said": asked.said(row)} for row in rows if row["code"]]
    whole = asked.measure == "pages"
    scale = scale_of((row[asked.measure] or 0 for row in rows), whole=whole)
    say = asked.speech.number if whole else asked.speech.share
    key = [("#ffffff", asked.speech.say(N_("tidak ada")))]
    key += ((str(one["fill"]), step_named(one, say, asked.speech)) for one in legend_of(scale, whole=whole))
    fills = {row["code"]: scale.fill(row[asked.measure] or 0) for row in rows}
    level = name_of(asked.speech, "level", levels[shapes.level])
    return Picture(
        asked.speech.say(N_("%(what)s menurut %(level)s"), what=asked.measured, level=level.lower()),
        rows,
        lambda: maps.own_shapes(shapes.shapes, fills),
        key,
        [asked.speech.say(N_("Bentuk wilayah: %(file)s"), file=asked.room.collection.config.maps.geojson)],
    )


def side_by_side(asked: Asked) -> Picture:
    compared = comparison.compared_in(asked.params)
    step = step_of(asked.connection, asked.query, asked.params.get("step"))
    rows = comparison.comparison_rows(asked.connection, asked.query, compared, asked.speech, step)
    return Picture(
        f"{asked.measured}: {' · '.join(dict.fromkeys(row['series'] for row in rows))}",
        rows,
        lambda: columns.side_by_side(asked.speech, rows, asked.measure, _axis(asked)),
    )


PICTURES: dict[str, Callable[[Asked], Picture]] = {
    "bulan": over_time,
    "wilayah": by_region,
    "kegiatan": by_activity,
    "peta": circles,
    "petak": squares,
    "bidang": own_shapes,
    "banding": side_by_side,
}


def frame_of(asked: Asked, picture: Picture) -> Frame:
    """What stands around it: title, what the colours mean, the filters, and where the numbers come from."""
    speech = asked.speech
    chips = [chip["text"] for chip in filters.chips_of(asked.query, speech)]
    narrowed = (
        speech.say(N_("Saringan: %(filters)s."), filters="; ".join(chips))
        if chips
        else speech.say(N_("Tanpa saringan."))
    )
    source = speech.say(
        N_("Sumber: koleksi %(operator)s, keadaan %(day)s; Lumbung %(version)s."),
        operator=asked.room.collection.config.who.operator,
        day=speech.day(day_in_jakarta(state_day(asked.connection))),
        version=VERSION,
    )  # fmt: skip
    caution = speech.say(N_("Tidak ada berita bukan berarti tidak ada kegiatan."))
    notes = (*picture.notes, f"{narrowed} {caution}", source)
    return Frame(picture.title, _described(asked, picture), picture.key, notes)


def _described(asked: Asked, picture: Picture) -> str:
    """Its largest numbers, for those who do not see it."""
    rows = sorted((row for row in picture.rows if row["pages"]), key=lambda row: -row["pages"])[:10]
    said = "; ".join(
        f"{row.get('series', '')} {row['label']}: {asked.speech.number(row['pages'])}".strip() for row in rows
    )
    return said or asked.speech.say(N_("Tidak ada berita dengan saringan ini."))


def state_day(connection: Connection) -> str | None:
    """The day of the newest thing that was captured: the numbers are of then."""

    def ask() -> tuple[str | None]:
        return (connection.execute(select(func.max(tables.document.c.captured_at))).scalar(),)

    return remembered(connection, ("state day",), ask)[0]
