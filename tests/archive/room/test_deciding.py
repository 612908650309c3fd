"""Tinjau and the lists of recipients: what is written, by whom, and what is refused. Panen over the same collection."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.room.access.doors import doors_of
from archive.room.app import make_app
from archive.room.room import Room
from tests.archive.room.guarded import add_people, log_in, open_room
from tests.archive.room.villages import DWIMULYO, JOBS, article_id, write_collection

BORDERLINE = article_id("anonim.contoh.desa.id", 1)
LAST = JOBS[-1]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_collection(tmp_path / "desa")
    return tmp_path / "desa"


@pytest.fixture
def reader(root: Path) -> Iterator[TestClient]:
    collection = Collection.open(root)
    room = Room(collection, open_catalogue(collection), today=lambda: date(2026, 11, 26))
    doors = doors_of(collection, "127.0.0.1")
    try:
        yield TestClient(make_app(room, doors), base_url="http://127.0.0.1", client=("127.0.0.1", 5))
    finally:
        room.close()
        doors.close()


def token_in(reader: TestClient, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', reader.get(path).text)
    assert found
    return found[1]


def decide(reader: TestClient, **fields: str) -> Any:
    given = {"article": BORDERLINE, "who": "Ibu Peninjau", "token": token_in(reader, "/tinjau"), **fields}
    return reader.post("/tinjau", data=given, follow_redirects=False)


def decisions(root: Path) -> list[dict[str, Any]]:
    path = root / "decisions" / "reviews.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def is_relevant(reader: TestClient) -> bool:
    return bool(reader.get(f"/artikel/{BORDERLINE}.json").json()["article"]["relevant"])


def test_a_no_is_kept_with_who_and_why_and_counts_at_once(reader: TestClient, root: Path) -> None:
    assert is_relevant(reader)
    answer = decide(reader, answer="no", reason_no="Program lain", note="Warung, bukan perpustakaan")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tinjau?done={BORDERLINE.replace(':', '%3A')}")
    (kept,) = decisions(root)
    assert kept["article_id"] == BORDERLINE
    assert (kept["answer"], kept["who"]) == ("no", "Ibu Peninjau")
    assert kept["reason"] == "Program lain; Warung, bukan perpustakaan"
    assert (kept["relation"], kept["score"]) == ("borderline", 0.55)
    assert not is_relevant(reader)
    assert reader.get("/tinjau.json").json()["waiting"] == 1
    assert "Ibu Peninjau" in reader.get("/tinjau").text  # the name is remembered


def test_a_withdrawn_decision_leaves_the_article_as_the_rules_had_it(reader: TestClient, root: Path) -> None:
    decide(reader, answer="no", reason_no="Program lain")
    decide(reader, answer="withdrawn", back="decisions")
    assert [one["answer"] for one in decisions(root)] == ["no", "withdrawn"]
    assert is_relevant(reader)
    assert reader.get("/tinjau.json").json()["waiting"] == 2
    told = reader.get("/tinjau/keputusan.json").json()["decisions"]
    assert [(one["answer"], one["holds"]) for one in told] == [("withdrawn", True), ("no", False)]


def test_who_decides_otherwise_than_somebody_did_meanwhile_is_told_first(reader: TestClient, root: Path) -> None:
    decide(reader, answer="yes", reason_yes="Menyebut TPBIS", seen="")

    late = decide(reader, answer="no", reason_no="Program lain", seen="", who="Pak Peninjau")
    told = reader.get(late.headers["location"]).text
    kept = [(one["answer"], one["who"]) for one in decisions(root)]
    seen = re.search(r'name="seen" value="([^"]+)"', told)
    again = decide(reader, answer="no", reason_no="Program lain", seen=seen[1] if seen else "", who="Pak Peninjau")

    assert kept == [("yes", "Ibu Peninjau")]
    assert "Belum dicatat: orang lain memutuskannya" in told
    assert "Sudah diputuskan Ibu Peninjau" in told
    assert "done=" in again.headers["location"]
    assert [one["answer"] for one in decisions(root)] == ["yes", "no"]


def test_two_who_decide_alike_are_both_kept_and_one_may_think_again(reader: TestClient, root: Path) -> None:
    for who, answer in (("Ibu Peninjau", "yes"), ("Pak Peninjau", "yes"), ("Pak Peninjau", "no")):
        decide(reader, answer=answer, note="x", seen="", who=who)

    assert [one["answer"] for one in decisions(root)] == ["yes", "yes", "no"]


def test_nobody_withdraws_a_decision_that_they_did_not_see(reader: TestClient, root: Path) -> None:
    decide(reader, answer="yes", note="x", seen="")

    decide(reader, answer="withdrawn", seen="2026-11-01T00:00:00Z", who="Pak Peninjau")

    assert [one["answer"] for one in decisions(root)] == ["yes"]


def test_who_withdraws_goes_on_in_the_same_region(reader: TestClient) -> None:
    answer = decide(reader, answer="no", note="x", region="33")

    form = re.search(r'<form action="/tinjau" method="post" class="inline">.*?</form>', reader.get(
        answer.headers["location"]).text, re.DOTALL)  # fmt: skip

    assert form
    assert 'name="region" value="33"' in form[0]


@pytest.mark.parametrize("missing", ["who", "reason_yes"])
def test_nothing_is_kept_without_who_and_why(reader: TestClient, root: Path, missing: str) -> None:
    fields = {"answer": "yes", "reason_yes": "Menyebut TPBIS", missing: " "}
    answer = decide(reader, **fields)
    assert answer.status_code == 303
    assert "ask=1" in answer.headers["location"]
    assert not decisions(root)


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"token": "x"}, {}),
        ({"token": ""}, {}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"origin": "http://jahat.example"}),
        ({}, {"host": "jahat.example"}),
    ],
)
def test_a_form_of_another_site_is_refused(
    reader: TestClient, root: Path, fields: dict[str, str], headers: dict[str, str]
) -> None:
    given = {
        "article": BORDERLINE,
        "answer": "yes",
        "note": "x",
        "who": "x",
        "token": token_in(reader, "/tinjau"),
        **fields,
    }
    assert reader.post("/tinjau", data=given, headers=headers).status_code in (400, 403, 421)
    assert not decisions(root)


def test_pages_that_wait_are_passed_over_and_come_again(reader: TestClient) -> None:
    first = reader.get("/tinjau.json").json()["article"]["id"]
    second = reader.get("/tinjau.json", params={"skip": "1"}).json()["article"]["id"]
    assert {first, second} == {BORDERLINE, article_id("satu.contoh.desa.id", 6)}
    assert reader.get("/tinjau.json", params={"skip": "99999"}).json()["article"]["id"] == second


def test_a_region_said_by_a_person_holds_at_once(reader: TestClient, root: Path) -> None:
    row = next(one for one in reader.get("/tinjau/wilayah.json").json()["rows"] if one["name"] == "Perpustakaan Ragu")
    given = {"row": row["id"], "code": "73.12.05.2009", "reason": "surat dinas", "who": "Ibu Peninjau"}
    token = token_in(reader, "/tinjau/wilayah")
    assert reader.post("/tinjau/wilayah", data={**given, "token": token}, follow_redirects=False).status_code == 303
    assert reader.get("/desa/73.12.05.2009.json").json()["recipients"][0]["name"] == "Perpustakaan Ragu"
    assert reader.get("/senyap.json").json()["unsure"] == 1
    past = reader.get("/tinjau/wilayah.json").json()["past"]
    assert (past[0]["who"], past[0]["kode_wilayah"]) == ("Ibu Peninjau", "73.12.05.2009")


def test_a_region_that_is_several_is_asked_for_again(reader: TestClient) -> None:
    row = reader.get("/tinjau/wilayah.json").json()["rows"][0]
    given = {"row": row["id"], "code": "other", "other": "Semarang", "reason": "x", "who": "x"}
    answer = reader.post("/tinjau/wilayah", data={**given, "token": token_in(reader, "/tinjau/wilayah")})
    assert answer.status_code == 400
    assert "Semarang" in answer.text


SK = [
    ["LAMPIRAN KEPUTUSAN", "", "", "", ""],
    ["No", "Nama Perpustakaan", "Desa/Kel", "Kec", "Kab/Kota"],
    ["1", "Perpustakaan Baru", "Tolokan", "Getasan", "Kab. Semarang"],
    ["2", "=HYPERLINK(1)", "Wates", "", ""],
    ["", "Jumlah", "2", "", ""],
]


def as_csv() -> bytes:
    return "\n".join(";".join(row) for row in SK).encode("cp1252")


def as_xlsx() -> bytes:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(SK):
            for place, cell in enumerate(row):
                if cell.isdigit():
                    sheet.write_number(number, place, int(cell))
                elif cell:
                    sheet.write_string(number, place, cell)
    return made.getvalue()


def upload(reader: TestClient, raw: bytes, name: str, do: str = "add") -> Any:
    given = {"year": "2025", "do": do, "token": token_in(reader, "/senyap/daftar")}
    return reader.post("/senyap/daftar", data=given, files={"file": (name, raw)})


@pytest.mark.parametrize(("made", "name"), [(as_csv, "sk.csv"), (as_xlsx, "sk.xlsx")])
def test_a_list_is_taken_in_as_the_command_takes_it(reader: TestClient, root: Path, made: Any, name: str) -> None:
    before = (root / "recipients.csv").read_text("utf-8")
    assert "belum ditambahkan" in upload(reader, made(), name, do="check").text
    assert (root / "recipients.csv").read_text("utf-8") == before
    answer = upload(reader, made(), name)
    assert answer.status_code == 200
    assert "2 baris baru" in answer.text
    rows = (root / "recipients.csv").read_text("utf-8").splitlines()
    assert [row.removesuffix(",") for row in rows[1 : len(before.splitlines())]] == before.splitlines()[1:]
    assert f"{name}:3" in rows[-2]  # the line it stands in
    told = reader.get("/senyap.json", params={"year": "2025"}).json()
    assert {row["kode_wilayah"] for row in told["rows"]} == {"33.22.01.2004", "33.22.01.2005"}
    assert "0 baris baru, 2 sudah ada" in upload(reader, made(), name).text


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04rusak", b"\x89PNG\0\0\0", b"satu;dua\n1;2\n", b"\xff" * 100])
def test_a_file_that_is_no_list_is_refused_in_words(reader: TestClient, raw: bytes) -> None:
    answer = upload(reader, raw, "<script>.xlsx")
    assert answer.status_code == 400
    assert "Daftar tidak dapat dibaca" in answer.text
    assert "<script>." not in answer.text
    said = re.sub(r'<(\w+) lang="en">.*?</\1>', "", answer.text)
    assert not re.search(r"\b(line|columns|workbook|save it)\b", said), "what staff read is Indonesian"


def test_a_long_list_is_taken_and_one_that_is_too_long_is_not(reader: TestClient) -> None:
    row = "1;Perpustakaan Baru;Tolokan;Getasan;Kab. Semarang\n"
    long = "No;Nama Perpustakaan;Desa/Kel;Kec;Kab/Kota\n" + row * 60_000
    assert "60.000 baris terbaca" in upload(reader, long.encode(), "sk.csv", do="check").text
    assert upload(reader, long.encode() * 4, "sk.csv", do="check").status_code in (400, 413)
    assert reader.post("/tinjau", data={"note": "x" * 3_000_000}).status_code == 413


def test_a_job_is_told_as_its_report_has_it(reader: TestClient, root: Path) -> None:
    report = json.loads((root / "crawls" / LAST / "report.json").read_text())
    told = reader.get(f"/panen/{LAST}.json").json()
    assert told["totals"] == report["totals"]
    assert [one["site"] for one in told["sites"][:3]] == [
        "mati.contoh.desa.id", "judi.contoh.desa.id", "pindah.contoh.desa.id",
    ]  # fmt: skip
    page = reader.get(f"/panen/{LAST}").text
    assert "Tanyakan kepada pihak desa." in page
    assert "https://pindah-baru.contoh.example/" in page


def test_rows_of_a_table_come_page_by_page_and_by_reason(reader: TestClient) -> None:
    first = reader.get(f"/panen/{LAST}/failures.json").json()
    second = reader.get(f"/panen/{LAST}/failures.json", params={"page": "2"}).json()
    assert (len(first["rows"]), len(second["rows"])) == (100, 30)
    assert second["rows"][0][-1] == "=1+1"  # without the space that keeps spreadsheets from it
    assert reader.get(f"/panen/{LAST}/failures.json", params={"reason": "robots"}).json()["rows"] == []


def test_a_report_can_do_nothing_and_nothing_else_of_the_folder_is_reached(reader: TestClient) -> None:
    policy = reader.get(f"/panen/{LAST}/report.html").headers["content-security-policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy.replace("default-src 'none'", "")
    for path in ("events", "report", "..%2f..%2fcollection", "log"):
        assert reader.get(f"/panen/{LAST}/{path}.csv").status_code == 404
    assert reader.get("/panen/..%2f..").status_code == 404
    assert reader.get("/panen/20261101000000-zzzz").status_code == 404


def test_a_finding_stays_open_until_a_job_closes_it(reader: TestClient, root: Path) -> None:
    assert [one["title"] for one in reader.get("/panen.json").json()["findings"]] == ["Situs tidak terjangkau"]
    assert [one["title"] for one in reader.get("/panen.json?lang=en").json()["findings"]] == ["Site cannot be reached"]
    path = root / "crawls" / LAST / "report.json"
    report = json.loads(path.read_text())
    later = root / "crawls" / "20261201000000-cccc"
    later.mkdir()
    closed = {**report["findings"][0], "state": "closed"}
    renamed = {**report, "crawl_id": later.name, "started_at": "2026-12-01T00:00:00Z", "findings": [closed]}
    (later / "report.json").write_text(json.dumps(renamed))
    reader.app.state.room.look_again()  # type: ignore[attr-defined]
    assert reader.get("/panen.json").json()["findings"] == []


def test_a_job_that_runs_is_told_with_how_it_goes(reader: TestClient, root: Path) -> None:
    assert reader.get("/panen.json").json()["running"] is None
    import os

    facts = {"pid": os.getpid(), "crawl_id": LAST, "at": "2026-11-01T01:30:00Z", "pages": 12_345, "answers": 20_000,
             "sites": 6, "waiting": 7, "failed": 1, "bytes": 1_000}  # fmt: skip
    (root / "crawls" / LAST / "progress.json").write_text(json.dumps(facts))
    with Collection.open(root).lock("crawl"):
        page = reader.get("/panen").text
    assert "Panen sedang berjalan" in page
    assert "12.345 halaman" in page


def test_sites_are_narrowed_by_state_and_words(reader: TestClient) -> None:
    told = reader.get("/panen/situs.json", params={"state": "hijacked"}).json()
    assert [one["id"] for one in told["sites"]] == ["judi.contoh.desa.id"]
    told = reader.get("/panen/situs.json", params={"text": "SATU"}).json()
    assert [(one["id"], one["news"], one["relevant"]) for one in told["sites"]] == [("satu.contoh.desa.id", 6, 4)]
    assert reader.get("/panen/situs.json", params={"text": "%"}).json()["count"] == 0


def test_the_village_of_a_site_is_put_into_its_row_and_nothing_else_changes(reader: TestClient, root: Path) -> None:
    before = (root / "seeds.csv").read_text("utf-8").splitlines()
    told = reader.get("/tinjau/situs.json").json()
    assert [one["id"] for one in told["rows"]] == ["anonim.contoh.desa.id"]
    given = {"site": "anonim.contoh.desa.id", "code": "other", "other": "18.05.13.2001", "reason": "alamat di kaki",
             "who": "Ibu Pengarsip", "token": token_in(reader, "/tinjau/situs")}  # fmt: skip
    assert reader.post("/tinjau/situs", data=given, follow_redirects=False).status_code == 303
    after = (root / "seeds.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in after] == [row.split(",")[0] for row in before]
    assert "Ibu Pengarsip: alamat di kaki" in after[-1]
    assert reader.get("/tinjau/situs.json").json()["count"] == 0
    assert reader.get("/situs/anonim.contoh.desa.id.json").json()["kode_wilayah"] == "18.05.13.2001"
    assert reader.post("/tinjau/situs", data={**given, "other": "33.22"}).status_code == 400


@pytest.mark.parametrize(
    ("name", "may_review", "may_add"), [("pembaca", False, False), ("Siti Aminah", True, False), ("arsip", True, True)]
)
def test_who_has_an_account_may_what_its_role_allows_under_its_own_name(
    root: Path, name: str, may_review: bool, may_add: bool
) -> None:
    collection = Collection.open(root)
    add_people(collection)
    with open_room(collection) as (client, _):
        log_in(client, name)
        page = client.get("/tinjau").text
        assert ('name="reason_yes"' in page) == may_review
        assert ('type="file"' in client.get("/senyap/daftar").text) == may_add
        token = re.search(r'name="token" value="([^"]+)"', page)
        given = {
            "article": BORDERLINE,
            "answer": "no",
            "note": "x",
            "who": "Orang Lain",
            "token": token[1] if token else "",
        }
        answer = client.post("/tinjau", data=given)
        assert answer.status_code == (303 if may_review else 403)
        files = {"file": ("sk.csv", as_csv())}
        added = client.post("/senyap/daftar", data={"do": "check", "token": given["token"]}, files=files)
        assert added.status_code == (200 if may_add else 403)
    assert [one["who"] for one in decisions(root)] == ([name] if may_review else [])


@pytest.mark.parametrize("name", ["pembaca", "Siti Aminah", "arsip"])
def test_no_page_offers_a_way_to_what_somebody_may_not_see(root: Path, name: str) -> None:
    collection = Collection.open(root)
    add_people(collection)
    with open_room(collection) as (client, _):
        log_in(client, name)
        shown = {path: client.get(path).text for path in ("/", f"/desa/{DWIMULYO}", "/senyap", "/tinjau/situs")}
        ways = {way for page in shown.values() for way in re.findall(r'href="(/[^"]*)"', page)}
        refused = {way for way in ways if client.get(html.unescape(way)).status_code == 403}

    assert refused == set()
    assert any(way.startswith("/panen/") for way in ways) == (name == "arsip")
    assert ("temuan dari panen terakhir" in shown["/"]) == (name == "arsip")
