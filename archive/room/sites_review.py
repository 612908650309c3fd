"""Tinjau situs: sites whose village is not known, with those that their pages may mean. What an archivist says is put
into the site's row of seeds.csv, with a note of who said so and why; other rows and cells stay as they are."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.catalogue import tables
from archive.catalogue.conditions import visible
from archive.catalogue.search import article_of
from archive.room import writing
from archive.room.deciding import LONGEST, form_of, remember
from archive.room.language import N_
from archive.room.paging import Paging, paging
from archive.room.regions_review import code_in
from archive.room.room import Room
from archive.room.unsure import candidate
from archive.room.web import Page, language_of
from archive.seed_table import changing_seeds

Row = dict[str, Any]

_A_PAGE = 20


def page(room: Room, request: Request) -> Page:
    """Sites of the list without a village, those with the most articles first."""
    speech, site = language_of(request), tables.site.c
    with room.catalogue() as connection:
        count = connection.execute(select(func.count()).where(site.village.is_(None))).scalar_one()
        at = paging(request, count, _A_PAGE)
        rows = _rows(connection, at)
    data = {"count": count, "rows": rows, "page": at.number, "last_page": at.last}
    view = form_of(request, "archivist") | at.links(request, said=None)
    return Page("wilayah_situs.html", speech.say(N_("Situs yang desanya belum diketahui")), data, view)


def _rows(connection: Connection, at: Paging) -> list[Row]:
    """Each site with what its first article says of where it is."""
    site, article = tables.site.c, tables.article.c
    counted = (
        select(article.site, func.count().label("news"), func.min(article.id).label("one"))
        .where(*visible())
        .group_by(article.site)
    )
    known = counted.subquery()
    rows = connection.execute(
        select(site.id, site.key, site.name, site.url, known.c.news, known.c.one)
        .join_from(tables.site, known, known.c.site == site.key, isouter=True)
        .where(site.village.is_(None))
        .order_by(func.coalesce(known.c.news, 0).desc(), site.id)
        .limit(at.size)
        .offset(at.start)
    ).all()
    found = []
    for row in rows:
        hit = article_of(connection, row.one) if row.one else None
        place = (hit.line.get("village") or {}) if hit else {}
        codes = [one["kode_wilayah"] for one in place.get("candidates") or () if one.get("kode_wilayah")]
        found.append(
            {
                "id": row.id,
                "name": row.name,
                "url": row.url,
                "news": row.news or 0,
                "candidates": [candidate(code) for code in codes],
            }
        )
    return found


async def correct(request: Request) -> Response:
    """POST: `site` is of the village `code`. Raises HTTPException 400, 403, 404."""
    form = await request.form(max_files=0, max_fields=20)
    person = writing.require(request, "archivist", form)
    given = {key: str(value).strip()[:LONGEST] for key, value in form.items()}
    room: Room = request.app.state.room
    speech = language_of(request)
    who, reason = writing.who_decides(person, form), " ".join(given.get("reason", "").split())
    if not who or not reason:
        raise HTTPException(400, speech.say(N_("Tulis nama Anda dan dari mana Anda tahu, lalu kirim lagi.")))
    code = code_in(given, speech)
    if code is None or len(code) < 13:
        raise HTTPException(400, speech.say(N_("Sebutkan satu desa, dengan kodenya, misalnya 18.05.13.2021.")))

    def kept() -> None:
        with changing_seeds(room.collection.seeds_file) as table:
            place = next((nth for nth, seed in enumerate(table.seeds) if seed.id == given.get("site")), None)
            if place is None:
                raise HTTPException(404, speech.say(N_("Tidak ada situs dengan nama ini dalam koleksi.")))
            note = f"{room.today().isoformat()} kode_wilayah {code}: {who}: {reason}"
            notes = "\n".join(filter(None, (table.seeds[place].notes, note)))
            table.change(place, {"kode_wilayah": code, "notes": notes})
            table.write()
        room.look_again()

    await run_in_threadpool(kept)
    response = RedirectResponse("/tinjau/situs?said=1", 303)
    remember(response, who)
    return response
