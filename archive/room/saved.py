"""Tersimpan: filters that people saved under a name, each with its numbers, its feed, and what is new."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive import searches
from archive.catalogue.counts import total
from archive.catalogue.query import query_of
from archive.room import filters
from archive.room.access.people import person_of
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, address, language_of, respond
from archive.room.writing import may, require, who_decides
from archive.searches import Search

Row = dict[str, Any]


def routes() -> list[Route]:
    return [
        Route("/tersimpan", _list, methods=["GET", "POST"]),
        Route("/tersimpan.json", _list, methods=["GET"]),
        Route("/tersimpan/baru", _new, methods=["GET"]),
        Route("/tersimpan/{search_id}", _one, methods=["GET", "POST"]),
    ]


async def _list(request: Request) -> Response:
    if request.method == "POST":
        return await run_in_threadpool(_save, request, await request.form(max_files=0, max_fields=60))
    return await run_in_threadpool(lambda: respond(request, page(request.app.state.room, request)))


async def _new(request: Request) -> Response:
    return await run_in_threadpool(lambda: respond(request, _form_page(request, None)))


async def _one(request: Request) -> Response:
    if request.method == "POST":
        return await run_in_threadpool(_change, request, await request.form(max_files=0, max_fields=20))
    return await run_in_threadpool(lambda: respond(request, _form_page(request, _of_path(request))))


def page(room: Room, request: Request) -> Page:
    """One's own; where there are no accounts all."""
    speech, told = language_of(request), searches.told(room.collection.root)
    with room.catalogue() as connection:
        rows = [_row(connection, one, told, speech) for one in _own(room, request)]
    return Page("tersimpan.html", speech.say(N_("Pencarian tersimpan")), {"searches": rows})


def _row(connection: Any, one: Search, told: dict[str, str], speech: Language) -> Row:
    query, after = one.query, searches.news_after(one, told)
    return {
        "id": one.id,
        "name": one.name,
        "query": dict(one.params),
        "words": [chip["text"] for chip in filters.chips_of(query, speech)],
        "who": one.who,
        "since": one.since,
        "notify": one.notify,
        "targets": list(one.targets),
        "pages": total(connection, query).pages,
        "new": searches.fresh(connection, query, after, None, 0).count,
        "new_after": after,
        "articles": address("/artikel", query.params()),
        "new_articles": address("/artikel", [*query.params(), ("order", "captured")]),
        "coverage": address("/liputan", query.params()),
        "feed": address("/artikel.atom", query.params()),
        "change": f"/tersimpan/{one.id}",
    }


def _form_page(request: Request, one: Search | None) -> Page:
    speech, room = language_of(request), request.app.state.room
    query = one.query if one else filters.query_in(request.query_params)
    with room.catalogue() as connection:
        pages = total(connection, query).pages
    data = {
        "id": one.id if one else None,
        "name": one.name if one else "",
        "query": dict(query.params()),
        "words": [chip["text"] for chip in filters.chips_of(query, speech)],
        "notify": bool(one and one.notify),
        "targets": ", ".join(one.targets) if one else "",
        "pages": pages,
    }
    view = {
        "params": query.params(),
        "may_notify": may(request, "reviewer"),
        "known": room.targets(),
        "longest": searches.LONGEST_NAME,
    }
    title = speech.say(N_("Ubah pencarian tersimpan") if one else N_("Simpan pencarian ini"))
    return Page("simpan.html", title, data, view, has_twin=False)


def _save(request: Request, form: FormData) -> Response:
    room, person, speech = request.app.state.room, require(request, "reader", form), language_of(request)
    who, name = who_decides(person, form), _text(form, "name")
    if not who or not name.strip():
        raise HTTPException(400, speech.say(N_("Tulislah nama pencarian dan siapa Anda.")))
    query = query_of([(key, value) for key, value in form.multi_items() if isinstance(value, str) and key != "name"])
    notify, targets = _wishes(request, form)
    mine = [one for one in searches.searches(room.collection.root).values() if one.who == who]
    if len(mine) >= searches.MOST_OF_ONE:
        raise HTTPException(400, speech.say(N_("Pencarian tersimpan Anda sudah terlalu banyak; hapus yang lama.")))
    searches.save(room.collection.root, name, query, who, notify=notify, targets=targets)
    return RedirectResponse("/tersimpan", 303)


def _change(request: Request, form: FormData) -> Response:
    room, person, speech = request.app.state.room, require(request, "reader", form), language_of(request)
    one = _of_path(request)
    who = person.name or one.who
    if _text(form, "remove"):
        searches.remove(room.collection.root, one, who)
        return RedirectResponse("/tersimpan", 303)
    if not _text(form, "name").strip():
        raise HTTPException(400, speech.say(N_("Tulislah nama pencarian dan siapa Anda.")))
    notify, targets = _wishes(request, form)
    searches.change(room.collection.root, one, who, name=_text(form, "name"), notify=notify, targets=targets)
    return RedirectResponse("/tersimpan", 303)


def _wishes(request: Request, form: FormData) -> tuple[bool, tuple[str, ...]]:
    """Whether notices go out, and to whom: a reader's do not, for they go to the whole office. Raises HTTPException 400
    for a target that there is none of, who would never be told."""
    if not _text(form, "notify") or not may(request, "reviewer"):
        return False, ()
    speech, known = language_of(request), request.app.state.room.targets()
    wanted = [one.strip() for one in _text(form, "targets").split(",") if one.strip()]
    if known is not None and (unknown := [one for one in wanted if one not in known]):
        words = N_("Tujuan ini tidak ada dalam notify.toml: %(unknown)s. Yang ada: %(known)s")
        raise HTTPException(400, speech.say(words, unknown=", ".join(unknown)[:200], known=", ".join(known) or "–"))
    return True, searches.targets_in(_text(form, "targets"))


def _own(room: Room, request: Request) -> list[Search]:
    person, found = person_of(request), searches.searches(room.collection.root).values()
    return sorted(
        (one for one in found if person is None or not person.name or one.who == person.name),
        key=lambda one: one.name.casefold(),
    )


def _of_path(request: Request) -> Search:
    """Raises HTTPException 404, for those of others, too."""
    wanted = request.path_params["search_id"]
    for one in _own(request.app.state.room, request):
        if one.id == wanted:
            return one
    raise HTTPException(404, language_of(request).say(N_("Pencarian ini tidak ada, atau bukan milik Anda.")))


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
