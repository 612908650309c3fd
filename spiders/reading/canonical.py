"""The address a page claims for itself, when it can be believed, and the id that follows from it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from archive.urls import UrlError, absolute_url, fetch_key, site_key, split_url
from spiders.platforms.marks import meta, path_of
from spiders.reading.tree import base_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Page, Seed


def canonical_url(tree: HtmlElement, page: Page) -> str | None:
    """The page's own canonical address, else its og:url; None when neither is believable.

    OpenSID's theme esensi names the front page as the canonical address of every article.
    """
    base = base_address(tree, page)
    claims = [link.get("href", "") for link in tree.iter("link") if "canonical" in link.get("rel", "").lower().split()]
    for claim in (*claims, meta(tree, "og:url")):
        url = absolute_url(base, claim) if claim else None
        if url and _is_believable(url, page.url):
            return url
    return None


def _is_believable(url: str, page_url: str) -> bool:
    """Same site, and the front page only when this is the front page."""
    if site_key(url) != site_key(page_url):
        return False
    return bool(path_of(url) or split_url(url).query) or not (path_of(page_url) or split_url(page_url).query)


def article_id(page: Page, canonical: str | None, platform_key: str | None, platform: str, seed: Seed | None) -> str:
    """`sha1:` and the hash of what makes this article one article: the site with the platform's own id, else
    the canonical address.
    """
    site = _site_of(page.url, seed)
    key = f"{site} {platform} {platform_key}" if platform_key else fetch_key(canonical or page.url)
    return "sha1:" + hashlib.sha1(key.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _site_of(url: str, seed: Seed | None) -> str:
    """The site as seeds.csv sees it: an alias is its main host, and a seed with scope=path ends with its path."""
    site = site_key(url)
    if seed is None:
        return site
    if site in {_alias_key(alias) for alias in seed.aliases}:
        site = site_key(seed.url)
    return site + split_url(seed.url).path.rstrip("/") if seed.scope == "path" else site


def _alias_key(alias: str) -> str:
    try:
        return site_key(alias if "://" in alias else f"http://{alias}")
    except UrlError:
        return ""
