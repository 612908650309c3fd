"""Whether a stored body is what it should be: looked at by its first and last bytes and its own lengths, not decoded.

No picture is opened here: archives hold what anybody sent, and a decoder is where that does harm.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

Role = Literal["picture", "style", "script", "font", "other"]
Fault = Literal["empty", "html_instead", "not_a_picture", "cut"]

_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*\?>\s*+)?(?><!--.*?-->\s*+)*+<(?:!doctype\s+html|html|head|body|title)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SVG = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype\s+svg|<svg)", re.IGNORECASE)
_ENDINGS: tuple[tuple[Role, str], ...] = (
    ("picture", r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|tiff?|avif)\Z"),
    ("style", r"\.css\Z"),
    ("script", r"\.m?js\Z"),
    ("font", r"\.(?:woff2?|ttf|otf|eot)\Z"),
)
_TYPES: tuple[tuple[Role, str], ...] = (
    ("picture", r"image/"),
    ("style", r"text/css"),
    ("script", r"(?:text|application)/(?:x-)?(?:java|ecma)script"),
    ("font", r"font/|application/(?:x-)?font|application/vnd\.ms-fontobject"),
)


def role_of(url: str, mime: str | None) -> Role:
    """What an address is asked for as, by its ending, else by what its server calls it."""
    path = urlsplit(url).path
    for role, pattern in _ENDINGS:
        if re.search(pattern, path, re.IGNORECASE):
            return role
    for role, pattern in _TYPES:
        if re.match(pattern, mime or ""):
            return role
    return "other"


def fault_of(body: bytes, role: Role) -> Fault | None:
    """What is wrong with a whole body, its content coding undone; None when nothing is seen."""
    if not body:
        # An empty style sheet or script is odd, and does what it says.
        return "empty" if role in ("picture", "font") else None
    if role != "other" and _HTML.match(body[:2048]):
        return "html_instead"
    if role != "picture":
        return None
    if body.startswith(b"\xff\xd8"):
        return None if _jpeg_ends(body) else "cut"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return None if _png_ends(body) else "cut"
    if body.startswith((b"GIF87a", b"GIF89a")):
        # The end of the last block, and the trailer; some programs write on behind it.
        return None if b"\x00;" in body[-1024:] else "cut"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "cut" if len(body) < 8 + int.from_bytes(body[4:8], "little") else None
    return None if _is_other_picture(body) else "not_a_picture"


def _is_other_picture(body: bytes) -> bool:
    is_icon = body.startswith((b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"))
    is_avif = body[4:8] == b"ftyp"
    is_other = body.startswith((b"BM", b"II*\x00", b"MM\x00*", b"\xff\x0a", b"\x00\x00\x00\x0cJXL "))
    return is_icon or is_avif or is_other or bool(_SVG.match(body[:2048].removeprefix(b"\xef\xbb\xbf")))


def _png_ends(body: bytes) -> bool:
    """Whether chunk follows chunk up to IEND."""
    at = 8
    while at + 12 <= len(body):
        if body[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + int.from_bytes(body[at : at + 4], "big")
    return False


_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


def _jpeg_ends(body: bytes) -> bool:
    """Whether segments and scans lead to an end-of-image marker. A preview inside has one of its own, so it is not
    looked for just anywhere."""
    at = 2
    while found := _MARKER.search(body, at):
        marker, at = found[1][0], found.end()
        if marker == 0xD9:
            return True
        if marker in (0x01, 0xD8):
            continue
        if at + 2 > len(body):
            return False
        at += int.from_bytes(body[at : at + 2], "big")  # a scan's data follows its segment, up to the next marker
    return False
