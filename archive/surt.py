"""SURT keys as pywb, cdxj-indexer and the Internet Archive's tools make them, from the published rules.

An address is folded twice: first as a search engine would (escapes undone and redone, dots and
double slashes in paths, odd ways to write an IP address), then as the Wayback Machine does (letter
case, www, session ids, order of the query, trailing slash). It loses pages that differ only in
case, so it serves index and replay and nothing else.

Rules: Heritrix' GoogleURLCanonicalizer and IAURLCanonicalizer as described in their javadoc (2026-11).
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes, urlsplit

_WWW = re.compile(r"^www\d*\.", re.IGNORECASE)
_PATH_SESSION_IDS = (
    re.compile(r"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^?]+\.aspx.*)$", re.IGNORECASE),
    re.compile(r"^(.*/)(?:\([0-9a-z]{24}\)/)([^?]+\.aspx.*)$", re.IGNORECASE),
)
_QUERY_SESSION_IDS = tuple(
    re.compile(rf"^(.*)(?:{session_id})(?:&(.*))?$", re.IGNORECASE)
    for session_id in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[0-9a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """`id,desa,contoh)/artikel?a=1` for `http://www.contoh.desa.id/Artikel/?A=1`. The host must be there."""
    parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
    host = _escape(_unescape(parts.hostname or "")).lower().strip(".")
    host = _WWW.sub("", re.sub(r"\.{2,}", ".", host))
    # IPv4 addresses are turned round like names: odd, but it is what the tools look up.
    key = host if ":" in host else ",".join(reversed(host.split(".")))
    if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme):
        key += f":{parts.port}"
    key += ")" + _path(parts.path)
    query = _query(parts.query)
    return key + (f"?{query}" if query else "")


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _unescape(path).split("/")[1:]:
        if segment == ".." and kept:
            kept.pop()
        elif segment != ".":
            kept.append(segment)
    path = _escape("/" + "/".join(filter(None, kept)))
    for pattern in _PATH_SESSION_IDS:
        path = pattern.sub(r"\1\2", path)
    return path.lower().rstrip("/") or "/"


def _query(query: str) -> str:
    query = _escape(_unescape(query))
    for pattern in _QUERY_SESSION_IDS:
        if found := pattern.match(query):
            query = found[1] + (found[2] or "")
    return "&".join(sorted(query.lower().split("&"), key=lambda pair: pair.split("=", 1))) if query else ""


def _unescape(text: str) -> str:
    """Escapes undone until none is left; bytes as Latin-1 characters, so that no byte is lost."""
    raw = text.encode("utf-8", "surrogateescape")
    while (plain := unquote_to_bytes(raw)) != raw:
        raw = plain
    return raw.decode("latin-1")


def _escape(text: str) -> str:
    """`#`, `%`, white space, controls and bytes beyond ASCII as %XX; everything else as it is."""
    return re.sub(r"[^\x21-\x22\x24\x26-\x7e]", lambda found: f"%{ord(found[0]):02X}", text)
