"""Where archived pages and their parts are shown.

    /arsip/20261125184820/http://contoh.desa.id/artikel        the page with our banner around it
    /arsip/20261125184820mp_/http://contoh.desa.id/artikel     the page itself, made harmless
    /arsip/20261125184820im_/http://contoh.desa.id/foto.jpg    a picture of it

The modifiers are those of pywb, so that people and tools that know one know the other. A part's address may bear a
pass (`…im_~PASS/…`): a sandboxed page has no origin, so browsers send no cookies when they ask for its parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from archive.urls import UrlError, normal_url

Modifier = Literal["", "mp_", "if_", "im_", "cs_", "oe_", "id_"]
MODIFIERS: tuple[Modifier, ...] = ("", "mp_", "if_", "im_", "cs_", "oe_", "id_")

_ASKED = re.compile(r"(?:(\d{1,14})([a-z]{2}_)?(?:~([A-Za-z0-9_.-]{1,200}))?/)?(.*)\Z", re.DOTALL)
_SCHEME = re.compile(r"(https?):/+(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `stamp` is as it was given, empty for the newest."""

    stamp: str
    modifier: Modifier
    url: str
    key: str = ""

    @property
    def moment(self) -> datetime | None:
        """The time asked for; None for the newest."""
        return moment_of(self.stamp) if self.stamp else None


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a page's parts and links, at its time."""

    stamp: str
    key: str = ""

    def page(self, url: str) -> str:
        """With our banner."""
        return archived_address(self.stamp, url)

    def part(self, url: str, modifier: Modifier) -> str:
        return archived_address(self.stamp, url, modifier, self.key)


def archived_address(stamp: str, url: str, modifier: Modifier = "", key: str = "") -> str:
    """An address of ours; `url` is one that `normal_url` made."""
    return f"/arsip/{stamp}{modifier}{f'~{key}' if key else ''}/{url}"


def read_address(rest: str) -> Asked:
    """What stands behind `/arsip/`, its query included, escapes as they came. Raises UrlError."""
    found = _ASKED.match(rest)
    stamp, modifier, key, url = found.groups() if found else (None, None, None, rest)
    known = next((one for one in MODIFIERS if one == (modifier or "")), None)
    if known is None:
        raise UrlError(f"{modifier!r} is no kind of part")
    if stamp and moment_of(stamp) is None:
        raise UrlError(f"{stamp!r} is no time")
    return Asked(stamp or "", known, read_url(url or ""), key or "")


def read_url(text: str) -> str:
    """An address as people and proxies write it: without its scheme, or with one of its slashes lost. Raises
    UrlError."""
    text = _SCHEME.sub(r"\1://", text.strip(), count=1)
    if re.fullmatch(r"https?:/*", text, re.IGNORECASE):
        raise UrlError(f"{text!r} names no host")
    return normal_url(text if _SCHEME.match(text) else f"http://{text}")


def moment_of(stamp: str) -> datetime | None:
    """The time of 1 to 14 digits, its missing ones the earliest; None when there is no such time."""
    whole = stamp + "00010101000000"[len(stamp) :]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
