"""Where a request comes from: through which proxy, to which name, from whose page, and what it says of who asks."""

from __future__ import annotations

import base64
import binascii
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

from archive.room.access.doors import Doors

# Shown in frames that may do nothing; a browser then calls their pictures another site's.
_MAY_BE_EMBEDDED = ("/arsip/", "/gambar/", "/static/")


def believe_proxy(scope: Scope, doors: Doors) -> None:
    """Who asks, and over what: from the configured proxy, and from no other, its own word for it."""
    headers = Headers(scope=scope)
    peer = scope["client"][0] if scope.get("client") else ""
    state = scope.setdefault("state", {})
    state["client"], state["by_proxy"] = peer, doors.is_proxy(peer)
    if not state["by_proxy"]:
        return
    # The proxy adds whom it heard at the end; what stands before may be anybody's word.
    last = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    with suppress(ValueError):
        state["client"] = str(ip_address(last))
    if headers.get("x-forwarded-proto") in ("http", "https"):
        scope["scheme"] = headers["x-forwarded-proto"]


def is_meant(doors: Doors, host: str) -> bool:
    """Whether Host is a name of ours, or an address in digits: a name of another's that was made to lead here is
    none, so its pages cannot read ours."""
    try:
        parts = urlsplit(f"//{host}")
        name = (parts.hostname or "").lower().rstrip(".")
        if parts.port == 0 or parts.username is not None or parts.path:
            return False
    except ValueError:
        return False
    if name in doors.names:
        return True
    try:
        return ip_address(name).is_loopback or not doors.is_here_only
    except ValueError:
        return False


def comes_from_us(request: Request) -> bool:
    site, writes = request.headers.get("sec-fetch-site"), request.method == "POST"
    origin, host = request.headers.get("origin"), request.headers.get("host", "").lower()
    if origin is not None and writes and urlsplit(origin).netloc.lower() != host:
        return False
    if site in (None, "same-origin", "none"):
        return True
    is_link = request.headers.get("sec-fetch-mode") == "navigate" and not writes
    return is_link or (not writes and request.url.path.startswith(_MAY_BE_EMBEDDED))


def keys_in(said: str) -> list[str]:
    scheme, _, value = said.partition(" ")
    if scheme.lower() == "bearer":
        return [value.strip()]
    if scheme.lower() == "basic":
        try:
            return [base64.b64decode(value, validate=True).decode().partition(":")[2]]
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return []
    return []


def plain_name(name: str) -> str:
    """As the proxy says it: headers are latin-1, names are UTF-8."""
    with suppress(UnicodeError):
        name = name.encode("latin-1").decode("utf-8")
    name = name.strip()
    return name if name.isprintable() and len(name) <= 200 else ""
