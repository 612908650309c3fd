"""Where the room may be opened and for whom: decided once, before it is opened; what is not safe is refused."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from archive.errors import CollectionError
from archive.layout import Collection
from archive.room.access.accounts import Accounts, accounts_file
from archive.room.access.limits import Limiter
from archive.room.access.people import Role
from archive.room.access.sessions import Sessions

_ACCOUNTS_FIRST = "make accounts first: lumbung people add NAME --role archivist (docs/reading-room.md, Accounts)"


@dataclass(frozen=True)
class Doors:
    """`accounts` None: whoever reaches the room is trusted. `names`: as what it is opened, besides addresses in
    digits, which no other site's name can be made to mean."""

    names: frozenset[str]
    is_here_only: bool
    accounts: Accounts | None = None
    sessions: Sessions | None = None
    has_passwords: bool = False
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    proxy_user_header: str | None = None
    proxy_role: Role = "reader"
    is_https: bool = False
    limiter: Limiter = field(default_factory=Limiter)

    @property
    def is_open(self) -> bool:
        """Nobody is asked who they are."""
        return self.accounts is None

    def is_proxy(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)

    def close(self) -> None:
        if self.sessions:
            self.sessions.close()


def doors_of(collection: Collection, host: str) -> Doors:
    """As collection.toml and accounts.json say. Raises CollectionError when others could come in unasked."""
    access = collection.config.access
    is_here = is_loopback(host)
    path = accounts_file(collection)
    accounts = Accounts(path)
    people = accounts.everybody()
    proxies = tuple(ip_network(one) for one in access.proxy_from)
    if not people and not access.proxy_user_header:
        if not is_here:
            raise CollectionError(f"{host} can be reached by others, and the reading room has no accounts; "
                                  f"use 127.0.0.1, or {_ACCOUNTS_FIRST}")  # fmt: skip
        if access.address or proxies:
            raise CollectionError(f"access.address and access.proxy_from in collection.toml mean that others reach the "
                                  f"reading room, and it has no accounts; {_ACCOUNTS_FIRST}")  # fmt: skip
        return Doors(_names(host, None), is_here_only=True)
    return Doors(
        names=_names(host, access.address),
        is_here_only=is_here,
        accounts=accounts,
        sessions=Sessions(path.with_name("sessions.sqlite")) if any(one.password for one in people) else None,
        has_passwords=any(one.password for one in people),
        proxies=proxies,
        proxy_user_header=access.proxy_user_header,
        proxy_role=access.proxy_role,
        is_https=bool(access.address and access.address.startswith("https:")),
    )


def is_loopback(host: str) -> bool:
    """Raises CollectionError when it is no address to listen at."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError as error:
        raise CollectionError(f"{host!r} is no address to listen at, as 127.0.0.1, ::1 or 0.0.0.0") from error


def _names(host: str, address: str | None) -> frozenset[str]:
    names = {"localhost", "ip6-localhost"}
    if address:
        names.add((urlsplit(address).hostname or "").lower())
    if not is_loopback(host):
        names.add(socket.gethostname().lower())
    return frozenset(names)
