"""`lumbung release` on a real small crawl: no number of anybody's in any file of it, and what the command says."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote, unquote

import bagit
import pytest

from archive import Collection
from archive.release.tables import ARTICLES, EVENTS, EVIDENCES
from archive.warc.reader import read_record
from tests.archive.release.releasing import rows, said, tree
from tests.end_to_end.conftest import Run, command, environment, lumbung
from tests.end_to_end.test_export_personal import SAID, SECRETS, personal  # noqa: F401


def release(collection: Collection, to: Path, *more: str) -> Run:
    return lumbung("release", to, "-c", collection.root, *more)


@pytest.fixture(scope="module")
def released(personal: Collection, tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Path]:  # noqa: F811
    """With events that say what their pages say."""
    to = tmp_path_factory.mktemp("rilis") / "1.0.0"
    (folder,) = (path for path in (personal.root / "crawls").iterdir() if path.is_dir())
    with (folder / "events.jsonl").open("a", encoding="utf-8") as file:
        for document in personal.documents():
            if document.kind == "article":
                event = {"event": "redirected", "site": document.url.split("/")[2], "url": document.url,
                         "article_id": document.article_id, "title": document.title, "before": document.id,
                         "found_at": "2026-11-26T00:00:00Z", "detail": f"{document.url}&lagi=1"}  # fmt: skip
                file.write(json.dumps(event) + "\n")
    run = release(personal, to, "--all-news", "--title", "Korpus uji", "--json")
    assert run.code == 0, run.err
    told = json.loads(run.out)
    assert (told["version"], told["title"]) == ("1.0.0", "Korpus uji")
    assert set(told["covered"]) == set(SECRETS)
    assert all(told["covered"].values())
    return personal, to


def test_no_file_of_a_release_holds_personal_data(released: tuple[Collection, Path]) -> None:
    _, to = released

    text = said(to)

    packed = re.sub(r"(?<=\d)[ .+-]{1,2}(?=\d)", "", unquote(text))
    for kind, secret in SECRETS.items():
        assert secret not in text, kind
        assert secret not in packed, kind
        assert quote(secret, safe="") not in text, kind
    assert not re.search(r"\bsiti\b", text)
    assert "contoh@" not in text
    assert "▒▒▒" in text
    assert len(rows(to, ARTICLES)) == len(rows(to, EVENTS)) == len(SAID)


def test_a_sentence_leads_to_the_record_it_was_read_from(released: tuple[Collection, Path]) -> None:
    collection, to = released

    for row in rows(to, EVIDENCES) + [article["capture"] for article in rows(to, ARTICLES)]:
        record = read_record(collection.archive / row["warc_filename"], row["offset"])
        assert record.id == row["record_id"]


def test_the_command_makes_it_again_and_refuses_what_it_cannot(
    released: tuple[Collection, Path], tmp_path: Path
) -> None:
    collection, to = released

    again = release(collection, tmp_path / "lagi", "--again", "1.0.0")
    assert again.code == 0, again.err
    assert "byte for byte the same" in again.out
    assert tree(tmp_path / "lagi") == tree(to)
    assert bagit.Bag(str(to)).is_valid()

    for wrong, words in (
        (("--again", "1.0.0", "--all-news"), "nothing else can be asked"),
        (("--again", "7.0.0"), "has made no release 7.0.0"),
        (("--doi", "bukan"), "is no DOI"),
        (("--url", "berkas://x"), "is no web address"),
        (("--title", "a\nb\x07"), "one line"),
        (("--all-news", "--relation", "core"), "leave --relation away"),
        (("--all-news",), "nothing has changed since release 1.0.0"),
    ):
        run = release(collection, tmp_path / "baru", *wrong)
        assert run.code == 1, (wrong, run.err)
        assert words in run.err, run.err
    run = release(collection, to)
    assert run.code == 1
    assert "exists" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["lagi"]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_killed_leaves_no_release_and_the_next_one_makes_it(
    released: tuple[Collection, Path], tmp_path: Path, how: signal.Signals
) -> None:
    collection, first = released
    to, partial = tmp_path / "lagi", tmp_path / "lagi.partial"
    words = command("release", to, "-c", collection.root, "--again", "1.0.0")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    with subprocess.Popen(words, env=environment(), cwd=tmp_path, **quiet) as process:  # type: ignore[call-overload]
        until = time.monotonic() + 60
        while not (partial / "release" / "data").exists() and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(how)
        code = process.wait(60)

    assert code == (-9 if how == signal.SIGKILL else 130)
    assert [path.name for path in tmp_path.iterdir()] == (["lagi.partial"] if how == signal.SIGKILL else [])
    assert release(collection, to, "--again", "1.0.0").code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["lagi"]
    assert tree(to) == tree(first)
