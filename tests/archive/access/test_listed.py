"""Which entry of the access list decides, and what is said of a list that cannot be understood."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive.access.aclj import aclj_lines
from archive.access.current import access_of
from archive.access.entries import Kind, Level, access_file, add_entry, entries_in_force, withdraw_entry
from archive.access.leaving import may_leave
from archive.access.listed import AccessList
from archive.decisions import append_line
from archive.errors import ArchiveError
from archive.model import Capture

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
RECORD = "urn:uuid:00000000-0000-4000-8000-000000000001"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "decisions").mkdir()
    return tmp_path


def add(root: Path, kind: Kind, value: str, level: Level = "closed", **more: Any) -> str:
    return add_entry(root, kind, value, level, reason="diminta", who="Uji", **more).id


def capture(url: str, record_id: str = RECORD, **more: Any) -> Capture:
    facts: dict[str, Any] = {"status": 200, "mime": "text/html", "digest": "sha1:A", "warc_filename": "a.warc.gz"}
    return Capture(url=url, captured_at=NOON, offset=0, length=1, record_id=record_id, **(facts | more))


def test_nothing_in_the_list_is_open(root: Path) -> None:
    assert access_of(root).level_of("http://contoh.desa.id/a") == "open"


@pytest.mark.parametrize(
    ("kind", "value", "closed", "still_open"),
    [
        ("address", "https://www.contoh.desa.id/Berita/1", ["http://contoh.desa.id/berita/1"], ["http://contoh.desa.id/berita/12"]),
        ("host", "contoh.desa.id", ["http://contoh.desa.id/", "https://www.contoh.desa.id/a?b=1"],
         ["http://lain.contoh.desa.id/", "http://contoh.desa.id:8080/", "http://contoh.desa.id.jahat.example/"]),
        ("pattern", "id,desa,contoh)/berita", ["http://contoh.desa.id/berita/1", "http://contoh.desa.id/beritaku"],
         ["http://contoh.desa.id/profil"]),
        ("pattern", "http://contoh.desa.id/berita/*",
         ["http://contoh.desa.id/berita/1", "http://contoh.desa.id/berita/", "http://contoh.desa.id/berita/?halaman=2"],
         ["http://contoh.desa.id/beritaku", "http://contoh.desa.id/", "http://contoh.desa.id/?berita/"]),
        ("pattern", "id,desa,contoh,", ["http://contoh.desa.id/a", "http://x.contoh.desa.id/a", "http://contoh.desa.id:81/"],
         ["http://contohlain.desa.id/"]),
    ],
)  # fmt: skip
def test_an_entry_means_its_addresses_and_no_others(
    root: Path, kind: Kind, value: str, closed: list[str], still_open: list[str]
) -> None:
    add(root, kind, value)

    access = access_of(root)

    assert [access.level_of(url) for url in closed] == ["closed"] * len(closed)
    assert [access.level_of(url) for url in still_open] == ["open"] * len(still_open)


def test_the_most_specific_entry_decides_and_of_equal_ones_the_latest(root: Path) -> None:
    add(root, "capture", RECORD, "staff")
    add(root, "address", "http://contoh.desa.id/berita/1", "open")
    add(root, "pattern", "id,desa,contoh)/berita", "staff")
    add(root, "host", "contoh.desa.id")
    access = access_of(root)

    assert access.level_of("http://contoh.desa.id/profil") == "closed"
    assert access.level_of("http://contoh.desa.id/berita/2") == "staff"
    assert access.level_of("http://contoh.desa.id/berita/1") == "open"
    assert access.level_of("http://contoh.desa.id/berita/1", RECORD) == "staff"

    add(root, "host", "contoh.desa.id", "open")
    assert access_of(root).level_of("http://contoh.desa.id/profil") == "open"


def test_a_time_bounds_the_captures_and_says_nothing_of_an_address_as_such(root: Path) -> None:
    add(root, "address", "http://contoh.desa.id/a", after="2026-11-25T12:00:00Z", before="2026-11-26")
    access = access_of(root)

    def level(text: str) -> str:
        return access.level_of("http://contoh.desa.id/a", None, datetime.fromisoformat(text))

    assert level("2026-11-25T11:59:59Z") == "open"
    assert level("2026-11-25T12:00:00Z") == "closed"
    assert level("2026-11-25T23:59:59Z") == "closed"
    assert level("2026-11-26T00:00:00Z") == "open"
    assert access.level_of("http://contoh.desa.id/a") == "open"


def test_a_revisit_is_as_closed_as_the_very_record_it_shows(root: Path) -> None:
    add(root, "capture", RECORD)
    access = access_of(root)

    revisit = capture("http://contoh.desa.id/a", "urn:uuid:00000000-0000-4000-8000-000000000002", revisit_of=RECORD)

    assert access.level_of_capture(revisit) == "closed"
    assert access.level_of_capture(capture("http://contoh.desa.id/a", "urn:x:1")) == "open"


def test_a_withdrawn_entry_does_not_hold_and_stays_on_file(root: Path) -> None:
    first, second = add(root, "host", "contoh.desa.id"), add(root, "host", "contoh.desa.id", "staff")

    withdraw_entry(root, second, reason="keliru", who="Uji")

    assert access_of(root).level_of("http://contoh.desa.id/") == "closed"
    assert [one.id for one in entries_in_force(root)] == [first]
    assert len(access_file(root).read_text().splitlines()) == 3
    with pytest.raises(ArchiveError, match="that holds"):
        withdraw_entry(root, second, reason="lagi", who="Uji")


def test_lines_that_tell_who_looked_at_what_are_no_entries(root: Path) -> None:
    append_line(access_file(root), {"what": "unredacted sha1:a", "reason": "perlu", "who": "arsip", "when": "2026"})
    assert not access_of(root)


def test_an_entry_that_cannot_be_understood_shows_nothing_at_all(root: Path) -> None:
    add(root, "host", "contoh.desa.id")
    append_line(access_file(root), {"id": "a-x", "what": {"kind": "host", "value": "b.id"}, "level": "tertutup",
                                    "reason": "x", "who": "x", "when": "x"})  # fmt: skip

    with pytest.raises(ArchiveError, match=r"line 2.*level is 'tertutup'"):
        access_of(root)


@pytest.mark.parametrize("mistake", ["'", ","])
def test_a_line_that_a_hand_left_garbled_shows_nothing_and_one_that_power_loss_tore_is_passed_over(
    root: Path, mistake: str
) -> None:
    add(root, "host", "contoh.desa.id")
    whole = access_file(root).read_bytes()
    access_file(root).write_bytes(whole + whole[:60])
    add(root, "host", "lain.desa.id")
    assert len(access_of(root).entries) == 2

    access_file(root).write_bytes(whole.replace(b'"level": "', b'"level": ' + mistake.encode()) + whole)

    with pytest.raises(ArchiveError, match=r"line 1.*no JSON"):
        access_of(root)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("address", "ftp://x/"), ("host", "a b"), ("host", "x/y"), ("capture", "1"), ("pattern", "contoh"), ("apa", "x"),
     ("pattern", "http://contoh.desa.id/*/b*"), ("address", "")],
)  # fmt: skip
def test_what_names_nothing_is_not_written(root: Path, kind: Any, value: str) -> None:
    with pytest.raises(ArchiveError, match="not an entry"):
        add(root, kind, value)
    assert not access_file(root).exists()


def test_only_what_is_open_to_all_leaves(root: Path) -> None:
    add(root, "address", "http://contoh.desa.id/staf", "staff")
    add(root, "address", "http://contoh.desa.id/tutup")
    access = access_of(root)
    urls = [f"http://contoh.desa.id/{name}" for name in ("buka", "staf", "tutup")]

    assert [may_leave(access, capture(url)) for url in urls] == [True, False, False]
    line = {"id": RECORD, "url": urls[2], "captured_at": "2026-11-25T12:00:00Z"}
    assert not may_leave(access, line)
    assert not may_leave(access, {"url": urls[2]})


def test_a_hundred_thousand_captures_are_asked_of_thousands_of_entries_within_seconds(root: Path) -> None:
    lines = [
        {"id": f"a-{number}-{kind}", "what": {"kind": kind, "value": value}, "level": "closed", "reason": "x", "who": "x",
         "when": "2026-11-25T00:00:00Z"}
        for number in range(1_500)
        for kind, value in (("address", f"http://desa{number}.desa.id/a/{number}"), ("host", f"tutup{number}.desa.id"),
                            ("pattern", f"id,desa,desa{number})/rahasia/{'x' * (number % 40)}"))
    ]  # fmt: skip
    access_file(root).write_text("".join(json.dumps(line) + "\n" for line in lines))
    access = access_of(root)
    captures = [
        capture(f"http://desa{number % 30_000}.desa.id/a/{number}", f"urn:x:{number}") for number in range(100_000)
    ]

    began = time.process_time()
    closed = sum(not may_leave(access, one) for one in captures)

    assert closed == 1_500
    assert time.process_time() - began < 20  # 3 s where nothing else runs


def test_pywb_is_given_the_same_list(root: Path) -> None:
    add(root, "host", "contoh.desa.id")
    add(root, "address", "http://contoh.desa.id/boleh", "open")
    add(root, "pattern", "id,desa,lain,", "staff")
    add(root, "pattern", "http://berkas.desa.id/rahasia/*")
    add(root, "address", "http://berkas.desa.id/rahasia/", "open")
    add(root, "capture", RECORD)

    lines = aclj_lines(AccessList(entries_in_force(root)))

    assert lines == sorted(lines, reverse=True)
    assert lines == [
        'id,desa,lain: - {"access": "exclude"}',
        'id,desa,lain, - {"access": "exclude"}',
        'id,desa,lain) - {"access": "exclude"}',
        'id,desa,contoh)/boleh### - {"access": "allow"}',
        'id,desa,contoh) - {"access": "exclude"}',
        'id,desa,berkas)/rahasia? - {"access": "exclude"}',
        'id,desa,berkas)/rahasia/ - {"access": "exclude"}',
        'id,desa,berkas)/rahasia### - {"access": "allow"}',
    ]
