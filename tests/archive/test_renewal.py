"""Documents made anew: in force all at once, whatever ends the rebuild; the former ones kept until dropped."""

from __future__ import annotations

import csv
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.index.changes import Changes
from archive.index.documents import first_reader, write_documents
from archive.index.renewal import Renewal, drop_former, finish_renewal
from archive.model import Caption, Capture, Document

STEMS = ("lumbung-20261125000000000-00000-lumbung", "lumbung-20261125000000000-00001-lumbung")
Lines = Mapping[str, list[Document]]


def document(stem: str, number: int, version: str = "1", **facts: Any) -> Document:
    at = datetime(2026, 11, 25, tzinfo=UTC)
    url = f"https://contohrejo.desa.id/berita/{number}"
    id = f"urn:uuid:00000000-0000-4000-8000-{STEMS.index(stem):06}{number:06}"
    capture = Capture(
        url, at, 200, "text/html", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", stem + ".warc.gz", number, 1, id
    )
    given = {"kind": "article", "title": f"Berita {number}", "text": "Warga hadir di balai desa."} | facts
    return Document(
        id=id, url=url, captured_at=at, capture=capture, platform="generic", platform_reader="generic",
        reader_version=version, **given,
    )  # fmt: skip


def documents(version: str = "1", **facts: Any) -> dict[str, list[Document]]:
    return {stem: [document(stem, number, version, **facts) for number in (1, 2, 3)] for stem in STEMS}


@pytest.fixture
def former(collection: Collection) -> dict[str, list[Document]]:
    """Documents of two WARCs by reader 1, in force."""
    lines = documents()
    for stem in STEMS:
        collection.warc_file(stem).touch()
        collection.manifest_file(stem).touch()
        write_documents(collection.documents_file(stem), lines[stem])
    return lines


def renew(collection: Collection, lines: Lines, version: str = "2") -> Changes:
    with Renewal.begin(collection) as renewal:
        for stem in lines:
            write_documents(renewal.staged.documents_file(stem), lines[stem])
        return renewal.put_in_force(version)


def in_force(collection: Collection) -> Lines:
    return {stem: list(collection.documents_of(stem)) for stem in STEMS}


def entries(collection: Collection) -> set[str]:
    return {path.name for path in collection.documents_folder.iterdir()}


JOURNAL = STEMS[0] + ".jsonl.open"
FILES = {stem + ".jsonl" for stem in STEMS}


def test_what_a_new_reader_says_differently_is_counted_listed_and_the_former_kept(
    collection: Collection, former: Lines
) -> None:
    new = documents("2")
    one, two, three = new[STEMS[0]]
    new[STEMS[0]] = [
        replace(one, title="Judul lain", text="Warga hadir di aula desa baru."),
        replace(two, author="Budi", kind="page"),
        replace(three, kind="other", title=None, text=None, flags=("unreadable",)),
    ]

    changes = renew(collection, new)

    assert in_force(collection) == new
    assert (changes.lines, changes.changed_lines, changes.no_longer_read) == (6, 3, 1)
    assert changes.former_versions == ["1"]
    assert {field: dict(kinds) for field, kinds in changes.fields.items()} == {
        "title": {"changed": 1, "lost": 1},
        "text": {"changed": 1, "lost": 1},
        "author": {"gained": 1},
        "kind": {"changed": 2},
        "flags": {"no_longer_read": 1},
    }
    # "aula", "desa", "baru." for "balai", "desa.", and 22 of the page that is no longer read.
    assert (changes.characters_gained, changes.characters_lost) == (13, 32)
    assert changes.unreadable == {"unknown": 1}
    assert changes.former is not None
    assert changes.former.name.endswith("-reader-1")
    kept = collection.with_documents_in(changes.former)
    assert in_force(kept) == former
    with (changes.former / "changes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["url"][-1], row["field"], row["before"], row["after"], row["change"]) for row in rows} >= {
        ("1", "title", "Berita 1", "Judul lain", "changed"),
        ("2", "author", "", "Budi", "gained"),
        ("3", "flags", "[]", '["unreadable"]', "no_longer_read"),
    }
    assert entries(collection) == FILES | {"former"}


def test_an_identical_rebuild_keeps_nothing_and_says_so(collection: Collection, former: Lines) -> None:
    changes = renew(collection, former, "1")

    assert not changes.is_any
    assert (changes.lines, changes.former) == (6, None)
    assert entries(collection) == FILES


def test_a_new_reader_that_says_the_same_leaves_nothing_worth_keeping(collection: Collection, former: Lines) -> None:
    changes = renew(collection, documents("2"))

    assert not changes.is_any
    assert entries(collection) == FILES
    assert first_reader(collection.documents_file(STEMS[0])) == "2"


