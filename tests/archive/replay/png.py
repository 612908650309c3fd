"""Screenshots compared."""

from __future__ import annotations

import io

from PIL import Image, ImageChops


def share_that_differs(first: bytes, second: bytes, at_least: int = 24) -> float:
    """The share of pixels that differ by so much (of 255) in a channel; 1.0 when the sizes do."""
    one, other = (Image.open(io.BytesIO(png)).convert("RGB") for png in (first, second))
    if one.size != other.size:
        return 1.0
    red, green, blue = ImageChops.difference(one, other).split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
    return sum(largest[at_least:]) / (one.width * one.height)
