"""What stands in the tables of a release, and whether its descriptions say the same of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import bagit
import pytest
import yaml
from jsonschema import Draft202012Validator

from archive import Collection
from archive.catalogue.query import ACTIVITIES
from archive.index.cdxj import cdxj_line
from archive.model import Capture
from archive.redaction.cover import COVERED
from archive.release.tables import ARTICLES, CAPTIONS, COPIES, EVENTS, EVIDENCES, NEWS_COUNTS, REGIONS, TABLES
from archive.times import parse_warc_date
from tests.archive.release.releasing import columns, release, rows, said
from tests.archive.room.made_up import NIK, make_collection, shown
from tests.benchmarks.big_collection import BEGINNING

NOT_FOUND = "urn:uuid:00000000-0000-4000-a000-000000000404"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Path]:
    """With articles that mean harm, and a page that vanished."""
    home = tmp_path_factory.mktemp("rilis")
    collection = make_collection(home / "koleksi", 500)
    _vanished(collection)
    release(collection, home / "1.0.0")
    return collection, home / "1.0.0"


def _vanished(collection: Collection) -> None:
    news = (line for line in shown(collection).values() if line["kind"] == "article")
    line = next(line for line in news if line["programme"]["relation"] == "core")
    (stem,) = (stem for stem in collection.stems() if stem.endswith("-uji") and not stem.startswith("lumbung-2026"))
    at = parse_warc_date("2026-01-05T00:00:00Z")
    capture = Capture(
        url=line["url"], captured_at=at, status=404, mime="text/html", digest="sha1:" + "B" * 32, record_id=NOT_FOUND,
        warc_filename=stem + ".warc.gz", offset=77, length=88,
    )  # fmt: skip
    collection.cdxj_file(stem).write_text(cdxj_line(capture), "utf-8")
    folder = collection.crawl_folder(f"{BEGINNING:%Y}1231000000-0000")
    folder.mkdir()
    (folder / "report.json").write_text('{"finish_reason": "finished", "sites": []}', "utf-8")
    event = {"event": "vanished", "site": line["url"].split("/")[2], "url": line["url"], "title": line["title"],
             "article_id": line["article_id"], "found_at": "2026-01-05T00:00:00Z", "before": line["id"],
             "after": NOT_FOUND, "detail": "404"}  # fmt: skip
    (folder / "events.jsonl").write_text(json.dumps(event) + "\n", "utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_both_forms_of_a_table_say_the_same_and_fit_their_schema(made: tuple[Collection, Path], table: Any) -> None:
    _, folder = made
    schema = json.loads((folder / table.schema).read_bytes())
    validator = Draft202012Validator(schema)

    found = rows(folder, table)

    assert found == columns(folder, table)
    for row in found:
        validator.validate(row)
    keys = [tuple(row[name] for name in table.key) for row in found]
    assert len(set(keys)) == len(keys) or not table.key
    assert keys == sorted(keys)
    if table.refers:
        assert {row["article_id"] for row in found} <= {row["article_id"] for row in rows(folder, ARTICLES)}


def test_it_holds_what_is_near_to_the_programme_and_counts_the_rest(made: tuple[Collection, Path]) -> None:
    collection, folder = made
    news = [line for line in shown(collection).values() if line["kind"] == "article"]
    near = {line["article_id"] for line in news if line["programme"]["relation"] != "none"}

    assert {row["article_id"] for row in rows(folder, ARTICLES)} == near
    assert sum(row["articles"] for row in rows(folder, NEWS_COUNTS)) == len(news) > len(near)
    counted = [row for row in rows(folder, NEWS_COUNTS) if row["relation"] == "core"]
    assert sum(row["articles"] for row in counted) == sum(line["programme"]["relation"] == "core" for line in news)


def test_each_statement_stands_where_it_is_said_to_stand(made: tuple[Collection, Path]) -> None:
    _, folder = made
    articles = {row["article_id"]: row for row in rows(folder, ARTICLES)}
    quoted = [row for row in rows(folder, EVIDENCES) if row["where"] == "text" and row["about"] != "village"]

    assert {row["about"] for row in rows(folder, EVIDENCES)} == {"programme", "fact", "village"}
    assert len(quoted) > 100
    # Articles that mean harm have the places of the article that they were made from.
    honest = [row for row in quoted if not row["article_id"].startswith("sha1:" + "0" * 30)]
    for row in honest:
        article = articles[row["article_id"]]
        assert article["text"][row["start"] : row["end"]] == row["quote"]
        assert {name: row[name] for name in article["capture"]} == article["capture"]


def test_captions_and_copies_lead_to_their_articles_and_records(made: tuple[Collection, Path]) -> None:
    _, folder = made
    articles = {row["article_id"]: row for row in rows(folder, ARTICLES)}

    assert len(rows(folder, CAPTIONS)) == sum(len(row["captions"]) for row in articles.values())
    copies = rows(folder, COPIES)
    assert {row["article_id"] for row in copies} == {name for name, row in articles.items() if row["is_copy"]}
    for row in copies:
        assert row["of_document_id"] == row["of_record_id"] == articles[row["article_id"]]["near_duplicate_of"]
        assert row["of_warc_filename"].endswith(".warc.gz")


def test_an_event_points_at_the_records_before_and_after(made: tuple[Collection, Path]) -> None:
    _, folder = made
    article = {row["article_id"]: row for row in rows(folder, ARTICLES)}

    (row,) = [row for row in rows(folder, EVENTS) if row["after_record_id"] == NOT_FOUND]

    assert (row["event"], row["after_status"], row["after_offset"], row["detail"]) == ("vanished", 404, 77, "404")
    assert row["before_record_id"] == article[row["article_id"]]["id"]
    assert row["before_offset"] == article[row["article_id"]]["capture"]["offset"]
    assert {row["article_id"] for row in rows(folder, EVENTS)} <= article.keys() | {None}


def test_regions_are_those_that_occur_with_their_terms_beside_them(made: tuple[Collection, Path]) -> None:
    _, folder = made
    found = {row["kode_wilayah"]: row for row in rows(folder, REGIONS)}

    for row in rows(folder, ARTICLES):
        code = row["kode_wilayah"]
        assert {code, code[:8], code[:5], code[:2]} <= found.keys()
        assert found[code]["name"] == row["desa"]
    assert all(row["parent"] in found for row in found.values() if row["parent"])
    assert "Open Database License" in (folder / "data/regions/NOTICE").read_text("utf-8")
    assert "# Open Database License (ODbL)" in (folder / "data/regions/LICENSE").read_text("utf-8")


def test_personal_data_is_covered_and_counted(made: tuple[Collection, Path]) -> None:
    _, folder = made
    covered = json.loads((folder / "release.json").read_bytes())["redaction"]

    assert NIK not in said(folder)
    assert COVERED in said(folder)
    assert covered["redacted"] is True
    assert covered["covered"]["nik"] >= 1
    assert set(covered["covered"]) == {"nik", "kk", "phone", "bank_account", "email"}


# ---- descriptions ----


def test_every_description_has_the_digests_that_files_have(made: tuple[Collection, Path]) -> None:
    _, folder = made
    package = json.loads((folder / "datapackage.json").read_bytes())
    croissant = json.loads((folder / "croissant.json").read_bytes())
    summary = json.loads((folder / "release.json").read_bytes())
    said_of = {one["path"]: one["hash"].removeprefix("sha256:") for one in package["resources"]}
    said_of |= {one["contentUrl"]: one["sha256"] for one in croissant["distribution"]}

    assert len({one["name"] for one in package["resources"]}) == len(package["resources"]) == 2 * len(TABLES)
    assert set(said_of) == {path for table in TABLES for path in (table.jsonl, table.parquet)}
    for name, digest in said_of.items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest == summary["files"][name]["sha256"]
        assert len(content) == summary["files"][name]["bytes"]


def test_the_card_has_numbers_and_headings_of_a_data_sheet(made: tuple[Collection, Path]) -> None:
    _, folder = made
    text = (folder / "README.md").read_text("utf-8")
    _, matter, body = text.split("---\n", 2)
    front = yaml.safe_load(matter)

    assert [one["config_name"] for one in front["configs"]] == [table.name for table in TABLES if rows(folder, table)]
    for part in ("Motivation", "Composition", "Collection process", "Preprocessing", "Uses", "Distribution",
                 "Maintenance"):  # fmt: skip
        assert f"### {part}" in body
    assert f"{len(rows(folder, ARTICLES)):,} articles from 2018-" in body
    assert "<script>" not in text
    assert set(json.loads((folder / "release.json").read_bytes())["by"]["activities"]) <= set(ACTIVITIES)


def test_terms_are_told_part_by_part(made: tuple[Collection, Path]) -> None:
    text = (made[1] / "LICENSE.md").read_text("utf-8")

    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "no single licence" in text
    assert "idn-area-data and geografis" in text


def test_it_is_a_bag_and_a_damaged_file_is_found(made: tuple[Collection, Path], tmp_path: Path) -> None:
    import shutil

    _, folder = made
    assert bagit.Bag(str(folder)).is_valid()

    for name in ("data/articles.parquet", "CITATION.cff", "data/state.json"):
        broken = tmp_path / name.replace("/", "-")
        shutil.copytree(folder, broken)
        content = bytearray((broken / name).read_bytes())
        content[len(content) // 2] ^= 1
        (broken / name).write_bytes(content)
        with pytest.raises(bagit.BagValidationError, match=name):
            bagit.Bag(str(broken)).validate()


def test_all_of_a_bag_is_in_its_manifests(made: tuple[Collection, Path]) -> None:
    _, folder = made
    listed = {
        line.split("  ", 1)[1]
        for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt")
        for line in (folder / name).read_text("utf-8").splitlines()
    }

    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"tagmanifest-sha256.txt"}
    assert "Bagging-Date: 2026-01-0" in (folder / "bag-info.txt").read_text("utf-8")
