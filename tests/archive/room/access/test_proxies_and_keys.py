"""People whom a proxy names, programs with keys, and parts of archived pages."""

from __future__ import annotations

import time
from pathlib import Path

from starlette.testclient import TestClient

from archive import Collection
from archive.room.access.accounts import (
    accounts_file,
    add_key,
    add_person,
)
from archive.room.access.doors import Doors
from archive.room.access.passes import new_pass
from tests.archive.room.guarded import (
    add_people,
    empty_collection,
    log_in,
    open_room,
    token_in,
)

Opened = tuple[TestClient, Doors]


def proxied(tmp_path: Path) -> Collection:
    return empty_collection(
        tmp_path / "k",
        '\n[access]\naddress = "https://arsip.example"\nproxy_from = ["127.0.0.1"]\nproxy_user_header = "X-Remote-User"\n',
    )  # fmt: skip


def test_a_proxy_says_who_somebody_is_and_nobody_else_does(tmp_path: Path) -> None:
    collection = proxied(tmp_path)
    add_person(accounts_file(collection), "Bu Tuti", "archivist", None)
    said = {"X-Remote-User": "bu tuti", "Host": "arsip.example", "X-Forwarded-Proto": "https"}
    with open_room(collection) as (client, _):
        other = TestClient(
            client.app, base_url="http://127.0.0.1:8000", client=("192.0.2.9", 5), follow_redirects=False
        )

        assert client.get("/api/jobs", headers=said).status_code == 200
        assert client.get("/api/jobs", headers={**said, "X-Remote-User": "orang lain"}).status_code == 403
        assert client.get("/api/articles", headers={**said, "X-Remote-User": "orang lain"}).status_code == 200
        assert client.get("/", headers={"Host": "arsip.example"}).status_code == 401
        assert other.get("/", headers=said).status_code == 401


def test_behind_https_the_cookie_is_for_https_alone(tmp_path: Path) -> None:
    collection = empty_collection(
        tmp_path / "k", '\n[access]\naddress = "https://arsip.example"\nproxy_from = ["127.0.0.1"]\n'
    )
    add_people(collection)
    with open_room(collection) as (client, _):
        client.base_url = "https://arsip.example"  # type: ignore[assignment]
        client.headers["X-Forwarded-Proto"] = "https"
        cookie = log_in(client, "pembaca").headers["set-cookie"]

        assert cookie.startswith("__Host-lumbung_session=")
        assert "Secure" in cookie
        assert client.get("/").status_code == 200


def test_a_client_cannot_say_that_it_is_another(opened: Opened) -> None:
    client, _ = opened
    token = token_in(client.get("/masuk").text)
    data = {"name": "arsip", "password": "salah sekali ini", "token": token}
    codes = [
        client.post("/masuk", data=data, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(6)
    ]

    assert codes[-1] == 429


def test_a_program_asks_with_a_key_and_may_not_write(client: TestClient, accounts: Path) -> None:
    key = add_key(accounts, "pembaca", "pembaca umpan")
    bearer = {"Authorization": f"Bearer {key}"}

    assert key not in accounts.read_text()
    assert client.get("/api/articles", headers=bearer).status_code == 200
    assert client.get("/artikel.atom", auth=("siapa saja", key)).status_code == 200
    assert client.get("/api/jobs", headers=bearer).status_code == 403
    assert client.get("/api/articles", headers={"Authorization": "Bearer lumbung_" + "x" * 43}).status_code == 401
    assert client.post("/tersimpan", data={"name": "a"}, headers=bearer).status_code == 403
    feed = client.get("/artikel.atom")
    assert (feed.status_code, feed.headers["www-authenticate"]) == (401, 'Basic realm="Lumbung"')


def test_parts_of_an_archived_page_are_given_to_who_looks_at_it_without_a_cookie(opened: Opened) -> None:
    client, _ = opened
    good, now = new_pass(), "20261120000000"
    stale = f"{int(time.time()) - 5:08x}.{good[9:]}"

    for path, code in (
        (f"/arsip/{now}im_~{good}/https://baik.desa.example/foto.jpg", 404),
        (f"/arsip/{now}cs_~{good}/https://baik.desa.example/gaya.css", 404),
        (f"/arsip/{now}im_~{stale}/https://baik.desa.example/foto.jpg", 303),
        (f"/arsip/{now}im_~{good[:-1]}x/https://baik.desa.example/foto.jpg", 303),
        (f"/arsip/{now}id_~{good}/https://baik.desa.example/foto.jpg", 303),
        (f"/arsip/{now}im_/https://baik.desa.example/foto.jpg", 303),
        (f"/artikel/~{good}/", 303),
    ):
        answer = client.get(path)
        assert answer.status_code in (code, 401 if code == 303 else code), path
