"""`lumbung takedown` as a person uses it, from the request to what is left after an erasure."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.access.entries import add_entry
from archive.times import stamp14
from tests.archive.erasure.made import GONE, SECRET, make_collection
from tests.archive.replay.stored import SITE
from tests.end_to_end.conftest import command, environment, lumbung
from tests.end_to_end.pywb import get


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    collection = make_collection(tmp_path_factory.mktemp("permintaan") / "koleksi")
    (collection.root / "decisions" / "takedowns.jsonl").unlink()
    return collection


@pytest.fixture
def collection(made: Collection, tmp_path: Path) -> Collection:
    shutil.copytree(made.root, tmp_path / "koleksi")
    return Collection.open(tmp_path / "koleksi")


def takedown(collection: Collection, *arguments: str, code: int = 0) -> Any:
    run = lumbung("takedown", *arguments, "-c", collection.root, "--json")
    assert run.code == code, run.err
    return json.loads(run.out) if run.out.strip() else run.err


def test_a_request_walks_from_its_letter_to_the_erasure(collection: Collection) -> None:
    asked = takedown(collection, "request", GONE, "--asked-by", "subject", "--reason", "nama anak", "--name", "Fulan",
                     "--contact", "fulan@contoh.example", "--public-reason", "Melindungi anak.")  # fmt: skip
    one = asked["id"]
    found = takedown(collection, "assess", one)["found"]
    assert (found["captures"], found["addresses"], len(found["warcs"])) == (2, [GONE], 2)
    assert {"url": f"{SITE}/salinan/", "because": "same payload"} in found["elsewhere"]

    entries = takedown(collection, "restrict", one, "--review-date", "2026-01-01", "--elsewhere")["entries"]
    assert len(entries) == 2
    listed = takedown(collection, "access")
    assert {entry["what"]["value"] for entry in listed} == {GONE, f"{SITE}/salinan/"}
    assert {entry["public_reason"] for entry in listed} == {"Melindungi anak."}
    due = takedown(collection, "review", code=2)
    assert [told["id"] for told in due["takedowns"]] == [one]
    assert due["entries"] == []
    takedown(collection, "review", one, "--reason", "masih perlu", "--review-date", "2099-01-01")
    assert takedown(collection, "review")["takedowns"] == []

    takedown(collection, "outcome", one, "granted", "--reason", "hukum")
    trial = takedown(collection, "erase", one, "--dry-run")
    assert (len(trial["erased"]), trial["dry_run"]) == (2, True)
    gone = takedown(collection, "erase", one, "--i-have-authority", "Kepala Arsip", "--reason", "putusan 12")
    assert len(gone["erased"]) == 2

    shown = takedown(collection, "show", one, "--with-contact")
    assert shown["state"] == "erased"
    assert shown["contact"]["contact"] == "fulan@contoh.example"
    assert [step["step"] for step in shown["steps"]] == [
        "request",
        "assessment",
        "restriction",
        "review",
        "outcome",
        "erasure",
    ]
    verified = lumbung("verify", "-c", collection.root)
    assert verified.code == 0, verified.out
    assert "was erased" in " ".join(verified.out.split())
    rebuilt = lumbung("rebuild", "-c", collection.root)
    assert rebuilt.code == 0, rebuilt.err
    assert lumbung("verify", "-c", collection.root).code == 0


def test_a_step_that_is_refused_leaves_nothing_behind(collection: Collection) -> None:
    kept = collection.root / "takedown-contacts.jsonl"
    request = ("request", GONE, "--asked-by", "subject", "--reason", "nama anak")
    for wrong in (("--received-on", "kemarin"), ("--who", " ")):
        takedown(collection, *request, "--name", "Fulan", "--contact", "fulan@contoh.example", *wrong, code=1)
    assert not kept.exists()

    one = takedown(collection, *request)["id"]
    takedown(collection, "restrict", one, "--also", "pattern=contoh", code=1)
    assert takedown(collection, "access") == []

    takedown(collection, "restrict", one)
    takedown(collection, "outcome", one, "refused", "--reason", "bukan haknya", "--review-date", "besok", code=1)
    assert len(takedown(collection, "access")) == 1
    assert takedown(collection, "show", one)["state"] == "restricted"


def test_who_asked_is_kept_apart_readable_by_its_owner_alone_and_can_be_forgotten(collection: Collection) -> None:
    one = takedown(collection, "request", GONE, "--asked-by", "subject", "--reason", "x", "--name", "Fulan Contoh",
                   "--contact", "0812")["id"]  # fmt: skip
    path = collection.root / "takedown-contacts.jsonl"

    assert path.stat().st_mode & 0o077 == 0
    others = [file for file in collection.root.rglob("*.jsonl") if file != path]
    assert not any("Fulan Contoh" in file.read_text() for file in others)
    assert "Fulan" not in json.dumps(takedown(collection, "show", one))
    assert lumbung("takedown", "forget-contact", one, "-c", collection.root).code == 0
    assert "Fulan" not in path.read_text()


def test_what_is_refused_can_be_seen_again(collection: Collection) -> None:
    one = takedown(collection, "request", "--what", "host=contoh.desa.id", "--asked-by", "other", "--reason", "x")["id"]
    takedown(collection, "restrict", one)
    assert len(takedown(collection, "access")) == 1

    takedown(collection, "outcome", one, "refused", "--reason", "kepentingan umum")

    assert takedown(collection, "access") == []
    assert [told["state"] for told in takedown(collection, "list")] == ["refused"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("request", "ftp://x/", "--asked-by", "subject", "--reason", "x"), "names nothing"),
        (("request", GONE, "--reason", "x"), "--asked-by"),
        (("request", GONE, "--asked-by", "tetangga", "--reason", "x"), "say one of"),
        (("show", "t-tidak-ada"), "no takedown of this id"),
        (("access", "--add", "apa=x", "--reason", "x"), "KIND=VALUE"),
        (("access", "--withdraw", "a-x", "--reason", "x"), "that holds"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_with_what_to_do(made: Collection, arguments: tuple[str, ...], said: str) -> None:
    run = lumbung("takedown", *arguments, "-c", made.root)
    assert run.code == 1
    assert said in run.err


def test_status_tells_what_is_to_be_looked_at_again(collection: Collection) -> None:
    one = takedown(collection, "request", GONE, "--asked-by", "subject", "--reason", "x")["id"]
    takedown(collection, "restrict", one, "--review-date", "2026-01-01")

    assert json.loads(lumbung("status", "-c", collection.root, "--json").out)["takedowns_to_review"] == 1
    assert "lumbung takedown review" in " ".join(lumbung("status", "-c", collection.root).out.split())
    assert SECRET not in lumbung("takedown", "list", "-c", collection.root).out


@pytest.mark.needs("judges")
def test_pywb_hides_what_is_closed_and_what_is_for_staff(collection: Collection, judges: Path) -> None:
    other = f"{SITE}/2026/11/lain/"
    twice = sorted((one for one in collection.captures() if one.url == GONE), key=lambda one: one.captured_at)
    for kind, value, level in (("host", "contoh.desa.id", "staff"), ("address", other, "open"), ("address", GONE, "open"),
                               ("capture", twice[1].record_id, "closed")):  # fmt: skip
        add_entry(collection.root, kind, value, level, reason="x", who="Uji")  # type: ignore[arg-type]
    process = subprocess.Popen(
        command("replay", "-c", collection.root, "--port", "0", "--wayback", judges / "wayback"),
        env=environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+/arsip/", process.stderr.readline())
        assert found
        shown = {url: get(f"{found[0]}20261127120000id_/{url}") for url in (other, f"{SITE}/2026/11/biasa/", GONE)}
        listed = get(f"{found[0]}cdx?url={GONE}")[1].decode()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
        if process.stderr:
            process.stderr.close()

    assert [shown[url][0] for url in shown] == [200, 404, 200]
    assert stamp14(twice[0].captured_at) in listed
    assert stamp14(twice[1].captured_at) not in listed
