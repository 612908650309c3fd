"""How long somebody stays known."""

from __future__ import annotations

import stat
from pathlib import Path

from starlette.testclient import TestClient

from archive.room.access.accounts import (
    Accounts,
    add_person,
    remove_person,
    set_password,
    set_role,
)
from archive.room.access.doors import Doors
from archive.room.access.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from tests.archive.room.guarded import (
    PASSWORDS,
    log_in,
    token_in,
)

Opened = tuple[TestClient, Doors]


def test_who_logs_out_is_out_and_the_cookie_opens_nothing(client: TestClient) -> None:
    log_in(client, "pembaca")
    cookie = client.cookies["lumbung_session"]

    answer = client.post("/keluar", data={"token": token_in(client.get("/").text)})

    assert answer.status_code == 303
    assert "Max-Age=0" in answer.headers["set-cookie"]
    client.cookies.clear()
    assert client.get("/", headers={"Cookie": f"lumbung_session={cookie}"}).status_code == 303


def test_a_changed_password_ends_all_sessions_but_the_one_that_changed_it(opened: Opened, accounts: Path) -> None:
    client, _ = opened
    other = TestClient(client.app, base_url="http://127.0.0.1:8000", follow_redirects=False)
    log_in(client, "pembaca")
    log_in(other, "pembaca")
    token = token_in(client.get("/sandi").text)
    data = {
        "old": PASSWORDS["pembaca"],
        "new": "sandi baru yang panjang",
        "again": "sandi baru yang panjang",
        "token": token,
    }
    assert client.post("/sandi", data={**data, "old": "bukan yang lama ini"}).status_code == 403
    assert client.post("/sandi", data={**data, "again": "lain dari yang baru"}).status_code == 400
    assert client.post("/sandi", data={**data, "new": "pendek", "again": "pendek"}).status_code == 400

    assert client.post("/sandi", data=data).status_code == 303

    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 303
    set_password(accounts, "pembaca", "dari pengelola yang lupa")
    assert client.get("/").status_code == 303


def test_an_account_that_is_removed_is_out_at_once_and_a_role_holds_at_once(client: TestClient, accounts: Path) -> None:
    log_in(client, "Siti Aminah")
    assert client.get("/api/jobs").status_code == 403

    set_role(accounts, "siti aminah", "archivist")
    assert client.get("/api/jobs").status_code == 200
    remove_person(accounts, "Siti Aminah")
    assert client.get("/api/jobs").status_code == 401


def test_a_session_ends_when_it_is_not_used_and_when_it_is_old(tmp_path: Path) -> None:
    path, at = tmp_path / "accounts.json", [1_000_000.0]
    add_person(path, "Siti", "reader", "beras merah padi ketan")
    accounts = Accounts(path)
    sessions = Sessions(tmp_path / "sessions.sqlite", now=lambda: at[0])
    account = accounts.get("Siti")
    assert account
    unused, used = sessions.begin(account), sessions.begin(account)
    assert stat.S_IMODE((tmp_path / "sessions.sqlite").stat().st_mode) == 0o600
    assert used.encode() not in (tmp_path / "sessions.sqlite").read_bytes()

    at[0] += IDLE_SECONDS / 2
    assert sessions.whose(used, accounts)
    at[0] += IDLE_SECONDS / 2 + 1
    assert sessions.whose(unused, accounts) is None
    for _ in range(int(LONGEST_SECONDS / IDLE_SECONDS) * 2):
        at[0] += IDLE_SECONDS / 2
        sessions.whose(used, accounts)
    assert sessions.whose(used, accounts) is None
    sessions.close()
