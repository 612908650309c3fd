"""The server of ReplayWeb.page, without ReplayWeb.page: what it gives out, to whom, and what it refuses.

That pages are really rendered is seen by tests/browser/test_replayweb.py.
"""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from archive import Capture, Collection
from archive.config import Who
from archive.replay import finding
from crawler.erasing import erase_takedown
from crawler.importing import import_warcs
from crawler.rebuild import rebuild_indexes
from crawler.replayweb import packages as packages_module
from crawler.replayweb.packages import Packages
from crawler.replayweb.program import VERSION, ReplayWebError, read_program
from crawler.replayweb.site import make_site
from tests.archive.erasure.made import TAKEDOWN, request_erasure
from tests.archive.export.records import capture_at, new_collection
from tests.archive.replay.stored import JPEG, SITE, answer, room_of, store
from tests.end_to_end.conftest import lumbung
from tests.end_to_end.foreign import SITE as ASING
from tests.end_to_end.foreign import article, written_by_warcio
from tests.end_to_end.test_replay import everything_in

PAGE = f"/buka/20261125120000/{SITE}/berita"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return new_collection(tmp_path_factory.mktemp("putar") / "koleksi")


@pytest.fixture
def packages(collection: Collection, tmp_path: Path) -> Packages:
    return Packages(collection, tmp_path)


@pytest.fixture
def client(collection: Collection, packages: Packages) -> Iterator[httpx.Client]:
    from starlette.testclient import TestClient

    site = make_site(collection, packages, {"ui.js": b"ui", "sw.js": b"sw"})
    with TestClient(site, base_url="http://localhost:8081") as client:
        yield client


def source_in(page: httpx.Response) -> str:
    return re.findall(r'source="([^"]+)"', page.text)[0]


def addresses_in(package: bytes, folder: Path) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        content = inside.read("archive/data.warc.gz")
    (folder / "isi.warc.gz").write_bytes(content)
    from tests.archive.export.records import told

    return {path for kind, path in told(folder / "isi.warc.gz") if kind != "warcinfo"}


def test_a_page_is_given_with_a_package_of_what_it_needs(
    client: httpx.Client, collection: Collection, tmp_path: Path
) -> None:
    before = everything_in(collection.root)
    page = client.get(PAGE)
    package = client.get(source_in(page))

    assert 'ts="20261125120000"' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert addresses_in(package.content, tmp_path) >= {"/berita", "/foto.png", "/gaya.css", "/warna.css"}
    assert "/lain" not in addresses_in(package.content, tmp_path)
    assert everything_in(collection.root) == before


