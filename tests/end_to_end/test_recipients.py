"""Lists of recipients from outside: imported as they are, matched with regions and sites, corrected."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.recipients import recipients_file
from archive.warc.reader import read_records
from tests.archive.test_recipients import DECREE
from tests.end_to_end.conftest import ARTICLE, crawl, lumbung, small_site


def recipients(collection: Collection, *arguments: str | Path) -> Any:
    return lumbung("recipients", *arguments, "-c", collection.root)


@pytest.fixture
def imported(collection: Collection, tmp_path: Path) -> Collection:
    """A decree's list, and sites of two of its villages."""
    collection.seeds_file.write_text(
        "url,kode_wilayah\nhttp://dwimulyo.desa.id/,\nhttp://sukamaju.example/,1207232012\n"
    )
    (tmp_path / "sk.csv").write_bytes(DECREE.encode("cp1252"))
    run = recipients(collection, "import", tmp_path / "sk.csv", "--year", "2024", "--batch", "Tahap 1")
    assert run.code == 0, run.err
    assert "4 added, 0 listed already" in run.out
    return collection


def statuses(run: Any) -> dict[str, tuple[str, str | None]]:
    return {row["desa"] or row["name"]: (row["status"], row["kode_wilayah"]) for row in run.json}


def test_a_decree_s_rows_find_their_regions_and_sites(imported: Collection, tmp_path: Path) -> None:
    found = recipients(imported, "list", "--json")

    assert statuses(found) == {
        "DWI MULYO": ("matched", "18.05.13.2021"),
        "Suka Maju": ("ambiguous", None),
        "Ds. Suka Maju": ("matched", "12.07.23.2012"),
        "Perpustakaan Nagari Koto Tangah": ("matched", "13.07.12.2005"),
    }
    rows = {row["desa"] or row["name"]: row for row in found.json}
    assert rows["DWI MULYO"]["guessed_sites"] == ["dwimulyo.desa.id"]
    assert rows["Ds. Suka Maju"]["sites"] == ["sukamaju.example"]
    assert "Open Database License" in found.err
    assert "Suka Maju, " in " ".join(recipients(imported, "list", "--ambiguous").out.split())
    assert list(statuses(recipients(imported, "list", "--no-site", "--json"))) == ["Perpustakaan Nagari Koto Tangah"]
    assert list(statuses(recipients(imported, "list", "--region", "Lampung", "--json"))) == ["DWI MULYO"]
    assert recipients(imported, "list", "--year", "2023", "--json").json == []
    shown = recipients(imported, "list", "-o", tmp_path / "keluar.csv", "--semicolons")
    assert shown.code == 0
    text = (tmp_path / "keluar.csv").read_text("utf-8-sig")
    assert next(row["official_desa"] for row in csv.DictReader(io.StringIO(text), delimiter=";")) == "Dwimulyo"


def test_a_correction_is_kept_when_the_list_comes_again(imported: Collection, tmp_path: Path) -> None:
    (row,) = recipients(imported, "list", "--ambiguous", "--json").json
    assert "no desa sukamaju in Penawar Tama" in row["notes"]

    refused = recipients(imported, "correct", row["id"], "--code", "18.05.13.2021")
    assert refused.code == 1
    assert "--reason" in refused.err
    made = recipients(imported, "correct", row["id"], "--code", "18.05.13.2021", "--reason", "surat", "--who", "Uji")
    assert made.code == 0, made.err
    before = recipients_file(imported.root).read_bytes()
    assert (
        "0 added, 4 listed"
        in recipients(imported, "import", tmp_path / "sk.csv", "--year", "2024", "--batch", "Tahap 1").out
    )
    assert "4 added" in recipients(imported, "import", tmp_path / "sk.csv", "--year", "2025").out

    assert recipients_file(imported.root).read_bytes().startswith(before)
    corrected = [one for one in recipients(imported, "list", "--json").json if one["desa"] == "Suka Maju"]
    assert [(one["year"], one["how"], one["kode_wilayah"], one["reason"]) for one in corrected] == [
        ("2024", "person", "18.05.13.2021", "surat"),
        ("2025", "person", "18.05.13.2021", "surat"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("sk.xlsx", b"PK\x03\x04", "save it as 'CSV UTF-8'"),
        ("sk.csv", b"Suka Maju,Deli Serdang\n", "no line names its columns"),
        ("sk.csv", b'desa,kabupaten\n"Suka Maju,Deli', "sk.csv line 2"),
        ("sk.csv", b"\x81\x8d\xff", "neither UTF-8 nor Windows-1252"),
        ("tiada.csv", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused(
    collection: Collection, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    run = recipients(collection, "import", tmp_path / name)

    assert run.code == 1
    assert words in run.err
    assert not recipients_file(collection.root).exists()


def test_a_dry_run_writes_nothing(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "sk.csv").write_text(DECREE)

    run = recipients(collection, "import", tmp_path / "sk.csv", "--dry-run", "--json")

    assert (run.json["added"], run.json["matched"]) == (4, 3)
    assert not recipients_file(collection.root).exists()


def test_a_job_keeps_the_list_in_its_warc(imported: Collection) -> None:
    with small_site({"/": ARTICLE}) as site:
        assert crawl(imported, site.url).code == 0

    records = (record for stem in imported.stems() for record in read_records(imported.warc_file(stem)))
    kept = {str(record.url): record.block for record in records if record.type == "resource"}
    (name,) = [target for target in kept if target.endswith(":recipients.csv")]
    assert kept[name] == recipients_file(imported.root).read_bytes()
    assert json.loads((imported.crawl_folder(name.split(":")[2]) / "report.json").read_text())["finish_reason"]
