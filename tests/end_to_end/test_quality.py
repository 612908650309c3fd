"""A crawl that missed things, a check that finds exactly those, and a patch crawl that fetches exactly what can be had."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from crawler.demo import requests
from crawler.demo.answers import Answer, Visit
from crawler.demo.pictures import mosaic_jpeg, mosaic_png
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
from tests.end_to_end.pywb import free_port, get, replayed
from tests.end_to_end.test_stops import wait_until

ROBOTS = Answer(b"User-agent: *\nDisallow: /rahasia/\n", mime="text/plain")
PICTURE = Answer(mosaic_jpeg("warga", 80, 60), mime="image/jpeg")
ERROR_PAGE = Answer(b"<!DOCTYPE html><title>Galat</title><img src='/jangan.jpg'><p>Maaf.", mime="image/jpeg")


def article(number: int, *pictures: str, head: str = "") -> Answer:
    shown = "".join(
        f'<figure><img src="{one}" width="800" height="600"><figcaption>Warga membaca {one[1:-4]}</figcaption></figure>'
        for one in pictures
    )
    programme = "program Transformasi Perpustakaan Berbasis Inklusi Sosial (TPBIS)"
    text = f"<p>Warga Desa Contohrejo membaca buku ke-{number} dalam {programme} di perpustakaan desa.</p>" * 9
    body = f"<article><h1>Berita {number}</h1><time datetime='2026-03-0{number}'>{number}</time>{text}{shown}</article>"
    return Answer(f"<!DOCTYPE html><title>Berita {number}</title>{head}<body>{body}".encode())


class Server:
    """A site whose answers for some addresses are wrong until it is mended. A 403 is not asked for again at once, so
    most tests need not wait."""

    def __init__(self) -> None:
        self.mended = False
        self.failure = 403

    def busy(self, right: Answer) -> Callable[[Visit], Answer]:
        return lambda visit: right if self.mended else Answer(b"sibuk", status=self.failure)

    def __call__(self, wrong: Answer, right: Answer) -> Callable[[Visit], Answer]:
        return lambda visit: right if self.mended else wrong

    def answers(self) -> dict[str, Answer | Callable[[Visit], Answer]]:
        style = "body { background: url(/gaya/latar.png) }"
        css = Answer(style.encode(), mime="text/css")
        return {
            "/robots.txt": ROBOTS,
            "/": page("".join(f'<p><a href="/artikel/{n}">Berita {n}</a></p>' for n in (1, 2))),
            "/artikel/1": article(1, "/baik.jpg", "/sibuk.jpg", "/palsu.jpg", "/rahasia/foto.jpg"),
            "/artikel/2": article(2, "/hilang.jpg", head='<link rel="stylesheet" href="/gaya/utama.css">'),
            "/baik.jpg": PICTURE,
            "/sibuk.jpg": self.busy(PICTURE),
            "/palsu.jpg": self(ERROR_PAGE, Answer(mosaic_jpeg("asli", 80, 60), mime="image/jpeg")),
            "/gaya/utama.css": self.busy(css),
            "/gaya/latar.png": Answer(mosaic_png("latar", 8, 8), mime="image/png"),
        }


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def site(server: Server) -> Iterator[DemoSite]:
    with small_site(server.answers()) as site:
        yield site


def check(collection: Collection, *arguments: str, code: int) -> Any:
    run = lumbung("check-quality", "--json", "-c", collection.root, *arguments)
    assert run.code == code, run.err + run.out
    return run.json


def found(report: Any, site: DemoSite) -> set[tuple[str, str]]:
    return {(one["kind"], "/" + one["url"].removeprefix(site.url)) for one in report["findings"]}


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


def test_pictures_that_the_setting_leaves_out_are_no_fault(collection: Collection, site: DemoSite) -> None:
    crawl(collection, site.url, "--requisites", "none")

    report = check(collection, code=0)

    assert report["findings"] == []
    assert report["by_setting"] == 5
    assert report["score"] == 100


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


# ---- stopped and killed ----


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
