"""From bytes to text: which encoding a page really has, whatever it says."""

from __future__ import annotations

import codecs
import re

# Labels as the web uses them: https://encoding.spec.whatwg.org/#names-and-labels (as of 2026-11).
_ALIASES = {"ascii": "cp1252", "us-ascii": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252"}
_KNOWN = re.compile(r"(?:utf-?8|utf-?16(?:le|be)?|windows-\d+|cp\d+|iso-?8859-\d+|koi8-[ru]|gbk|gb2312|gb18030|big5|"
                    r"shift[_-]jis|euc-(?:jp|kr)|tis-620|macintosh)\Z")  # fmt: skip
_META = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode_html(body: bytes, content_type: str | None) -> str:
    """The text of an HTML body. Bytes that fit no encoding are taken as windows-1252; nothing raises.

    Order: byte order mark; valid UTF-8 that is not plain ASCII, which never happens by chance; the label of the
    header, then of the page; UTF-8 with its stray bytes read as windows-1252 (pages pasted together from both).
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    try:
        if not _is_stateful(body):
            return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    label = _label(content_type, body)
    if label in ("utf-8", None):
        return body.decode("utf-8", "lumbung-windows-1252")
    return body.decode(label or "", "replace")


def is_mislabelled(body: bytes, content_type: str | None) -> bool:
    """Whether bytes of windows-1252 stand in a page that is called UTF-8, or called nothing: they were repaired.

    A character cut at the end, where an answer was cut, is none.
    """
    if _label(content_type, body) not in ("utf-8", None) or any(body.startswith(mark) for mark, _ in _BOMS):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return True
    return False


def _is_stateful(body: bytes) -> bool:
    """Whether the body is UTF-16 without a mark, whose ASCII part is valid UTF-8 full of NULs."""
    return body[:200].count(0) > 20


def _label(content_type: str | None, body: bytes) -> str | None:
    """The encoding named by the header or by the page, as Python calls it; None when neither names a known one."""
    header = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type or "", re.IGNORECASE)
    inside = _META.search(body[:4096])
    for name in (header[1] if header else "", inside[1].decode("ascii", "replace") if inside else ""):
        label = name.lower()
        label = _ALIASES.get(label, label)
        if _KNOWN.match(label):
            try:
                return codecs.lookup(label).name
            except LookupError:
                continue
    return "utf-16-le" if _is_stateful(body) else None


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the bytes that are not UTF-8, read as windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("lumbung-windows-1252", _as_windows_1252)
