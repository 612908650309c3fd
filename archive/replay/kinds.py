"""What bytes are, by their first ones: no answer is given a type only because its server called it so.

An answer called a picture that is a page would run in old browsers; called by its bytes, and with `nosniff`, it is what
it is or a file to save.
"""

from __future__ import annotations

import re
from typing import Literal

HTML = "text/html"
CSS = "text/css"
SVG = "image/svg+xml"
BINARY = "application/octet-stream"

Kind = Literal["page", "picture", "style", "font", "media", "text", "pdf", "other"]

_PICTURES: tuple[tuple[str, str], ...] = (
    (r"\xff\xd8\xff", "image/jpeg"),
    (r"\x89PNG\r\n\x1a\n", "image/png"),
    (r"GIF8[79]a", "image/gif"),
    (r"RIFF[\s\S]{4}WEBP", "image/webp"),
    (r"[\s\S]{4}ftypavi[fs]", "image/avif"),
    (r"\x00\x00[\x01\x02]\x00", "image/x-icon"),
    (r"BM[\s\S]{4}\x00\x00\x00\x00", "image/bmp"),
    (r"(?:II\*\x00|MM\x00\*)", "image/tiff"),
)
_FONTS: tuple[tuple[str, str], ...] = (
    (r"wOFF", "font/woff"),
    (r"wOF2", "font/woff2"),
    (r"OTTO", "font/otf"),
    (r"(?:\x00\x01\x00\x00|true|ttcf)", "font/ttf"),
    (r"[\s\S]{34}LP", "application/vnd.ms-fontobject"),
)
_MEDIA: tuple[tuple[str, str], ...] = (
    (r"[\s\S]{4}ftypM4A", "audio/mp4"),
    (r"[\s\S]{4}ftyp", "video/mp4"),
    (r"OggS", "application/ogg"),
    (r"\x1aE\xdf\xa3", "video/webm"),
    (r"(?:ID3|\xff[\xfb\xf3\xf2])", "audio/mpeg"),
    (r"RIFF[\s\S]{4}WAVE", "audio/wav"),
)
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+(?:<!doctype\s+svg[^>\[]*(?:\[[^\]]*\])?[^>]*>\s*+)?"
    rb"(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<svg[\s>]",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|title|script|meta|iframe)\b",
    re.IGNORECASE,
)
_ENTITY = re.compile(rb"<!ENTITY\s+([^>]*)>", re.IGNORECASE)


def picture_type(body: bytes) -> str | None:
    """The type of a picture a browser can be given, by its bytes."""
    return _by_marks(_PICTURES, body) or (SVG if is_harmless_svg(body) else None)


def font_type(body: bytes) -> str | None:
    return _by_marks(_FONTS, body)


def media_type(body: bytes) -> str | None:
    """Of sound and video."""
    return _by_marks(_MEDIA, body)


def looks_like_page(body: bytes) -> bool:
    return bool(_PAGE.match(body[:4096]))


def is_harmless_svg(body: bytes) -> bool:
    """SVG whose entities are plain words, as drawing programs declare them: none made of others, none from elsewhere,
    for these can grow without end."""
    if not _SVG.match(body[:65536]):
        return False
    values = _ENTITY.findall(body)
    return len(values) < 100 and all(_is_plain_entity(value) for value in values)


def _is_plain_entity(value: bytes) -> bool:
    return len(value) < 500 and not re.search(rb"[&%]|\b(?:SYSTEM|PUBLIC)\b", value)


def kind_of(body: bytes, content_type: str | None) -> tuple[Kind, str]:
    """What an answer is when it is opened by itself, and the type it is given."""
    said = (content_type or "").partition(";")[0].strip().lower()
    if found := _by_marks(_PICTURES, body):
        return "picture", found
    if body.startswith(b"%PDF-"):
        return "pdf", "application/pdf"
    if is_harmless_svg(body):
        return "picture", SVG
    if said in ("text/html", "application/xhtml+xml") or (not said and looks_like_page(body)):
        return "page", HTML
    if said == CSS:
        return "style", "text/plain"
    if said.startswith("text/") or said.endswith(("/json", "+json", "/xml", "+xml", "/javascript", "/x-javascript")):
        return "text", "text/plain"
    return "other", BINARY


def _by_marks(marks: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    start = body[:64]
    return next((kind for mark, kind in marks if re.match(mark.encode("latin-1"), start)), None)
