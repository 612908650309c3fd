"""Who gets in, and what they then may: accounts, sessions, limits, and other sites that try through a browser."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from archive import Collection
from archive.errors import CollectionError
from archive.room.access import guard, limits, passwords
from archive.room.access.accounts import (
    Accounts,
    accounts_file,
    add_key,
    add_person,
    remove_person,
    set_password,
    set_role,
)
from archive.room.access.doors import Doors, doors_of
from archive.room.access.limits import Limiter, Rate, client_of
from archive.room.access.login import safe_next
from archive.room.access.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions
from tests.archive.room.guarded import (
    NIK,
    PASSWORDS,
    PERSONAL_ID,
    add_people,
    empty_collection,
    log_in,
    make_collection,
    open_room,
    token_in,
)

Opened = tuple[TestClient, Doors]


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The same hash, made for a hundredth of the cost."""
    before = passwords._N, passwords._NOBODY
    passwords._N, passwords._NOBODY = 2**10, passwords._NOBODY.replace("$32768$", "$1024$")
    yield
    passwords._N, passwords._NOBODY = before


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("akses") / "koleksi", 60)


@pytest.fixture
def accounts(collection: Collection) -> Iterator[Path]:
    path = accounts_file(collection)
    path.unlink(missing_ok=True)
    add_people(collection)
    yield path
    path.unlink(missing_ok=True)
    path.with_name("sessions.sqlite").unlink(missing_ok=True)


@pytest.fixture
def opened(collection: Collection, accounts: Path) -> Iterator[Opened]:
    with open_room(collection) as found:
        yield found


@pytest.fixture
def client(opened: Opened) -> TestClient:
    return opened[0]


# ---- where it may be opened ----


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_nobody_else_is_let_in_before_there_are_accounts(collection: Collection, host: str) -> None:
    accounts_file(collection).unlink(missing_ok=True)

    with pytest.raises(CollectionError, match="lumbung people add"):
        doors_of(collection, host)
    assert doors_of(collection, "127.0.0.1").is_open
    assert doors_of(collection, "::1").is_open


def test_an_address_for_others_needs_accounts_too(tmp_path: Path) -> None:
    public = empty_collection(tmp_path / "k", '\n[access]\naddress = "https://arsip.example"\n')

    with pytest.raises(CollectionError, match="no accounts"):
        doors_of(public, "127.0.0.1")


def test_a_list_of_accounts_that_others_can_read_is_refused(collection: Collection, accounts: Path) -> None:
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    accounts.chmod(0o644)

    with pytest.raises(CollectionError, match="chmod 600"):
        doors_of(collection, "127.0.0.1")


def test_no_password_stands_in_what_is_kept(accounts: Path) -> None:
    content = accounts.read_text()

    assert not [word for word in PASSWORDS.values() if word in content]
    assert len(re.findall(r"scrypt\$", content)) == 3


# ---- who asks ----


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


# ---- sessions ----


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


# ---- other sites, through a browser ----


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


# ---- proxies and keys ----


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


# ---- limits ----


def test_so_many_at_once_and_then_as_time_goes_on() -> None:
    at = [0.0]
    limiter, rate = Limiter(now=lambda: at[0]), Rate(3, 10.0)

    assert [limiter.take(rate, "a") for _ in range(4)] == [0.0, 0.0, 0.0, 10.0]
    assert limiter.take(rate, "b") == 0.0
    at[0] = 10.0
    assert limiter.take(rate, "a") == 0.0
    assert limiter.take(rate, "a") == 10.0


def test_what_is_remembered_of_clients_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST_KEYS", 50)
    limiter = Limiter()
    for number in range(1_000):
        limiter.take(Rate(3, 10.0), str(number))

    assert len(limiter._left) == 50


def test_a_household_of_ipv6_is_one_client() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("::ffff:192.0.2.1") == "192.0.2.1"


def test_charts_without_end_are_refused_and_other_pages_go_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "COSTLY", ((("/grafik",), Rate(5, 600.0)),))
    log_in(client, "pembaca")
    codes = [client.get("/grafik/tidakada.svg").status_code for _ in range(7)]

    assert codes == [404] * 5 + [429] * 2
    assert client.get("/").status_code == 200


def test_too_much_is_not_read(client: TestClient) -> None:
    log_in(client, "pembaca")
    token = token_in(client.get("/").text)

    assert client.post("/tersimpan", data={"name": "x" * 2_000_000, "token": token}).status_code == 413

    def without_end() -> Iterator[bytes]:
        yield b"token=" + token.encode() + b"&name="
        for _ in range(200):
            yield b"x" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/tersimpan", content=without_end(), headers=headers).status_code in (400, 413)


# ---- personal data ----


def test_personal_data_is_shown_to_an_archivist_who_says_why_and_it_is_kept(
    client: TestClient, collection: Collection
) -> None:
    log_in(client, "arsip")
    path = f"/artikel/{PERSONAL_ID}/lengkap"
    for covered in (f"/artikel/{PERSONAL_ID}", f"/artikel/{PERSONAL_ID}.json", f"/api/articles/{PERSONAL_ID}?include=document,versions",
                    "/artikel.atom?text=bantuan", "/artikel?text=bantuan", path):  # fmt: skip
        answer = client.get(covered)
        assert answer.status_code == 200, covered
        assert NIK not in answer.text
    token = token_in(client.get(path).text)
    assert client.post(path, data={"token": token, "reason": ""}).status_code == 400

    shown = client.post(path, data={"token": token, "reason": "permintaan dinas sosial"})

    assert NIK in shown.text
    assert shown.headers["cache-control"] == "private, no-store"
    kept = [json.loads(line) for line in (collection.root / "decisions/access.jsonl").read_text().splitlines()]
    assert [(one["who"], one["what"], one["reason"]) for one in kept] == [
        ("arsip", f"unredacted {PERSONAL_ID}", "permintaan dinas sosial")
    ]


def test_a_reviewer_is_not_shown_personal_data(client: TestClient) -> None:
    log_in(client, "Siti Aminah")
    path = f"/artikel/{PERSONAL_ID}/lengkap"

    assert client.get(path).status_code == 403
    answer = client.post(path, data={"token": token_in(client.get("/").text), "reason": "ingin tahu saja"})
    assert answer.status_code == 403
    assert NIK not in answer.text