def test_lines_that_come_go_or_cannot_be_read_are_told_apart(collection: Collection, former: Lines) -> None:
    new = {stem: [document(stem, number) for number in (2, 3, 4)] for stem in STEMS}
    path = collection.documents_file(STEMS[1])
    path.write_bytes(b'{"torn' + path.read_bytes())

    changes = renew(collection, new, "1")

    assert (changes.new_lines, changes.gone_lines, changes.damaged_lines) == (2, 1, 1)
    assert in_force(collection) == new


def test_documents_of_a_warc_that_is_gone_for_good_are_put_aside(collection: Collection, former: Lines) -> None:
    collection.warc_file(STEMS[1]).unlink()
    collection.manifest_file(STEMS[1]).unlink()

    changes = renew(collection, {STEMS[0]: former[STEMS[0]]}, "1")

    assert changes.gone_lines == 3
    assert entries(collection) == {STEMS[0] + ".jsonl", "former"}


def test_long_values_are_shown_from_where_they_part(collection: Collection, former: Lines) -> None:
    text = "kata " * 2000
    collection.documents_file(STEMS[0]).unlink()
    write_documents(collection.documents_file(STEMS[0]), [document(STEMS[0], 1, text=text + "lama")])

    changes = renew(collection, {STEMS[0]: [document(STEMS[0], 1, text=text + "baru")], STEMS[1]: former[STEMS[1]]})

    assert changes.former
    with (changes.former / "changes.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["before"].endswith("kata lama")
    assert row["after"].endswith("kata baru")
    assert len(row["after"]) < 300


def test_former_documents_are_dropped_all_at_once(collection: Collection, former: Lines) -> None:
    for version in ("2", "3"):
        renew(collection, documents(version, title=version), version)
    assert len(list((collection.documents_folder / "former").iterdir())) == 2

    assert drop_former(collection) > 1000

    assert entries(collection) == FILES
    assert drop_former(collection) == 0


def test_a_rebuild_that_fails_leaves_the_former_documents_alone(collection: Collection, former: Lines) -> None:
    def fill_the_disk() -> None:
        with Renewal.begin(collection) as renewal:
            write_documents(renewal.staged.documents_file(STEMS[0]), [])
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fill_the_disk()

    assert in_force(collection) == former
    assert entries(collection) == FILES


@pytest.mark.parametrize("has_journal", [False, True])
def test_a_kill_at_any_step_leaves_all_former_or_all_new_documents(
    collection: Collection, former: Lines, has_journal: bool
) -> None:
    new = documents("2", author="Budi")
    seen = []
    for step in range(1, 1000):
        restore(collection, former, has_journal)
        is_killed = killed_at(step, collection, new)

        now = in_force(collection)
        assert now in (former, new), step
        seen.append(now == new)
        killed_at(step % 7 + 1, collection, None)  # what mends it may die as well
        assert in_force(collection) == now, step
        finish_renewal(collection)
        assert in_force(collection) == now, step
        kept = list(collection.documents_folder.glob("former/*"))
        assert len(kept) == (now == new), step
        if kept:
            assert in_force(collection.with_documents_in(kept[0])) == former
            assert (kept[0] / "changes.csv").stat().st_size > 500
        assert entries(collection) - {"former", JOURNAL} == FILES, step
        assert (JOURNAL in entries(collection)) == (has_journal and now == former), step
        if not is_killed:
            break
    assert seen == sorted(seen)
    assert {True, False} == set(seen)


def restore(collection: Collection, lines: Lines, has_journal: bool) -> None:
    drop_former(collection)
    for stem in STEMS:
        write_documents(collection.documents_file(stem), lines[stem])
    if has_journal:
        (collection.documents_folder / JOURNAL).touch()


def killed_at(step: int, collection: Collection, lines: Lines | None) -> bool:
    """Renew, or with no lines mend, in a process that dies before its n-th change of the disk; whether it died."""
    child = os.fork()
    if not child:
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            is_change = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
            if is_change or (event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]):
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            finish_renewal(collection) if lines is None else renew(collection, lines)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_a_line_of_documents_keeps_its_caption_when_compared(collection: Collection, former: Lines) -> None:
    caption = Caption(text="Warga", credit=None, image_url="https://x.example/a.jpg", alt=None, raw="Warga")

    changes = renew(collection, documents("1", captions=(caption,)), "1")

    assert dict(changes.fields["captions"]) == {"gained": 6}


def test_a_documents_file_without_a_line_tells_of_no_reader(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()

    assert first_reader(tmp_path / "a.jsonl") is None
    assert first_reader(tmp_path / "b.jsonl") is None
