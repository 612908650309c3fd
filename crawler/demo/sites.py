"""The sites of the demo, in the order they are shown."""

from __future__ import annotations

from collections.abc import Callable

from crawler.demo.answers import Site
from crawler.demo.blogger.site import blogger_site
from crawler.demo.opensid.site import opensid_site
from crawler.demo.wordpress.site import wordpress_site

SITES: tuple[Callable[[str], Site], ...] = (wordpress_site, opensid_site, blogger_site)
