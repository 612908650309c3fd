"""The addresses of a picture: the largest form that the page shows, and the original it links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.urls import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)(?:$|[?#])", re.IGNORECASE)
# photo-300x200.jpg of WordPress, /s320/ and /w640-h480/ of Blogger.
_SIZE = re.compile(r"-(\d{2,4})x\d{2,4}(?=\.\w{3,4}$)|/[sw](\d{2,4})(?:-h\d+)?(?:-[\w-]+)?/")
_SCALED = re.compile(r"-(?:\d{2,4}x\d{2,4}|scaled)(?=\.\w{3,4}$)")
# An address may have commas in it, but does not end with one.
_OF_SRCSET = re.compile(r"(\S[^\s,]*+(?:,(?=\S)[^\s,]*+)*+)(?:\s+([\d.]+)[wx])?\s*(?:,\s|,?\s*$)")
_PLACEHOLDER = re.compile(
    r"(?:^data:|^about:|blank\.(?:gif|png)|spacer|placeholder|lazy[-_]?load|img-loader|loading\.(?:gif|svg)|1x1|"
    r"transparent\.(?:gif|png)|grey\.gif|trans\.gif)",
    re.IGNORECASE,
)
_FULL = ("data-orig-file", "data-full-url", "data-large-file", "data-src-large", "data-hi-res-src")
LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-echo", "data-url")


def shown_address(image: HtmlElement, base: str) -> str | None:
    """The absolute address of the largest form shown: the full-size attribute, the widest of srcset, else the lazy
    or plain src. No address is invented. None for a placeholder.
    """
    for name in _FULL:
        if url := _usable(image.get(name), base):
            return url
    shown = next((url for name in (*LAZY, "src") if (url := _usable(image.get(name), base))), None)
    least = 0.0 if shown is None else shown_width(shown)
    for address, width in sorted(_from_srcsets(image), key=lambda item: -item[1]):
        if shown is not None and width <= least:
            break
        if url := _usable(address, base):
            return url
    return shown


def linked_original(image: HtmlElement, base: str) -> str | None:
    """The absolute address of the picture file that a click on the picture opens; None when it opens none."""
    for ancestor in image.iterancestors("a", "p", "div", "figure", "td"):
        if ancestor.tag == "a":
            href = ancestor.get("href") or ""
            return _usable(href, base) if _IMAGE_FILE.search(href) else None
    return None


def is_picture_file(url: str) -> bool:
    """Whether an address ends as those of picture files do."""
    return _IMAGE_FILE.search(url) is not None


def picture_key(url: str) -> str:
    """What the forms of one picture have in common: host and path without the size in the file's name.

    The query counts only when the path names no picture file.
    """
    parts = urlsplit(url)
    path = _SCALED.sub("", re.sub(r"/(?:s\d{2,4}|w\d+-h\d+)(?:-[\w-]+)?/", "/", parts.path))
    query = "" if _IMAGE_FILE.search(path) else parts.query
    return f"{parts.netloc.removeprefix('www.')}{path}?{query}".lower()


def _usable(address: str | None, base: str) -> str | None:
    if not address or _PLACEHOLDER.search(address.strip()[:300]) or len(address) > 4000:
        return None
    return absolute_url(base, address)


def shown_width(url: str) -> float:
    """The width in pixels that an address tells, 0 for none."""
    found = _SIZE.search(urlsplit(url).path)
    return float(found[1] or found[2]) if found else 0.0


def _from_srcsets(image: HtmlElement) -> Iterator[tuple[str, float]]:
    """Addresses and widths of the picture's own srcset and of the <source>s beside it."""
    holders = [image]
    # libxml2 does not know that <source> is empty: the picture's <img> may be inside it.
    picture = next(image.iterancestors("picture"), None)
    if picture is not None:
        holders += list(picture.iter("source"))
    for holder in holders:
        for name in ("srcset", "data-srcset", "data-lazy-srcset"):
            for address, width in _OF_SRCSET.findall((holder.get(name) or "")[:20000]):
                yield address, float(width) if width.count(".") < 2 and width.strip(".") else 1.0
