"""Articles that are copies are linked to the first of their story, and what links are made from may be lost."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Collection
from archive.config import Who
from archive.errors import EvidenceError
from archive.model import Capture, Document, Kind
from crawler.closing import write_linked
from tests.sites.stories import invent_stories

BEGINNING = datetime(2026, 11, 1, tzinfo=UTC)
STORIES = [" ".join(story.paragraphs) for story in invent_stories("Desa Umpama", 12, BEGINNING)]
RELEASE, OTHER = STORIES[:2]
SHORT = "Selamat Hari Raya Idul Fitri bagi seluruh warga desa."


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return new_collection(tmp_path / "koleksi")


def new_collection(root: Path) -> Collection:
    return Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))


class Jobs:
    """Jobs whose pages were read and are linked now: a WARC without records for each."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.count = 0

    def run(self, *documents: Document) -> list[Document]:
        """One more job, a second for each page; its documents as they were written."""
        first = BEGINNING + timedelta(days=len(self.collection.stems()))
        stem = f"lumbung-{first:%Y%m%d}000000000-00000-uji"
        self.collection.warc_file(stem).touch()
        self.collection.cdxj_file(stem).touch()
        read = [self._placed(stem, first, document) for document in documents]
        write_linked(self.collection, [stem], {stem: read})
        return list(self.collection.documents_of(stem))

    def again(self) -> None:
        """Link all jobs again, as a rebuild does."""
        read = {stem: list(self.collection.documents_of(stem)) for stem in self.collection.stems()}
        for stem in read:
            self.collection.documents_file(stem).unlink()
        for stem, documents in read.items():
            write_linked(self.collection, [stem], {stem: documents})

    def lines(self) -> list[bytes]:
        return [self.collection.documents_file(stem).read_bytes() for stem in self.collection.stems()]

    def _placed(self, stem: str, first: datetime, document: Document) -> Document:
        self.count += 1
        moment = first + timedelta(seconds=self.count)
        record_id = f"urn:uuid:00000000-0000-4000-8000-{self.count:012d}"
        capture = replace(
            document.capture,
            captured_at=moment,
            warc_filename=self.collection.warc_file(stem).name,
            offset=self.count,
            record_id=record_id,
        )
        return replace(document, id=record_id, captured_at=moment, capture=capture)


@pytest.fixture
def jobs(collection: Collection) -> Jobs:
    return Jobs(collection)


def article(name: str, text: str, kind: Kind = "article") -> Document:
    url = f"https://{name}.desa.id/artikel/1"
    moment = BEGINNING
    return Document(
        id="",
        url=url,
        captured_at=moment,
        capture=Capture(url, moment, 200, "text/html", "sha1:" + "A" * 32, "", 0, 1, ""),
        kind=kind,
        platform="generic",
        reader_version="1",
        platform_reader="generic",
        article_id=article_id(name) if kind in ("article", "page") else None,
        title=f"Kabar {name}",
        text=text,
    )


def article_id(name: str) -> str:
    return "sha1:" + name.encode().hex().ljust(40, "0")


def links(documents: Iterable[Document]) -> list[tuple[str | None, str | None]]:
    return [(document.near_duplicate_of, document.story_id) for document in documents]


# ---- what is linked ----


def test_the_first_article_of_a_story_gives_it_its_id_and_copies_point_at_it(jobs: Jobs) -> None:
    first, other, copy = jobs.run(
        article("andaian", RELEASE), article("misalan", OTHER), article("tamsil", "Tamsil – " + RELEASE)
    )

    assert links([first, other, copy]) == [
        (None, article_id("andaian")),
        (None, article_id("misalan")),
        (first.id, article_id("andaian")),
    ]


def test_a_copy_of_an_earlier_job_is_found(jobs: Jobs) -> None:
    (first,) = jobs.run(article("andaian", RELEASE))
    jobs.run(article("misalan", OTHER))

    assert links(jobs.run(article("tamsil", RELEASE))) == [(first.id, article_id("andaian"))]


