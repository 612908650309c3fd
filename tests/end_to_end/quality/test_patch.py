"""A crawl that missed things, a check that finds exactly those, and a patch crawl that fetches exactly what can be had."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from archive import Collection
from crawler.demo import requests
from crawler.demo.answers import Answer
from crawler.demo.pictures import mosaic_jpeg
from crawler.demo.server import DemoSite
from tests.end_to_end.conftest import (
    MANY,
    captured,
    command,
    crawl,
    environment,
    links,
    lumbung,
    only_report,
    page,
    small_site,
)
from tests.end_to_end.quality.wrong_answers import Server, check, found
from tests.end_to_end.test_stops import wait_until


def asked(collection: Collection, site: DemoSite, since: int) -> list[str]:
    return captured(collection, site)[since:]


FIRST = {
    ("failed", "/sibuk.jpg"),
    ("html_instead", "/palsu.jpg"),
    ("disallowed", "/rahasia/foto.jpg"),
    ("gone", "/hilang.jpg"),
    ("failed", "/gaya/utama.css"),
}


def test_check_finds_what_is_missing_and_patch_fetches_what_can_be_had(
    collection: Collection, site: DemoSite, server: Server
) -> None:
    server.failure = 503
    assert crawl(collection, site.url, "--requisites", "all").code == 0
    documents = {path: path.read_bytes() for path in (collection.root / "documents").glob("*.jsonl")}
    before = len(captured(collection, site))

    first = check(collection, code=2)
    server.mended = True
    patch = crawl(collection, "--patch", "--json")
    second = check(collection, code=0)

    assert found(first, site) == FIRST
    assert first["texts"] == {"same": 2}
    assert first["to_patch"] == 3
    assert patch.code == 0, patch.err
    assert sorted(asked(collection, site, before)) == [
        "/gaya/latar.png", "/gaya/utama.css", "/palsu.jpg", "/sibuk.jpg",
    ]  # fmt: skip
    assert found(second, site) == {
        ("disallowed", "/rahasia/foto.jpg"),
        ("gone", "/hilang.jpg"),
        ("behind_error", "/sibuk.jpg"),
        ("behind_error", "/gaya/utama.css"),
    }
    assert second["score"] == 100
    assert documents == {path: path.read_bytes() for path in documents}
    assert lumbung("verify", "-c", collection.root).code == 0
    assert lumbung("rebuild", "-c", collection.root).code == 0
    assert found(check(collection, code=0), site) == found(second, site)


def test_what_was_asked_for_again_in_vain_needs_nobody(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "all")
    check(collection, code=2)

    patch = crawl(collection, "--patch")
    second = check(collection, code=0)

    assert patch.code == 0
    assert "0 things were fetched" not in patch.out  # the error page that calls itself a picture came again
    assert "lumbung check-quality" in patch.out

    kinds = {url: kind for kind, url in found(second, site)}
    assert kinds["/sibuk.jpg"] == kinds["/palsu.jpg"] == kinds["/gaya/utama.css"] == "in_vain"
    assert second["to_patch"] == 0
    assert "/jangan.jpg" not in captured(collection, site)


def test_a_patch_crawl_is_no_visit_of_its_sites(collection: Collection, site: DemoSite) -> None:
    lumbung("seeds", "add", site.url, "-c", collection.root)
    crawl(collection)
    check(collection, code=2)
    before = lumbung("status", "--json", "-c", collection.root).json["next_due"]

    report = crawl(collection, "--patch", "--json").json

    assert [row["visit"] for row in report["sites"]] == ["patch"]
    assert [row["new"] for row in report["sites"]] == [None]
    assert report["patch"]["wanted"] == 2
    assert report["findings"] == []
    assert lumbung("status", "--json", "-c", collection.root).json["next_due"] == before
    assert not list((collection.root / "crawls" / report["crawl_id"]).glob("events.jsonl"))
    assert " 3 " in lumbung("status", "-c", collection.root).out.partition("relevant")[2]  # pages of the visit


def test_nothing_is_asked_for_twice_and_nothing_without_a_check(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url)
    unchecked = crawl(collection, "--patch")
    check(collection, code=2)
    crawl(collection, "--patch")
    before = captured(collection, site)

    again = crawl(collection, "--patch")

    assert unchecked.code == 1
    assert "check-quality" in unchecked.err
    assert again.code == 0
    assert "check-quality" in again.out
    assert captured(collection, site) == before


def test_a_list_of_ones_own_is_asked_for_and_a_wrong_one_told_by_line(
    collection: Collection, site: DemoSite, tmp_path: Path
) -> None:
    listed = tmp_path / "daftar.csv"
    listed.write_text(f"url;via\n{site.url}baik.jpg;{site.url}artikel/1\n")
    wrong = tmp_path / "salah.csv"
    wrong.write_text(f"url,via\n{site.url}baik.jpg,\n")

    refused = crawl(collection, "--patch-list", wrong)
    assert crawl(collection, "--patch-list", listed).code == 0

    assert refused.code == 1
    assert "line 2" in refused.err
    assert captured(collection, site) == ["/baik.jpg"]
    assert only_report(collection)["patch"] == {"list": "daftar.csv", "wanted": 1}

    (folder,) = (collection.root / "crawls").iterdir()
    kept = (folder / "patch.csv").read_bytes()
    shutil.rmtree(folder)
    lumbung("rebuild", "-c", collection.root)
    assert (folder / "patch.csv").read_bytes() == kept


def patch_of_many(collection: Collection, site: DemoSite, tmp_path: Path) -> Path:
    """A list of thirty pictures and a few that are not there."""
    listed = tmp_path / "banyak.csv"
    rows = [f"{site.url}{path[1:]},{site.url}" for path in MANY_PICTURES]
    listed.write_text("\n".join(["url,via", *rows]))
    return listed


MANY_PICTURES = {f"/gambar/{n}.jpg": Answer(mosaic_jpeg(f"gambar {n}", 16, 16), mime="image/jpeg") for n in range(30)}


def running_patch(collection: Collection, listed: Path) -> subprocess.Popen[str]:
    arguments = ("crawl", "--patch-list", listed, "--delay", "0.1", "--allow-private", "-c", collection.root)
    return subprocess.Popen(
        command(*arguments), env=environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, text=True
    )


@pytest.mark.long
def test_a_killed_patch_crawl_goes_on_and_what_was_asked_for_follows(collection: Collection, tmp_path: Path) -> None:
    site_answers = {**MANY_PICTURES, "/": page("<p><a href='/tentang'>Tentang</a></p>"), "/tentang": page("Desa")}
    with small_site(site_answers) as site:
        with running_patch(collection, patch_of_many(collection, site, tmp_path)) as process:
            wait_until(lambda: len(requests(site)) > 8)
            process.kill()

        run = crawl(collection, site.url)

        assert run.code == 0, run.err
        reports = [json.loads(path.read_text()) for path in sorted((collection.root / "crawls").glob("*/report.json"))]
        patch, visit = reports
        assert patch["patch"]["list"] == "banyak.csv"
        assert [run["how"] for run in patch["runs"]] == ["died", "finished"]
        assert patch["totals"]["pictures"] == len(MANY_PICTURES)
        assert [row["visit"] for row in (*patch["sites"], *visit["sites"])] == ["patch", "full"]
        assert sorted(set(captured(collection, site, 200))) == sorted(site_answers)
        assert (collection.root / "crawls" / patch["crawl_id"] / "patch.csv").exists()
        assert lumbung("verify", "-c", collection.root).code == 0


@pytest.mark.long
def test_a_patch_waits_for_an_unfinished_crawl(collection: Collection, tmp_path: Path) -> None:
    with small_site({**MANY, **MANY_PICTURES, "/": links(*MANY)}) as site:
        arguments = ("crawl", site.url, "--delay", "0.05", "--allow-private", "-c", collection.root)
        with subprocess.Popen(
            command(*arguments), env=environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as process:
            wait_until(lambda: len(requests(site)) > 5)
            process.kill()

        run = crawl(collection, "--patch-list", patch_of_many(collection, site, tmp_path))

        assert run.code == 0, run.err
        reports = [json.loads(path.read_text()) for path in sorted((collection.root / "crawls").glob("*/report.json"))]
        assert [(report["finish_reason"], bool(report["patch"])) for report in reports] == [
            ("finished", False),
            ("finished", True),
        ]
        assert reports[0]["sites"][0]["archived"] == len(MANY) + 1
