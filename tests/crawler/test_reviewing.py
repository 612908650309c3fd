"""A person's yes or no with its reason holds for the article, in every rebuild, and nothing said is ever lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.decisions import Review, add_review, append_line, now_text, reviews, reviews_file
from archive.errors import ArchiveError
from archive.model import Document
from crawler.cli.main import main
from crawler.rebuild import rebuild_documents
from crawler.reviewing import to_review
from tests.crawler.conftest import SITE, new_stock, store

pytestmark = pytest.mark.usefixtures("quick_readers")

UNSURE = (
    "<article><h1>Komputer Tiba di Dermaga</h1><p>Komputer, server dan buku kiriman Perpustakaan Nasional tiba di "
    "dermaga. Anak-anak mengawal sampai gedung perpustakaan desa sambil bernyanyi.</p><p>Kepala desa meminta pemuda "
    "berjaga malam sebab pintunya belum berkunci, dan ibu-ibu memasak untuk semua yang datang membantu.</p></article>"
)
SURE = (
    "<article><h1>Perpusdes Ikut TPBIS</h1><p>Pengelola perpustakaan desa mengikuti bimtek TPBIS di kota selama lima "
    "hari bersama pengelola dari desa lain dan pulang membawa rencana kerja.</p><p>Kepala desa berjanji menambah jam "
    "buka perpustakaan dan menyediakan ruang bagi kelas menjahit setiap Sabtu pagi untuk warga.</p></article>"
)
OTHER = "<article><h1>Kerja Bakti</h1><p>" + "Warga membersihkan saluran air di dusun. " * 6 + "</p></article>"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    stock = new_stock(tmp_path_factory.mktemp("tinjau"))
    store(stock, {"berita/1": UNSURE.encode(), "berita/2": SURE.encode(), "berita/3": OTHER.encode()})
    rebuild_documents(stock, lambda part, done, count: None, workers=1)
    return stock


@pytest.fixture
def collection(template: Collection, tmp_path: Path) -> Collection:
    return Collection.open(shutil.copytree(template.root, tmp_path / "koleksi"))


@pytest.fixture
def run(collection: Collection, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    def run(*arguments: str, code: int = 0) -> Any:
        assert main(["review", *arguments, "-c", str(collection.root), "--json"]) == code
        out, err = capsys.readouterr()
        return json.loads(out) if code == 0 else err

    return run


def programme_of(collection: Collection, path: str) -> dict[str, Any]:
    (document,) = (document for document in collection.documents() if document.url == SITE + path)
    return dict(document.programme or {})


def test_only_what_the_rules_are_not_sure_of_waits(collection: Collection, run: Callable[..., Any]) -> None:
    (waiting,) = run("--list")

    assert waiting["url"] == SITE + "berita/1"
    assert waiting["relation"] == "borderline"
    assert {one["term"] for one in waiting["evidence"]} >= {"national_library"}


def test_a_no_takes_the_page_out_and_says_who_and_why(collection: Collection, run: Callable[..., Any]) -> None:
    before = programme_of(collection, "berita/1")

    noted = run(SITE + "berita/1", "--no", "--reason", "bantuan biasa", "--who", "Pustakawan Uji")

    after = programme_of(collection, "berita/1")
    assert noted["documents"] == 1
    assert (after["relevant"], after["relation"], after["score"]) == (False, "none", 0.0)
    assert after["review"]["who"] == "Pustakawan Uji"
    assert after["review"]["reason"] == "bantuan biasa"
    assert after["rules"] == {name: before[name] for name in ("relevant", "score", "relation")}
    assert run("--list") == []


def test_an_answer_survives_a_rebuild_and_another_replaces_it(collection: Collection, run: Callable[..., Any]) -> None:
    run(SITE + "berita/1", "--no", "--reason", "bantuan biasa", "--who", "A")
    run(SITE + "berita/1", "--yes", "--reason", "paket tahun 2019", "--who", "B")
    as_decided = [collection.documents_file(stem).read_bytes() for stem in collection.stems()]

    rebuild_documents(collection, lambda part, done, count: None, workers=1)

    assert [collection.documents_file(stem).read_bytes() for stem in collection.stems()] == as_decided
    assert programme_of(collection, "berita/1")["review"]["who"] == "B"
    assert programme_of(collection, "berita/1")["relation"] == "core"
    assert [one["answer"] for one in map(json.loads, reviews_file(collection.root).read_text().splitlines())] == [
        "no",
        "yes",
    ]


def test_an_answer_taken_back_by_hand_gives_the_rules_their_say_again(
    collection: Collection, run: Callable[..., Any]
) -> None:
    before = programme_of(collection, "berita/1")
    run(SITE + "berita/1", "--no", "--reason", "x", "--who", "A")
    reviews_file(collection.root).unlink()

    rebuild_documents(collection, lambda part, done, count: None, workers=1)

    assert programme_of(collection, "berita/1") == before


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ((SITE + "berita/1", "--yes"), "--reason"),
        ((SITE + "berita/1", "--yes", "--no", "--reason", "x"), "one of --yes and --no"),
        (("--yes", "--reason", "x"), "ARTICLE"),
        ((SITE + "tidak-ada", "--yes", "--reason", "x"), "no article here"),
        ((SITE + "berita/1", "--yes", "--reason", "  "), "--reason"),
    ],
)
def test_an_answer_without_article_or_reason_is_refused(
    run: Callable[..., Any], collection: Collection, arguments: tuple[str, ...], fault: str
) -> None:
    assert fault in run(*arguments, code=1)
    assert not reviews_file(collection.root).exists()


def test_while_a_job_runs_nothing_is_noted(collection: Collection, run: Callable[..., Any]) -> None:
    with collection.lock():
        run(SITE + "berita/1", "--yes", "--reason", "x", code=4)

    assert not reviews_file(collection.root).exists()


def test_a_torn_line_is_passed_over_and_a_line_that_is_no_review_is_named(tmp_path: Path) -> None:
    review = Review("sha1:" + "0" * 40, "yes", "alasan", "A", now_text(), SITE)
    add_review(tmp_path, review)
    with reviews_file(tmp_path).open("ab") as file:
        file.write(b'{"article_id": "sha1:')
    add_review(tmp_path, review)

    assert list(reviews(tmp_path).values()) == [review]

    append_line(reviews_file(tmp_path), {"article_id": "x", "answer": "mungkin"})
    with pytest.raises(ArchiveError, match=r"line 4: no review"):
        reviews(tmp_path)


def test_copies_and_repeats_do_not_wait_twice(collection: Collection) -> None:
    store(collection, {"berita/1": UNSURE.encode()})
    rebuild_documents(collection, lambda part, done, count: None, workers=1)

    waiting: list[Document] = to_review(collection)

    assert [document.url for document in waiting] == [SITE + "berita/1"]


def test_the_dialogue_keeps_each_answer_before_the_next_page(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["y", "", "tampak paketnya"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))

    assert main(["review", "-c", str(collection.root)]) == 0

    assert "Komputer Tiba di Dermaga" in capsys.readouterr().out
    (noted,) = reviews(collection.root).values()
    assert (noted.answer, noted.reason) == ("yes", "tampak paketnya")


# ---- the model on top of the rules ----


def taught(collection: Collection, answers: Callable[[int], bool], count: int = 60) -> None:
    """Reviews of so many unsure articles, half of which name computers."""
    kinds = (UNSURE, UNSURE.replace("Komputer, server dan buku", "Buku"))
    pages = {f"a/{n}": kinds[n % 2].replace("bernyanyi", f"bernyanyi lagu nomor {n}").encode() for n in range(count)}
    store(collection, pages)
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    for document in collection.documents():
        if document.url.startswith(SITE + "a/"):
            number = int(document.url.rpartition("/")[2])
            answer: Any = "yes" if answers(number) else "no"
            add_review(collection.root, Review(document.article_id or "", answer, "uji", "A", now_text(), document.url))


def test_a_model_that_beats_the_rules_is_used_for_what_they_are_not_sure_of_and_says_why(
    collection: Collection, run: Callable[..., Any]
) -> None:
    taught(collection, lambda number: number % 2 == 1)

    made = run("--train", "--who", "A")

    assert made["held_out_errors"]["model"] < made["held_out_errors"]["rules"]
    assert made["used"]
    unsure = programme_of(collection, "berita/1")
    assert (unsure["relation"], unsure["relevant"]) == ("borderline", False)
    assert unsure["model"]["score"] == unsure["score"] < 0.5
    assert unsure["model"]["reasons"][0]["weight"] < 0
    assert unsure["rules"]["relevant"] is True
    assert programme_of(collection, "berita/2").get("model") is None  # the rules are sure of it

    before = [collection.documents_file(stem).read_bytes() for stem in collection.stems()]
    rebuild_documents(collection, lambda part, done, count: None, workers=1)
    assert [collection.documents_file(stem).read_bytes() for stem in collection.stems()] == before

    run("--no-model", "--reason", "lebih suka aturan", "--who", "B")
    assert programme_of(collection, "berita/1")["relevant"] is True


def test_a_model_that_learns_nothing_better_is_noted_and_not_used(
    collection: Collection, run: Callable[..., Any]
) -> None:
    # Answers without any pattern: the model can only guess.
    taught(collection, lambda number: number % 4 < 2)
    before = programme_of(collection, "berita/1")

    made = run("--train", "--who", "A")

    assert not made["used"]
    assert programme_of(collection, "berita/1") == before
    (line,) = (collection.root / "decisions" / "training.jsonl").read_text().splitlines()
    assert json.loads(line)["used"] is False


def test_too_few_answers_make_no_model(collection: Collection, run: Callable[..., Any]) -> None:
    run(SITE + "berita/1", "--no", "--reason", "x", "--who", "A")

    assert "a model needs 40" in run("--train", code=1)
