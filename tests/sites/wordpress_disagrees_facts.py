"""What the site of wordpress_disagrees.py holds: its reports, pages and addresses."""

from __future__ import annotations

from datetime import timedelta

from crawler.demo.answers import Answer, Entry
from crawler.demo.stories import MONTHS, wib
from tests.sites.reports import Report, make_reports

NAME = "Desa Contohmulyo"
PLACES = ("Contohmulyo", "Dusun Sidomisal", "Dusun Karangandai")
REPORTS = make_reports("wordpress", 30, wib(2023, 11, 28, 6, 30), timedelta(days=8), PLACES)
LIST_LENGTH = 10
PAGES = {"/profil-desa/": (2, "Profil Desa"), "/kontak/": (5, "Kontak")}
STATIC_PAGES = tuple(PAGES)
LOGIN = "/wp-login.php"
DRAFT = "/?p=399"
JSON = "application/json; charset=UTF-8"
XML = "application/xml; charset=UTF-8"


def post_path(report: Report) -> str:
    return f"/{report.slug}/"


IN_REST = REPORTS[:28]
MISSING_IN_REST = tuple(post_path(report) for report in REPORTS[28:])
MISSING_IN_SITEMAP = tuple(post_path(REPORTS[place]) for place in (3, 14, 21))
DEAD = ("/pengumuman-lama-yang-dihapus/", "/lowongan-perangkat-desa/")
BROKEN = ("/galeri-yang-selalu-gagal/",)


def post_id(report: Report) -> int:
    return 400 - 7 * report.number


def upload(report: Report, size: str = "") -> str:
    return f"/wp-content/uploads/{report.moment:%Y/%m}/kegiatan-{post_id(report)}{size}.jpg"


def tag(report: Report) -> str:
    return ("gotong-royong", "warga", "dana-desa")[report.number % 3]


def holds(report: Report, sought: str) -> bool:
    text = " ".join((report.title, *report.paragraphs)).lower()
    return all(word in text for word in sought.split())


def archives_of(report: Report) -> dict[str, str]:
    """The archives a post stands in, with their titles."""
    month = MONTHS[report.moment.month - 1]
    return {
        f"/category/{report.theme.lower()}/": f"Kategori: {report.theme}",
        f"/tag/{tag(report)}/": f"Tag: {tag(report)}",
        f"/{report.moment:%Y/%m}/": f"Bulan: {month} {report.moment.year}",
        f"/{report.moment:%Y}/": f"Tahun: {report.moment.year}",
        "/author/admin/": "Penulis: Admin Desa",
    }


def archive_titles() -> dict[str, str]:
    return {path: title for report in REPORTS for path, title in archives_of(report).items()}


def moved(address: str, status: int) -> Entry:
    return Entry("redirect", Answer(b"", status=status, headers=(("Location", address),)))
