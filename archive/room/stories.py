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
from archive.room.language import N_, Language
from archive.room.paging import paging
from archive.room.room import Room
from archive.room.web import Page, language_of

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
        at = paging(request, count.pages, _A_PAGE)
        hits = articles(connection, query, limit=at.size, offset=at.start)
        form = filters.form_of(connection, query, speech)
    data = {
        "query": dict(query.params()),
        "pages": count.pages,
        "stories": count.stories,
        "villages": count.villages,
        "page": at.number,
        "last_page": at.last,
        "testimonies": [_testimony(room, hit, speech) for hit in hits],
    }
    view = {
        "form": form | {"chips": [chip for chip in form["chips"] if chip["text"] != _name(form)]},
        **at.links(request),
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
