"""Names, addresses, and the guard that keeps a crawl out of private networks."""

import asyncio

import pytest

from crawler.wire.resolver import AddressRefused, NameNotFound, Resolver, is_public


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1%eth0",
     "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255"],
)  # fmt: skip
def test_private_and_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["103.28.12.5", "8.8.8.8", "2400:cb00::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_to_this_machine_is_refused_unless_allowed() -> None:
    async def addresses(allow_private: bool) -> tuple[str, ...]:
        resolver = Resolver(allow_private)
        try:
            return await resolver.addresses("localhost")
        finally:
            resolver.close()

    with pytest.raises(AddressRefused, match="--allow-private"):
        asyncio.run(addresses(allow_private=False))
    assert "127.0.0.1" in asyncio.run(addresses(allow_private=True))


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    async def ask() -> None:
        resolver = Resolver(allow_private=False)
        try:
            await resolver.addresses("tidak-ada.invalid")
        finally:
            resolver.close()

    with pytest.raises(NameNotFound, match=r"tidak-ada\.invalid"):
        asyncio.run(ask())
