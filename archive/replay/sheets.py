"""Archived style sheets rewritten once: each page has its own time, and all pages of a site the same sheets."""

from __future__ import annotations

from functools import lru_cache

from archive.charset import decode_html
from archive.replay.addresses import Addresses, Modifier
from archive.replay.css import rewrite_sheet
from archive.urls import absolute_url

_ANY_TIME = Addresses("@time@")


def sheet_at(record_id: str, body: bytes, content_type: str | None, url: str, addresses: Addresses) -> str:
    """The sheet that a record holds, its addresses those of `addresses`. `url`: where it was, for what is relative."""
    rewritten = _of_any_time(record_id, body, content_type, url)
    marked = _ANY_TIME.part("", "im_").removesuffix("im_/")
    for modifier in ("im_", "cs_", "oe_"):
        key = f"~{addresses.key}" if addresses.key else ""
        rewritten = rewritten.replace(f"{marked}{modifier}/", f"/arsip/{addresses.stamp}{modifier}{key}/")
    return rewritten


# A sheet has a tenth of a megabyte. The body is what the record id says: it takes no part in finding.
@lru_cache(maxsize=64)
def _of_any_time(record_id: str, body: bytes, content_type: str | None, url: str) -> str:
    def address(href: str, modifier: Modifier) -> str | None:
        href = href.strip()
        if modifier != "cs_" and href[:5].lower() == "data:":
            return href
        target = absolute_url(url, href)
        return _ANY_TIME.part(target, modifier) if target else None

    return rewrite_sheet(decode_html(body, content_type), address)
