"""A review given in the browser, and the name that the next form already holds."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import quote_plus, unquote_plus, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.catalogue.search import Hit, article_of
from archive.decisions import Answer, Review, add_review, now_text, reviews
from archive.room import writing
from archive.room.language import N_
from archive.room.room import Room
from archive.room.web import language_of

NAME_COOKIE = "reviewer"
LONGEST = 500  # characters of anything that is written
_ONE_AT_A_TIME = threading.Lock()


async def decide(request: Request) -> Response:
    """POST of yes, no or withdrawn. `seen`: when the decision was taken that the form showed, if there was one; another
    person's, taken since, is not replaced unseen. Raises HTTPException 400, 403, 404."""
    form = await request.form(max_files=0, max_fields=20)
    person = writing.require(request, "reviewer", form)
    given = {key: str(value).strip()[:LONGEST] for key, value in form.items()}
    room: Room = request.app.state.room
    speech = language_of(request)
    who = writing.who_decides(person, form)
    answer = given.get("answer", "")
    reason = "; ".join(filter(None, (given.get(f"reason_{answer}", ""), given.get("note", ""))))
    answers: dict[str, Answer] = {"yes": "yes", "no": "no", "withdrawn": "withdrawn"}
    if answer == "withdrawn":
        reason = reason or "dibatalkan"
    if answer not in answers:
        raise HTTPException(400, speech.say(N_("Pilih Ya atau Tidak.")))
    if not who or not reason:
        return _asked_again(given, who, "1")

    def kept() -> str | None:
        with room.catalogue() as connection:
            hit = article_of(connection, given.get("article", ""))
        if hit is None:
            raise HTTPException(404, speech.say(N_("Tidak ada berita dengan alamat ini dalam koleksi.")))
        with _ONE_AT_A_TIME:
            holds = reviews(room.collection.root).get(hit.row.id)
            if holds and holds.when != given.get("seen", holds.when) and holds.who != who and holds.answer != answer:
                return None
            _keep(room, hit, answers[answer], reason, who)
        return str(hit.row.id)

    article_id = await run_in_threadpool(kept)
    if article_id is None:
        return _asked_again(given, who, "meanwhile")
    params = [(name, given[name]) for name in ("skip", "region") if given.get(name)]
    to = (
        "/tinjau/keputusan"
        if given.get("back") == "decisions"
        else f"/tinjau?{urlencode([*params, ('done', article_id)])}"
    )
    response = RedirectResponse(to, 303)
    remember(response, who)
    return response


def _asked_again(given: dict[str, str], who: str, why: str) -> Response:
    """Back to the same page, which says what is missing, or what came meanwhile."""
    params = {name: given[name] for name in ("article", "skip", "region") if given.get(name)}
    response = RedirectResponse("/tinjau?" + urlencode({**params, "ask": why}), 303)
    if who:
        remember(response, who)
    return response


def _keep(room: Room, hit: Hit, answer: Answer, reason: str, who: str) -> None:
    said = hit.line.get("programme") or {}
    rules = said.get("rules") or said
    add_review(
        room.collection.root,
        Review(
            hit.row.id, answer, reason, who, now_text(), hit.row.url, hit.line.get("title"),
            rules.get("score"), rules.get("relation"), (hit.line.get("reader") or {}).get("version"),
        ),
    )  # fmt: skip
    room.look_again()


def remember(response: Response, who: str) -> None:
    """The name for the next form. Cookies hold letters of ASCII only, hence the form of an address."""
    response.set_cookie(NAME_COOKIE, quote_plus(who), max_age=180 * 86_400, samesite="lax", httponly=True)


def name_remembered(request: Request) -> str:
    person = writing.person_of(request)
    return (person.name if person else "") or unquote_plus(request.cookies.get(NAME_COOKIE, ""))[:80]


def is_signed_in(request: Request) -> bool:
    """Whether the name is an account's, so that no form asks for it."""
    person = writing.person_of(request)
    return bool(person and person.name)


def form_of(request: Request, role: writing.Role) -> dict[str, Any]:
    """What every form that writes needs: whether this person may, who they are, and what was said of the last one."""
    return {
        "may_write": writing.may(request, role),
        "token": lambda: writing.token_of(request),
        "who": name_remembered(request),
        "signed_in": is_signed_in(request),
        "said": request.query_params.get("said", "")[:200],
    }
