"""Articles and their counts, for programs."""

from __future__ import annotations

from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.catalogue.counts import BYS, By, Count, counts, total
from archive.catalogue.query import UNKNOWN
from archive.catalogue.search import Hit, article_of, articles_after, position_of, readings_of
from archive.redaction import redacted
from archive.room import vocabulary
from archive.room.api.answers import Asked, cursor_of
from archive.room.articles import row_of
from archive.room.language import N_, Language
from archive.room.restricted import refuse_restricted_article
from archive.room.room import Room
from archive.room.web import language_of, region_name

Facts = dict[str, Any]

INCLUDES = ("document",)
OF_ONE = ("document", "versions")


def articles_answer(room: Room, request: Request) -> Facts:
    asked = Asked(request, ("limit", "cursor", "include"), is_query=True)
    include, limit = asked.several("include", INCLUDES), asked.limit
    after = asked.after(((str, type(None)), str))
    with room.catalogue() as connection:
        whole = total(connection, asked.query)
        hits = articles_after(connection, asked.query, cast("tuple[str | None, str] | None", after), limit + 1)
    shown = hits[:limit]
    return {
        "query": dict(_told(asked.query.params())),
        "pages": whole.pages,
        "stories": whole.stories,
        "villages": whole.villages,
        "articles": [_article(hit, include, language_of(request)) for hit in shown],
        "next": cursor_of(position_of(shown[-1], asked.query)) if len(hits) > limit else None,
    }


def article_answer(room: Room, request: Request) -> Facts:
    """Raises HTTPException 404, and 451 of what may not be shown."""
    include = Asked(request, ("include",)).several("include", OF_ONE)
    with room.catalogue() as connection:
        hit = article_of(connection, request.path_params["article_id"])
        if hit is None:
            refuse_restricted_article(room, connection, request.path_params["article_id"], request)
            raise HTTPException(404, language_of(request).say(N_("Berita ini tidak ada dalam koleksi.")))
        versions = readings_of(connection, hit.row.id) if "versions" in include else []
    facts = _article(hit, include, language_of(request))
    if "versions" in include:
        facts["versions"] = [redacted(line) for line in versions]
    return facts


def counts_answer(room: Room, request: Request) -> Facts:
    asked = Asked(request, ("group",), is_query=True)
    by, speech = asked.choice("group", BYS) or "month", language_of(request)
    with room.catalogue() as connection:
        whole = total(connection, asked.query)
        rows = counts(connection, asked.query, cast("By", by), with_all_news=True)
    return {
        "query": dict(_told(asked.query.params())),
        "group": by,
        "pages": whole.pages,
        "stories": whole.stories,
        "villages": whole.villages,
        "counts": [_count(one, by, speech) for one in rows],
    }


def _article(hit: Hit, include: set[str], speech: Language) -> Facts:
    row = row_of(hit, speech)
    return {**row, "document": hit.line} if "document" in include else row


def _count(one: Count, by: str, speech: Language) -> Facts:
    return {
        "key": one.key,
        "label": _label(one.key, by, speech),
        "pages": one.pages,
        "stories": one.stories,
        "villages": one.villages,
        "all_news": one.all_news,
        "share": one.share,
    }


def _label(key: str | None, by: str, speech: Language) -> str:
    match by:
        case "month" | "year":
            return speech.month(key)
        case "province" | "regency" | "district" | "village":
            return region_name(key) or speech.say(N_("Wilayah tidak diketahui"))
        case "site":
            return key or ""
    return vocabulary.name_of(speech, by, key or UNKNOWN)


def _told(params: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Parameters by name; several values of one as a list."""
    told: dict[str, str | list[str]] = {}
    for name, value in params:
        before = told.get(name)
        told[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return told
