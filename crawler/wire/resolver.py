"""Names to addresses, and the guard that keeps a crawl out of private networks.

Look-ups run in threads of our own: uvloop resolves two names at a time, so a few thousand dead
domains would stop a crawl (12 silent names: 6.0 s there, 1.0 s here, measured 2026-11).
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

_KEPT_SECONDS = 600.0
LookedUp = Callable[[str, tuple[str, ...]], None]


class NameNotFound(Exception):
    """A host name that has no address."""


class AddressRefused(Exception):
    """A host all of whose addresses are private, and private ones were not allowed."""


class Resolver:
    """Addresses of hosts, cached for ten minutes, failures too."""

    def __init__(self, allow_private: bool, looked_up: LookedUp = lambda host, addresses: None) -> None:
        """`looked_up` is told of each answer that was not known already."""
        self._allow_private = allow_private
        self._looked_up = looked_up
        self._threads = ThreadPoolExecutor(32, thread_name_prefix="resolver")
        self._known: dict[str, tuple[float, tuple[str, ...] | str]] = {}

    async def addresses(self, host: str, *, guarded: bool = True) -> tuple[str, ...]:
        """The addresses that may be connected to; `guarded` is False for one's own proxy.

        Raises NameNotFound or AddressRefused.
        """
        found = await self._resolve(host)
        if not guarded:
            return found
        allowed = tuple(address for address in found if self._allow_private or is_public(address))
        if not allowed:
            raise AddressRefused(
                f"{host} has only private addresses ({', '.join(found)}); "
                "sites of your own network need --allow-private"
            )
        return allowed

    async def _resolve(self, host: str) -> tuple[str, ...]:
        until, answer = self._known.get(host, (0.0, ""))
        if until < time.monotonic():
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, _look_up, host)
            self._known[host] = (time.monotonic() + _KEPT_SECONDS, answer)
            if not isinstance(answer, str) and not _is_address(host):
                self._looked_up(host, answer)
        if isinstance(answer, str):
            raise NameNotFound(answer)
        return answer

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _look_up(host: str) -> tuple[str, ...] | str:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return f"{host}: {getattr(error, 'strerror', None) or error}"
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; an IPv4 address inside an IPv6 one counts as itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in ipaddress.IPv6Network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast
