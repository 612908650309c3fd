"""A client that shows answers as they came."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    """`body` without chunk framing, but with its content coding."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def get(url: str, method: str = "GET", **headers: str) -> Got:
    """One request on a connection of its own; underscores in header names stand for hyphens."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        return ask(connection, f"{parts.path}?{parts.query}" if parts.query else parts.path, method, **headers)
    finally:
        connection.close()


def ask(connection: http.client.HTTPConnection, target: str, method: str = "GET", **headers: str) -> Got:
    connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    return Got(answer.status, answer.headers, answer.read())
