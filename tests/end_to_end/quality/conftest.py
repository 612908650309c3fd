"""The site that answers wrong, served."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import small_site
from tests.end_to_end.quality.wrong_answers import Server


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def site(server: Server) -> Iterator[DemoSite]:
    with small_site(server.answers()) as site:
        yield site
