"""Addresses that are no page of their own, or that never end. Each function gives a detail, or None.

Written from the platforms' own addresses (docs/platforms.md); the text shows what was met.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spiders.targets import depth

_LONGEST = 2000
# A pager of ten articles a page leads this deep in a site of 50,000 articles.
_DEEPEST = 5000
_MOST_REDIRECTS = 10

# PDF and office files are captured: villages publish their decrees and reports in them.
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|avif|css|js|mjs|woff2?|ttf|eot|otf|mp3|mp4|m4a|wav|avi|mov|mkv|webm"
    r"|zip|rar|7z|tar|tgz|apk|exe|msi|iso|dmg)\Z",
    re.IGNORECASE,
)
_PICTURES = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|avif)\Z", re.IGNORECASE)
_MACHINERY = re.compile(
    r"/(?:wp-login\.php|wp-admin|wp-json|xmlrpc\.php|wp-comments-post\.php|comments/feed|siteman|layanan-mandiri"
    r"|captcha|administrator|admin|(?:user/|first/)?(?:login|masuk|signin)(?:\.\w{2,5})?|component/(?:mailto|users)|cgi-bin)(?:[/?]|\Z)",
    re.IGNORECASE,
)
_VARIANT = re.compile(
    r"(?:\A|&)(?:replytocom|share|nb|print|tmpl|format|amp|m|showComment|action|add-to-cart|like_comment|unapproved"
    r"|moderation-hash)(?:=|&|\Z)",
    re.IGNORECASE,
)


def too_long(url: str) -> str | None:
    return f"{len(url)} characters" if len(url) > _LONGEST else None


def too_deep(hops: str) -> str | None:
    return f"{depth(hops)} hops from the seed" if depth(hops) > _DEEPEST else None


def too_many_redirects(hops: str) -> str | None:
    redirects = len(hops) - len(hops.rstrip("R"))
    return f"{redirects} in a row" if redirects > _MOST_REDIRECTS else None


def repeating_path(url: str) -> str | None:
    """A relative link on a page that answers under any path makes /a/b/a/b/a/b/ without end."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    for segment in set(segments):
        if segments.count(segment) > 3:
            return f"{segment} {segments.count(segment)} times"
    return None


def not_a_page(url: str) -> str | None:
    found = _NOT_PAGES.search(urlsplit(url).path)
    return found[0].lower() if found else None


def is_picture(url: str) -> bool:
    return _PICTURES.search(urlsplit(url).path) is not None


def machinery(url: str) -> str | None:
    """Log-ins, programming interfaces and forms: nothing to read, and nothing a guest should touch."""
    found = _MACHINERY.search(urlsplit(url).path)
    return found[0] if found else None


def variant(url: str) -> str | None:
    """The same page for print, mobile, sharing or replying; the page itself is captured."""
    found = _VARIANT.search(urlsplit(url).query)
    return found[0].strip("&=") if found else None
