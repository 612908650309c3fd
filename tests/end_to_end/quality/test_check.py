"""A check of the archive's quality finds exactly what is missing, differs or is damaged, and tells whom it needs."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from archive import Collection
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import (
    crawl,
    links,
    lumbung,
    small_site,
)
from tests.end_to_end.pywb import free_port, get, replayed
from tests.end_to_end.quality.wrong_answers import PICTURE, Server, article, check, found


def test_pictures_that_the_setting_leaves_out_are_no_fault(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "none")

    report = check(collection, code=0)

    assert report["findings"] == []
    assert report["by_setting"] == 5
    assert report["score"] == 100


def test_text_that_differs_from_its_document_is_told_and_rebuild_mends_it(
    collection: Collection, site: DemoSite
) -> None:
    crawl(collection, site.url, "--requisites", "none")
    for path in (collection.root / "documents").glob("*.jsonl"):
        path.write_text(path.read_text("utf-8").replace("buku ke-1", "buku ke-9"), "utf-8")

    report = check(collection, code=2)
    lumbung("rebuild", "-c", collection.root)

    assert found(report, site) == {("text_differs", "/artikel/1")}
    assert check(collection, code=0)["findings"] == []


def test_damaged_evidence_ends_with_three(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url)
    documents = (line for one in collection.stems() for line in collection.documents_of(one))
    capture = next(one.capture for one in documents if one.kind == "article")
    warc = collection.archive / capture.warc_filename
    content = bytearray(warc.read_bytes())
    content[capture.offset + capture.length // 2] ^= 0xFF
    warc.write_bytes(content)

    report = check(collection, code=3)

    assert [one["kind"] for one in report["findings"] if one["grade"] == "evidence"] == ["damaged"]


def test_the_check_is_kept_for_people_and_programs(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url)

    run = lumbung("check-quality", "-c", collection.root)

    (folder,) = (collection.root / "quality").iterdir()
    report = json.loads((folder / "report.json").read_text("utf-8"))
    html = (folder / "report.html").read_text("utf-8")
    with (folder / "patch.csv").open(newline="") as file:
        listed = [row["url"].removeprefix(site.url) for row in csv.DictReader(file)]
    assert run.code == 2
    assert "lumbung crawl --patch" in run.err
    assert report["pages"] == 2
    assert sorted(listed) == ["palsu.jpg", "sibuk.jpg"]
    assert html.index("Pemeriksaan mutu arsip") < html.index("Quality check")
    assert 'id="id" checked' in html


def test_a_sample_without_articles_and_a_crawl_that_is_none_are_told(collection: Collection, site: DemoSite) -> None:
    nothing = lumbung("check-quality", "-c", collection.root)
    unknown = lumbung("check-quality", "--job", "20260101000000-ffff", "-c", collection.root)

    assert (nothing.code, unknown.code) == (1, 1)
    assert "no archived article" in nothing.err
    assert "is no crawl" in unknown.err


def test_articles_are_looked_up_at_the_moments_at_which_they_were_found_unchanged(
    collection: Collection, site: DemoSite
) -> None:
    for _ in range(2):
        crawl(collection, site.url, "--requisites", "none")

    moments: set[tuple[str, str]] = set()
    # Each of two articles was found at two moments; a seed draws one, which hangs on the port, too.
    for seed in range(40):
        if len(moments) > 2:
            break
        report = check(collection, "--seed", str(seed), code=0)
        assert report["texts"] == {"same": 2}
        with (collection.root / "quality" / report["id"] / "pages.csv").open(newline="") as file:
            moments |= {(row["url"], row["shown_at"]) for row in csv.DictReader(file)}

    assert len(moments) > 2


def test_a_picture_whose_only_payload_is_lost_is_lost_evidence(collection: Collection, tmp_path: Path) -> None:
    with small_site({"/": links("/artikel/1"), "/artikel/1": article(1, "/baik.jpg"), "/baik.jpg": PICTURE}) as site:
        crawl(collection, site.url)
    first = set(collection.archive.iterdir())
    answers = {"/": links("/artikel/2"), "/artikel/2": article(2, "/baik.jpg"), "/baik.jpg": PICTURE}
    with small_site(answers, port=int(site.url.rstrip("/").rpartition(":")[2])) as again:
        crawl(collection, again.url)
    for path in first:
        path.rename(tmp_path / path.name)

    report = check(collection, code=3)

    assert found(report, site) == {("revisit_lost", "/baik.jpg")}


def test_another_reader_is_told_from_a_fault(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "none")
    for path in (collection.root / "documents").glob("*.jsonl"):
        older = path.read_text("utf-8").replace("buku ke-1", "buku ke-9")
        path.write_text(re.sub(r'"reader": {"version": "[^"]*"', '"reader": {"version": "0"', older), "utf-8")

    report = check(collection, code=0)

    assert found(report, site) == {("other_reader", "/artikel/1")}
    assert report["texts"] == {"other_reader": 1, "same": 1}


def test_samples_are_of_a_site_a_crawl_or_a_day(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "none")
    (crawl_id,) = (path.name for path in (collection.root / "crawls").iterdir())

    assert check(collection, "--sample", "1", code=0)["pages"] == 1
    assert check(collection, "--job", crawl_id, "--sample", "all", code=0)["pages"] == 2
    assert check(collection, "--since", "2026-01-01", code=0)["pages"] == 2
    assert lumbung("check-quality", "--site", "misal.desa.id", "-c", collection.root).code == 1
    assert lumbung("check-quality", "--since", "2099-01-01", "-c", collection.root).code == 1
    assert lumbung("check-quality", "--sample", "0", "-c", collection.root).code == 1


@pytest.mark.long
@pytest.mark.needs("judges")
def test_what_the_check_calls_there_is_shown_by_a_replay_unless_an_error_lies_nearer(
    collection: Collection, site: DemoSite, server: Server, judges: Path, tmp_path: Path
) -> None:
    crawl(collection, site.url, "--requisites", "all")
    check(collection, code=2)
    server.mended = True
    crawl(collection, "--patch")
    second = check(collection, code=0)
    document = next(one for one in collection.documents() if one.url.endswith("/artikel/1"))
    stamp = f"{document.captured_at:%Y%m%d%H%M%S}"

    with replayed(judges, tmp_path, [collection.warc_file(stem) for stem in collection.stems()]) as replay:
        run = lumbung("check-quality", "--json", "--replay", replay, "-c", collection.root)
        other = lumbung(
            "check-quality", "--json", "--replay", f"{replay.removesuffix('uji/')}lain/", "-c", collection.root
        )
        shown = {path: get(f"{replay}{stamp}id_/{site.url}{path}") for path in ("baik.jpg", "sibuk.jpg")}

    assert ("behind_error", "/sibuk.jpg") in found(second, site)
    assert shown["baik.jpg"] == (200, PICTURE.body)
    assert shown["sibuk.jpg"][0] == 403
    assert (run.code, run.json["findings_by_kind"].get("replay_differs")) == (0, None)
    assert (other.code, other.json["findings_by_kind"]["replay_differs"]) == (2, 2)


def test_a_replay_that_does_not_answer_is_told(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "none")

    run = lumbung("check-quality", "--replay", f"http://127.0.0.1:{free_port()}/desa/", "-c", collection.root)

    assert run.code == 1
    assert "does not answer" in run.err
