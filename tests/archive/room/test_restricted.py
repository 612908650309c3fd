"""What the reading room shows of what the access list hides: nothing, and 451 to whoever asks for that very page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.access.entries import add_entry
from archive.config import Who
from archive.decisions import Review, add_review
from archive.room.api.description import openapi
from archive.room.room import Room
from crawler.pywb import _settings, shown_indexes
from crawler.rebuild import rebuild_documents, rebuild_indexes
from tests.archive.replay.stored import JPEG, SITE, answer, store
from tests.archive.room.access.conftest import quick_passwords  # noqa: F401
from tests.archive.room.guarded import add_people, log_in, open_room

AT = "20261125120000"
WORDS = "Perpustakaan desa melatih warga menjahit di balai desa."


def page(title: str, more: str = "") -> bytes:
    body = f"<p>{WORDS} {title}.</p>" * 5
    return answer(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}{more}</article></body></html>"
    )


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Three articles: closed, for staff, open; and a picture of the closed one."""
    made = Collection.create(
        tmp_path_factory.mktemp("tutup") / "koleksi", Who(operator="Uji", contact="uji@contoh.example")
    )
    store(
        made,
        ("/2026/11/tutup/", page("Berita yang ditutup", '<img src="/foto/tutup.jpg">')),
        ("/2026/11/staf/", page("Berita untuk petugas", '<img src="/foto/staf.jpg">')),
        ("/2026/11/buka/", page("Berita yang terbuka")),
        ("/foto/tutup.jpg", answer(JPEG, "image/jpeg")),
        ("/foto/staf.jpg", answer(JPEG + b"1", "image/jpeg")),
    )
    rebuild_indexes(made, lambda *told: None)
    rebuild_documents(made, lambda *told: None, workers=1)
    for value, level in (("/2026/11/tutup/", "closed"), ("/foto/tutup.jpg", "closed"),
                         ("/2026/11/staf/", "staff"), ("/foto/staf.jpg", "staff")):  # fmt: skip
        add_entry(made.root, "address", SITE + value, level, reason="nama pelapor: Fulan", who="Uji",  # type: ignore[arg-type]
                  public_reason="Melindungi anak." if level == "closed" else None)  # fmt: skip
    add_people(made)
    return made


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    with open_room(collection) as (client, _):
        yield client


@pytest.fixture(scope="module")
def ids(collection: Collection) -> dict[str, str]:
    """Article ids by the last part of their addresses."""
    paths = collection.documents_folder.glob("*.jsonl")
    lines = [json.loads(raw) for path in paths for raw in path.read_bytes().splitlines()]
    return {line["url"].rstrip("/").rpartition("/")[2]: line["article_id"] for line in lines if line["article_id"]}


def enter(client: TestClient, name: str) -> None:
    client.cookies.clear()
    log_in(client, name)


ALL = "relation=all&kind=all"
LISTS = (
    f"/artikel?{ALL}", f"/artikel.json?{ALL}", f"/api/articles?{ALL}&include=document", f"/artikel.atom?{ALL}",
    f"/artikel.csv?{ALL}", f"/artikel.data.csv?{ALL}", "/situs/contoh.desa.id", "/situs/contoh.desa.id.json", "/", f"/tinjau/daftar?{ALL}",
)  # fmt: skip


@pytest.mark.parametrize("who", ["pembaca", "Siti Aminah"])
def test_no_list_count_feed_or_file_tells_of_a_closed_page(client: TestClient, who: str) -> None:
    enter(client, who)
    for path in LISTS:
        answer = client.get(path)
        assert answer.status_code in (200, 403), path
        assert "Berita yang ditutup" not in answer.text, path
    assert client.get(f"/api/articles?{ALL}").json()["pages"] == (1 if who == "pembaca" else 2)


def test_staff_find_what_is_for_staff_on_pages_and_in_no_file(client: TestClient) -> None:
    enter(client, "pembaca")
    assert not any("Berita untuk petugas" in client.get(path).text for path in LISTS)

    enter(client, "Siti Aminah")
    found = {path: "Berita untuk petugas" in client.get(path).text for path in LISTS[:6]}

    assert [found[path] for path in LISTS[:3]] == [True] * 3
    assert [found[path] for path in LISTS[3:6]] == [False] * 3


def test_staff_see_which_articles_are_for_them_alone(client: TestClient, ids: dict[str, str]) -> None:
    enter(client, "Siti Aminah")

    assert client.get(f"/artikel?{ALL}").text.count("hanya untuk petugas") == 1
    assert "hanya untuk petugas" in client.get(f"/artikel/{ids['staf']}").text
    assert "hanya untuk petugas" not in client.get(f"/artikel/{ids['buka']}").text


def test_what_was_decided_about_a_hidden_page_is_hidden_as_it_is(
    client: TestClient, collection: Collection, ids: dict[str, str]
) -> None:
    for name, title in (
        ("tutup", "Berita yang ditutup"),
        ("staf", "Berita untuk petugas"),
        ("buka", "Berita yang terbuka"),
    ):
        add_review(
            collection.root,
            Review(ids[name], "yes", title, "Siti Aminah", "2026-11-26T09:00:00Z", f"{SITE}/2026/11/{name}/", title),
        )

    def shown(who: str, path: str = "/tinjau/keputusan") -> list[bool]:
        enter(client, who)
        text = client.get(path).text
        return [title in text for title in ("Berita yang ditutup", "Berita untuk petugas", "Berita yang terbuka")]

    assert shown("pembaca") == shown("pembaca", "/tinjau/keputusan.json") == [False, False, True]
    assert shown("Siti Aminah") == [False, True, True]
    assert shown("Siti Aminah", "/tinjau/keputusan.csv") == [False, False, True]


