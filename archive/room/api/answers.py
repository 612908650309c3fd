"""What is asked and answered: parameters with bounds, a place to go on from, and faults as RFC 9457 tells them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.query import NAMES, Query, QueryError, query_of

MOST = 500
USUAL = 50


class Asked:
    """The parameters of a request; any other than `own`, and than those of a Query where it takes one, is a slip.

    Raises QueryError."""

    def __init__(self, request: Request, own: Iterable[str], *, is_query: bool = False) -> None:
        self._params = request.query_params
        known = {*own, "lang", *(NAMES if is_query else ())}
        if unknown := sorted(set(self._params) - known):
            raise QueryError(f"{_cut(unknown[0])!r} is no parameter here; there are: {', '.join(sorted(known))}")
        self.query = query_of(self._params.multi_items()) if is_query else Query()

    def text(self, name: str) -> str:
        text = self._params.get(name, "").strip()[:500]
        if "\x00" in text:
            raise QueryError(f"{name}: holds a NUL, which no name does")
        return text

    def choice(self, name: str, choices: Iterable[str]) -> str:
        """One of them, or empty."""
        value, known = self.text(name), list(choices)
        if value and value not in known:
            raise QueryError(f"{name}: {_cut(value)!r} is none of: {', '.join(known)}")
        return value

    def several(self, name: str, choices: Iterable[str]) -> set[str]:
        known = list(choices)
        values = {one for text in self._params.getlist(name) for one in text.split(",") if one}
        if unknown := values - set(known):
            raise QueryError(f"{name}: {_cut(min(unknown))!r} is none of: {', '.join(known)}")
        return values

    @property
    def limit(self) -> int:
        text = self.text("limit") or str(USUAL)
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= MOST):
            raise QueryError(f"limit: {_cut(text)!r} is no number from 1 to {MOST}")
        return int(text)

    def after(self, kinds: tuple[type | tuple[type, ...], ...]) -> tuple[Any, ...] | None:
        """Where `cursor` says to go on; None: at the beginning."""
        text = self._params.get("cursor", "")
        if not text:
            return None
        try:
            place = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
            if len(text) > 2_000 or not isinstance(place, list) or len(place) != len(kinds):
                raise ValueError
            if not all(_is(one, kind) for one, kind in zip(place, kinds, strict=True)):
                raise ValueError
        except (ValueError, RecursionError) as error:
            raise QueryError("cursor: none that this room gave; leave it out to begin anew") from error
        return tuple(place)


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    """Of a kind, as a database can hold it: no truth for a number, no NUL, no number beyond 64 bits."""
    if isinstance(value, bool) or not isinstance(value, kind):
        return False
    return "\x00" not in value if isinstance(value, str) else not isinstance(value, int) or abs(value) < 2**62


def cursor_of(place: Iterable[Any]) -> str:
    raw = json.dumps(list(place), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def problem(status: int, detail: str, **more: Any) -> Response:
    """A fault as application/problem+json."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    facts = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    body = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c").encode("utf-8", "replace")
    return Response(body, status, media_type="application/problem+json")


def _cut(text: str) -> str:
    return text[:60]
