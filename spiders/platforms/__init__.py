"""What is known of the software that village sites run on: one file each, named in PLATFORMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.platforms.base import Platform, PlatformFacts
from spiders.platforms.blogger import BLOGGER
from spiders.platforms.drupal import DRUPAL
from spiders.platforms.generic import GENERIC
from spiders.platforms.joomla import JOOMLA
from spiders.platforms.opensid import OPENSID
from spiders.platforms.wordpress import WORDPRESS

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Page

__all__ = ["BY_NAME", "PLATFORMS", "Platform", "PlatformFacts", "recognise"]

# Order matters: asked one after the other, the first that shows two signs is taken.
PLATFORMS: tuple[Platform, ...] = (OPENSID, WORDPRESS, BLOGGER, JOOMLA, DRUPAL, GENERIC)

BY_NAME = {platform.name: platform for platform in PLATFORMS}


def recognise(tree: HtmlElement, page: Page) -> tuple[Platform, tuple[str, ...]]:
    """The platform of a page and the signs it was known by; the generic one, without signs, when none is certain."""
    for platform in PLATFORMS:
        signs = platform.recognises(tree, page)
        if len(signs) >= 2:
            return platform, signs
    return GENERIC, ()
