"""Kisah: testimonies and stories of impact in the articles, to be quoted: words, place, picture, where it stands."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request

from archive.catalogue.counts import total
from archive.catalogue.search import Hit, articles
from archive.room import filters
from archive.room.article import captions_of, place_of, source_of
from archive.room.articles import row_of
from archive.room.citing import citations
from archive.room.jobs import whole
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import Page, language_of, with_params

Row = dict[str, Any]

_A_PAGE = 20
_PICTURES = 3
_ACTIVITY = "testimoni"


def page(room: Room, request: Request) -> Page:
    """Those of the articles that the filters leave, the newest first."""
    speech = language_of(request)
    query = filters.query_in(request.query_params).but(activity=(_ACTIVITY,))
    with room.catalogue() as connection:
        count = total(connection, query)
        last = max(1, -(-count.pages // _A_PAGE))
        number = min(max(1, whole(request.query_params.get("page"), 1)), last)
        hits = articles(connection, query, limit=_A_PAGE, offset=(number - 1) * _A_PAGE)
        form = filters.form_of(connection, query, speech)
    data = {
        "query": dict(query.params()),
        "pages": count.pages,
        "stories": count.stories,
        "villages": count.villages,
        "page": number,
        "last_page": last,
        "testimonies": [_testimony(room, hit, speech) for hit in hits],
    }
    view = {
        "form": form | {"chips": [chip for chip in form["chips"] if chip["text"] != _name(form)]},
        "previous": with_params(request, page=str(number - 1)) if number > 1 else None,
        "next": with_params(request, page=str(number + 1)) if number < last else None,
    }
    return Page("kisah.html", speech.say(N_("Kisah dampak")), data, view)


def _name(form: Row) -> str:
    """The chip of the activity, which cannot be taken away here."""
    return next((name for one, name in form["activities"] if one == _ACTIVITY), "")


def _testimony(room: Room, hit: Hit, speech: Language) -> Row:
    facts = (hit.line.get("programme") or {}).get("facts") or ()
    quotes = [one["quote"] for one in facts if one["field"] == "activity" and one["value"] == _ACTIVITY]
    pictures = [
        {name: one.get(name) for name in ("text", "credit", "alt", "shown", "image_status")}
        for one in captions_of(hit.line)[:_PICTURES]
    ]
    return {
        "quotes": list(dict.fromkeys(filter(None, quotes))),
        "place": place_of(hit.line),
        "article": row_of(hit, speech),
        "pictures": [one for one in pictures if one["shown"] or one["text"]],
        "citation": citations(source_of(room, hit, speech), speech)[0]["text"],
    }
