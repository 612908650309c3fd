"""What one golden post of WordPress is made of: pieces, pictures, comments, and the teasers beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.demo.stories import wib
from tests.real.golden_markup import (
    Picture,
    Piece,
    out_of_sight,
    typed,
)

SITE = "http://contohmakmur.example"

# Who, what, whether it was approved, and how many hours after the article.
Comment = tuple[str, str, bool, int]


@dataclass(frozen=True)
class GoldenPost:
    """`date` is local time (WIB)."""

    slug: str
    title: str
    date: datetime
    author: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    parts: tuple[tuple[Piece, ...], ...]
    featured: Picture | None = None
    author_bio: str = ""
    comments: tuple[Comment, ...] = field(default=())

    @property
    def url(self) -> str:
        return f"{SITE}/{self.date:%Y/%m/%d}/{self.slug}/"

    def library(self) -> list[Picture]:
        shown = [shown.picture for part in self.parts for piece in part for shown in piece.pictures]
        return [*([self.featured] if self.featured else []), *shown]

    def as_json(self) -> dict[str, Any]:
        """As php/populate.php takes it."""
        page_break = "\n\n<!-- wp:nextpage -->\n<!--nextpage-->\n<!-- /wp:nextpage -->\n\n"
        return {
            "type": "post",
            "status": "publish",
            "slug": self.slug,
            "title": self.title,
            "date": stamp(self.date),
            "author": self.author,
            "author_bio": self.author_bio,
            "password": "",
            "categories": self.categories,
            "tags": self.tags,
            "photos": [picture.as_json() for picture in self.library()],
            "featured": self.featured.file if self.featured else None,
            "content": page_break.join("\n\n".join(piece.markup for piece in part) for part in self.parts),
            "comments": [
                (name, words, approved, stamp(self.date + timedelta(hours=hours)))
                for name, words, approved, hours in self.comments
            ],
        }


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def read_also(label: str, post: GoldenPost) -> Piece:
    return out_of_sight(f'{label} <a href="{post.url}">{post.title}</a>', f"{label} {post.title}")


def teasers() -> list[GoldenPost]:
    return [_teaser(*row) for row in TEASERS]


def _teaser(slug: str, title: str, date: datetime, words: str) -> GoldenPost:
    return GoldenPost(slug, title, date, "admin", ("Berita",), (), ((typed(words),),))


TEASERS = (
    ("jadwal-pelayanan-samsat-keliling", "Jadwal Pelayanan Samsat Keliling Bulan Ini", wib(2021, 4, 6, 8, 0),
     "Mobil Samsat keliling singgah di halaman kantor desa setiap Selasa minggu kedua."),
    ("posyandu-lansia-anggrek", "Posyandu Lansia Anggrek Layani Cek Gula Darah", wib(2023, 2, 14, 10, 5),
     "Sebanyak 41 lansia memeriksakan gula darah tanpa dipungut biaya."),
    ("pengumuman-libur-lebaran", "Pengumuman Libur Pelayanan Lebaran", wib(2024, 4, 5, 14, 30),
     "Pelayanan kantor desa libur mulai tanggal 8 sampai dengan 15 April."),
    ("lomba-voli-antar-dusun", "Lomba Voli Antar Dusun Segera Digelar", wib(2024, 9, 2, 16, 45),
     "Panitia membuka pendaftaran regu sampai akhir pekan."),
    ("tanam-seribu-pohon", "Tanam Seribu Pohon di Lereng Bukit Andai", wib(2024, 9, 20, 9, 15),
     "Bibit sengon dan alpukat dibagikan kepada warga yang memiliki lahan miring."),
    ("pasar-murah-kecamatan", "Pasar Murah Kecamatan Semisal Diserbu Warga", wib(2024, 10, 1, 11, 0),
     "Beras dan minyak goreng habis dalam waktu dua jam."),
)  # fmt: skip
