"""What stands around a chart in its picture, so that it explains itself wherever it is pasted.

title
key: ■ … ■ …
[ chart ]
filters · source
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from archive.room.charts import FONT, INK, LINE, QUIET

_NS = "http://www.w3.org/2000/svg"
_MARGIN = 16
_LINE_HEIGHT = 17
_LETTER = 6.6  # px of an average letter at 12 px, generously
# What XML cannot hold, and what turns the direction of writing.
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """`description` is for those who do not see it; `key`: colours and what they mean; `notes`: below the chart."""

    title: str
    description: str
    key: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()


def writable(text: str) -> str:
    """Without control characters."""
    return _UNWRITABLE.sub("", text)


def framed(chart: str, frame: Frame) -> str:
    """The SVG of a chart in a larger one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    inner = etree.fromstring(chart.encode(), parser)
    inner_width, inner_height = (float(inner.get(name, "0")) for name in ("width", "height"))
    width = max(inner_width, 460) + 2 * _MARGIN
    letters = int((width - 2 * _MARGIN) / _LETTER)

    root = etree.Element(f"{{{_NS}}}svg", nsmap={None: _NS, "xlink": "http://www.w3.org/1999/xlink"})
    title = etree.SubElement(root, f"{{{_NS}}}title", id="title")
    title.text = writable(frame.title)
    description = etree.SubElement(root, f"{{{_NS}}}desc", id="desc")
    description.text = writable(frame.description)
    background = etree.SubElement(root, f"{{{_NS}}}rect", fill="#ffffff", width=_px(width))

    y = float(_MARGIN)
    for line in textwrap.wrap(writable(frame.title), int(letters * 0.74)):
        y += 20
        _text(root, _MARGIN, y, line, size=16, colour=INK, weight="bold")
    y = _draw_key(root, frame.key, y + 8, width)

    inner.set("x", _px(_MARGIN))
    inner.set("y", _px(y + 10))
    root.append(inner)
    y += inner_height + 20

    lines = [part for note in frame.notes for part in textwrap.wrap(writable(note), letters)]
    if lines:
        etree.SubElement(
            root, f"{{{_NS}}}line", x1=_px(_MARGIN), x2=_px(width - _MARGIN), y1=_px(y), y2=_px(y), stroke=LINE
        )
    for line in lines:
        y += _LINE_HEIGHT
        _text(root, _MARGIN, y, line, size=11.5, colour=QUIET)
    height = y + _MARGIN
    background.set("height", _px(height))
    for name, value in (
        ("width", _px(width)), ("height", _px(height)), ("viewBox", f"0 0 {_px(width)} {_px(height)}"),
        ("role", "img"), ("aria-labelledby", "title desc"),
    ):  # fmt: skip
        root.set(name, value)
    return str(etree.tostring(root, encoding="unicode"))


def _draw_key(root: etree._Element, key: Sequence[tuple[str, str]], y: float, width: float) -> float:
    """Squares and what they mean, in as many lines as it takes; gives back where these end."""
    x = float(_MARGIN)
    if key:
        y += _LINE_HEIGHT
    for colour, said in key:
        needed = 18 + len(said) * 7.6 + 16
        if x > _MARGIN and x + needed > width - _MARGIN:
            x, y = float(_MARGIN), y + _LINE_HEIGHT + 3
        etree.SubElement(
            root, f"{{{_NS}}}rect", x=_px(x), y=_px(y - 10), width="12", height="12", fill=colour, stroke=QUIET
        ).set("stroke-width", "0.5")
        _text(root, x + 18, y, writable(said), size=12, colour=INK)
        x += needed
    return y


def _text(root: etree._Element, x: float, y: float, said: str, *, size: float, colour: str, weight: str = "") -> None:
    text = etree.SubElement(root, f"{{{_NS}}}text", x=_px(x), y=_px(y), fill=colour)
    text.set("font-family", FONT)
    text.set("font-size", str(size))
    if weight:
        text.set("font-weight", weight)
    text.text = said


def _px(value: float) -> str:
    return f"{value:g}" if value < 1e5 else "100000"
