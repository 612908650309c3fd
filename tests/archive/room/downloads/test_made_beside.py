"""Big files are made beside, with a manifest, kept for a time and no longer than they may be, and keep nobody waiting."""

from __future__ import annotations

import asyncio
import hashlib
import threading
import time
from pathlib import Path
from typing import Any

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
from archive.urls import urlkey
from tests.archive.room.downloads.files import ALL, book, finished, table
from tests.archive.room.made_up import NIK, counted


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
