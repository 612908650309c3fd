"""How often: a bucket of tokens for each who asks, refilled as time goes on."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

_MOST_KEYS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then one each `seconds`."""

    burst: int
    seconds: float


class Limiter:
    """Remembers the last _MOST_KEYS who asked."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._left: OrderedDict[tuple[str, ...], tuple[float, float]] = OrderedDict()

    def take(self, rate: Rate, *key: str) -> float:
        """0.0 when it may be; else after how many seconds to ask again."""
        now = self._now()
        with self._lock:
            tokens, at = self._left.pop(key, (float(rate.burst), now))
            tokens = min(float(rate.burst), tokens + (now - at) / rate.seconds)
            wait = 0.0 if tokens >= 1 else (1 - tokens) * rate.seconds
            self._left[key] = (tokens if wait else tokens - 1, now)
            while len(self._left) > _MOST_KEYS:
                self._left.popitem(last=False)
        return wait

    def give_back(self, *key: str) -> None:
        """What was asked for well costs nothing."""
        with self._lock:
            if key in self._left:
                tokens, at = self._left[key]
                self._left[key] = (tokens + 1, at)


# Failed attempts to log in: of one name from one address; from one address; of one name from anywhere.
LOGIN_HERE, LOGIN_ADDRESS, LOGIN_NAME = Rate(5, 60.0), Rate(20, 30.0), Rate(50, 20.0)

# Of what costs the machine something, by the beginning of its path; per person, or address where nobody is known.
COSTLY: tuple[tuple[tuple[str, ...], Rate], ...] = (
    (("/unduh", "/ekspor", "/laporan"), Rate(20, 6.0)),
    (("/grafik", "/peta"), Rate(120, 0.5)),
    (("/artikel", "/liputan", "/api/", "/desa", "/senyap", "/tersimpan"), Rate(240, 0.25)),
    (("/arsip", "/gambar"), Rate(1_500, 0.04)),
)
ANYTHING = Rate(600, 0.1)


def client_of(address: str) -> str:
    """Who counts as one: an address, of IPv6 a network of 64 bits, of which one household has all."""
    try:
        found = ip_address(address)
    except ValueError:
        return "?"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or int(found) >> 64)
    return str(found)
