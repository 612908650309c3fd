"""Of which recipients nothing is heard: no news of the programme, none for a long time, no site, or one that is dead,
moved or taken. What is counted is villages; a row of the list whose village is not sure counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, case, func, select

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.remembered import remembered
from archive.room.web import region_name

Row = dict[str, Any]

NEWS_STATES = ("never", "stopped", "active")
SITE_STATES = ("no_site", "unvisited", "unreachable", "moved", "hijacked")
STATES = (*NEWS_STATES[:2], *SITE_STATES)
TROUBLED = ("unreachable", "moved", "hijacked")  # of sites: counted whether their village is a recipient or not


@dataclass(slots=True)
class Village:
    """A village that receives the programme, and what is heard of it. Months as "2026-05"."""

    code: str
    names: list[str] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    news: int = 0
    last_month: str | None = None
    all_news: int = 0
    last_news: str | None = None
    sites: list[Row] = field(default_factory=list)

    def news_state(self, since: str) -> str:
        """`since`: the first month that counts as not long ago. Undated news is news."""
        if not self.news:
            return "never"
        return "stopped" if self.last_month is not None and self.last_month < since else "active"

    def states(self, since: str) -> set[str]:
        """All that holds of it. A village with one site that is well is in no trouble with another."""
        own = {site["state"] for site in self.sites}
        of_site = {"no_site"} if not self.sites else set() if "well" in own else own & set(SITE_STATES)
        return {self.news_state(since), *of_site}

    def row(self, since: str) -> Row:
        return {
            "kode_wilayah": self.code,
            "desa": region_name(self.code),
            "kecamatan": region_name(self.code[:8]),
            "kabupaten": region_name(self.code[:5]),
            "provinsi": region_name(self.code[:2]),
            "recipients": self.names,
            "years": self.years,
            "news": self.news,
            "last_month": self.last_month,
            "all_news": self.all_news,
            "last_news": self.last_news,
            "states": sorted(self.states(since)),
            "sites": [
                {name: site[name] for name in ("id", "url", "state", "state_since", "state_detail", "last_visit")}
                for site in self.sites
            ],
            "page": f"/desa/{self.code}",
        }


def recipient_villages(connection: Connection) -> list[Village]:
    """Those that the lists name for sure, by code. Nobody may change them."""
    return remembered(connection, "recipient_villages", lambda: _recipient_villages(connection))


def _recipient_villages(connection: Connection) -> list[Village]:
    recipient = tables.recipient.c
    statement = select(recipient.village, recipient.name, recipient.desa, recipient.year).where(
        recipient.village.is_not(None)
    )
    found: dict[str, Village] = {}
    for row in connection.execute(statement.order_by(recipient.village, recipient.year)):
        one = found.setdefault(row.village, Village(row.village))
        if (name := row.name or row.desa) not in one.names:
            one.names.append(name)
        if row.year and row.year not in one.years:
            one.years.append(row.year)
    _add_news(connection, found)
    _add_sites(connection, found)
    return list(found.values())


def _add_news(connection: Connection, found: Mapping[str, Village]) -> None:
    """One look through the index that counting uses, however many villages there are."""
    article = tables.article.c
    own = case((article.relevant, article.month))
    statement = (
        select(
            article.village,
            func.count().label("all_news"),
            func.max(article.month).label("last_news"),
            func.sum(case((article.relevant, 1), else_=0)).label("news"),
            func.max(own).label("last_month"),
        )
        .where(article.kind == "article", article.village.is_not(None), *visible())
        .group_by(article.village)
    )
    for row in connection.execute(statement):
        if one := found.get(row.village):
            one.all_news, one.last_news = row.all_news, row.last_news
            one.news, one.last_month = int(row.news or 0), row.last_month


def _add_sites(connection: Connection, found: Mapping[str, Village]) -> None:
    site = tables.site
    for row in connection.execute(select(site).where(site.c.village.is_not(None)).order_by(site.c.id)):
        if one := found.get(row.village):
            one.sites.append(dict(row._mapping))


def counted(villages: Iterable[Village], since: str) -> Row:
    """How many villages there are, and in which state."""
    found = dict.fromkeys(("recipients", *NEWS_STATES, *SITE_STATES), 0)
    for one in villages:
        found["recipients"] += 1
        for state in one.states(since):
            found[state] += 1
    return found


def by_region(villages: Iterable[Village], region: str, since: str) -> list[Row]:
    """The same of each region below one, in the order of their codes."""
    end = {0: 2, 2: 5, 5: 8, 8: 13}.get(len(region), 13)
    groups: dict[str, list[Village]] = {}
    for one in villages:
        groups.setdefault(one.code[:end], []).append(one)
    return [{"code": code, "name": region_name(code), **counted(some, since)} for code, some in sorted(groups.items())]


def troubled_sites(connection: Connection, region: str, year: str) -> list[Row]:
    """Sites that the last visit found dead, moved or taken, those of recipients and others; paused ones are left out,
    as a person knows of them."""
    site, recipient = tables.site, tables.recipient.c
    own = select(recipient.village).where(recipient.village.is_not(None)).distinct()
    recipients = set(connection.execute(own.where(recipient.year == year) if year else own).scalars())
    rows = connection.execute(
        select(site).where(site.c.state.in_(TROUBLED), site.c.is_paused.is_(False)).order_by(site.c.village, site.c.id)
    )
    found = [{**row._mapping, "is_recipient": row.village in recipients} for row in rows]
    return [one for one in found if _place(one).startswith(region) and (not year or one["is_recipient"])]


def _place(site: Row) -> str:
    """The smallest region that is known of a site."""
    return site["village"] or site["district"] or site["regency"] or site["province"] or ""


def state_counts(connection: Connection) -> dict[str, int]:
    """How many sites of the list the last visits found in each state; paused ones are left out."""
    site = tables.site.c
    rows = connection.execute(select(site.state, func.count()).where(site.is_paused.is_(False)).group_by(site.state))
    return {row[0]: row[1] for row in rows}


def years_of(connection: Connection) -> list[str]:
    """The years of the lists, the last first."""
    year = tables.recipient.c.year
    return [one for one in connection.execute(select(year).distinct().order_by(year.desc())).scalars() if one]


def unsure(connection: Connection) -> tuple[list[str], int]:
    """Ids of the rows whose region is not sure, and how many rows are sure and no village (an office's library)."""
    recipient = tables.recipient.c
    ids = connection.execute(select(recipient.id).where(recipient.is_sure.is_(False)).order_by(recipient.id)).scalars()
    others = connection.execute(
        select(func.count()).where(recipient.is_sure.is_(True), recipient.village.is_(None))
    ).scalar_one()
    return list(ids), int(others)
