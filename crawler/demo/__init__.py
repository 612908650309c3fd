"""Three made-up village sites on loopback, for `lumbung demo` and for tests of the whole path.

    with serve_demo() as sites:
        for site in sites:
            ...                     # crawl site.url
            requests(site)          # what the site was asked for
            site.expected           # what a crawl ought to find there

Villages, people and texts are invented; the markup follows what WordPress, OpenSID and Blogger print.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from crawler.demo.answers import Expectation, ExpectedArticle, ExpectedCaption
from crawler.demo.server import DemoSite, SeenRequest, requests, serve_all
from crawler.demo.sites import SITES


def serve_demo(ports: Sequence[int] = ()) -> AbstractContextManager[tuple[DemoSite, ...]]:
    """Serve the sites until the block ends, each on its own port of 127.0.0.1 (free ones unless given)."""
    return serve_all(SITES, ports)


__all__ = ["DemoSite", "Expectation", "ExpectedArticle", "ExpectedCaption", "SeenRequest", "requests", "serve_demo"]
