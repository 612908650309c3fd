"""The demo's sites, served once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.demo import DemoSite, serve_demo


@pytest.fixture(scope="session")
def sites() -> Iterator[tuple[DemoSite, ...]]:
    with serve_demo() as sites:
        yield sites


@pytest.fixture(scope="session", params=["wordpress", "opensid", "blogger"])
def site(sites: tuple[DemoSite, ...], request: pytest.FixtureRequest) -> DemoSite:
    return next(site for site in sites if site.platform == request.param)


@pytest.fixture(scope="session")
def wordpress(sites: tuple[DemoSite, ...]) -> DemoSite:
    return sites[0]


@pytest.fixture(scope="session")
def opensid(sites: tuple[DemoSite, ...]) -> DemoSite:
    return sites[1]


@pytest.fixture(scope="session")
def blogger(sites: tuple[DemoSite, ...]) -> DemoSite:
    return sites[2]
