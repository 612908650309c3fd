"""The 38 provinces as squares placed by hand, so that the whole resembles the map and each is as large as the others.

    Aceh
         Sumut       Kepri                    Kaltara               Gorontalo Sulut
         Sumbar Riau              Kalbar Kalteng Kaltim             Sulteng           Malut PBD PaBar  Papua
         Bengkulu Jambi Babel                 Kalsel        Sulbar  Sultra            Maluku    PaTeng PaPeg
                Sumsel Lampung                              Sulsel                                     PaSel
                     Banten DKI Jateng
                            Jabar DIY Jatim Bali NTB NTT

New provinces get a square of their own; those without one stand in the table beside the grid all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

COLUMNS, ROWS = 16, 7


@dataclass(frozen=True, slots=True)
class Tile:
    """`code` of the province, its usual abbreviation, and where its square stands from the upper left."""

    code: str
    short: str
    column: int
    row: int


TILES = tuple(
    Tile(code, short, column, row)
    for code, short, column, row in (
        ("11", "Aceh", 0, 0), ("12", "Sumut", 1, 1), ("13", "Sumbar", 1, 2), ("14", "Riau", 2, 2),
        ("21", "Kepri", 3, 1), ("15", "Jambi", 2, 3), ("17", "Bengkulu", 1, 3), ("16", "Sumsel", 2, 4),
        ("19", "Babel", 3, 3), ("18", "Lampung", 3, 4), ("36", "Banten", 3, 5), ("31", "DKI", 4, 5),
        ("32", "Jabar", 4, 6), ("33", "Jateng", 5, 5), ("34", "DIY", 5, 6), ("35", "Jatim", 6, 6),
        ("51", "Bali", 7, 6), ("52", "NTB", 8, 6), ("53", "NTT", 9, 6), ("61", "Kalbar", 5, 2),
        ("62", "Kalteng", 6, 2), ("63", "Kalsel", 7, 3), ("64", "Kaltim", 7, 2), ("65", "Kaltara", 7, 1),
        ("71", "Sulut", 11, 1), ("75", "Gorontalo", 10, 1), ("72", "Sulteng", 10, 2), ("76", "Sulbar", 9, 3),
        ("73", "Sulsel", 9, 4), ("74", "Sultra", 10, 3), ("82", "Malut", 12, 2), ("81", "Maluku", 12, 3),
        ("96", "PBD", 13, 2), ("92", "P Barat", 14, 2), ("91", "Papua", 15, 2), ("94", "P Tengah", 14, 3),
        ("95", "P Peg", 15, 3), ("93", "P Selatan", 15, 4),
    )
)  # fmt: skip

# White to dark green: each step darker, so that it is told apart without colour as well.
SHADES = ("#ffffff", "#dcebe6", "#b3d3c9", "#7fb3a5", "#438a7a", "#0f5c4f")
_DARK = 4  # from this step on letters are white


@dataclass(frozen=True, slots=True)
class Scale:
    """`ends`: the largest value of each step after the first, which is for none at all."""

    ends: tuple[float, ...]

    def step(self, value: float) -> int:
        """0: none; 1 to 5: the more, the higher."""
        if value <= 0 or not self.ends:
            return 0
        return next((nth for nth, end in enumerate(self.ends, 1) if value <= end), len(self.ends))

    def fill(self, value: float) -> str:
        return SHADES[self.step(value)]

    def ink(self, value: float) -> str:
        """The colour of letters on `fill`."""
        return "#ffffff" if self.step(value) >= _DARK else "#1c2624"


def scale_of(values: Iterable[float], *, whole: bool) -> Scale:
    """Five steps that grow with the square, since a few regions have most of the news. `whole`: counts."""
    largest = max(values, default=0)
    if largest <= 0:
        return Scale(())
    if whole:
        ends = [round(largest * (nth / 5) ** 2) for nth in range(1, 6)]
        for nth in range(5):
            ends[nth] = max(ends[nth], ends[nth - 1] + 1 if nth else 1)
        return Scale(tuple(float(end) for end in ends if end - 1 < largest))
    return Scale(tuple(largest * nth / 5 for nth in range(1, 6)))


def legend_of(scale: Scale, *, whole: bool) -> Sequence[Mapping[str, float | str]]:
    """One for each step: its colour, from where and up to where it goes."""
    starts = (0.0, *scale.ends)
    return [
        {"fill": SHADES[nth], "from": start + 1 if whole else start, "to": end}
        for nth, (start, end) in enumerate(zip(starts, scale.ends, strict=False), 1)
    ]