def test_a_page_of_an_imported_warc_is_given_whatever_its_name(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    made = new_collection(tmp_path / "koleksi")
    foreign = written_by_warcio(tmp_path / "desa+arsip@2019,a=b.warc.gz", {"/asing": article()})
    with made.lock():
        import_warcs(made, [foreign], "Uji", None, lambda *told: None)
    site = make_site(made, Packages(made, tmp_path), {})
    with TestClient(site, base_url="http://localhost:8081") as client:
        package = client.get(source_in(client.get(f"/buka/20190312/{ASING}/asing")))

    assert package.status_code == 200


def test_packages_are_read_in_parts(client: httpx.Client) -> None:
    source = source_in(client.get(PAGE))
    whole = client.get(source).content
    part = client.get(source, headers={"Range": f"bytes={len(whole) - 100}-"})

    assert (part.status_code, part.content) == (206, whole[-100:])


def test_a_capture_that_is_closed_is_not_given_nor_a_package_made_before(
    client: httpx.Client, collection: Collection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = source_in(client.get(PAGE))
    assert "/foto.png" in addresses_in(client.get(source).content, tmp_path)
    closed = {f"{SITE}/foto.png"}

    def may_show(_: Collection, capture: Capture) -> bool:
        return capture.url not in closed

    for module in (finding, packages_module):
        monkeypatch.setattr(module, "may_show", may_show)
    assert "/foto.png" not in addresses_in(client.get(source).content, tmp_path)

    closed.add(f"{SITE}/berita")
    assert client.get(source).status_code == 404
    assert client.get(PAGE).status_code == 404


def test_a_package_made_before_an_erasure_is_not_given(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    made = Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    store(made, ("/berita", answer('<title>Kelas</title><img src="/foto.jpg">')))
    store(made, ("/foto.jpg", answer(JPEG, "image/jpeg")))
    rebuild_indexes(made, lambda *told: None)
    request_erasure(made, {"kind": "address", "value": f"{SITE}/foto.jpg"})
    with TestClient(make_site(made, Packages(made, tmp_path), {}), base_url="http://localhost:8081") as client:
        source = source_in(client.get(PAGE))
        assert "/foto.jpg" in addresses_in(client.get(source).content, tmp_path)

        erase_takedown(made, TAKEDOWN, authority="Kepala Arsip", by="Uji", reason="diminta", with_pictures=False,
                       is_trial=False, progress=lambda *told: None)  # fmt: skip

        assert addresses_in(client.get(source).content, tmp_path) == {"/berita"}


@pytest.mark.parametrize(
    "address",
    [
        "/buka/20261125120000/http://tiada.example/",
        "/buka/http://",
        "/paket/..~0.wacz",
        "/paket/tiada~0.wacz",
        "/tiada",
    ],
)
def test_what_is_not_there_is_said(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_place_where_no_capture_lies_is_none(client: httpx.Client, collection: Collection) -> None:
    stem = collection.stems()[0]
    middle = capture_at(collection, "/berita").offset + 3

    assert client.get(f"/paket/{stem}~{middle}.wacz").status_code == 404
    assert client.get(f"/paket/{stem}~0.wacz").status_code == 404


def test_an_address_that_was_made_to_lead_here_is_refused(client: httpx.Client) -> None:
    assert client.get(PAGE, headers={"Host": "jahat.example"}).status_code == 400


def test_nothing_of_an_address_is_taken_for_markup(client: httpx.Client) -> None:
    page = client.get('/buka/http://contoh.desa.id/"><script>x</script>')

    assert "<script>x" not in page.text


def test_the_oldest_packages_go_when_there_are_too_many(collection: Collection, tmp_path: Path) -> None:
    packages = Packages(collection, tmp_path, most_bytes=1)
    first, second = (packages.key(capture_at(collection, path)) for path in ("/berita", "/lain"))

    packages.package(first)
    kept = packages.package(second)

    assert list(tmp_path.iterdir()) == [kept]
    assert packages.package(first).exists()


# ---- the program ----


def test_without_the_package_it_is_said_how_to_come_by_it(collection: Collection) -> None:
    run = lumbung("replay", "--with", "replayweb", "-c", collection.root)

    assert run.code == 1
    assert f"npm pack replaywebpage@{VERSION}" in run.err
    assert "LUMBUNG_REPLAYWEB" in run.err


@pytest.mark.parametrize("form", ["package", "folder", "text"])
def test_what_was_not_published_so_is_refused(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    for name in ("ui.js", "sw.js"):
        (folder / name).write_text("alert(1)")
    given = {"package": tmp_path / "a.tgz", "folder": tmp_path, "text": folder / "ui.js"}[form]
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as package:
        package.add(folder, "package")

    with pytest.raises(ReplayWebError, match="npm pack"):
        read_program(given)


# ---- offered in the reading room ----


@pytest.mark.parametrize("setting", ['replayweb = "http://localhost:8081/"', ""])
def test_the_reading_room_offers_it_where_it_is_set(tmp_path: Path, setting: str) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with (collection.root / "collection.toml").open("a") as file:
        file.write(f"\n[access]\n{setting}\n")
    with room_of(Collection.open(collection.root)) as room:
        page = httpx.get(f"{room}/arsip/20261125120000/{SITE}/berita").text
        picture = httpx.get(f"{room}/arsip/20261125120000/{SITE}/foto.png").text

    assert (f'href="http://localhost:8081{PAGE}"' in page) == bool(setting)
    assert "ReplayWeb.page" not in picture


@pytest.mark.parametrize(
    "address", ["http://arsip.example", "ftp://localhost", "localhost:8081", "https://a.example/x"]
)
def test_an_address_where_browsers_have_no_service_workers_is_refused(tmp_path: Path, address: str) -> None:
    collection = new_collection(tmp_path / "koleksi")
    with (collection.root / "collection.toml").open("a") as file:
        file.write(f'\n[access]\nreplayweb = "{address}"\n')

    assert "must be an address of https" in lumbung("status", "-c", collection.root).err
