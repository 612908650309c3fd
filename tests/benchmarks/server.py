"""A fast loopback server of one page, plain or TLS, in a process of its own: `python -m tests.benchmarks.server [cert key]`."""

from __future__ import annotations

import asyncio
import gzip
import random
import ssl
import sys

_WORDS = [
    "warga",
    "desa",
    "balai",
    "musyawarah",
    "pelatihan",
    "panen",
    "jalan",
    "sungai",
    "posyandu",
    "kader",
    "sekolah",
    "perpustakaan",
    "pemuda",
]


def page() -> bytes:
    """About 50 KB of HTML that compresses as real pages do."""
    chance = random.Random(7)
    rows = "".join(
        f'<div class="a{n}"><p>{" ".join(chance.choices(_WORDS, k=60))} {chance.random()}</p></div>' for n in range(110)
    )
    return f"<html><head><title>x</title></head><body>{rows}</body></html>".encode()


def answer() -> bytes:
    body = gzip.compress(page(), 6, mtime=0)
    head = (
        "HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 00:00:00 GMT\r\nServer: uji\r\nContent-Type: text/html; charset=UTF-8\r\n"
        f"Content-Encoding: gzip\r\nVary: Accept-Encoding\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def main() -> None:
    whole = answer()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(whole)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    context = None
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
