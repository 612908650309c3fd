"""A collection outlives the Lumbung that made it: each past format opens for ever, and a newer one is left alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive import Collection, upgrade
from archive.config import FORMAT
from archive.errors import CollectionError
from tests.end_to_end.conftest import ARTICLE, crawl, links, lumbung, small_site

FROZEN = Path(__file__).parents[1] / "collections"
EVIDENCE = ("archive", "manifests")
WORDS = ("seeds.csv", "decisions/reviews.jsonl")


def contents(root: Path, *names: str) -> dict[str, bytes]:
    paths = (path for name in names for path in (root / name, *(root / name).rglob("*")))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths if path.is_file()}


@pytest.fixture(params=sorted(path.name for path in FROZEN.glob("format-*")))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    root = tmp_path / "koleksi"
    shutil.copytree(FROZEN / request.param, root)
    return root


def test_there_is_a_collection_of_every_format() -> None:
    assert {path.name for path in FROZEN.glob("format-*")} >= {f"format-{number}" for number in range(1, FORMAT + 1)}


def test_a_collection_of_a_past_format_is_brought_up_and_keeps_its_evidence_and_words(old: Path) -> None:
    before = contents(old, *EVIDENCE, *WORDS)
    articles = {line["url"] for line in documents(old) if line["kind"] == "article"}

    run = lumbung("upgrade", "-c", old)

    assert run.code == 0, run.err
    assert contents(old, *EVIDENCE, *WORDS) == before
    verified = lumbung("verify", "--json", "-c", old)
    assert (verified.code, verified.json["faults"]) == (0, [])
    assert lumbung("rebuild", "-c", old).code == 0
    assert {line["url"] for line in documents(old) if line["kind"] == "article"} >= articles
    (decided,) = [line for line in documents(old) if line["url"].endswith("/berita/jahit")]
    assert decided["programme"]["relevant"]
    assert "nothing was done" in lumbung("upgrade", "-c", old).out


def test_a_collection_of_a_past_format_is_crawled_further(old: Path) -> None:
    lumbung("upgrade", "-c", old)
    with small_site({"/": links("/a"), "/a": ARTICLE}) as site:
        assert crawl(Collection.open(old), site.url).code == 0

    assert lumbung("verify", "-c", old).code == 0


def documents(root: Path) -> list[dict[str, object]]:
    paths = sorted((root / "documents").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text().splitlines()]


# ---- what is derived ----


def test_what_is_derived_is_brought_to_the_form_of_today(old: Path) -> None:
    lumbung("upgrade", "-c", old)
    as_it_was = contents(old, "indexes", "documents")
    index = min((old / "indexes").glob("lumbung-*"))
    index.write_text(index.read_text().replace(', "record_id"', ', "nomor"'))
    lines = min((old / "documents").glob("lumbung-*.jsonl"))
    lines.write_text(lines.read_text().replace('"author_kind": null, ', ""))
    min((old / "documents").glob("contohrejo-*")).unlink()

    run = lumbung("upgrade", "--json", "-c", old)

    assert run.code == 0, run.err
    first, second = run.json["done"]
    assert first.startswith("1 indexes were of another form")
    assert second.startswith("documents made anew")
    assert contents(old, "indexes").items() <= as_it_was.items()
    assert lumbung("verify", "-c", old).code == 0


def test_documents_of_an_older_reader_are_made_anew(old: Path) -> None:
    lumbung("upgrade", "-c", old)
    for path in (old / "documents").glob("*.jsonl"):
        text = path.read_text().replace('"reader": {"version": "', '"reader": {"version": "0.')
        path.write_text(text)

    assert "because reader 0." in lumbung("upgrade", "-c", old).out
    assert "nothing was done" in lumbung("upgrade", "-c", old).out


# ---- steps ----


@pytest.fixture
def with_steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As in a later Lumbung, whose format is 3; what its steps did."""
    ran: list[str] = []

    def first(root: Path) -> None:
        ran.append("first")
        (root / "seeds.csv").rename(root / "sites.csv")

    def second(root: Path) -> None:
        ran.append("second")
        if len(ran) == 2:
            raise OSError("the disk is full")

    monkeypatch.setattr("archive.config.FORMAT", 3)
    monkeypatch.setattr("archive.upgrade.FORMAT", 3)
    monkeypatch.setitem(upgrade.STEPS, 1, upgrade.Step("seeds.csv is called sites.csv", first))
    monkeypatch.setitem(upgrade.STEPS, 2, upgrade.Step("nothing more", second))
    return ran


def test_steps_run_from_the_format_a_collection_has_and_each_counts_when_it_is_done(
    collection: Collection, with_steps: list[str]
) -> None:
    path = collection.root / "collection.toml"
    before = path.read_text()
    with pytest.raises(OSError, match="full"):
        upgrade.run_steps(collection.root)
    assert path.read_text() == before.replace("format = 1", "format = 2")

    done = upgrade.run_steps(collection.root)

    assert with_steps == ["first", "second", "second"]
    assert done == ["format 2 -> 3: nothing more"]
    assert path.read_text() == before.replace("format = 1", "format = 3")
    assert (collection.root / "sites.csv").exists()
    assert upgrade.run_steps(collection.root) == []


def test_an_older_format_says_to_upgrade(collection: Collection, with_steps: list[str]) -> None:
    with pytest.raises(CollectionError, match="lumbung upgrade"):
        Collection.open(collection.root)


def test_a_format_that_no_step_begins_with_is_left_alone(
    collection: Collection, with_steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(upgrade.STEPS, 1)

    with pytest.raises(CollectionError, match="format 1"):
        upgrade.run_steps(collection.root)


# ---- newer than ours ----

VERBS = [
    ("seeds", "list"),
    ("seeds", "check"),
    ("seeds", "add", "https://contoh.desa.id/"),
    ("crawl",),
    ("status",),
    ("verify",),
    ("rebuild",),
    ("upgrade",),
    ("review", "--list"),
    ("schedule",),
    ("import", FROZEN / "format-1/archive/contohrejo-2019.warc.gz"),
]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: " ".join(map(str, verb[:1])))
def test_every_verb_refuses_a_newer_format_and_touches_nothing(collection: Collection, verb: tuple[str, ...]) -> None:
    path = collection.root / "collection.toml"
    path.write_text(path.read_text().replace("format = 1", f"format = {FORMAT + 1}\nnew_key = true"))
    before = {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")}

    run = lumbung(*verb, "-c", collection.root)

    assert run.code == 1
    assert f"format {FORMAT + 1}, newer than this program knows" in run.err
    assert {path: path.stat().st_mtime_ns for path in collection.root.rglob("*")} == before


@pytest.mark.parametrize("number", ["0", '"1"', "1.0", "true"])
def test_a_number_that_is_none_is_refused(collection: Collection, number: str) -> None:
    path = collection.root / "collection.toml"
    path.write_text(path.read_text().replace("format = 1", f"format = {number}"))

    assert "format: must be" in lumbung("upgrade", "-c", collection.root).err
    assert lumbung("status", "-c", collection.root).code == 1
