"""Which pages of a site come first: articles before listings before the rest, told from the address alone.

A wrong guess costs nothing but the order. Written from the platforms' own addresses (docs/platforms.md).
"""

from __future__ import annotations

import re

from spiders.targets import Priority

_LISTING = re.compile(
    r"/(?:page|halaman|category|kategori|tag|label|author|arsip|archives?|index|feed|search)(?:[/?.]|\Z)"
    r"|/\d{4}(?:/\d{1,2}){0,2}/?(?:\Z|\?)|/(?:hal|halaman|page)[-_]?\d+(?:\.\w{2,5})?/?\Z"
    r"|[?&](?:paged?|halaman|hal|start|limitstart|offset|cat|tag|author|kategori|s|q|cari|updated-max)=",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"/\d{4}/\d{1,2}/(?:\d{1,2}/)?[^/?]*[a-z][^/?]*/?\Z"
    r"|/(?:artikel|berita|kabar|news|post|read|baca|publikasi|kegiatan|informasi)/[^?]*\w"
    r"|[?&](?:p|id|artikel|berita|judul|slug)=\w"
    r"|/(?:\d+-)?\w+(?:-\w+){3,}(?:\.\w{2,5})?/?\Z",
    re.IGNORECASE,
)


def page_priority(url: str) -> Priority:
    """The place of a page in its host's queue."""
    if _LISTING.search(url):
        return Priority.LISTING
    return Priority.ARTICLE if _ARTICLE.search(url) else Priority.PAGE