def test_a_copy_of_a_copy_belongs_to_the_same_story(jobs: Jobs) -> None:
    words = RELEASE.split()
    half = " ".join(words[: len(words) * 6 // 10])

    first, middle, last = jobs.run(
        article("andaian", RELEASE), article("misalan", half), article("tamsil", half + " Salam dari Tamsil")
    )

    assert links([middle, last]) == [(first.id, article_id("andaian")), (middle.id, article_id("andaian"))]


def test_of_equal_originals_the_first_is_named(jobs: Jobs) -> None:
    first, _, third = jobs.run(*(article(name, RELEASE) for name in ("andaian", "misalan", "tamsil")))

    assert third.near_duplicate_of == first.id


def test_a_copy_in_the_same_site_is_linked(jobs: Jobs) -> None:
    first, again = jobs.run(
        article("andaian", RELEASE), replace(article("andaian", RELEASE), article_id=article_id("b"))
    )

    assert links([again]) == [(first.id, article_id("andaian"))]


def test_a_later_version_of_an_article_is_no_copy_of_itself_and_stays_in_its_story(jobs: Jobs) -> None:
    first, copy = jobs.run(article("andaian", RELEASE), article("misalan", RELEASE))

    changed, copy_changed, rewritten = jobs.run(
        article("andaian", RELEASE + " Diperbarui."),
        article("misalan", RELEASE + " Diralat."),
        article("tamsil", OTHER),
    )
    assert links([changed, copy_changed]) == [(None, first.story_id), (first.id, first.story_id)]

    (rewritten,) = jobs.run(article("misalan", OTHER))
    assert rewritten.story_id == copy.story_id


def test_a_reading_that_says_the_same_has_the_links_of_the_one_it_repeats(jobs: Jobs) -> None:
    jobs.run(article("andaian", RELEASE), article("misalan", RELEASE))
    copy, same = jobs.run(article("tamsil", RELEASE), article("tamsil", RELEASE))
    (later,) = jobs.run(article("tamsil", RELEASE))

    assert [same.same_as, later.same_as] == [copy.id, copy.id]
    assert links([same, later]) == links([copy, copy])


def test_a_short_text_is_a_story_of_its_own(jobs: Jobs) -> None:
    assert links(jobs.run(article("andaian", SHORT), article("misalan", SHORT))) == [
        (None, article_id("andaian")),
        (None, article_id("misalan")),
    ]


def test_pages_that_are_no_articles_have_no_story(jobs: Jobs) -> None:
    kinds: tuple[Kind, ...] = ("page", "listing", "other")
    documents = jobs.run(*(article(kind, RELEASE, kind) for kind in kinds), article("tamsil", RELEASE))

    assert links(documents) == [(None, None)] * 3 + [(None, article_id("tamsil"))]


# ---- what links are made from ----


def test_documents_of_earlier_jobs_are_read_once(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    documents_of = Collection.documents_of
    monkeypatch.setattr(Collection, "documents_of", lambda self, stem: (read.append(stem), documents_of(self, stem))[1])

    for name in ("andaian", "misalan", "tamsil"):
        jobs.run(article(name, RELEASE))

    # By run() itself, which returns what it wrote, and by the next job.
    first, second, third = jobs.collection.stems()
    assert read == [first, first, second, second, third]


@pytest.mark.parametrize("damage", ["removed", "empty", "garbage", "torn", "overwritten", "other version"])
def test_a_cache_that_is_gone_or_damaged_changes_no_line(jobs: Jobs, damage: str) -> None:
    for number, text in enumerate(STORIES[:5]):
        jobs.run(*(article(f"{name}{number}", text) for name in ("andaian", "misalan")))
    path = jobs.collection.readings_file

    ruin(path, damage)

    first, last = jobs.run(article("tamsil", RELEASE), article("andaian3", STORIES[3]))
    assert first.story_id == article_id("andaian0")
    assert last.same_as is not None


def ruin(path: Path, damage: str) -> None:
    data = path.read_bytes()
    match damage:
        case "removed":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "garbage":
            path.write_bytes(b"garam" * 1000)
        case "torn":
            path.write_bytes(data[: len(data) // 2])
        case "overwritten":
            path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
        case _:
            with sqlite3.connect(path) as database:
                database.execute("update text set slots = zeroblob(512)")
                database.execute("pragma user_version = 7")
            database.close()


def test_documents_that_were_written_again_are_read_again(jobs: Jobs) -> None:
    jobs.run(article("andaian", RELEASE))
    jobs.run(article("misalan", OTHER))
    stem = jobs.collection.stems()[0]
    (first,) = jobs.collection.documents_of(stem)

    write_linked(jobs.collection, [stem], {stem: [replace(first, text=OTHER)]})

    assert links(jobs.run(article("tamsil", RELEASE))) == [(None, article_id("tamsil"))]
    assert links(jobs.run(article("umpama", OTHER))) == [(first.id, article_id("andaian"))]


def test_a_job_that_goes_on_and_is_linked_again_does_not_see_itself(jobs: Jobs) -> None:
    jobs.run(article("andaian", RELEASE))
    before = jobs.run(article("misalan", RELEASE), article("misalan", RELEASE + " Diralat."))
    stem = jobs.collection.stems()[-1]

    write_linked(jobs.collection, [stem], {stem: before})

    assert list(jobs.collection.documents_of(stem)) == before


def test_what_a_killed_job_was_linking_or_learning_is_not_remembered(jobs: Jobs) -> None:
    (first,) = jobs.run(article("andaian", RELEASE))
    jobs.run(*(article(f"misalan{number}", text) for number, text in enumerate(STORIES)))
    die_while_learning = """
import os, sys
from archive import Collection
from archive.index import readings
collection = Collection.open(sys.argv[1])
with readings.readings_before(collection, collection.stems()[-1]) as noted:
    for document in collection.documents():
        noted.note(document, readings.fingerprint_of(document.text))
    readings.Readings.note = lambda *arguments: os._exit(0)
    with readings.readings_before(collection, "lumbung-9"):
        pass
"""
    run = [sys.executable, "-c", die_while_learning, jobs.collection.root]
    assert subprocess.run(run, cwd=Path(__file__).parents[2], check=False).returncode == 0

    assert links(jobs.run(article("tamsil", RELEASE))) == [(first.id, article_id("andaian"))]
    with sqlite3.connect(jobs.collection.readings_file) as database:
        assert database.execute("select count(*) from file").fetchone() == (2,)
        assert database.execute("select count(*) from article").fetchone() == (1 + len(STORIES),)
    database.close()


def test_a_disk_that_refuses_the_cache_is_named(jobs: Jobs) -> None:
    jobs.collection.readings_file.mkdir()

    with pytest.raises(EvidenceError, match=r"readings\.sqlite"):
        jobs.run(article("andaian", RELEASE))


# ---- whatever the jobs ----

pages = st.lists(
    st.tuples(
        st.sampled_from(["andaian", "misalan", "tamsil", "umpama", "contoh"]),
        st.integers(0, 3),
        st.sampled_from(["whole", "half", "reworded", "signed", "short"]),
        st.sampled_from(["article", "article", "article", "page", "listing"]),
    ),
    max_size=12,
)


@given(pages=pages, ends=st.sets(st.integers(0, 12)))
@settings(max_examples=15, deadline=None)
def test_links_are_the_same_however_pages_fall_into_jobs_and_in_a_rebuild(
    pages: Sequence[tuple[str, int, str, Kind]], ends: set[int]
) -> None:
    documents = [article(name, told(STORIES[story], way), kind) for name, story, way, kind in pages]
    with tempfile.TemporaryDirectory() as folder:
        one, many = (Jobs(new_collection(Path(folder) / name)) for name in ("one", "many"))
        in_one_job = one.run(*documents)
        borders = [0, *sorted(end for end in ends if 0 < end < len(documents)), len(documents)]
        in_many_jobs = [document for start, end in pairwise(borders) for document in many.run(*documents[start:end])]
        assert [(one.id, one.same_as, *links([one])) for one in in_many_jobs] == [
            (one.id, one.same_as, *links([one])) for one in in_one_job
        ]

        written = many.lines()
        many.again()
        assert many.lines() == written
        many.collection.readings_file.unlink(missing_ok=True)  # there is none before the first document
        many.again()
        assert many.lines() == written

        earlier: dict[str, Document] = {}
        for document in in_many_jobs:
            if document.near_duplicate_of:
                assert earlier[document.near_duplicate_of].article_id != document.article_id
            if document.story_id:
                assert document.story_id in {document.article_id, *(one.article_id for one in earlier.values())}
            earlier[document.id] = document


def told(text: str, way: str) -> str:
    words = text.split()
    match way:
        case "half":
            return " ".join(words[: len(words) // 2])
        case "reworded":
            chance = random.Random(text)
            return " ".join("lain" if chance.random() < 0.1 else word for word in words)
        case "signed":
            return text + " Ditulis oleh admin desa."
        case "short":
            return " ".join(words[:20])
    return text
