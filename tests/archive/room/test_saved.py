"""Saved searches: whose they are, what they count, and what is kept of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.decisions import searches_file
from archive.room.access import passwords
from archive.room.access.accounts import accounts_file
from archive.searches import Search, news_after, searches, told_file
from tests.archive.room.guarded import add_people, log_in, make_collection, open_room, token_in


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    before = passwords._N
    passwords._N = 2**10
    yield
    passwords._N = before


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("simpan") / "koleksi", 120)


@pytest.fixture
def collection(made: Collection) -> Iterator[Collection]:
    yield made
    for path in (searches_file(made.root), told_file(made.root), accounts_file(made)):
        path.unlink(missing_ok=True)


def lines(collection: Collection) -> list[dict[str, object]]:
    return [json.loads(line) for line in searches_file(collection.root).read_text().splitlines()]


def save(client: TestClient, name: str, **fields: str) -> int:
    token = token_in(client.get("/tersimpan/baru").text)
    return client.post("/tersimpan", data={"name": name, "token": token, **fields}).status_code


def test_a_filter_is_saved_from_the_page_that_shows_it(collection: Collection) -> None:
    with open_room(collection) as (client, _):
        assert "/tersimpan/baru?text=bantuan" in client.get("/artikel?text=bantuan").text
        form = client.get("/tersimpan/baru?text=bantuan&relation=all").text
        assert 'name="text" value="bantuan"' in form

        code = save(client, "Bantuan <b>", text="bantuan", relation="all", who="Bu Tuti")
        pages = client.get("/artikel.json?text=bantuan&relation=all").json()["pages"]
        listed = client.get("/tersimpan.json").json()["searches"]
        shown = client.get("/tersimpan").text

    assert code == 303
    assert [(one["name"], one["pages"], one["who"]) for one in listed] == [("Bantuan <b>", pages, "Bu Tuti")]
    assert listed[0]["feed"] == "/artikel.atom?text=bantuan&relation=all"
    assert "Bantuan &lt;b&gt;" in shown
    (line,) = lines(collection)
    assert (line["what"], line["who"], line["query"]) == (
        "saved",
        "Bu Tuti",
        [["text", "bantuan"], ["relation", "all"]],
    )


def test_what_is_new_is_counted_from_when_it_was_told_last(collection: Collection) -> None:
    with open_room(collection) as (client, _):
        save(client, "Semua", relation="all", who="Bu Tuti")
        (one,) = searches(collection.root).values()
        assert client.get("/tersimpan.json").json()["searches"][0]["new"] == 0
        line = lines(collection)[0] | {"when": "2020-01-01T00:00:00Z"}
        searches_file(collection.root).write_text(json.dumps(line) + "\n")
        everything = client.get("/tersimpan.json").json()["searches"][0]
        told_file(collection.root).parent.mkdir(exist_ok=True)
        told_file(collection.root).write_text(json.dumps({"told_until": {one.id: "2026-11-20T00:00:04Z"}}))
        later = client.get("/tersimpan.json").json()["searches"][0]

    assert everything["new"] == everything["pages"] > 100
    assert later["new"] == 5  # the hostile ones are archived at 00:00:00 to :08, the personal one at :09
    assert later["new_after"] == "2026-11-20T00:00:04Z"


def test_a_search_is_changed_and_removed_and_every_step_stays_on_file(collection: Collection) -> None:
    with open_room(collection) as (client, _):
        save(client, "Lama", region="18", who="Bu Tuti")
        (one,) = searches(collection.root).values()
        token = token_in(client.get(f"/tersimpan/{one.id}").text)
        client.post(
            f"/tersimpan/{one.id}", data={"name": "Baru", "token": token, "notify": "1", "targets": "kantor, ../x"}
        )
        (changed,) = searches(collection.root).values()
        client.post(f"/tersimpan/{one.id}", data={"remove": "1", "token": token})

    assert (changed.name, changed.notify, changed.targets, changed.since) == ("Baru", True, ("kantor",), one.since)
    assert searches(collection.root) == {}
    assert [line["what"] for line in lines(collection)] == ["saved", "changed", "removed"]


def test_each_has_their_own_and_a_reader_sends_no_notices(collection: Collection) -> None:
    add_people(collection)
    with open_room(collection) as (client, _):
        log_in(client, "pembaca")
        assert save(client, "Punya pembaca", notify="1", who="Orang Lain") == 303
        (one,) = searches(collection.root).values()
        client.cookies.clear()
        log_in(client, "Siti Aminah")
        assert client.get("/tersimpan.json").json()["searches"] == []
        assert client.get(f"/tersimpan/{one.id}").status_code == 404
        token = token_in(client.get("/").text)
        assert client.post(f"/tersimpan/{one.id}", data={"remove": "1", "token": token}).status_code == 404
        assert save(client, "Punya Siti", notify="1") == 303

    found = {search.name: search for search in searches(collection.root).values()}
    assert (found["Punya pembaca"].who, found["Punya pembaca"].notify) == ("pembaca", False)
    assert (found["Punya Siti"].who, found["Punya Siti"].notify) == ("Siti Aminah", True)


def test_a_target_that_there_is_none_of_is_refused_with_those_there_are(collection: Collection) -> None:
    with open_room(collection) as (client, _):
        room = client.app.state.room  # type: ignore[attr-defined]
        room.targets = lambda: ("kantor", "grup")
        form = client.get("/tersimpan/baru?text=buku").text
        refused = save(client, "Buku", text="buku", notify="1", targets="kantor, telegramm", who="Siti")
        kept = save(client, "Buku", text="buku", notify="1", targets="kantor, grup", who="Siti")
        room.targets = lambda: ()
        nobody = client.get("/tersimpan/baru?text=buku").text

    assert "Yang ada: kantor, grup." in form
    assert (refused, kept) == (400, 303)
    assert [one.targets for one in searches(collection.root).values()] == [("kantor", "grup")]
    assert "Pengelola belum menetapkan tujuan satu pun" in nobody


def test_lines_that_are_none_are_passed_over(collection: Collection) -> None:
    with open_room(collection) as (client, _):
        save(client, "Baik", region="18", who="Bu Tuti")
        with searches_file(collection.root).open("a") as file:
            file.write(
                '{"id": 1}\n[]\nnull\n{"id": "x", "what": "saved", "query": [["region", "99.99"]], "name": "a"}\n{"torn'
            )

        assert [one["name"] for one in client.get("/tersimpan.json").json()["searches"]] == ["Baik"]
        assert save(client, "", region="18", who="Bu Tuti") == 400
        assert save(client, "Tanpa orang", region="18") == 400
        assert save(client, "Salah", region="99.99", who="Bu Tuti") == 400


def test_what_is_archived_in_the_second_of_saving_is_new() -> None:
    one = Search("a", "n", (), True, (), "Siti", "2026-11-26T20:20:05Z")

    after = news_after(one, {})

    assert after < "2026-11-26T20:20:05.300000Z"
    assert after > "2026-11-26T20:20:04.900000Z"
    assert news_after(one, {"a": "2026-11-27T00:00:00.5Z"}) == "2026-11-27T00:00:00.5Z"
