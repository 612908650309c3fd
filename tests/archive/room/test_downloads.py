"""Excel and CSV hold what the screen shows, whatever the pages say, and big ones keep nobody waiting."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import re
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.access.entries import Entry, access_file
from archive.access.listed import AccessList
from archive.catalogue.query import Query
from archive.catalogue.update import open_catalogue
from archive.export.wanted import Wanted
from archive.room import downloads, tasks
from archive.room.app import make_app
from archive.room.room import Room
from archive.room.sheets import SHEETS
from archive.urls import urlkey
from tests.archive.room.made_up import HOSTILE, NIK, counted, make_collection

ALL = "relation=all&kind=article"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("room") / "koleksi")


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    room = Room(collection, open_catalogue(collection), lambda: date(2026, 11, 26))
    yield TestClient(make_app(room), base_url="http://lumbung.example")
    room.close()


@pytest.fixture
def room(collection: Collection) -> Iterator[Room]:
    """One that has made nothing yet."""
    room = Room(collection, open_catalogue(collection), lambda: date(2026, 11, 26))
    yield room
    room.close()


@pytest.fixture
def fresh(room: Room) -> TestClient:
    return TestClient(make_app(room), base_url="http://lumbung.example")


def book(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def table(sheet: Any) -> list[dict[str, Any]]:
    rows = [[cell.value for cell in row] for row in sheet]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def csv_rows(client: TestClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode(), newline="")))


def shown_articles(client: TestClient, params: str) -> list[dict[str, Any]]:
    """All that the pages of Artikel show, by their twins."""
    first = client.get(f"/artikel.json?{params}").json()
    rest = (client.get(f"/artikel.json?{params}&page={page}").json() for page in range(2, first["last_page"] + 1))
    return [row for page in (first, *rest) for row in page["articles"]]


# ---- articles ----


@pytest.mark.parametrize(
    "params", [ALL, "", "region=unknown", "text=perpustakaan&order=best", f"{ALL}&order=oldest&since=2024"]
)
def test_the_workbook_holds_the_articles_of_all_pages_in_their_order(client: TestClient, params: str) -> None:
    shown = shown_articles(client, params)

    rows = table(book(client, f"/artikel.xlsx?{params}").worksheets[0])

    assert [row["ID berita"] for row in rows] == [row["id"] for row in shown]
    for row, one in zip(rows, shown, strict=True):
        assert (row["Provinsi"], row["Skor"], row["Jumlah peserta"]) == (
            one["provinsi"] or None,
            one["score"],
            one["participants"],
        )
        day = row["Tanggal terbit"]
        assert (day.date().isoformat() if isinstance(day, datetime) else day) == one["published_on"]
        assert row["ID rekaman"] == one["capture"]["record_id"]


def test_the_workbook_holds_as_many_articles_as_the_documents(client: TestClient, collection: Collection) -> None:
    rows = table(book(client, "/artikel.xlsx?since=2024&until=2024").worksheets[0])
    everything = table(book(client, f"/artikel.xlsx?{ALL}").worksheets[0])

    expected = counted(collection, "2024")
    assert sorted(row["ID berita"] for row in rows) == sorted(line["article_id"] for line in expected)
    assert sum(row["Jumlah peserta"] or 0 for row in rows) == sum(
        line["programme"]["participants"] or 0 for line in expected
    )
    assert len(everything) == len(counted(collection, relevant=False))


def test_both_kinds_of_csv_hold_the_same_articles(client: TestClient) -> None:
    shown = shown_articles(client, ALL)

    data = csv_rows(client, f"/artikel.data.csv?{ALL}")
    text = client.get(f"/artikel.csv?{ALL}").content.decode("utf-8-sig")
    excel = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    assert [row["id"] for row in data] == [row["ID berita"] for row in excel] == [row["id"] for row in shown]
    for row, one in zip(data, shown, strict=True):
        assert row["published_at"] == (one["published_at"] or "")
        assert row["captured_at"] == one["captured_at"]
        assert row["activities"] == ";".join(one["activities"])
        assert row["score"] == str(one["score"])


def test_hostile_articles_are_text_in_every_form(client: TestClient) -> None:
    sheet = book(client, f"/artikel.xlsx?{ALL}&site=jahat.desa.example").worksheets[0]
    data = csv_rows(client, f"/artikel.data.csv?{ALL}&site=jahat.desa.example")
    text = client.get(f"/artikel.csv?{ALL}&site=jahat.desa.example").content.decode("utf-8-sig")

    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n", "d"}
    assert {row["title"] for row in data} >= {text for text in HOSTILE if text.isprintable()}
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_nobodys_number_leaves_in_an_export(client: TestClient) -> None:
    for form in ("csv", "data.csv"):
        text = client.get(f"/artikel.{form}?{ALL}").content.decode()
        assert NIK not in text
        assert "7890" not in text
        assert "Bantuan untuk NIK ▒" in text
    for sheet in book(client, f"/artikel.xlsx?{ALL}"):
        assert not [cell.value for row in sheet for cell in row if NIK in str(cell.value)]
        assert not [
            cell.hyperlink.target
            for row in sheet
            for cell in row
            if cell.hyperlink and NIK in str(cell.hyperlink.target)
        ]


def test_the_last_sheet_tells_what_the_file_is(client: TestClient, collection: Collection) -> None:
    found = book(client, "/artikel.xlsx?since=2024&until=2024&region=18&activity=bimtek")["Tentang"]
    about = {row[0].value: row[1].value for row in found}

    assert about["Wilayah desa penerbit"] == "Lampung (18)"
    assert about["Tanggal terbit"] == "2024"
    assert about["Kegiatan"] == "Bimbingan teknis"
    assert (
        about["Alamat tampilan"]
        == "http://lumbung.example/artikel?region=18&since=2024&until=2024&activity=bimtek&order=newest"
    )
    assert about["Pengelola"] == collection.config.who.operator
    expected = [line for line in counted(collection, "2024", "18") if "bimtek" in line["programme"]["activities"]]
    assert about["Jumlah berita"] == about["Baris pada lembar artikel"] == len(expected)
    assert "bukan berarti tidak ada kegiatan" in about["Perhatian"]
    assert "Open Database License" in about["Nama dan kode wilayah"]
    cut = {
        row[0].value: row[1].value for row in book(client, f"/artikel.xlsx?{ALL}&site=jahat.desa.example")["Tentang"]
    }
    assert cut["Sel yang dipotong karena terlalu panjang"] == 4  # title and author of two


def test_a_download_is_a_file_with_a_telling_name_that_no_cache_keeps(client: TestClient) -> None:
    answer = client.get("/artikel.xlsx?since=2024&until=2024&region=18")

    assert answer.headers["content-disposition"] == 'attachment; filename="lumbung-artikel-lampung-2024.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_english_has_english_headings_and_days(client: TestClient) -> None:
    text = client.get("/artikel.csv?lang=en&since=2024-05-06&until=2024-05-06&relation=all").content.decode("utf-8-sig")

    assert "6 May 2024" in text
    assert csv_rows(client, f"/artikel.data.csv?lang=en&{ALL}") == csv_rows(client, f"/artikel.data.csv?lang=id&{ALL}")


# ---- tables of other pages ----


@pytest.mark.parametrize("params", ["", "region=18", f"{ALL}&since=2022&until=2024", "text=tidakadasamasekali"])
@pytest.mark.parametrize("page", ["/liputan", "/beranda", "/laporan"])
def test_files_hold_the_tables_that_the_page_shows(client: TestClient, page: str, params: str) -> None:
    params = f"year=2024&{params}" if page == "/laporan" else params
    shown = client.get(f"{page}.json?{params}").json()
    template = {"/liputan": "liputan.html", "/beranda": "beranda.html", "/laporan": "laporan.html"}[page]
    from archive.room.language import language

    for sheet in SHEETS[template](shown, language("id")):
        rows = csv_rows(client, f"{page}.data.csv?table={sheet.name}&{params}")
        expected = list(sheet.rows)
        assert len(rows) == len(expected)
        for row, one in zip(rows, expected, strict=True):
            assert row["pages" if "pages" in one else "title"] == str(one.get("pages", one.get("title")))
        if page == "/laporan":
            continue
        in_book = table(book(client, f"{page}.xlsx?{params}")[sheet.name.capitalize()])
        assert len(in_book) == len(expected)
        if expected and "pages" in expected[0]:
            heading = next(column.heading for column in sheet.columns if column.name == "pages")
            assert [row[heading] for row in in_book] == [one["pages"] for one in expected]


def test_pages_lead_to_their_files(client: TestClient) -> None:
    for page in ("/", "/liputan?region=18", "/artikel?text=perpustakaan", "/laporan?year=2024"):
        found = re.findall(r'href="([^"]+\.(?:xlsx|csv)[^"]*)"', client.get(page).text)
        assert len(found) >= 3
        for link in found:
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize(
    "address", ["/liputan.csv?table=tidakada", "/artikel/tidakada.xlsx", "/unduhan/tidakada", "/unduhan/a/b.xlsx"]
)
def test_what_is_not_there_is_said(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("params", ["region=99.99", "since=2024-13", "text=" + "x" * 501, "relation=%00"])
def test_a_question_that_cannot_be_asked_gives_no_file(client: TestClient, params: str) -> None:
    for page in ("/artikel", "/liputan"):
        assert client.get(f"{page}.xlsx?{params}").status_code == 400


# ---- big ones ----


@pytest.fixture
def big(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is big."""
    monkeypatch.setattr(downloads, "BIG", 10)