def test_a_picture_that_was_drawn_for_staff_is_drawn_anew_for_readers(client: TestClient) -> None:
    chart = "/grafik/bulan.svg?relation=all"
    enter(client, "Siti Aminah")
    of_staff = client.get(chart)

    enter(client, "pembaca")
    of_readers = client.get(chart, headers={"If-None-Match": of_staff.headers["etag"]})

    assert of_readers.status_code == 200
    assert of_readers.content != of_staff.content


def test_the_api_describes_what_it_tells_of_restricted_articles(client: TestClient, ids: dict[str, str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    described = openapi()
    enter(client, "Siti Aminah")

    for path, name in ((f"/api/articles?{ALL}", "Articles"), (f"/api/articles/{ids['staf']}", "ArticleWithVersions")):
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": described["components"]["schemas"]}}
        answer = client.get(path)
        assert '"is_staff": true' in answer.text
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(answer.json())) == []
    closed = client.get(f"/api/articles/{ids['tutup']}")
    assert str(closed.status_code) in described["paths"]["/api/articles/{article_id}"]["get"]["responses"]


def test_who_asks_for_the_very_page_is_told_and_why_as_far_as_that_is_public(
    client: TestClient, ids: dict[str, str]
) -> None:
    enter(client, "Siti Aminah")
    closed = f"{SITE}/2026/11/tutup/"
    for path in (f"/artikel/{ids['tutup']}", f"/artikel/{ids['tutup']}.json", f"/api/articles/{ids['tutup']}",
                 f"/arsip/{AT}/{closed}", f"/arsip/{AT}mp_/{closed}", f"/arsip/{AT}id_/{closed}", f"/kalender/{closed}",
                 f"/timemap/json/{closed}", f"/timegate/{closed}"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 451, path
        assert "Melindungi anak." in answer.text, path
        for hidden in ("Fulan", "Berita yang ditutup", WORDS):
            assert hidden not in answer.text, path
    assert client.get(f"/gambar/{AT}/{SITE}/foto/tutup.jpg").status_code == 404
    assert client.get(f"/arsip/{AT}/{SITE}/2026/11/tidak-ada/").status_code == 404


def test_what_is_for_staff_is_shown_to_staff_with_its_parts_and_to_nobody_else(
    client: TestClient, ids: dict[str, str]
) -> None:
    staff = f"{SITE}/2026/11/staf/"
    enter(client, "Siti Aminah")
    assert WORDS in client.get(f"/artikel/{ids['staf']}").text
    shown = client.get(f"/arsip/{AT}/{staff}")
    frame = shown.text.partition("<iframe")[2].partition('src="')[2].partition('"')[0]
    assert shown.status_code == 200
    # A page in a sandbox asks for its parts without a cookie: the pass in their addresses says that staff was given it.
    nobody = TestClient(client.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 6))
    assert WORDS in nobody.get(frame).text
    assert nobody.get(frame.replace("mp_", "im_").replace(staff, f"{SITE}/foto/staf.jpg")).status_code == 200

    enter(client, "pembaca")

    assert client.get(f"/artikel/{ids['staf']}").status_code == 451
    assert client.get(f"/arsip/{AT}/{staff}").status_code == 451
    open_frame = client.get(f"/arsip/{AT}/{SITE}/2026/11/buka/").text.partition('src="/arsip')[2].partition('"')[0]
    assert WORDS in nobody.get(f"/arsip{open_frame}").text
    assert nobody.get(f"/arsip{open_frame}".replace("buka", "staf")).status_code == 451


def test_an_access_list_that_cannot_be_understood_shows_no_archived_page(
    client: TestClient, collection: Collection
) -> None:
    enter(client, "arsip")
    path = collection.root / "decisions" / "access.jsonl"
    before = path.read_bytes()
    path.write_bytes(before + b'{"level": "rahasia"}\n')
    try:
        assert client.get(f"/arsip/{AT}/{SITE}/2026/11/buka/").status_code == 503
    finally:
        path.write_bytes(before)
    assert client.get(f"/arsip/{AT}/{SITE}/2026/11/buka/").status_code == 200


def test_pywb_is_given_indexes_without_what_its_list_cannot_say(collection: Collection, tmp_path: Path) -> None:
    settings = _settings(collection, tmp_path)
    assert str(tmp_path / "access.aclj") in settings
    assert '"exclude"' in (tmp_path / "access.aclj").read_text()
    assert f"{collection.root}/indexes/" in settings

    from archive.access.entries import Entry
    from archive.access.listed import AccessList

    record = next(capture.record_id for capture in collection.captures() if capture.url.endswith("/buka/"))
    access = AccessList([Entry("a", "capture", record, record, "closed", "x", "x", "x")])
    folder = shown_indexes(collection, access, tmp_path / "indexes")

    lines = b"".join(path.read_bytes() for path in folder.iterdir())
    assert record.encode() not in lines
    assert lines.count(b"\n") == 4


def test_a_room_takes_in_what_is_closed_while_it_is_open(client: TestClient, collection: Collection) -> None:
    enter(client, "pembaca")
    room: Room = client.app.state.room  # type: ignore[attr-defined]
    path = collection.root / "decisions" / "access.jsonl"
    before = path.read_bytes()
    assert "Berita yang terbuka" in client.get(LISTS[0]).text

    add_entry(collection.root, "host", "contoh.desa.id", "closed", reason="sengketa", who="Uji")
    room.look_again()

    assert "Berita yang terbuka" not in client.get(LISTS[0]).text
    assert client.get("/situs/contoh.desa.id").status_code == 404
    path.write_bytes(before)
    room.look_again()
    assert "Berita yang terbuka" in client.get(LISTS[0]).text
