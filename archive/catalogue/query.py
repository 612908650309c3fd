"""A question to the collection: what the filters of the reading room, the API and `lumbung export` say.

    Query(region="18.05", since="2024-01", until="2024-12", activity=("bimtek",), text='"pojok baca"')

The names of its fields are those of the parameters in addresses: ?region=18.05&since=2024-01&activity=bimtek
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, get_args, get_type_hints

from archive.errors import ArchiveError
from archive.regions import region_table

ACTIVITIES = (
    "sosialisasi", "bimtek", "plm", "stakeholder_meeting", "pelibatan_masyarakat", "pelatihan_keterampilan",
    "pelatihan_tik", "lomba", "penghargaan", "bantuan_buku", "bantuan_komputer", "kunjungan", "monev",
    "replikasi_mandiri", "testimoni", "peresmian", "seleksi_penerima", "pelatihan_fasilitator", "kajian_dampak",
    "kebijakan",
)  # fmt: skip
RELATIONS = ("core", "borderline", "adjacent", "none")
UNKNOWN = "unknown"  # of a region, a month, a language: those of which it is not known

_CHOICES: dict[str, tuple[str, ...]] = {
    "relation": ("relevant", "all", *RELATIONS),
    "activity": (*ACTIVITIES, UNKNOWN),
    "kind": ("article", "page", "all"),
    "by": ("published", "event"),
    "copies": ("all", "first"),
    "review": ("", "reviewed", "open"),
}
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_LONGEST = 500


class QueryError(ArchiveError):
    """A question that cannot be asked so. `why` and `values` are for pages, which say it in words of their own."""

    def __init__(self, message: str, why: str = "", **values: str) -> None:
        super().__init__(message)
        self.why, self.values = why, values


@dataclass(frozen=True, slots=True)
class Query:
    """Every field narrows; an empty one does not. Several values of one field: any of them.

    region       the village that publishes: a code of any level, "18.05"; or "unknown"
    since, until a year, month or day, both included: "2024", "2024-06", "2024-06-30"; since "unknown": without a date
    by           which date is meant: "published" or that of the "event"
    activity     ids, or "unknown" for articles of which none is known
    relation     "relevant" (about the programme), "all", or core, borderline, adjacent, none
    text         as typed into the search box (archive.catalogue.phrase)
    flag, without_flag   ids of flags (docs/documents.md)
    site         host of a site, as in `site` of its articles
    kind         "article", "page" or "all"
    copies       "first": of a story only the article that was first
    review       "reviewed": decided by a person; "open": borderline and not decided
    """

    text: str = ""
    region: str = ""
    since: str = ""
    until: str = ""
    by: str = "published"
    activity: tuple[str, ...] = ()
    relation: tuple[str, ...] = ("relevant",)
    platform: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    without_flag: tuple[str, ...] = ()
    site: str = ""
    story: str = ""
    kind: str = "article"
    copies: str = "all"
    review: str = ""

    def __post_init__(self) -> None:
        """Raises QueryError on a value that none can have."""
        for name, choices in _CHOICES.items():
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,):
                if one not in choices:
                    known = ", ".join(filter(None, choices))
                    raise QueryError(
                        f"{name}: {one!r} is none of: {known}", "choice", name=name, value=one, known=known
                    )
        if self.region and self.region != UNKNOWN and self.region not in region_table():
            raise QueryError(
                f"region: {self.region!r} is no code of a region, as in 18.05.13.2021", "region", value=self.region
            )
        for name in ("since", "until"):
            value = getattr(self, name)
            if value and value != UNKNOWN and not _is_period(value):
                raise QueryError(
                    f"{name}: {value!r} is no year, month or day, as in 2024, 2024-06, 2024-06-30",
                    "period", name=name, value=value,
                )  # fmt: skip
        since, until = self.since, self.until
        if since and until and UNKNOWN not in (since, until) and first_day(since) > last_day(until):
            raise QueryError(f"since: {since!r} is later than until: {until!r}", "turned", since=since, until=until)
        if len(self.text) > _LONGEST:
            raise QueryError(f"text: longer than {_LONGEST} characters", "text", most=str(_LONGEST))

    def but(self, **changes: Any) -> Query:
        """The same with other values."""
        return replace(self, **changes)

    def params(self) -> list[tuple[str, str]]:
        """Its parameters in an address, those that differ from the usual; in one order, so that equal questions have
        equal addresses."""
        found: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            if value != one.default:
                found += ((one.name, part) for part in (value if isinstance(value, tuple) else (value,)))
        return found


NAMES = tuple(one.name for one in fields(Query))
_MANY = frozenset(name for name, hint in get_type_hints(Query).items() if get_args(hint))


def query_of(pairs: Iterable[tuple[str, str]] | Mapping[str, str]) -> Query:
    """The question that parameters of an address ask; others than ours, and empty ones, are passed over.

    Raises QueryError."""
    values: dict[str, Any] = {}
    for name, value in pairs.items() if isinstance(pairs, Mapping) else pairs:
        value = value.strip()
        if name not in NAMES or not value:
            continue
        if name in _MANY:
            values[name] = tuple(dict.fromkeys((*values.get(name, ()), *filter(None, value.split(",")))))
        else:
            values[name] = value
    return Query(**values)


def first_day(period: str) -> str:
    """ "2024-06" begins on "2024-06-01"."""
    return period + "0000-01-01"[len(period) :]


def last_day(period: str) -> str:
    """The last day a period may have; "2024-06-31" sorts behind every day of June."""
    return period + "0000-12-31"[len(period) :]


def _is_period(text: str) -> bool:
    found = _PERIOD.match(text)
    try:
        return bool(found and date(int(found[1]), int(found[2] or 1), int(found[3] or 1)))
    except ValueError:
        return False
