"""Other sites that try through a visitor's browser."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from archive import Collection
from archive.room.access.accounts import (
    accounts_file,
)
from tests.archive.room.guarded import (
    PERSONAL_ID,
    log_in,
    open_room,
    token_in,
)


def test_no_form_is_taken_without_its_token(client: TestClient) -> None:
    log_in(client, "arsip")
    posts = [
        re.sub(r"\{[^}]*\}", PERSONAL_ID, route.path)
        for route in client.app.routes  # type: ignore[attr-defined]
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]

    assert {"/keluar", "/tersimpan", "/sandi"} <= set(posts)
    for path in posts:
        for token in ("", "x" * 56, token_in(TestClient(client.app, base_url="http://127.0.0.1").get("/masuk").text)):
            answer = client.post(path, data={"token": token, "name": "a", "reason": "karena uji"})
            assert answer.status_code in (403, 404), path
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://jahat.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Origin": "http://127.0.0.1:9999"}],
)  # fmt: skip
def test_what_another_site_s_page_sends_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    log_in(client, "arsip")
    token = token_in(client.get("/").text)

    assert client.post("/keluar", data={"token": token}, headers=headers).status_code == 403
    own = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/keluar", data={"token": token}, headers=own).status_code == 303


def test_another_site_may_link_to_a_page_and_embed_none(client: TestClient) -> None:
    log_in(client, "arsip")
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    picture = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}

    assert client.get("/liputan", headers=link).status_code == 200
    assert client.get("/grafik/bulan.svg", headers=picture).status_code == 403
    assert client.get("/api/articles", headers=picture).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["jahat.example", "jahat.example:8000", "192.0.2.1", "", "127.0.0.1@jahat.example", "localhost.jahat.example"],
)
def test_a_name_that_was_made_to_lead_here_is_answered_nothing(collection: Collection, host: str) -> None:
    accounts_file(collection).unlink(missing_ok=True)
    with open_room(collection) as (client, _):
        answer = client.get("/", headers={"Host": host})
        good = [
            client.get("/", headers={"Host": name}).status_code
            for name in ("localhost:8000", "127.0.0.1:9", "[::1]:8000")
        ]

    assert answer.status_code == 421
    assert "Lumbung" not in answer.text
    assert good == [200, 200, 200]


def test_no_answer_lets_another_site_s_script_read_it(client: TestClient) -> None:
    log_in(client, "arsip")
    for path in ("/", "/api/articles", "/artikel.atom", "/artikel.json"):
        answer = client.get(path, headers={"Origin": "https://jahat.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert client.request("OPTIONS", "/api/articles").status_code == 405
