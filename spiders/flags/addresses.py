"""What an address says by itself: whose host it is, and whether its host or its path offers gambling."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from spiders.flags.gambling_words import host_offers, words_in


def host_of(url: str) -> str:
    """In lower case, without www; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_elsewhere(host: str, own: str) -> bool:
    """Whether a host is another one than `own` and stands neither above nor below it."""
    return bool(host) and host != own and not host.endswith(f".{own}") and not own.endswith(f".{host}")


def path_words(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return unquote(f"{parts.path} {parts.query}"[:500]).replace("_", " ")


def path_offers(url: str) -> bool:
    """Whether the words of its path sell gambling, and are no headline about it."""
    words = words_in(path_words(url))
    return words.weight >= 2 and not words.about


def offers_gambling(url: str) -> bool:
    return host_offers(host_of(url)) or path_offers(url)
