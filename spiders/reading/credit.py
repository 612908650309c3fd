"""Who made a picture: the credit, split off the end of its caption.

Peserta pelatihan (Dok.: desa.id, Foto by : Wulandari)     ->  Peserta pelatihan | desa.id, Wulandari
Warga bergotong royong. Foto: Siti                      ->  Warga bergotong royong. | Siti
"""

from __future__ import annotations

import re

_LABEL = (
    r"(?:dok(?:umentasi|umen)?|doc|(?:symbol|archiv|file\s)?foto(?:grafer)?|photo(?:graph(?:er|y)?)?s?|pict?(?:ure)?|image|gambar|sumber|source|"
    r"kredit|credits?|courtesy|copyright|(?:bild)?quelle|bild|kilde|fotos|foto's|crédits?|photographe|ph|"
    r"repro(?:duksi)?|tangkapan\slayar|\(c\)|©)"
)
_WITHIN = rf"{_LABEL}(?:\s+(?:foto|gambar|photo|image))?"
_BETWEEN = r"(?:\s*\.)?(?:\s*(?:by|oleh|dari|of|from)\b)?\s*[:/.]*\s*(?:by\b|oleh\b)?\s*:?\s*"
# "(Dok.: x)", "[Foto oleh y]": what is in the last brackets must begin with a label.
_IN_BRACKETS = re.compile(
    rf"[(\[]\s*(?P<credit>(?:(?:{_WITHIN}|ist(?:imewa)?)\b|©)[^()\[\]]*)[)\]]\s*\.?\s*\Z", re.IGNORECASE
)
# "Foto: x", "| Foto: x", "Sumber foto: x", "Foto by x", "foto/x": what begins a credit that ends the caption.
_OPENING = re.compile(
    rf"(?:(?<=[\s.,;|/)\u2013\u2014\u2022-])|\A)"
    rf"(?:{_WITHIN}\s*\.?\s*(?:by|oleh)?\s*:|{_WITHIN}\s+(?:by|oleh|courtesy\sof)\s|foto/|©|dok(?:umentasi)?\.?\s+(?-i:(?=[A-Z])))",
    re.IGNORECASE,
)
# "Sumber: x" is a credit whatever x is; after "Foto:" may stand what the picture shows.
_SOURCE = re.compile(
    r"(?:sumber|source|quelle|kilde|courtesy|kredit|credits?)\b(?!\s+(?:daya|dana|air))", re.IGNORECASE
)
_MAX_WORDS = 9
_EDGES = " .:()[]"
_AGENCY = re.compile(
    r"(?<=[\s.|/(\u2013\u2014-])\(?(?:ANTARA(?:\sFOTO)?|REUTERS|Reuters|AFP|AP(?:\sPhoto)?|EPA|dpa|DPA|Getty(?:\sImages)?|"
    r"GETTY(?:\sIMAGES)?|imago|IMAGO|Imago|Shutterstock|Xinhua|XINHUA|Bloomberg|NTB|TT|ANSA|EFE|PAP|Keystone|KEYSTONE)"
    r"(?:\s?[/|,\u2013-]\s?[^()]{1,60}|\))?\Z"
)
_STRIP_LABEL = re.compile(rf"(?:{_WITHIN}\b|©|\(c\)){_BETWEEN}", re.IGNORECASE)
_DESCRIPTION_LABEL = re.compile(r"(?:keterangan|ket|caption)\b\s*\.?\s*(?:foto|gambar|photo)?\s*[:.]\s*", re.IGNORECASE)
_PHOTO_LABEL = re.compile(r"(?:foto|gambar|photo|image)\s*:\s*", re.IGNORECASE)


def split_credit(raw: str) -> tuple[str | None, str | None]:
    """The caption without its credit, and the credit without its label; None where there is none."""
    shown = _DESCRIPTION_LABEL.sub("", raw, count=1) if _DESCRIPTION_LABEL.match(raw) else raw
    start = _start_of_credit(shown)
    if start is None:
        return _caption(_PHOTO_LABEL.sub("", shown, count=1) if _PHOTO_LABEL.match(shown) else shown), None
    return _caption(shown[:start]), clean_credit(shown[start:])


def _start_of_credit(raw: str) -> int | None:
    """Where the credit begins that ends the caption. Each form is tried where it can begin, never by backtracking."""
    bracket = max(raw.rfind("("), raw.rfind("["))
    if bracket >= 0 and _IN_BRACKETS.match(raw, bracket):
        return bracket
    agency = _AGENCY.search(raw, max(0, len(raw) - 90))
    starts = [agency.start()] if agency else []
    before = raw.rsplit(None, _MAX_WORDS)[:-_MAX_WORDS]
    earliest = len(before[0]) if before else 0  # from here on there are few words
    for found in _OPENING.finditer(raw):
        if found.end() >= earliest:
            if found.start() > 0 or _SOURCE.match(raw) or _is_name(clean_credit(raw) or ""):
                starts.append(found.start())
            break
    return min(starts, default=None)


def _caption(text: str) -> str | None:
    """The caption without a divider left after it."""
    return text.strip().rstrip("|/\u2013\u2014\u2022-([").rstrip(" ;,") or None


def clean_credit(credit: str) -> str | None:
    """The names in a credit, without "Foto:", "Dok." and brackets."""
    parts = (_without_labels(part) for part in re.split(r"\s*[,;|]\s*", credit))
    return ", ".join(part for part in parts if part) or None


def _without_labels(part: str) -> str:
    """ "Foto: Dok. Desa" has two."""
    part = part.strip(_EDGES)
    start = 0
    while found := _STRIP_LABEL.match(part, start):
        start = found.end()
        while start < len(part) and part[start] in _EDGES:
            start += 1
    return part[start:]


def _is_name(text: str) -> bool:
    """Whether all that "Foto:" introduces is a name, not a description that the label stands before."""
    words = [word for word in re.split(r"[\s/,&]+", text) if word]
    return len(words) <= 5 and all(word[0].isupper() or "." in word or word in ("dan", "desa", "bin") for word in words)
