"""Through a proxy: plain requests in absolute form, TLS through a CONNECT tunnel.

No credentials are ever sent, so a proxy that wants some cannot be used. Behind a proxy the server's
own address is not known, and records carry none.
"""

from __future__ import annotations

import asyncio
import ssl
from urllib.parse import urlsplit

from crawler.wire.connection import Connection, Origin, Patience
from crawler.wire.framer import ResponseFramer


class ProxyError(OSError):
    """A proxy that cannot be used as asked."""


def proxy_origin(proxy: str) -> Origin:
    """Where a proxy listens. Raises ProxyError."""
    parts = urlsplit(proxy)
    if parts.scheme != "http" or not parts.hostname or parts.username:
        raise ProxyError(0, f"{proxy}: a proxy is http://HOST:PORT, without name and password")
    return Origin("http", parts.hostname, parts.port or 80)


async def tunnel(connection: Connection, origin: Origin, context: ssl.SSLContext) -> Connection:
    """A TLS connection to `origin` through the proxy that `connection` leads to. Raises ProxyError or SSLError."""
    authority = f"{origin.host}:{origin.port}"
    asked = f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n".encode()
    # As for HEAD: the answer to CONNECT has no body, whatever its headers say.
    framer = ResponseFramer("HEAD", 0)
    exchange = await connection.ask(f"http://{authority}/", asked, framer, Patience(30.0, 30.0, 30.0))
    if exchange.status != 200:
        raise ProxyError(0, f"the proxy refused a tunnel to {authority}: {exchange.status or exchange.error}")
    inner = Connection(origin, None)
    loop = asyncio.get_running_loop()
    transport = await loop.start_tls(connection.transport, inner, context, server_hostname=origin.host)
    if transport is None:
        raise ProxyError(0, f"{authority}: the connection ended during the TLS handshake")
    inner.connection_made(transport)
    return inner
