"""Senyap: recipients of which nothing is heard, and sites that are dead, moved or taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from archive.regions import region_table
from archive.room import filters, silence, vocabulary, writing
from archive.room.language import N_, Language
from archive.room.paging import paging, whole_number
from archive.room.room import Room
from archive.room.unsure import unsure_rows
from archive.room.web import Page, address, language_of, region_name

Row = dict[str, Any]

_A_PAGE = 50
_MONTHS = 6  # without news: gone silent
_MOST_MONTHS = 120
_UNSURE_SHOWN = 10


def page(room: Room, request: Request) -> Page:
    """`state`, `region` (or level by level), `year` of the list and `months` of silence stand in the address."""
    speech, params = language_of(request), request.query_params
    state = params.get("state", "")
    state = state if state in silence.STATES else "never"
    region = filters.query_in(params).region
    region = region if region in region_table() else ""
    months = min(max(1, whole_number(params.get("months"), _MONTHS)), _MOST_MONTHS)
    since = first_month(room.today().isoformat()[:7], months)
    with room.catalogue() as connection:
        years = silence.years_of(connection)
        year = params.get("year", "") if params.get("year", "") in years else ""
        every = silence.recipient_villages(connection)
        villages = [one for one in every if one.code.startswith(region) and (not year or year in one.years)]
        troubled = silence.troubled_sites(connection, region, year)
        unsure, others = silence.unsure(connection)
        form = _form(every, region)
    counts = silence.counted(villages, since)
    is_of_sites = state in silence.TROUBLED
    in_trouble = [one for one in troubled if one["state"] == state]
    silent = [one for one in villages if state in one.states(since)]
    found: Sequence[Any] = in_trouble if is_of_sites else silent
    at = paging(request, len(found), _A_PAGE)
    sites = {one: sum(site["state"] == one for site in troubled) for one in silence.TROUBLED}
    data = {
        "state": state,
        "region": region,
        "year": year,
        "months": months,
        "since": since,
        "counts": counts,
        "sites": sites,
        "found": len(found),
        "rows": [_site_row(one) for one in in_trouble[at.shown]]
        if is_of_sites
        else [one.row(since) for one in silent[at.shown]],
        "of_sites": is_of_sites,
        "regions": silence.by_region(villages, region, since),
        "page": at.number,
        "last_page": at.last,
        "unsure": len(unsure),
        "unsure_rows": unsure_rows(room.collection.root, unsure, limit=_UNSURE_SHOWN),
        "not_villages": others,
    }
    kept = {name: value for name, value in (("region", region), ("year", year)) if value}
    kept |= {"months": str(months)} if months != _MONTHS else {}
    view = {
        "tabs": [
            (
                one,
                speech.say(_TABS[one], months=months),
                sites.get(one, counts[one]),
                address("/senyap", {"state": one, **kept}),
            )
            for one in silence.STATES
        ],
        "explained": speech.say(_EXPLAINED[state], months=months),
        "region_chain": region_chain(region),
        "form": form,
        "years": years,
        "level": vocabulary.name_of(
            speech, "level", {0: "province", 2: "regency", 5: "district"}.get(len(region), "village")
        ),
        "region_link": lambda code, to=state: address("/senyap", {"state": to, **kept, "region": code}),
        **at.links(request),
        "may_write": writing.may(request, "archivist"),
        "states_named": lambda row: _states_named(row, speech),
    }
    return Page("senyap.html", speech.say(N_("Senyap")), data, view)


_TABS = {
    "never": N_("Belum pernah memberitakan"),
    "stopped": N_("Berhenti lebih dari %(months)s bulan"),
    "no_site": N_("Tanpa situs yang diketahui"),
    "unvisited": N_("Situs belum dipanen"),
    "unreachable": N_("Situs tidak terjangkau"),
    "moved": N_("Situs pindah"),
    "hijacked": N_("Situs terindikasi diambil alih judi"),
}
_EXPLAINED = {
    "never": N_("Desa penerima yang belum mempunyai satu pun berita tentang program dalam koleksi ini."),
    "stopped": N_(
        "Desa penerima yang pernah memberitakan program, tetapi tidak lagi selama %(months)s bulan terakhir."
    ),
    "no_site": N_("Desa penerima yang situsnya tidak ada dalam daftar situs. Mungkin ada, tetapi belum didaftarkan."),
    "unvisited": N_("Desa penerima yang situsnya sudah didaftarkan, tetapi belum pernah dipanen."),
    "unreachable": N_("Situs yang tidak menjawab pada panen terakhir, milik penerima maupun bukan."),
    "moved": N_("Situs yang halaman depannya mengarah ke alamat lain, milik penerima maupun bukan."),
    "hijacked": N_(
        "Situs yang tampak dikuasai pihak lain untuk judi. Ini dugaan dari yang terlihat, bukan tuduhan kepada desa."
    ),
}


def _site_row(site: Row) -> Row:
    names = (
        "id",
        "url",
        "name",
        "state",
        "state_since",
        "state_detail",
        "last_visit",
        "last_answer",
        "platform",
        "is_paused",
        "is_recipient",
    )
    code = site["village"]
    return {
        **{name: site[name] for name in names},
        "kode_wilayah": code,
        "desa": region_name(code),
        "kabupaten": region_name(site["regency"]),
        "provinsi": region_name(site["province"]),
    }


def _states_named(row: Row, speech: Language) -> list[tuple[str, str]]:
    """What is the matter with a village's sites, as a list shows it."""
    return [
        (one, vocabulary.name_of(speech, "state", one)) for one in row["states"] if one not in silence.NEWS_STATES
    ] or [("well", vocabulary.name_of(speech, "state", "well"))]


def _form(villages: list[silence.Village], region: str) -> list[Row]:
    """A choice for each level down to the kecamatan: regions that recipients lie in."""
    codes = [one.code for one in villages]
    found = []
    for level, end, above in (("province", 2, 0), ("regency", 5, 2), ("district", 8, 5)):
        if len(region) < above:
            break
        within = sorted({code[:end] for code in codes if code.startswith(region[:above])})
        found.append(
            {
                "level": level,
                "chosen": region[:end] if len(region) >= end else "",
                "choices": [(code, region_name(code)) for code in within],
            }
        )
    return found


def region_chain(region: str) -> list[tuple[str, str]]:
    """The regions from the province down to this one."""
    return [(region[:end], region_name(region[:end])) for end in (2, 5, 8, 13) if len(region) >= end]


def first_month(today: str, months: int) -> str:
    """ "2026-11" and 6: "2026-05" is the first month that is not longer ago."""
    number = int(today[:4]) * 12 + int(today[5:7]) - 1 - months
    return f"{number // 12:04}-{number % 12 + 1:02}"
