"""What the reading room answers for archived pages: banner, parts, calendar, Memento, and headers that keep it safe."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive import Collection
from archive.config import Who
from archive.replay.memento import http_date
from tests.archive.replay.stored import JPEG, NOON, SITE, answer, client_of, redirect, store

if TYPE_CHECKING:
    import httpx

PAGE = answer('<title>x</title><link rel=stylesheet href="/gaya.css"><p>kelas menjahit<img src="/foto.jpg">', more="Set-Cookie: rahasia=1\r\nX-Asing: 1\r\n")  # fmt: skip
AT = "20261125120000"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    root: Path = tmp_path_factory.mktemp("arsip") / "koleksi"
    collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    store(
        collection,
        ("/a?lang=en&x=%2F", PAGE),
        ("/a", PAGE, -400),
        ("/a", answer("berubah"), 0),
        ("/a", answer("hilang", status=404), 10),
        ("/lama", redirect("/a")),
        ("/buntu", redirect("http://lain.example/")),
        ("/foto.jpg", answer(JPEG, "text/html")),
        ("/palsu.jpg", answer("<script>x</script>", "image/jpeg")),
        ("/gaya.css", answer('body{background:url("foto.jpg")}', "text/css")),
        ("/surat.pdf", answer(b"%PDF-1.4 isi", "application/pdf")),
        ("/polos", answer('<link rel=stylesheet href="/hilang.css"><p>x<img src="/foto.jpg"><img src="/hilang.jpg">')),
        ("/kuno", answer("<p>d\xe9sa".encode("latin-1"), "text/html; charset=iso-8859-1")),
        ("/kosong", answer("", status=500)),
        ("/petunjuk", answer("<b>bukan markah</b>", "text/plain")),
    )
    return collection


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[httpx.Client]:
    with client_of(collection) as client:
        yield client


def arsip(path: str, modifier: str = "", stamp: str = AT) -> str:
    return f"/arsip/{stamp}{modifier}/{SITE}{path}"


def test_a_page_has_our_banner_around_a_sandboxed_frame(client: httpx.Client) -> None:
    page = client.get(arsip("/a"))

    assert page.status_code == 200
    assert "Salinan arsip, bukan halaman asli." in page.text
    assert "25 November 2026, 19.00 WIB" in page.text
    (frame,) = re.findall("<iframe[^>]*>", page.text)
    assert f'src="{arsip("/a", "mp_")}"' in frame
    assert "allow-scripts" not in frame
    assert "allow-same-origin" not in frame
    for there in (
        f"/kalender/{SITE}/a",
        arsip("/a", stamp="20251021120000"),
        arsip("/a", stamp="20261205120000"),
        f"{SITE}/a",
    ):
        assert f'href="{there}"' in page.text


def test_a_page_whose_look_is_not_all_archived_says_so(client: httpx.Client) -> None:
    plain, whole = client.get(arsip("/polos")).text, client.get(arsip("/a?lang=en&x=%2F")).text

    assert "Gaya halaman ini tidak diarsipkan" in plain
    assert "1 dari 2 gambarnya tidak diarsipkan." in plain
    assert "tidak diarsipkan" not in whole


def test_the_query_belongs_to_the_archived_address(client: httpx.Client) -> None:
    page = client.get(arsip("/a?lang=en&x=%2F"))

    assert page.status_code == 200
    assert '<html lang="id">' in page.text
    assert "x=%2F" in page.text
    assert "set-cookie" not in page.headers


def test_a_time_between_two_captures_leads_to_the_nearest_good_one(client: httpx.Client) -> None:
    assert client.get(arsip("/a", stamp="20261204")).headers["location"] == arsip("/a")
    assert client.get(f"/arsip/{SITE}/a").headers["location"] == arsip("/a", stamp="20261205120000")


def test_an_error_asked_for_is_shown_as_what_it_was(client: httpx.Client) -> None:
    page = client.get(arsip("/a", stamp="20261205120000"))
    framed = client.get(arsip("/a", "mp_", stamp="20261205120000"))

    assert "kesalahan 404" in page.text
    assert (framed.status_code, "hilang" in framed.text) == (404, True)
    assert "kode 500 tanpa isi" in client.get(arsip("/kosong")).text


def test_a_redirect_is_followed_and_told(client: httpx.Client) -> None:
    page = client.get(arsip("/lama"))

    assert f"Alamat {SITE}/lama mengalihkan ke {SITE}/a." in page.text
    assert f'src="{arsip("/a", "mp_")}"' in page.text


def test_a_redirect_out_of_the_archive_says_where_it_led(client: httpx.Client) -> None:
    page = client.get(arsip("/buntu"))

    assert page.status_code == 404
    assert "http://lain.example/" in page.text
    assert "<iframe" not in page.text


def test_what_is_not_archived_has_a_page_that_says_so(client: httpx.Client) -> None:
    page = client.get(arsip("/tidak-ada"))

    assert page.status_code == 404
    assert "tidak ada dalam arsip" in page.text


def test_an_address_that_is_none_is_told(client: httpx.Client) -> None:
    for rest in ("2026/javascript:alert(1)//", "9/http://[", "2026zz_/http://a.id/"):
        page = client.get(f"/arsip/{rest}")
        assert page.status_code == 404, rest
        assert "Alamat ini tidak dapat dibaca" in page.text
        assert f"“{html.escape(rest)}” bukan alamat halaman." in page.text
    asked = client.get("/arsip", params={"url": "http://["})
    assert "“http://[” bukan alamat halaman." in asked.text


@pytest.mark.parametrize("path", ["/a", "/foto.jpg", "/palsu.jpg", "/gaya.css", "/surat.pdf", "/petunjuk", "/kuno"])
@pytest.mark.parametrize("modifier", ["mp_", "if_", "im_", "cs_", "oe_", "id_"])
def test_whatever_is_archived_is_sandboxed_and_taken_for_nothing_else(
    client: httpx.Client, path: str, modifier: str
) -> None:
    got = client.get(arsip(path, modifier))

    policy = got.headers["content-security-policy"]
    assert got.headers["x-content-type-options"] == "nosniff"
    if got.status_code == 200:
        assert policy.startswith("sandbox")
        assert "allow-scripts" not in policy
        assert "allow-same-origin" not in policy
        assert "default-src 'none'" in policy
        assert "script-src 'none'" in policy
    assert "set-cookie" not in got.headers
    assert "x-asing" not in got.headers
    if got.headers["content-type"].startswith("text/html") and got.status_code == 200:
        assert path in ("/a", "/kuno")
        assert modifier in ("mp_", "if_")


def test_a_picture_is_called_by_its_bytes_and_a_false_one_is_none(client: httpx.Client) -> None:
    picture = client.get(arsip("/foto.jpg", "im_"))

    assert (picture.headers["content-type"], picture.content) == ("image/jpeg", JPEG)
    assert client.get(f"/gambar/{AT}/{SITE}/foto.jpg").content == JPEG
    assert client.get(arsip("/palsu.jpg", "im_")).status_code == 404
    assert "attachment" in client.get(arsip("/palsu.jpg", "id_")).headers["content-disposition"]


def test_a_sheet_leads_to_the_archive_at_the_time_of_its_page(client: httpx.Client) -> None:
    for stamp in (AT, "20200101000000"):
        sheet = client.get(arsip("/gaya.css", "cs_", stamp=stamp))
        assert sheet.headers["content-type"] == "text/css; charset=utf-8"
        assert f'url("/arsip/{stamp}im_/{SITE}/foto.jpg")' in sheet.text


def test_bytes_come_in_their_own_encoding(client: httpx.Client) -> None:
    page = client.get(arsip("/kuno", "mp_"))

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "désa" in page.content.decode("utf-8")


def test_a_file_is_offered_to_be_saved(client: httpx.Client) -> None:
    assert "Simpan berkas" in client.get(arsip("/surat.pdf")).text
    saved = client.get(arsip("/surat.pdf", "id_"))
    assert (saved.headers["content-type"], saved.content) == ("application/octet-stream", b"%PDF-1.4 isi")
    assert saved.headers["content-disposition"] == 'attachment; filename="surat.pdf"'


# ---- Memento, RFC 7089 ----


def test_a_memento_says_when_it_was_and_what_there_is_besides(client: httpx.Client) -> None:
    for modifier in ("", "mp_", "id_"):
        got = client.get(arsip("/a", modifier))
        links = got.headers["link"]
        assert got.headers["memento-datetime"] == http_date(NOON) == "Wed, 25 Nov 2026 12:00:00 GMT"
        assert f'<{SITE}/a>; rel="original"' in links
        assert f'/timegate/{SITE}/a>; rel="timegate"' in links
        assert f'/timemap/link/{SITE}/a>; rel="timemap"; type="application/link-format"' in links
        assert re.search(r'/20251021120000/[^>]*>; rel="first prev memento"; datetime="Tue, 21 Oct 2025', links)
        assert re.search(r'/20261205120000/[^>]*>; rel="last next memento"', links)


def test_the_timegate_leads_to_the_time_asked_for(client: httpx.Client) -> None:
    there = f"/timegate/{SITE}/a"
    early = client.get(there, headers={"Accept-Datetime": "Tue, 01 Apr 2025 00:00:00 GMT"})

    assert early.status_code == 302
    assert early.headers["location"] == arsip("/a", stamp="20251021120000")
    assert early.headers["vary"] == "accept-datetime"
    assert 'rel="original"' in early.headers["link"]
    assert "memento-datetime" not in early.headers
    assert client.get(there).headers["location"] == arsip("/a", stamp="20261205120000")
    assert client.get(there, headers={"Accept-Datetime": "kemarin"}).status_code == 400
    assert client.get(f"/timegate/{SITE}/tidak-ada").status_code == 404


def test_the_timemap_lists_every_capture(client: httpx.Client) -> None:
    got = client.get(f"/timemap/link/{SITE}/a")
    told = client.get(f"/timemap/json/{SITE}/a").json()

    assert got.headers["content-type"].startswith("application/link-format")
    assert re.findall(r"/arsip/(\d{14})/", got.text) == ["20251021120000", AT, "20261205120000"]
    assert got.text.count('rel="first memento"') == got.text.count('rel="last memento"') == 1
    assert [one["status"] for one in told["mementos"]["list"]] == [200, 200, 404]
    assert client.get(f"/timemap/link/{SITE}/tidak-ada").status_code == 404


def test_the_calendar_shows_the_days_of_a_year(client: httpx.Client) -> None:
    newest, earlier = client.get(f"/kalender/{SITE}/a"), client.get(f"/kalender/2025/{SITE}/a")

    assert 'aria-label="25 November 2026: 1 rekaman"' in newest.text
    assert 'aria-label="5 Desember 2026: 1 rekaman"' in newest.text
    assert 'aria-label="21 Oktober 2025: 1 rekaman"' in earlier.text
    assert "kesalahan" in newest.text
    assert "kesalahan" not in earlier.text
    assert client.get("/arsip", params={"url": "contoh.desa.id/a"}).headers["location"] == f"/kalender/{SITE}/a"
    assert client.get(f"/kalender/{SITE}/tidak-ada").status_code == 404


def test_a_pass_is_handed_on_to_the_parts(client: httpx.Client) -> None:
    page = client.get(f"/arsip/{AT}mp_~abc/{SITE}/a?lang=en&x=%2F")

    assert f"/arsip/{AT}cs_~abc/{SITE}/gaya.css" in page.text
    assert f"/arsip/{AT}im_~abc/{SITE}/foto.jpg" in page.text
