"""Liputan: how much was published, when, where and about what. Each number leads to the articles behind it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.datastructures import QueryParams
from starlette.requests import Request

from archive.catalogue.counts import counts, total
from archive.catalogue.facts import partner_counts
from archive.catalogue.participants import Stated, stated_by_activity, stated_participants
from archive.catalogue.query import UNKNOWN, Query
from archive.errors import ArchiveError
from archive.files import file_state
from archive.room import filters, partners, vocabulary
from archive.room.counted import Row, counted_row
from archive.room.language import N_, Language
from archive.room.places import level_below, region_rows, tile_legend, tile_rows, way_up
from archive.room.room import Room
from archive.room.shapes import Shapes, read_shapes
from archive.room.times import STEPS, step_of, time_rows
from archive.room.web import Page, language_of, region_name, with_params

MEASURES = {"pages": N_("jumlah berita"), "share": N_("bagian dari semua berita desa")}
MOST_REGIONS = 600  # rows of a table; all Indonesia has 514 kabupaten and kota


def page(room: Room, request: Request) -> Page:
    """Counts of what the filters leave. `measure` and `step` in the address choose how time is shown."""
    speech = language_of(request)
    query = filters.query_in(request.query_params)
    measure = measure_in(request.query_params)
    with room.catalogue() as connection:
        step = step_of(connection, query, request.query_params.get("step"))
        regions = region_rows(connection, query, speech)
        data = {
            "query": dict(query.params()),
            **_whole(connection, query, regions),
            "step": step,
            "times": time_rows(connection, query, speech, step),
            "regions": {"level": level_below(query), "rows": regions},
            "regencies": _regency_rows(connection, query) if level_below(query) == "province" else [],
            "activities": activity_rows(connection, query, speech),
            "participants": _stated(stated_participants(connection, query)),
            "relations": relation_rows(connection, query, speech),
            "platforms": platform_rows(connection, query, speech),
            "partners": [
                {"fact": one.key, "pages": one.pages, "stories": one.stories}
                for one in partner_counts(connection, query)
            ],
        }
        is_whole = not query.region
        kept = [(name, value) for name in ("measure", "step") if (value := request.query_params.get(name))]
        view = {
            "form": filters.form_of(connection, query, speech, today=room.today(), kept=kept),
            "params": query.params(),
            "breadcrumbs": way_up(query, speech),
            "measure": measure,
            "measures": [
                (one, speech.say(text), with_params(request, measure=None if one == "pages" else one))
                for one, text in MEASURES.items()
            ],
            "steps": [(one, speech.say(text), with_params(request, step=one)) for one, text in STEPS.items()],
            "places_known": any(row["pages"] and row["code"] for row in regions),
            "tiles": tile_rows(regions, measure, speech) if is_whole else None,
            "tile_legend": tile_legend(regions, measure, speech) if is_whole else None,
            "shown_regions": MOST_REGIONS,
            "partner_names": {name: speech.say(text) for name, text in partners.FIELDS.items()},
            "own": _own_shapes(room, query.region),
        }
    return Page("liputan.html", speech.say(N_("Liputan")), data, view)


def measure_in(params: QueryParams) -> str:
    """What charts and maps show: pages, or their share of all news."""
    asked = params.get("measure", "")
    return asked if asked in MEASURES else "pages"


def _whole(connection: Connection, query: Query, regions: list[Row]) -> dict[str, Any]:
    whole = total(connection, query)
    everything = sum(row["all_news"] for row in regions)
    return {
        "pages": whole.pages,
        "stories": whole.stories,
        "villages": whole.villages,
        "all_news": everything,
        "share": whole.pages / everything if everything else None,
    }


def activity_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """With the numbers of participants that articles state, of a story once."""
    stated = stated_by_activity(connection, query)
    return [
        {
            **counted_row(one, vocabulary.name_of(speech, "activity", key), query.but(activity=(key,))),
            "activity": one.key,
            "participants": _stated(stated.get(one.key, Stated(one.key))),
        }
        for one in counts(connection, query, "activity")
        for key in [one.key or UNKNOWN]
    ]


def _stated(one: Stated) -> dict[str, int]:
    return {"pages": one.pages, "stories": one.stories, "people": one.people, "largest": one.largest}


def relation_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """All news that the other filters leave, by what it has to do with the programme."""
    everything = query.but(relation=("all",))
    return [
        counted_row(one, vocabulary.name_of(speech, "relation", one.key), query.but(relation=(one.key,)))
        | {"relation": one.key}
        for one in counts(connection, everything, "relation", only_pages=True)
        if one.key and one.pages
    ]


def platform_rows(connection: Connection, query: Query, speech: Language) -> list[Row]:
    """By the software of the site."""
    return [
        counted_row(one, vocabulary.name_of(speech, "platform", one.key), query.but(platform=(one.key,)))
        | {"platform": one.key}
        for one in counts(connection, query, "platform", only_pages=True)
        if one.key and one.pages
    ]


def _regency_rows(connection: Connection, query: Query) -> list[Row]:
    """What the map of Indonesia has circles for; its table has the provinces."""
    found = []
    for one in sorted(counts(connection, query, "regency", only_pages=True), key=lambda one: -one.pages):
        if one.key and one.pages:
            row = counted_row(one, region_name(one.key), query.but(region=one.key))
            found.append({"code": one.key} | {name: row[name] for name in ("label", "pages", "articles", "coverage")})
    return found


def _own_shapes(room: Room, region: str) -> dict[str, Any] | None:
    """What there is to say of a user's own shapes in a region; None where there are none at all."""
    try:
        shapes = shapes_of(room)
    except ArchiveError as error:
        return {"fault": str(error)}
    if shapes is None:
        return None
    shapes = shapes.within(region)
    return {
        "fault": None,
        "count": len(shapes.shapes),
        "unknown": shapes.unknown,
        "missing": shapes.missing,
        "doubled": shapes.doubled,
        "other_level": shapes.other_level,
    }


def shapes_of(room: Room, region: str = "") -> Shapes | None:
    """Read again only when the file changes. Raises ArchiveError."""
    maps = room.collection.config.maps
    if not region:
        return _kept_shapes.read(room.collection.root, maps)
    return read_shapes(room.collection.root, maps, region)  # for a picture, which is kept itself


class _KeptShapes:
    """The last shapes that were read, or why they could not be."""

    def __init__(self) -> None:
        self._key: Any = None
        self._found: Shapes | ArchiveError | None = None

    def read(self, root: Any, maps: Any) -> Shapes | None:
        if maps.geojson is None:
            return None
        path = root / maps.geojson
        key = (path, maps.property, file_state(path))
        if key != self._key:
            try:
                self._found = read_shapes(root, maps)
            except ArchiveError as error:
                self._found = error
            self._key = key
        if isinstance(self._found, ArchiveError):
            raise self._found
        return self._found


_kept_shapes = _KeptShapes()
