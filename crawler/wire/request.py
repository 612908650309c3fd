"""A Scrapy Request as the bytes that go over the wire."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request

from archive.urls import UrlError, normal_url
from crawler.wire.connection import Origin


def wire_url(request: Request) -> str:
    """The address that is asked for and archived: escaped to RFC 3986, without fragment. Raises UrlError."""
    return normal_url(request.url)


def origin_of(url: str) -> Origin:
    """Where to connect for an address. Raises UrlError."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise UrlError(f"{url!r} names no host")
    return Origin(parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))


def request_bytes(request: Request, url: str, defaults: dict[bytes, bytes], *, absolute: bool = False) -> bytes:
    """The request line, Host first, then the defaults as the request overrides them, then its own headers.

    Accept-Encoding is gzip whatever the request says: what else Scrapy would accept (br, zstd)
    cannot be read by the replay tools of today. Credentials are never sent. `absolute` is the form a
    plain proxy wants.
    """
    parts = urlsplit(url)
    target = url if absolute else (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers: dict[bytes, list[bytes]] = {name: [value] for name, value in defaults.items()}
    for name, values in request.headers.items():
        headers[name] = [bytes(value) for value in values]
    for unwanted in (b"Host", b"Authorization", b"Proxy-Authorization"):
        headers.pop(unwanted, None)
    headers[b"Accept-Encoding"] = [b"gzip"]
    if request.body:
        headers[b"Content-Length"] = [b"%d" % len(request.body)]
    lines = [f"{request.method} {target} HTTP/1.1".encode(), b"Host: " + parts.netloc.encode()]
    lines += [name + b": " + value for name, values in headers.items() for value in values]
    return b"\r\n".join((*lines, b"", request.body))
