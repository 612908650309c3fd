"""Ten articles of Desa Contoh Makmur and its neighbours, for golden pages: odd as people really write in WordPress.

All villages are made up. Each article is a list of pieces, and each piece says beside its markup what is to be read
from it (golden_markup.py); save_golden.py makes the golden files of both. Six short articles stand around them, so
that there are neighbours and latest posts.
"""

from __future__ import annotations

from tests.real.golden_blocks import EMBUNG, ENGLISH, POSYANDU, REALISASI
from tests.real.golden_classic import ANYAMAN, BERSIH_DESA, JEMBATAN, KEMERDEKAAN, PANEN, UNDANGAN
from tests.real.golden_post import GoldenPost


def golden_posts() -> list[GoldenPost]:
    """The oldest first."""
    posts = [UNDANGAN, ANYAMAN, PANEN, KEMERDEKAAN, JEMBATAN, BERSIH_DESA, POSYANDU, REALISASI, EMBUNG, ENGLISH]
    return sorted(posts, key=lambda post: post.date)