def finished(client: TestClient, address: str) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = client.get(address + ".json").json()
        if state["state"] in ("done", "failed"):
            return state
        time.sleep(0.1)
    raise AssertionError(state)


def test_a_big_workbook_is_made_in_the_background_and_is_the_same(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = table(book(client, f"/artikel.xlsx?{ALL}").worksheets[0])
    monkeypatch.setattr(downloads, "BIG", 10)

    answer = client.get(f"/artikel.xlsx?{ALL}", follow_redirects=False)
    assert answer.status_code == 303
    while_made = client.get(answer.headers["location"])
    state = finished(client, answer.headers["location"])

    assert state["state"] == "done"
    assert state["rows"] == state["total"] == len(small)
    assert 'http-equiv="refresh"' in while_made.text or state["file"] in while_made.text
    ready = client.get(answer.headers["location"])
    assert 'http-equiv="refresh"' not in ready.text
    assert state["file"] in ready.text
    assert table(book(client, state["file"]).worksheets[0]) == small


@pytest.mark.parametrize("form", ["csv", "data.csv"])
def test_a_big_csv_is_streamed_and_is_the_same(client: TestClient, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    small = client.get(f"/artikel.{form}?{ALL}").content
    monkeypatch.setattr(downloads, "BIG", 10)

    answer = client.get(f"/artikel.{form}?{ALL}")

    assert "content-length" not in answer.headers
    assert answer.content == small


FURTHER = (
    *("manifes.xlsx", "manifes.csv", "manifes.data.csv"),
    *("jsonl", "parquet", "text.zip", "captions.csv", "captions.jsonl", "captions.parquet"),
)


@pytest.mark.parametrize("ending", FURTHER)
def test_forms_for_researchers_are_made_beside_with_their_manifest(
    client: TestClient, collection: Collection, ending: str
) -> None:
    answer = client.get(f"/artikel.{ending}?since=2024&until=2024&relation=all", follow_redirects=False)
    assert answer.status_code == 303
    state = finished(client, answer.headers["location"])

    assert state["state"] == "done"
    file, told = client.get(state["file"]), client.get(state["manifest"]).json()
    expected = counted(collection, "2024", relevant=False)
    assert state["file"].endswith("." + ending.removeprefix("manifes."))
    assert state["rows"] == state["total"] == told["counts"]["articles"] == len(expected)
    assert told["file"] == {
        "name": state["name"], "bytes": len(file.content), "sha256": hashlib.sha256(file.content).hexdigest(),
    }  # fmt: skip
    assert told["redaction"]["redacted"]
    assert told["query"]["view"] == ("http://lumbung.example/artikel?since=2024&until=2024&relation=all&order=newest")
    assert NIK.encode() not in file.content
    assert state["manifest"] in client.get(answer.headers["location"]).text


@pytest.mark.usefixtures("big")
def test_who_asks_again_is_given_the_same_file(fresh: TestClient) -> None:
    first, again = (fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"] for _ in range(2))
    other = fresh.get(f"/artikel.xlsx?{ALL}&order=oldest", follow_redirects=False).headers["location"]

    assert first == again
    assert other != first


@pytest.mark.usefixtures("big")
def test_files_are_deleted_after_their_time(fresh: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    place = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"]
    state = finished(fresh, place)
    task = room.tasks.get(place.rpartition("/")[2])
    assert task is not None
    assert task.path is not None
    assert task.path.exists()

    monkeypatch.setattr(tasks, "KEPT_SECONDS", 0.0)

    assert fresh.get(state["file"]).status_code == 404
    assert not task.path.exists()
    assert "sudah dihapus" in fresh.get(place).text


@pytest.mark.usefixtures("big")
def test_a_file_made_before_a_restriction_is_deleted(
    fresh: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"]
    state = finished(fresh, place)
    assert fresh.get(state["file"]).status_code == 200

    url = "https://contohrejo.desa.example/berita/1"
    entry = Entry("1", "address", url, urlkey(url), "closed", "permintaan", "Uji", "2026-11-26T00:00:00Z")
    restricted = AccessList([entry])
    monkeypatch.setattr(tasks, "access_of", lambda root: restricted)

    assert fresh.get(state["file"]).status_code == 404
    again = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"]
    assert again != place


@pytest.mark.usefixtures("big")
def test_a_file_is_deleted_when_the_access_list_cannot_be_understood_any_more(fresh: TestClient, room: Room) -> None:
    place = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"]
    state = finished(fresh, place)
    path = access_file(room.collection.root)
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"level": "rahasia"}\n')
    try:
        assert fresh.get(state["file"]).status_code == 404
    finally:
        path.unlink()


@pytest.mark.usefixtures("big")
def test_a_closed_room_leaves_no_file_and_no_process_behind(collection: Collection) -> None:
    room = Room(collection, open_catalogue(collection))
    client = TestClient(make_app(room))
    places = [
        client.get(f"/artikel.xlsx?relation=all&order={order}", follow_redirects=False)
        for order in ("newest", "oldest")
    ]
    assert [one.status_code for one in places] == [303, 303]
    while not (folder := getattr(room.tasks, "_folder", None)):
        time.sleep(0.01)
    at = Path(folder.path)

    room.close()

    assert not at.exists()
    assert getattr(room.tasks, "_process", None) is None


@pytest.mark.usefixtures("big")
def test_no_more_is_taken_on_than_can_be_made(fresh: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST_WAITING", 1)

    first = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False)
    second = fresh.get("/artikel.xlsx?relation=all&order=oldest", follow_redirects=False)

    assert (first.status_code, second.status_code) == (303, 429)
    assert "Coba lagi" in second.text
    finished(fresh, first.headers["location"])
    assert fresh.get("/artikel.xlsx?relation=all&order=oldest", follow_redirects=False).status_code == 303


def test_one_person_leaves_room_for_others_in_the_row(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "MOST_OF_ONE", 2)
    made = tasks.Tasks(room.collection.root, None)
    going_on = threading.Event()
    monkeypatch.setattr(made, "_make", lambda task: going_on.wait(60))
    wanted = [Wanted("artikel", "xlsx", Query(since=str(year)), "newest", "id", "", "") for year in range(2018, 2024)]

    for one in wanted[:2]:
        made.ask(one, 1, "Siti")
    with pytest.raises(tasks.Busy):
        made.ask(wanted[2], 1, "Siti")
    again, others = made.ask(wanted[0], 1, "Siti"), [made.ask(one, 1, "Budi") for one in wanted[3:5]]
    going_on.set()
    made.close()

    assert again.who == "Siti"
    assert [one.who for one in others] == ["Budi", "Budi"]


@pytest.mark.usefixtures("big")
def test_a_file_that_cannot_be_made_is_said(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tasks, "_LONGEST_SECONDS", 0.0)

    place = fresh.get(f"/artikel.xlsx?{ALL}", follow_redirects=False).headers["location"]

    assert finished(fresh, place)["state"] == "failed"
    assert "tidak dapat dibuat" in fresh.get(place).text
    assert "could not be made" in caplog.text


@pytest.mark.usefixtures("big")
def test_a_stream_that_breaks_off_is_no_whole_file(
    fresh: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room.tasks, "_root", room.collection.root / "tidakada")

    with pytest.raises(RuntimeError, match="broke off"):
        fresh.get(f"/artikel.csv?{ALL}")
    monkeypatch.undo()
    monkeypatch.setattr(downloads, "BIG", 10)
    for _ in range(tasks.STREAMS + 1):  # none is held by the one that broke off
        assert fresh.get(f"/artikel.csv?{ALL}").status_code == 200


@pytest.mark.usefixtures("big")
def test_a_download_that_nobody_takes_any_more_makes_room_for_others(
    fresh: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_STALLED_SECONDS", 0.2)
    scope = {
        "type": "http", "method": "GET", "path": "/artikel.csv", "raw_path": b"/artikel.csv", "scheme": "http",
        "query_string": ALL.encode(), "headers": [(b"host", b"lumbung.example")], "asgi": {"spec_version": "2.3"},
    }  # fmt: skip
    begun = []

    async def receive() -> Any:
        await asyncio.sleep(600)

    async def send(message: Any) -> None:
        begun.append(message["type"])
        if message.get("body"):
            await asyncio.sleep(600)

    async def is_ended() -> bool:
        answer = asyncio.ensure_future(fresh.app(scope, receive, send))
        done, _ = await asyncio.wait({answer}, timeout=30)
        return bool(done and answer.exception())

    assert [asyncio.run(is_ended()) for _ in range(tasks.STREAMS)] == [True] * tasks.STREAMS
    assert begun.count("http.response.body") >= tasks.STREAMS
    monkeypatch.undo()
    monkeypatch.setattr(downloads, "BIG", 10)
    assert fresh.get(f"/artikel.csv?{ALL}").status_code == 200
