"""A release never moves: the same state gives the same bytes, on whatever machine and whenever."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from archive import Collection
from archive.access.entries import access_file
from archive.decisions import Review, add_review
from archive.errors import LockedError
from archive.index.renewal import drop_former
from archive.release import collecting
from archive.release.building import Building
from archive.release.errors import ReleaseError
from archive.release.history import only_one, releases, releases_with, state_file
from archive.release.making import Watcher, make_again
from archive.release.state import STATE_FILE, read_state
from archive.release.tables import ARTICLES, TABLES
from tests.archive.catalogue.postgres import own_database
from tests.archive.release.releasing import (
    NEAR,
    WISH,
    close,
    collection_at,
    copied,
    lines_of,
    read_anew,
    release,
    rows,
    said,
    tree,
)
from tests.benchmarks.big_collection import BigCollection


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[BigCollection, Path, Path]:
    """A collection that has moved on since its release: a new job, a decision, and all documents read anew. With a copy
    of what it was before."""
    home = tmp_path_factory.mktemp("rilis")
    big = collection_at(home / "koleksi")
    collection = big.collection
    review(collection, "yes", "adjacent")
    copied(collection, home / "dulu" / "nama lain")
    release(collection, home / "1.0.0")
    big.add_job(40)
    review(collection, "no", "core")
    read_anew(collection, "2")
    return big, home / "1.0.0", home / "dulu" / "nama lain"


def review(collection: Collection, answer: str, relation: str) -> str:
    path = min(collection.documents_folder.glob("*.jsonl"))
    line = next(
        line for line in lines_of(path) if line["kind"] == "article" and line["programme"]["relation"] == relation
    )
    add_review(
        collection.root,
        Review(line["article_id"], answer, "uji", "Penguji", "2026-01-02T00:00:00Z", line["url"]),  # type: ignore[arg-type]
    )
    return str(line["article_id"])


def test_the_same_state_gives_the_same_bytes_on_another_machine(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    _, first, before = made

    release(copied(Collection.open(before), tmp_path / "salinan"), tmp_path / "lain")

    assert tree(tmp_path / "lain") == tree(first)


def test_a_release_is_made_again_from_its_state_when_the_collection_has_moved_on(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    big, first, _ = made
    collection = big.collection

    by_version = make_again(collection, tmp_path / "a", "1.0.0")
    by_folder = make_again(collection, tmp_path / "b", str(first))

    assert by_version.differs == by_folder.differs == by_version.made_otherwise == []
    assert tree(tmp_path / "a") == tree(tmp_path / "b") == tree(first)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.needs("postgresql")
def test_a_catalogue_in_postgresql_gives_the_same_bytes(made: tuple[BigCollection, Path, Path], tmp_path: Path) -> None:
    _, first, before = made
    plain = copied(Collection.open(before), tmp_path / "koleksi")

    with own_database() as url:
        access = plain.config.access.model_copy(update={"catalogue": url})
        collection = Collection(plain.root, plain.config.model_copy(update={"access": access}))
        release(collection, tmp_path / "rilis")

    assert not (plain.root / "catalogue.sqlite").exists()
    assert tree(tmp_path / "rilis") == tree(first)


def test_what_is_missing_is_said_exactly(made: tuple[BigCollection, Path, Path], tmp_path: Path) -> None:
    collection = copied(made[0].collection, tmp_path / "koleksi")
    drop_former(collection)
    warc = min(collection.archive.glob("*.warc.gz"))
    warc.unlink()
    reviews = collection.root / "decisions" / "reviews.jsonl"
    reviews.write_text(reviews.read_text("utf-8").replace("Penguji", "Lainnya"), "utf-8")

    with pytest.raises(ReleaseError) as caught:
        make_again(collection, tmp_path / "lagi", "1.0.0")

    assert f"archive/{warc.name}" in str(caught.value)
    assert f"documents/{warc.name.removesuffix('.warc.gz')}.jsonl as it was read then" in str(caught.value)
    assert "the first 1 lines of decisions/reviews.jsonl" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["koleksi"]


def test_a_release_that_would_be_another_is_not_put_in_its_place(
    made: tuple[BigCollection, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big, first, _ = made
    monkeypatch.setattr(collecting, "covered", lambda site: f"{site}.lain")

    again = make_again(big.collection, tmp_path / "lagi", str(first))

    assert "data/copies.parquet" in again.differs
    assert "data/articles.parquet" not in again.differs
    assert list(tmp_path.iterdir()) == []


def test_what_may_not_leave_today_does_not_leave_in_a_release_of_before(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    big, first, _ = made
    close(big.collection.root, rows(first, ARTICLES)[0]["url"])

    try:
        with pytest.raises(
            ReleaseError, match="1 articles of this release, or pictures of theirs, are no longer given away"
        ):
            make_again(big.collection, tmp_path / "lagi", "1.0.0")
    finally:
        access_file(big.collection.root).unlink()  # the collection is shared
    assert list(tmp_path.iterdir()) == []


def test_a_release_names_no_machine_and_no_folder(made: tuple[BigCollection, Path, Path]) -> None:
    big, first, _ = made

    text = said(first)

    assert str(big.collection.root.parent) not in text
    assert "koleksi" not in text
    assert socket.gethostname() not in text


def test_the_state_says_what_it_was_made_of(made: tuple[BigCollection, Path, Path]) -> None:
    big, first, before = made
    state = read_state(first / STATE_FILE)

    assert (
        (first / STATE_FILE).read_bytes() == state.to_bytes() == state_file(big.collection.root, "1.0.0").read_bytes()
    )
    assert set(state.files.warcs) == {path.name for path in (before / "archive").iterdir()}
    assert set(state.files.documents) == {path.name for path in (before / "documents").glob("*.jsonl")}
    assert state.files.decisions["reviews"]["lines"] == 1
    assert state.wish.query == NEAR
    assert state.moment == "2026-01-02T00:00:00Z"  # of the decision, the last that happened
    (recorded,) = releases(big.collection.root)
    assert (recorded.version, recorded.who, recorded.where) == ("1.0.0", "Penguji", str(first))
    assert recorded.state_sha256 == state.digest()
    assert recorded.counts["articles"] == len(rows(first, ARTICLES))


@pytest.mark.parametrize(
    ("was", "now"),
    [('"version": "1.0.0"', '"version": "../../luar"'), ('"regions.csv"', '"../luar.csv"'), ('"files"', '"berkas"')],
)
def test_a_folder_that_is_no_release_is_refused(
    made: tuple[BigCollection, Path, Path], tmp_path: Path, was: str, now: str
) -> None:
    path = tmp_path / "palsu" / STATE_FILE
    path.parent.mkdir(parents=True)
    path.write_text((made[1] / STATE_FILE).read_text("utf-8").replace(was, now), "utf-8")

    with pytest.raises(ReleaseError, match="no state of a release"):
        make_again(made[0].collection, tmp_path / "lagi", str(tmp_path / "palsu"))


def test_it_is_known_which_releases_hold_a_record(made: tuple[BigCollection, Path, Path]) -> None:
    big, first, _ = made
    article = rows(first, ARTICLES)[3]

    assert releases_with(big.collection.root, {article["article_id"]}) == ["1.0.0"]
    assert releases_with(big.collection.root, {article["id"], "lain"}) == ["1.0.0"]
    assert releases_with(big.collection.root, {"lain"}) == []


def test_what_a_running_job_has_read_is_left_out(made: tuple[BigCollection, Path, Path], tmp_path: Path) -> None:
    _, first, before = made
    collection = copied(Collection.open(before), tmp_path / "koleksi")
    path = min(collection.documents_folder.glob("*.jsonl"))
    line = lines_of(path)[0] | {"id": "urn:uuid:baru", "article_id": "sha1:baru", "kind": "article"}
    journal = collection.documents_folder / "lumbung-20270101000000000-00000-uji.jsonl.open"
    journal.write_text(json.dumps(line) + "\n" + json.dumps(line) + "\n", "utf-8")
    folder = collection.crawl_folder("20270101000000-0000")
    folder.mkdir()
    (folder / "report.json").write_text('{"finish_reason": "running", "sites": []}', "utf-8")

    release(collection, tmp_path / "rilis")

    assert tree(tmp_path / "rilis") == tree(first)


# ---- versions, and one at a time ----


def test_numbers_go_up_and_nothing_new_is_no_new_release(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    collection = copied(Collection.open(made[2]), tmp_path / "koleksi")
    assert release(collection, tmp_path / "a").release.state.version == "1.0.0"

    with pytest.raises(ReleaseError, match=r"nothing has changed since release 1\.0\.0"):
        release(collection, tmp_path / "b")
    with pytest.raises(ReleaseError, match=r"does not come behind 1\.0\.0"):
        release(collection, tmp_path / "b", version="1.0.0")
    with pytest.raises(ReleaseError, match="is no version"):
        release(collection, tmp_path / "b", version="1.0")
    assert release(collection, tmp_path / "c", version="2.0.0").release.state.version == "2.0.0"
    review(collection, "no", "core")
    assert release(collection, tmp_path / "d").release.state.version == "2.1.0"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c", "d", "koleksi"]


def test_the_list_of_a_former_release_is_made_again_from_its_folder(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    collection = copied(made[0].collection, tmp_path / "koleksi")
    shutil.rmtree(collection.root / "decisions" / "releases")
    with pytest.raises(ReleaseError, match="--former"):
        release(collection, tmp_path / "b")

    release(collection, tmp_path / "b", former_folder=made[1])

    assert read_state(tmp_path / "b" / STATE_FILE).former is not None
    assert state_file(collection.root, "1.0.0").exists()


def test_two_releases_of_a_collection_are_not_made_at_once(
    made: tuple[BigCollection, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collection = copied(Collection.open(made[2]), tmp_path / "koleksi")
    monkeypatch.setattr("archive.locked._PATIENCE_SECONDS", 0.1)

    with only_one(collection.root), pytest.raises(LockedError):
        release(collection, tmp_path / "a")


# ---- whole or absent ----


def test_a_release_that_is_stopped_leaves_nothing(made: tuple[BigCollection, Path, Path], tmp_path: Path) -> None:
    collection = copied(Collection.open(made[2]), tmp_path / "koleksi")

    def stop(step: str, articles: int) -> None:
        if step == "columns":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        release(collection, tmp_path / "a", watcher=Watcher(stop))

    assert [path.name for path in tmp_path.iterdir()] == ["koleksi"]
    assert releases(collection.root) == []


def test_what_a_killed_run_left_is_removed_and_nothing_else(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    collection = copied(Collection.open(made[2]), tmp_path / "koleksi")
    left = tmp_path / "a.partial" / "release" / "data"
    left.mkdir(parents=True)
    (left / "articles.parquet").write_text("setengah", "utf-8")
    (tmp_path / "b.partial").mkdir()
    (tmp_path / "b.partial" / "catatan.txt").write_text("milik orang", "utf-8")

    with pytest.raises(ReleaseError, match=r"catatan\.txt"):
        release(collection, tmp_path / "b")
    release(collection, tmp_path / "a")

    assert tree(tmp_path / "a") == tree(made[1])
    assert not left.exists()
    assert (tmp_path / "b.partial" / "catatan.txt").exists()


def test_what_is_out_there_is_known_even_if_the_last_step_fails(
    made: tuple[BigCollection, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The collection takes note first; then the release can only be made again as it was."""
    collection = copied(Collection.open(made[2]), tmp_path / "koleksi")
    with monkeypatch.context() as patched:
        patched.setattr(Building, "finish", lambda place: (_ for _ in ()).throw(OSError("listrik padam")))
        with pytest.raises(OSError, match="listrik padam"):
            release(collection, tmp_path / "a")

    assert [one.version for one in releases(collection.root)] == ["1.0.0"]
    assert not (tmp_path / "a").exists()
    assert make_again(collection, tmp_path / "a", "1.0.0").differs == []
    assert tree(tmp_path / "a") == tree(made[1])


def test_a_folder_that_exists_is_refused_and_one_in_the_collection(
    made: tuple[BigCollection, Path, Path], tmp_path: Path
) -> None:
    collection = Collection.open(made[2])
    (tmp_path / "a").mkdir()

    for place in (tmp_path / "a", tmp_path / "tidak" / "ada", collection.root / "rilis"):
        with pytest.raises(ReleaseError):
            release(collection, place)
    assert releases(collection.root) == []


def test_a_release_without_articles_is_none(made: tuple[BigCollection, Path, Path], tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no article"):
        release(Collection.open(made[2]), tmp_path / "a", wish=replace(WISH, query=(("site", "tidak.ada.example"),)))


def test_tables_have_names_of_their_own() -> None:
    assert len({table.name for table in TABLES}) == len(TABLES) == len({table.schema for table in TABLES})
