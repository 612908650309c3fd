"""A collection on disk: made, opened, locked."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive import Collection
from archive.config import Who
from archive.errors import CollectionError, LockedError

WHO = Who(operator='Perpustakaan "Contoh"\\Uji', contact="arsip@perpustakaan.example")


def test_a_new_collection_can_be_opened_and_keeps_its_operators_words(tmp_path: Path) -> None:
    Collection.create(tmp_path / "koleksi", WHO)

    opened = Collection.open(tmp_path / "koleksi")

    assert opened.config.who == WHO
    assert opened.config.crawl.delay == 2.0
    assert opened.seeds() == ()
    assert list(opened.captures()) == []


def test_a_folder_that_holds_anything_is_never_made_a_collection(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"x")

    with pytest.raises(CollectionError, match="not empty"):
        Collection.create(tmp_path, WHO)
    assert [path.name for path in tmp_path.iterdir()] == ["foto.jpg"]


def test_a_folder_that_is_no_collection_is_refused_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="lumbung init"):
        Collection.open(tmp_path)


@pytest.mark.parametrize(
    ("words", "replacement", "fault"),
    [
        ("delay = 2.0", "delay = -1", "crawl.delay"),
        ("delay = 2.0", "delai = 2.0", "crawl.delai"),
        ("format = 1", "format = 9", "format"),
        ("[crawl]", "[crawl", "not valid TOML"),
    ],
)
def test_a_faulty_collection_toml_is_named_with_its_key(
    tmp_path: Path, words: str, replacement: str, fault: str
) -> None:
    root = Collection.create(tmp_path / "k", WHO).root
    (root / "collection.toml").write_text((root / "collection.toml").read_text().replace(words, replacement, 1))

    with pytest.raises(CollectionError, match=fault):
        Collection.open(root)


def test_jobs_that_begin_in_one_second_have_names_in_the_order_of_their_beginning(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "k", WHO)
    names = []
    for kind in ["", "-import"] * 10:
        names.append(collection.new_crawl_id(kind))
        collection.crawl_folder(names[-1]).mkdir(parents=True)

    assert names == sorted(set(names))


@pytest.mark.parametrize("contact", ["", "saya", "http://localhost", "a@b"])
def test_a_contact_must_be_one_a_webmaster_can_write_to(contact: str) -> None:
    with pytest.raises(ValueError, match="webmaster"):
        Who(operator="x", contact=contact)


def test_a_second_job_is_refused_and_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    collection = Collection.create(tmp_path / "k", WHO)
    code = f"""
from archive import Collection
with Collection.open({str(collection.root)!r}).lock():
    print("held", flush=True)
    input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"

        with pytest.raises(LockedError, match="another job"), collection.lock():
            pass
        assert collection.is_locked()
        holder.kill()

    assert not collection.is_locked()
