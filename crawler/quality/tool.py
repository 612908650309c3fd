"""A replay that runs elsewhere (pywb, or what answers like it), asked for the pages of the sample and compared."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime
from http.client import HTTPException
from typing import Any

from archive.coding import decode_body
from archive.errors import CollectionError
from archive.model import Page
from archive.times import stamp14
from archive.urls import UrlError, normal_url

_SECONDS = 60
# Of a page, as much as any that is archived may have.
_MOST_BYTES = 256 * 1024 * 1024


class ReplayTool:
    """`base` is the address of a collection in the replay, to which `20261125010203id_/http://…` is added.

    Raises CollectionError when it is none, or does not answer.
    """

    def __init__(self, base: str) -> None:
        try:
            self._base = normal_url(base).rstrip("/") + "/"
        except UrlError as error:
            raise CollectionError(f"--replay {base}: {error}") from error
        # Redirects may lead to the live site, and proxies are no part of this.
        self._opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        self._get(self._base)

    def differs(self, url: str, moment: datetime, page: Page) -> str | None:
        """How what the replay shows differs from the stored page, in words; None when it does not."""
        status, body = self._get(f"{self._base}{stamp14(moment)}id_/{url}")
        if status != page.status:
            return f"the replay answers HTTP {status}, and HTTP {page.status} is stored"
        if body != page.body:
            return f"the replay sends {len(body)} bytes that are not the {len(page.body)} stored"
        return None

    def _get(self, address: str) -> tuple[int, bytes]:
        """Status and body, its content coding undone."""
        try:
            with self._opener.open(address, timeout=_SECONDS) as answer:
                return answer.status, _body(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, b""
        except (OSError, HTTPException) as error:
            raise CollectionError(
                f"--replay {self._base} does not answer ({error}); start it, then check again"
            ) from error


def _body(answer: Any) -> bytes:
    """`Any`: what urllib gives has no type of its own."""
    codings = [value.encode("latin-1") for value in answer.headers.get_all("Content-Encoding", ())]
    return decode_body(answer.read(_MOST_BYTES), codings)[0]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None
