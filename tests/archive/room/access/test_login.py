"""Who asks: logging in, and what guessing costs."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from archive.room.access import passwords
from archive.room.access.doors import Doors
from archive.room.access.login import safe_next
from tests.archive.room.guarded import (
    PASSWORDS,
    log_in,
    token_in,
)

Opened = tuple[TestClient, Doors]


def test_nothing_is_shown_before_somebody_is_known(client: TestClient) -> None:
    paths = {route.path for route in client.app.routes if isinstance(route, Route)}  # type: ignore[attr-defined]
    shown = []
    for path in sorted(paths):
        answer = client.get(re.sub(r"\{[^}]*\}", "x", path))
        if answer.status_code not in (303, 401, 405):
            shown.append(path)

    assert shown == ["/masuk"]
    assert client.get("/api/articles").headers["content-type"] == "application/problem+json"
    assert client.get("/static/room.css").status_code == 200


@pytest.mark.parametrize(
    "path", ["/desa/18.05.13.2021", "/situs/contoh.desa.example", "/arsip/2026/https://contoh.desa.example/a.html",
             "/laporan.xlsx?year=2024"],
)  # fmt: skip
def test_a_link_that_somebody_was_sent_leads_to_the_door_though_it_has_dots(client: TestClient, path: str) -> None:
    browser = client.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    program = client.get(path, headers={"Accept": "*/*"})

    assert (browser.status_code, browser.headers["location"]) == (303, f"/masuk?next={quote(path, safe='')}")
    assert program.status_code == 401


def test_who_logs_in_comes_where_they_wanted_to_go(client: TestClient) -> None:
    first = client.get("/liputan?region=18&text=a%20b")
    assert (first.status_code, first.headers["location"]) == (
        303, "/masuk?next=%2Fliputan%3Fregion%3D18%26text%3Da%2520b")  # fmt: skip
    door = client.get(first.headers["location"])
    assert 'value="/liputan?region=18&amp;text=a%20b"' in door.text

    answer = log_in(client, "Siti Aminah", "/liputan?region=18")

    assert (answer.status_code, answer.headers["location"]) == (303, "/liputan?region=18")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    page = client.get("/liputan?region=18")
    assert "Siti Aminah" in page.text
    assert page.headers["cache-control"] == "private, no-store"


def test_a_name_is_known_however_its_letters_are_written(client: TestClient) -> None:
    token = token_in(client.get("/masuk").text)
    data = {"name": "  SITI aminah", "password": PASSWORDS["Siti Aminah"], "token": token}

    assert client.post("/masuk", data=data).status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client: TestClient) -> None:
    token = token_in(client.get("/masuk").text)
    answers = [
        client.post("/masuk", data={"name": name, "password": "salah sekali ini", "token": token})
        for name in ("arsip", "tidakada")
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert texts[0] == texts[1]


def test_an_unknown_name_costs_a_hash_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = passwords._key
    monkeypatch.setattr(passwords, "_key", lambda word, salt, n, r, p: asked.append(n) or real(word, salt, n, r, p))

    passwords.is_password("kata sandi apa saja", None)
    passwords.is_password("kata sandi apa saja", passwords.hash_password("kata sandi lain lagi"))

    assert asked[0] == asked[1] == asked[2]


def test_guessing_is_slowed_down_and_the_right_password_elsewhere_still_works(opened: Opened) -> None:
    client, _ = opened
    token = token_in(client.get("/masuk").text)
    data = {"name": "arsip", "password": "salah sekali ini", "token": token}
    codes = [client.post("/masuk", data=data).status_code for _ in range(7)]

    assert codes == [403] * 5 + [429] * 2
    right = client.post("/masuk", data={**data, "password": PASSWORDS["arsip"]})
    assert right.status_code == 429
    assert int(right.headers["retry-after"]) > 30
    other = TestClient(client.app, base_url="http://127.0.0.1", client=("192.0.2.9", 5), follow_redirects=False)
    assert log_in(other, "arsip").status_code == 303


@pytest.mark.parametrize(
    "there",
    ["https://jahat.example/", "//jahat.example", "/\\jahat.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", "",
     "/\t/jahat.example", "/keluar", "/masuk?next=/masuk"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_logging_in(client: TestClient, there: str) -> None:
    assert safe_next(there) == "/"
    assert log_in(client, "pembaca", there).headers["location"] == "/"
