"""Pages that stand in a page's place are told from news about repairs, domains and passwords."""

from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from spiders.reading.standins import standin

FORM = "<form><input name=u><input type=password name=p><button>Masuk</button></form>"


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>Maintenance</title><h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1>", "maintenance"),
        ("<p>Untuk sementara tidak tersedia karena pemeliharaan terjadwal. Cek lagi dalam semenit.</p>", "maintenance"),
        ("<h1>Mohon Maaf</h1><p>Website desa sedang dalam perbaikan.</p>", "maintenance"),
        ("<title>Situs ini sedang dalam pemeliharaan</title><form><input type=password></form>", "maintenance"),
        ("<title>Under construction</title><h1>Under Construction</h1>", "maintenance"),
        ("<title>Desa Contoh</title><h1>Coming Soon</h1>", "maintenance"),
        ("<title>Account Suspended</title><p>Contact your hosting provider.</p>", "suspended"),
        ("<h1>Situs ini telah ditangguhkan</h1>", "suspended"),
        ("<title>509 Bandwidth Limit Exceeded</title><h1>Bandwidth Limit Exceeded</h1>", "suspended"),
        ("<title>contoh.desa.id</title><h1>This domain is for sale</h1>", "parked"),
        ("<h1>Masa aktif hosting desa ini telah habis</h1>", "parked"),
        ("<title>Index of /</title><h1>Index of /</h1><a href=a/>a/</a>", "parked"),
        ("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", "parked"),
        (f"<title>Login</title><h1>Masuk ke Layanan</h1>{FORM}", "login"),
        (f"<title>Rapat</title><h1>Dilindungi: Rapat</h1><p>Konten ini dilindungi dengan kata sandi.</p>{FORM}", "password"),
    ],
)  # fmt: skip
def test_a_page_in_another_ones_place_is_told_by_what_it_says(page: str, kind: str) -> None:
    assert standin(document_fromstring(page)) == kind


@pytest.mark.parametrize(
    "page",
    [
        "<title>Jembatan</title><h1>Jembatan Dusun Sedang Dalam Perbaikan</h1><p>Warga diminta memutar.</p>",
        "<h1>Segera Hadir Perpustakaan Keliling</h1><p>" + "Mobil pintar akan datang ke dusun. " * 12 + "</p>",
        "<h1>Website Desa Sedang Dalam Perbaikan</h1><p>" + "Admin desa menata ulang isi situs. " * 60 + "</p>",
        "<h1>Domain desa.id dijual murah, kata penipu</h1><p>" + "Warga diminta waspada. " * 90 + "</p>",
        f"<h1>Pelatihan Menjahit</h1><p>{'Ibu-ibu belajar menjahit di perpustakaan desa. ' * 20}</p>{FORM}",
        "<h1>Tanah warga telah habis masa sewanya</h1><p>Kepala desa menjelaskan.</p>",
    ],
)
def test_news_is_not_taken_for_one(page: str) -> None:
    assert standin(document_fromstring(page)) is None
