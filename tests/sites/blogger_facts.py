"""What the site of blogger.py holds: its reports, pages and addresses."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from crawler.demo.answers import Answer
from crawler.demo.stories import wib
from tests.sites.reports import Report, make_reports

NAME = "Kabar Desa Umpamasari"
BLOG_ID = 5300000000000000007
AUTHOR = "Sekretariat Desa Umpamasari"
PLACES = (
    "Desa Umpamasari", "Dusun Misalan", "Dusun Contohrejo", "Dusun Andaikrajan", "Dusun Kiranya", "Dusun Barangkali",
)  # fmt: skip
REPORTS = make_reports("blogger", 130, wib(2024, 2, 27, 8, 0), timedelta(days=6), PLACES)
LIST_LENGTH = 7
# However many are asked for, the feed gives no more, and says so nowhere but in what it gives.
MOST_ENTRIES = 60
IN_A_SITEMAP = 50
DRAFT = "/2023/05/rancangan-apbdes-belum-terbit.html"
PAGES = {
    "/p/profil-desa.html": ("Profil Desa", "Desa Umpamasari terdiri atas lima dusun yang dipisahkan oleh Kali Misal."),
    "/p/kontak.html": ("Kontak", "Kantor desa buka pada hari kerja dan menerima tamu sampai pukul tiga sore."),
}
STATIC_PAGES = tuple(PAGES)


def _path(report: Report) -> str:
    """/YYYY/MM/slug.html, with a slug of at most 39 characters that ends with a word."""
    slug = report.slug[:40].rpartition("-")[0] if len(report.slug) > 39 else report.slug
    return f"/{report.moment:%Y/%m}/{slug}.html"


PATHS = {report.number: _path(report) for report in REPORTS}
assert len(set(PATHS.values())) == len(REPORTS)


def post_id(report: Report) -> int:
    return 6100000000000000000 + 1_000_003 * report.number


def label_of(report: Report) -> str:
    return report.theme if report.number % 2 else f"Kabar {report.theme}"


def picture_path(report: Report, size: str) -> str:
    """Any size that the last folder but one asks for; s0 is the picture as it was uploaded."""
    return f"/img/b/R29vZ2xl/AVvXsEh{post_id(report)}/{size}/kegiatan{report.number}.jpg"


def kept_answer(body: bytes, mime: str = "text/html; charset=UTF-8") -> Answer:
    """With the validators that Blogger gives to all it prints."""
    headers = (
        ("Expires", "Mon, 01 Jan 1990 00:00:00 GMT"),
        ("Cache-Control", "private, max-age=0"),
        ("Last-Modified", "Tue, 27 Feb 2024 04:00:00 GMT"),
        ("ETag", f'W/"{hashlib.sha256(body).hexdigest()}"'),
        ("X-Content-Type-Options", "nosniff"),
    )
    return Answer(body, mime, headers=headers, chunked=True, gzip=True)
