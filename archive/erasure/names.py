"""How a WARC is called from which something was erased: by the old name, with the number of the erasure.

    lumbung-20261126090000000-00000-lumbung.warc.gz      as it was written
    lumbung-20261126090000000-00000-lumbung.e1.warc.gz   after an erasure
    lumbung-20261126090000000-00000-lumbung.e2.warc.gz   after another; there is never more than one of them

So it sorts where the old one stood, and whoever has a reference to the old name finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = ".warc"  # of an uncompressed one the whole name is its stem
_NUMBER = re.compile(r"\.e(\d{1,6})\Z")


def first_stem(stem: str) -> str:
    """The stem it had before anything was erased."""
    base, plain = _parts(stem)
    return _NUMBER.sub("", base) + plain


def next_stem(stem: str, stems: Iterable[str] = ()) -> str:
    """Another name than any of these `stems`: what was imported may be called as what an erasure leaves."""
    base, plain = _parts(first_stem(stem))
    number = max(number_of(one) for one in (stem, *stems) if first_stem(one) == base + plain)
    return f"{base}.e{number + 1}{plain}"


def number_of(stem: str) -> int:
    """How often something was erased from it."""
    found = _NUMBER.search(_parts(stem)[0])
    return int(found[1]) if found else 0


def now_called(stem: str, stems: Iterable[str]) -> str | None:
    """Which of these a reference means: itself, or what took its place. None: it is gone."""
    found = [one for one in stems if first_stem(one) == first_stem(stem) and number_of(one) >= number_of(stem)]
    return max(found, key=number_of, default=None)


def _parts(stem: str) -> tuple[str, str]:
    plain = _PLAIN if stem.endswith(_PLAIN) else ""
    return stem.removesuffix(plain), plain
