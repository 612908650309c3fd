"""Real sites on loopback, and the real command run on them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.config import Who
from crawler.demo.answers import Answer, Entry, Expectation, Site
from crawler.demo.server import DemoSite, serve
from tests.end_to_end.nursery import Nursery

ROOT = Path(__file__).parents[2]
# Processes killed at many moments take minutes: LUMBUNG_LONG=1 ./lumbung test
collect_ignore = [] if os.environ.get("LUMBUNG_LONG") else ["test_import_crash.py", "test_stop_at_once.py"]
LOOKED_FOR = ("/robots.txt", "/sitemap.xml")
NOTHING_EXPECTED = Expectation((), (), (), (), (), (), (), ())


@dataclass(frozen=True)
class Run:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def environment() -> dict[str, str]:
    """As the launcher sets it: our packages can be imported wherever the command runs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LUMBUNG")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}


def python(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python with our packages to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-P", "-m", "crawler.cli.main", *map(str, arguments)]


def lumbung(
    *arguments: str | Path, cwd: Path | None = None, before: Callable[[], None] | None = None, said: str = ""
) -> Run:
    """Run the command to its end; `said` is its standard input."""
    folder = str(cwd or tempfile.gettempdir())
    if before is None:
        code, out, err = nursery().run([*map(str, arguments)], folder, environment(), timeout=100, said=said.encode())
        return Run(code, out.decode(), err.decode())
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=100,
        preexec_fn=before,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@cache
def nursery() -> Nursery:
    return Nursery(environment())


def crawl(collection: Collection, *arguments: str | Path) -> Run:
    """A crawl of sites on this machine, at no delay unless one is given."""
    delay = [] if "--delay" in arguments else ["--delay", "0"]
    return lumbung("crawl", *arguments, *delay, "--allow-private", "-c", collection.root)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return new_collection(tmp_path / "koleksi")


def new_collection(root: Path, settings: str = "") -> Collection:
    """A collection as `lumbung init` makes it, with more settings at the end of its file."""
    Collection.create(root, Who(operator="Uji Coba", contact="uji@contoh.example"))
    with (root / "collection.toml").open("a") as file:
        file.write(settings)
    return Collection.open(root)


def page(body: str, title: str = "Halaman") -> Answer:
    return Answer(f"<!DOCTYPE html><title>{title}</title><body>{body}".encode())


def links(*targets: str) -> Answer:
    return page("".join(f'<p><a href="{target}">{target}</a></p>' for target in targets))


ARTICLE = page(
    "<article><h1>Pelatihan Menjahit</h1>"
    + "<p>Ibu-ibu Desa Contohrejo belajar menjahit di perpustakaan.</p>" * 9
    + "</article>",
    "Pelatihan Menjahit",
)


MANY = {
    f"/artikel/{number}": page(f"<h1>Berita {number}</h1>" + "<p>Isi berita desa.</p>" * 20) for number in range(60)
}


@contextmanager
def small_site(
    answers: Mapping[str, Answer | Callable[..., Answer]],
    port: int = 0,
    below: Mapping[str, Callable[..., Answer]] | None = None,
) -> Iterator[DemoSite]:
    """A site of these answers, and of those made for each path `below` a folder; everything else is
    404, robots.txt too unless given."""
    entries = {target: Entry("page", answer) for target, answer in answers.items()}

    def build(address: str) -> Site:
        return Site("kecil", "generic", "uji", entries, Answer(b"tidak ada", status=404), NOTHING_EXPECTED, below or {})

    with serve(build, port) as site:
        yield site


def captured(collection: Collection, site: DemoSite, status: int | None = None) -> list[str]:
    """The paths of a site that were captured, in their order; robots.txt and the sitemap every site is asked for
    left out."""
    urls = [
        (capture.captured_at, capture.url)
        for capture in collection.captures()
        if capture.url.startswith(site.url) and (status is None or capture.status == status)
    ]
    return [url.removeprefix(site.url.rstrip("/")) for _, url in sorted(urls) if not url.endswith(LOOKED_FOR)]


def only_report(collection: Collection) -> Any:
    (folder,) = (collection.root / "crawls").iterdir()
    return json.loads((folder / "report.json").read_text())


def rows(collection: Collection, name: str) -> list[dict[str, str]]:
    """The rows of failures.csv or skipped.csv of the only job."""
    (folder,) = (collection.root / "crawls").iterdir()
    with (folder / name).open(newline="") as file:
        return list(csv.DictReader(file))


def reasons(collection: Collection, name: str) -> dict[str, str]:
    """Address to reason, of failures.csv or skipped.csv of the only job."""
    return {row["url"]: row["reason"] for row in rows(collection, name)}
