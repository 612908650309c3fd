"""Tinjau: pages that the rules are not sure of, a person's yes or no with the reason. What was decided counts at once;
it can be withdrawn, which is a decision, too."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.catalogue import tables
from archive.catalogue.conditions import conditions_of
from archive.catalogue.query import Query
from archive.catalogue.restricting import hidden_articles
from archive.catalogue.search import Hit, article_of, snippet
from archive.decisions import Review, every_review, reviews
from archive.redaction import without_numbers
from archive.room import filters
from archive.room.article import captions_of, place_of
from archive.room.articles import row_of
from archive.room.deciding import form_of
from archive.room.language import N_, Language
from archive.room.paging import paging, whole_number
from archive.room.room import Room
from archive.room.spans import paragraphs, pieces, spans_in
from archive.room.web import Page, language_of, with_params

Row = dict[str, Any]

_A_PAGE = 25

REASONS = {
    "yes": (
        N_("Menyebut TPBIS atau nama lamanya"),
        N_("Kegiatan perpustakaan yang termasuk program"),
        N_("Terlihat pada gambar atau keterangannya"),
    ),
    "no": (
        N_("Program lain"),
        N_("Perpustakaan, tetapi bukan program ini"),
        N_("Hanya kata yang mirip"),
        N_("Iklan atau sisipan judi"),
    ),
}


def open_query(request: Request) -> Query:
    """What waits for a person, of the region that the address names."""
    return Query(relation=("borderline",), review="open", region=filters.query_in(request.query_params).region)


def page(room: Room, request: Request) -> Page:
    """One at a time: the one named by `article`, else the first that waits; `skip` of them were passed over."""
    speech, params = language_of(request), request.query_params
    query, named, asked = open_query(request), params.get("article", ""), params.get("ask", "")
    is_named = bool(named) and asked != "1"
    skip = whole_number(params.get("skip"), 0)
    with room.catalogue() as connection:
        waiting = _count(connection, query)
        skip = min(skip, max(0, waiting - 1))
        hit = article_of(connection, named) if named else _nth(connection, query, skip)
        if named and hit is None:
            raise HTTPException(404, speech.say(N_("Tidak ada berita dengan alamat ini dalam koleksi.")))
        done = article_of(connection, params["done"]) if params.get("done") else None
        region_choices = filters.region_choices(connection, query.region)
        unsure = connection.execute(select(func.count()).where(tables.recipient.c.is_sure.is_(False))).scalar_one()
    decided = reviews(room.collection.root)
    data = {
        "waiting": waiting,
        "skip": skip,
        "region": query.region,
        "article": row_of(hit, speech) if hit else None,
        "document": hit.line if hit else None,
        "decision": _decision(decided.get(hit.row.id)) if hit else None,
        "done": {"article": row_of(done, speech), "decision": _decision(decided.get(done.row.id))} if done else None,
        "unsure_regions": unsure,
    }
    view = _shown(hit) | _for_writing(request, speech) | {
        "kept": [("region", query.region)] if query.region else [],
        "region_choices": region_choices,
        "next_link": with_params(request, article=None, done=None, ask=None, skip=str(skip if is_named else skip + 1)),
        "is_last": not is_named and skip + 1 >= waiting,
        "is_named": is_named,
        "asked": asked,
    }  # fmt: skip
    return Page("tinjau.html", speech.say(N_("Tinjau")), data, view)


def list_page(room: Room, request: Request) -> Page:
    """All that wait, the least sure first."""
    speech, query = language_of(request), open_query(request)
    with room.catalogue() as connection:
        waiting = _count(connection, query)
        at = paging(request, waiting, _A_PAGE)
        hits = _some(connection, query, at.start, at.size)
        region_choices = filters.region_choices(connection, query.region)
    data = {
        "waiting": waiting,
        "region": query.region,
        "articles": [row_of(hit, speech) | {"evidence": _quotes(hit)} for hit in hits],
        "page": at.number,
        "last_page": at.last,
    }
    view = {
        "snippets": [snippet(hit.line, "") for hit in hits],
        "region_choices": region_choices,
        **at.links(request),
    }
    return Page("tinjau_daftar.html", speech.say(N_("Berita yang menunggu tinjauan")), data, view)


def decisions_page(room: Room, request: Request) -> Page:
    """What was decided, the last first; which of an article's decisions holds. Of articles that are hidden nothing:
    titles and reasons tell what they say."""
    speech = language_of(request)
    with room.catalogue() as connection:
        hidden = hidden_articles(connection)
    reviewed = enumerate(every_review(room.collection.root), 1)
    every = [(place, one) for place, one in reviewed if one.article_id not in hidden]
    holding = {review.article_id: number for number, review in every}
    at = paging(request, len(every), _A_PAGE)
    newest_first = every[::-1][at.shown]
    data = {
        "count": len(every),
        "decisions": [
            {**(_decision(one) or {}), "article_id": one.article_id, "url": one.url,
             "title": without_numbers(one.title),
             "relation": one.relation, "score": one.score, "holds": holding[one.article_id] == place}
            for place, one in newest_first
        ],
        "page": at.number,
        "last_page": at.last,
    }  # fmt: skip
    view = _for_writing(request, speech) | at.links(request)
    return Page("keputusan.html", speech.say(N_("Keputusan yang sudah diambil")), data, view)


def _for_writing(request: Request, speech: Language) -> Row:
    return {
        **form_of(request, "reviewer"),
        "reasons": {answer: [speech.say(one) for one in said] for answer, said in REASONS.items()},
    }


def _shown(hit: Hit | None) -> Row:
    if hit is None:
        return {}
    text, title = hit.line.get("text") or "", hit.line.get("title") or ""
    return {
        "heading": pieces(title, spans_in(hit.line, "title")),
        "paragraphs": paragraphs(text, spans_in(hit.line, "text")) if text else [],
        "captions": captions_of(hit.line),
        "place": place_of(hit.line),
        "evidence": _quotes(hit),
    }


def _quotes(hit: Hit) -> list[str]:
    """The sentences that made the rules think of the programme, each once."""
    evidence = (hit.line.get("programme") or {}).get("evidence") or ()
    return list(dict.fromkeys(one["quote"] for one in evidence))


def _decision(review: Review | None) -> Row | None:
    if review is None:
        return None
    return {"answer": review.answer, "reason": review.reason, "who": review.who, "when": review.when}


def _count(connection: Connection, query: Query) -> int:
    statement = select(func.count()).select_from(tables.article).where(*conditions_of(query, connection.dialect.name))
    return int(connection.execute(statement).scalar_one())


def _nth(connection: Connection, query: Query, number: int) -> Hit | None:
    return next(iter(_some(connection, query, number, 1)), None)


def _some(connection: Connection, query: Query, start: int, limit: int) -> list[Hit]:
    """In the order of `lumbung review`: the least sure first."""
    article = tables.article.c
    ids = connection.execute(
        select(article.id)
        .where(*conditions_of(query, connection.dialect.name))
        .order_by(func.abs(article.score - 0.5), article.id)
        .limit(limit)
        .offset(start)
    ).scalars()
    found = (article_of(connection, one) for one in list(ids))
    return [hit for hit in found if hit]
