"""What every page shares: language, a twin in JSON, and the headers that keep a browser from more than reading."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from archive.redaction import covered
from archive.regions import ATTRIBUTION, region_table
from archive.room import vocabulary
from archive.room.access.people import person_of
from archive.room.access.tokens import token_of
from archive.room.job_words import reason_name
from archive.room.language import LANGUAGES, Language, day_in_jakarta, language
from archive.room.spans import Piece
from archive.version import VERSION

_HERE = Path(__file__).parent

# No script but ours, nothing from elsewhere, no frame around us: a crawled page's words can do nothing here.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "font-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Nothing to other sites; to us the page that a form was sent from, which a browser else says is "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass
class Page:
    """What a page shows. `data` is what its JSON twin tells, so screen and twin never differ; `view` is what only the
    template needs."""

    template: str
    title: str
    data: dict[str, Any]
    view: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    has_twin: bool = True


def language_of(request: Request) -> Language:
    """As the address says, else as was chosen before, else Indonesian."""
    asked = request.query_params.get("lang") or request.cookies.get("lang") or "id"
    return language(asked)


def respond(request: Request, page: Page) -> Response:
    """The page in HTML, or its twin."""
    if request.url.path.endswith(".json"):
        return json_response(page.data, page.status)
    response = html_response(request, page, language_of(request))
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie("lang", language_of(request).code, max_age=365 * 86_400, samesite="lax", httponly=True)
    return response


def html_response(request: Request, page: Page, speech: Language, **instead: Any) -> HTMLResponse:
    """The page in HTML; `instead` goes before what every page is given."""
    template = _environment(speech.code).get_template(page.template)
    body = template.render(page.data | page.view | _always(request, speech, page) | instead)
    return HTMLResponse(with_safe_links(body), page.status)


# Whatever stands in an attribute was escaped, so a text cannot look like one.
_LINK = re.compile(r'( (?:href|src|action|formaction)=")([^"]*)"')
_SAFE_LINK = re.compile(r"https?://|mailto:|/(?![/\\\s])|[?#]|\Z", re.IGNORECASE)


def with_safe_links(page: str) -> str:
    """A page of ours whose links lead to the web, or to a page of ours: never into a script, whatever address a
    document gives as its own."""
    return _LINK.sub(lambda found: found[0] if _SAFE_LINK.match(unescape(found[2])) else f'{found[1]}#"', page)


def json_response(data: Any, status: int = 200) -> Response:
    """JSON as people can read it. `<` is escaped: no browser takes it for a page, whatever it is told."""
    body = json.dumps(data, ensure_ascii=False, indent=1, default=str).replace("<", "\\u003c")
    return Response(body.encode("utf-8", "replace"), status, media_type="application/json")


def _always(request: Request, speech: Language, page: Page) -> dict[str, Any]:
    path = request.url.path
    return {
        "title": page.title,
        "has_twin": page.has_twin,
        "person": person_of(request),
        "token": lambda: token_of(request),
        "speech": speech,
        "path": path,
        "lang_links": {code: with_params(request, lang=code) for code in LANGUAGES},
        "json_link": (path.rstrip("/") or "/beranda")
        + ".json"
        + (f"?{request.url.query}" if request.url.query else ""),
        "version": VERSION,
        "operator": request.app.state.room.collection.config.who.operator,
        "attribution": ATTRIBUTION,
        "region_name": region_name,
        "name_of": lambda kind, value: vocabulary.name_of(speech, kind, value),
        "reason_name": lambda reason: reason_name(speech, reason),
        "event_detail": lambda detail: vocabulary.event_detail(speech, detail),
    }


def with_params(request: Request, **changes: str | None) -> str:
    """This page's address with other parameters; None takes one away."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    pairs += [(name, value) for name, value in changes.items() if value is not None]
    return request.url.path + (f"?{urlencode(pairs)}" if pairs else "")


def address(path: str, pairs: Mapping[str, str] | list[tuple[str, str]]) -> str:
    """A page of ours with these parameters."""
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def load_templates() -> None:
    """Those of the first language, so that nobody waits for them: half of what the first page after a start takes."""
    environment = _environment(LANGUAGES[0])
    for name in environment.list_templates(extensions=("html",)):
        environment.get_template(name)


def region_name(code: str | None) -> str:
    """The official name of a region; its code where the table does not have it."""
    region = region_table().get(code) if code else None
    return region.name if region else code or ""


@lru_cache(maxsize=len(LANGUAGES))
def _environment(code: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    speech = language(code)
    environment.install_gettext_translations(speech.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "number": speech.number,
        "share": speech.share,
        "signed": speech.signed,
        "day": speech.day,
        "short_day": speech.short_day,
        "month": speech.month,
        "short_month": speech.short_month,
        "moment": speech.moment,
        "in_jakarta": day_in_jakarta,
        "size": speech.size,
        "marked": _marked,
        "pieces": _pieces,
        "http_only": http_only,
        "covered": lambda url: covered(url) if url else url,
    }
    environment.globals["address"] = address
    return environment


# Controls, and signs that turn the direction of writing: what stands beside a crawled text must stay as it is.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


# A browser takes minutes to lay out a word of a megabyte. No address that is crawled is so long.
_LONGEST_WORD = 4_000
_LONG_WORD = re.compile(rf"(?<!\S)(\S{{{_LONGEST_WORD}}})\S+")  # looked for where words begin alone


def _shown(value: Any) -> Any:
    """What is put into a page, whatever it is, without letters that could disorder it."""
    if isinstance(value, str) and _UNSEEN.search(value):
        value = type(value)(_UNSEEN.sub("\ufffd", value))
    return value if isinstance(value, Markup) or not isinstance(value, str) else _brief(value)


def _brief(text: str) -> str:
    """The text with the end of a word that is no word cut off."""
    return _LONG_WORD.sub(r"\1…", text) if len(text) > _LONGEST_WORD else text


def _marked(pieces: list[tuple[str, bool]]) -> Markup:
    """Pieces of a text, what was sought in <mark>."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(_brief(text)) if is_mark else _brief(text) for text, is_mark in pieces
    )


def _pieces(found: Iterable[Piece]) -> Markup:
    """Pieces of a text (archive.room.spans), each in <mark> with the kinds of what it belongs to."""
    parts = []
    for one in found:
        anchors = Markup("").join(Markup('<span id="{}"></span>').format(anchor) for anchor in one.anchors)
        text = _brief(one.text)
        words = Markup('<mark class="{}">{}</mark>').format(" ".join(one.kinds), text) if one.kinds else text
        parts.append(anchors + words)
    return Markup("").join(parts)


def http_only(url: str | None) -> str | None:
    """An address that a link may lead to: of the web, not of a script or a file."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
