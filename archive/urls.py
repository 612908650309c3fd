"""Addresses: made absolute, and folded into the keys that say which two are the same.

Three keys, never mixed:
    urlkey      SURT as pywb and cdxj-indexer make it; for the index and replay only
    fetch_key   what the frontier has seen: scheme and www folded, case of path and query kept
    site_key    which site an address belongs to: host without www, default ports folded
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit

from archive.surt import surt

# Everything RFC 3986 allows in an address as it stands; the rest is written as %XX of its UTF-8.
_ILLEGAL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})")
# The common case, which needs nothing done: a lower-case host, a path without dot segments, nothing to escape.
_CLEAN = re.compile(
    r"https?://[a-z0-9.\-]*[a-z0-9](?:/(?:[A-Za-z0-9\-_~,;:@!$&'()*+=]|\.(?!\.?(?:[/?]|\Z)))*)+(?:\?[A-Za-z0-9\-._~:/?@!$&'()*+,;=]+)?\Z"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class UrlError(ValueError):
    """An address that names no http or https host."""


def split_url(url: str) -> SplitResult:
    """The parts of an http(s) address. Raises UrlError when it is none."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise UrlError(f"{url!r} is not an address: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise UrlError(f"{url!r} is not an http or https address")
    return parts


def absolute_url(base: str, href: str) -> str | None:
    """The address `href` means on the page `base`, escaped to RFC 3986 and without fragment.

    None when it is no http(s) address (mailto:, javascript:, data:, broken). Backslashes,
    line breaks and white space are taken as browsers take them.
    """
    href = href.strip(" \t\r\n\f")
    if not href or href[0] == "#":
        return None
    if _CLEAN.match(href):
        return href
    href = re.sub(r"[\t\r\n]", "", href)
    path, question, query = href.partition("?")
    if "\\" in path:
        href = path.replace("\\", "/") + question + query
    try:
        return normal_url(urljoin(base, href))
    except ValueError:
        return None


def normal_url(url: str) -> str:
    """`url` in ASCII, escaped to RFC 3986, lower-case scheme and host, no fragment and no userinfo.

    Raises UrlError when it is no http(s) address.
    """
    parts = split_url(url.strip(" \t\r\n\f"))
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise UrlError(f"{url!r} has a host name that cannot be written in ASCII") from error
    if ":" in host:
        host = f"[{host}]"
    elif not re.fullmatch(r"[A-Za-z0-9._\-]+", host):
        raise UrlError(f"{url!r} has a host name with characters no host can have")
    if parts.port is not None and parts.port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    query = f"?{_escape(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{host}{_without_dots(_escape(parts.path)) or '/'}{query}"


def _escape(text: str) -> str:
    return _ILLEGAL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), text)


def _without_dots(path: str) -> str:
    """`path` without `.` and `..` segments (RFC 3986 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


# An address is looked at many times while its answer is worked on, and again when its job is closed.
@lru_cache(maxsize=32_768)
def site_key(url: str) -> str:
    """The site an address belongs to: host without www, with its port unless that is a default one.

    `https://www.contoh.desa.id/x` and `http://contoh.desa.id` are one site. Raises UrlError.
    """
    parts = split_url(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"


# Added to addresses by newsletters, social networks and advertising; no village page depends on them.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_cid|mc_eid|_ga|spref)(?:=|$)", re.IGNORECASE
)
# The visitor's session, where a server writes it into addresses: PHP, Java, ColdFusion, ASP, osCommerce.
_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|oscsid|zenid|session_?id|sessid|ci_session)(?:=|$)"
    r"|sid=[0-9a-z,\-]{16,}$",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/;?]*|/\(S\(\w+\)\)(?=/)", re.IGNORECASE)
_ESCAPED_PLAIN = re.compile(r"%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])")
_ESCAPED = re.compile(r"%[0-9a-fA-F]{2}")


@lru_cache(maxsize=32_768)
def fetch_key(url: str) -> str:
    """What makes two addresses one fetch: scheme, www, default port, fragment, tracking parameters and
    session ids folded away; letter case of path and query kept, because servers keep it. Raises UrlError.
    """
    parts = split_url(url)
    path = _SESSION_IN_PATH.sub("", parts.path) if ";" in parts.path or "(" in parts.path else parts.path
    key = site_key(url) + (_plain_escapes(path) or "/")
    if parts.query:
        pairs = filter(None, parts.query.split("&"))
        kept = [pair for pair in pairs if not _TRACKING.match(pair) and not _SESSION.match(pair)]
        if kept:
            key += "?" + _plain_escapes("&".join(kept))
    return key


def _plain_escapes(text: str) -> str:
    """Escapes in upper case, and undone where RFC 3986 says they mean the plain character."""
    if "%" not in text:
        return text
    text = _ESCAPED_PLAIN.sub(lambda found: chr(int(found[0][1:], 16)), text)
    return _ESCAPED.sub(lambda found: found[0].upper(), text)


def urlkey(url: str) -> str:
    """The SURT of an address, `id,desa,contoh)/artikel`. Raises UrlError when it names no host."""
    split_url(url)
    return surt(url)
