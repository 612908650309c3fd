"""Notices of what is new for saved searches: told once, to whom they are for, with links to the reading room."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive import Collection
from archive.catalogue.query import Query
from archive.decisions import searches_file
from archive.searches import save, told
from crawler.notices.outbox import send_waiting, unsent
from crawler.notices.searches import announce_searches
from tests.archive.room.guarded import make_collection
from tests.crawler.made_findings import address, finding, put
from tests.crawler.receivers import nobody, webhook

NEW = 10  # articles that tests.archive.room.guarded adds, archived last


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    made = make_collection(tmp_path / "koleksi", 60)
    with (made.root / "collection.toml").open("a") as file:
        file.write('\n[access]\naddress = "https://arsip.example"\n')
    return Collection.open(made.root)


def saved(collection: Collection, name: str, query: Query, *targets: str, notify: bool = True) -> None:
    """As if it had been saved before the hostile articles were archived."""
    save(collection.root, name, query, "Siti", notify=notify, targets=targets)
    path = searches_file(collection.root)
    lines = [json.loads(line) | {"when": "2026-11-19T00:00:00Z"} for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_what_is_for_nobody_in_notify_toml_is_said_and_kept_until_somebody_is(
    collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    saved(collection, "Salah ketik", Query(relation=("all",)), "telegramm")
    with webhook() as hook:
        address(collection, kantor=hook.url)
        first = announce_searches(collection, "20261126000000-abcd")
        address(collection, telegramm=hook.url)
        second = announce_searches(collection, "20261127000000-abcd")
        assert send_waiting(collection) == {"telegramm": None}

    assert (first, second) == (0, 1)
    assert "notify.toml has no target telegramm" in caplog.text
    assert f"Pencarian tersimpan “Salah ketik” (Siti): {NEW} berita baru" in hook.messages[0]["message"]


def test_what_is_new_is_told_once_with_links_to_the_room(collection: Collection) -> None:
    saved(collection, "Semua {berita}", Query(relation=("all",)))
    saved(collection, "Tidak diberitahukan", Query(), notify=False)
    with webhook() as hook:
        address(collection, kantor=hook.url)
        first = announce_searches(collection, "20261126000000-abcd")
        assert send_waiting(collection) == {"kantor": None}
        again = announce_searches(collection, "20261127000000-abcd")
        assert send_waiting(collection) == {}

    assert (first, again) == (1, 0)
    (message,) = hook.messages
    assert message["title"] == f"[Lumbung] koleksi: {NEW} berita baru"
    body = message["message"]
    assert f"Pencarian tersimpan “Semua {{berita}}” (Siti): {NEW} berita baru" in body
    assert body.count("https://arsip.example/artikel/sha1:") == NEW
    assert "https://arsip.example/artikel?relation=all&order=captured" in body
    assert "Tidak diberitahukan" not in body
    assert "1805134505900001" not in body
    assert "report.html" not in body
    assert not set("\x00\x1b\u202e") & set(body)
    assert max(told(collection.root).values()) == "2026-11-20T00:00:09Z"


def test_each_target_is_told_what_is_for_it(collection: Collection) -> None:
    saved(collection, "Untuk semua", Query(relation=("all",)))
    saved(collection, "Untuk surat", Query(text="bantuan", relation=("all",)), "surat")
    with webhook() as office, webhook() as mail:
        address(collection, kantor=office.url, surat=mail.url)
        announce_searches(collection, "1")
        send_waiting(collection)

    assert ["Untuk surat" in message["message"] for message in office.messages] == [False]
    assert ["Untuk surat" in message["message"] for message in mail.messages] == [True]
    assert "Untuk semua" in mail.messages[0]["message"]


def test_what_did_not_go_goes_with_the_next_and_beside_findings(collection: Collection) -> None:
    saved(collection, "Semua", Query(relation=("all",)))
    address(collection, kantor=nobody())
    announce_searches(collection, "1")
    send_waiting(collection)
    assert unsent(collection)
    with webhook() as hook:
        address(collection, kantor=hook.url)
        put(collection, finding(), crawl_id="2")
        assert send_waiting(collection) == {"kantor": None}

    (message,) = hook.messages
    assert message["title"] == f"[Lumbung] koleksi: 1 peringatan, {NEW} berita baru"
    assert "crawls/2/report.html" in message["message"]
    assert "crawls/1/report.html" not in message["message"]


def test_without_targets_nothing_is_looked_up_and_nothing_counts_as_told(collection: Collection) -> None:
    saved(collection, "Semua", Query(relation=("all",)))

    assert announce_searches(collection, "1") == 0
    assert told(collection.root) == {}


def test_a_catalogue_that_cannot_be_read_ends_no_crawl(collection: Collection) -> None:
    saved(collection, "Semua", Query(relation=("all",)))
    address(collection, kantor=nobody())
    (collection.root / "catalogue.sqlite").unlink(missing_ok=True)
    (collection.root / "catalogue.sqlite").mkdir()

    assert announce_searches(collection, "1") == 0
    assert told(collection.root) == {}
