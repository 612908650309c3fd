"""A release says what is another than in the one before, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import Collection
from archive.config import Who
from archive.decisions import Review, add_review, append_line
from archive.index.cdxj import cdxj_line
from archive.model import Capture
from archive.release.tables import ARTICLES, CAPTIONS, CHANGES, COPIES, EVENTS, TABLES
from archive.times import parse_warc_date
from tests.archive.catalogue.lines import Documents
from tests.archive.release.releasing import NEAR, WISH, close, columns, read_anew, release, rows, said


class Story:
    """A collection of a few articles, released once."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.collection = Collection.create(home / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
        self.documents = Documents(self.collection)
        self.lines = {name: self.documents.line(name) for name in ("satu", "dua", "tiga", "empat")}
        self.lines["empat"] |= {"programme": self.lines["empat"]["programme"] | {"relation": "none", "relevant": False}}
        self.documents.write("a-20260101000000000-00000-uji", *(self.lines[name] for name in ("satu", "dua", "empat")))
        self.documents.write("b-20260201000000000-00000-uji", self.lines["tiga"])
        release(self.collection, home / "1.0.0")

    def next(self) -> dict[str, tuple[str, list[str]]]:
        """Of each article that was changed, by its short name."""
        release(self.collection, self.home / "1.1.0")
        names = {line["article_id"]: name for name, line in self.lines.items()}
        found = rows(self.home / "1.1.0", CHANGES)
        assert found == columns(self.home / "1.1.0", CHANGES)
        return {names.get(row["article_id"], "baru"): (row["change"], row["reasons"]) for row in found}

    def told(self) -> str:
        return (self.home / "1.1.0" / "CHANGES.md").read_text("utf-8")

    def decide(self, name: str, answer: Any) -> None:
        line = self.lines[name]
        add_review(
            self.collection.root,
            Review(line["article_id"], answer, "uji", "Penguji", "2026-11-20T00:00:00Z", line["url"]),
        )


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def test_all_of_a_first_release_is_new(story: Story) -> None:
    assert "first release: all 3 articles are new" in (story.home / "1.0.0" / "CHANGES.md").read_text("utf-8")
    assert rows(story.home / "1.0.0", CHANGES) == []


def test_articles_read_by_a_newer_reader_are_told(story: Story) -> None:
    read_anew(story.collection, "2", only="a-")

    assert story.next() == {name: ("changed", ["reader"]) for name in ("satu", "dua")}
    assert "0 added, 2 changed, 0 withdrawn" in story.told()
    assert "| changed | reader | 2 |" in story.told()
    assert "Readers of this release: 1, 2; of the one before: 1." in story.told()
    (row, _) = rows(story.home / "1.1.0", CHANGES)
    assert (row["former_reader"], row["reader"]) == ("1", "2")
    assert row["former_record_id"] == row["record_id"]


def test_a_page_that_was_changed_and_one_that_is_new(story: Story) -> None:
    changed = story.documents.line("satu", captured_at="2026-12-01T00:00:00Z", text="Lain sama sekali.")
    new = story.documents.line("lima", captured_at="2026-12-01T00:00:00Z")
    story.documents.write("c-20261201000000000-00000-uji", changed, new)

    assert story.next() == {"satu": ("changed", ["page"]), "baru": ("added", ["new"])}
    (row,) = [row for row in rows(story.home / "1.1.0", CHANGES) if row["change"] == "changed"]
    assert (row["former_record_id"], row["record_id"]) == (story.lines["satu"]["id"], changed["id"])


def test_what_people_decided_is_told_apart_from_what_a_reader_did(story: Story) -> None:
    story.decide("satu", "yes")
    story.decide("dua", "no")
    story.decide("empat", "yes")

    assert story.next() == {
        "satu": ("changed", ["decision"]),
        "dua": ("withdrawn", ["judged_otherwise"]),
        "empat": ("added", ["taken_in"]),
    }


def test_another_capture_that_says_nothing_new_changes_nothing(story: Story) -> None:
    again = story.documents.line("satu", captured_at="2026-12-01T00:00:00Z")
    story.documents.write("c-20261201000000000-00000-uji", again | {"same_as": story.lines["satu"]["id"]})

    assert story.next() == {}


def test_what_is_withdrawn_is_named_by_nothing_but_its_id(story: Story) -> None:
    closed = story.lines["satu"]
    close(story.collection.root, closed["url"])
    copy = story.documents.line("salinan", story_id=closed["article_id"], near_duplicate_of=closed["id"])
    story.documents.write("c-20261201000000000-00000-uji", copy)
    event = {"event": "edited", "site": "sukacontoh.desa.example", "url": closed["url"], "title": closed["title"],
             "article_id": closed["article_id"], "found_at": "2026-11-20T00:00:00Z"}  # fmt: skip
    folder = story.collection.crawl_folder("20261201000000-0000")
    folder.mkdir()
    (folder / "report.json").write_text('{"finish_reason": "finished", "sites": []}', "utf-8")
    (folder / "events.jsonl").write_text(json.dumps(event) + "\n", "utf-8")

    changed = story.next()

    assert changed["satu"] == ("withdrawn", ["restricted"])
    text = said(story.home / "1.1.0")
    assert closed["url"] not in text
    assert closed["title"] not in text
    assert rows(story.home / "1.1.0", EVENTS) == []
    (row,) = rows(story.home / "1.1.0", COPIES)
    assert (row["story_id"], row["of_article_id"], row["of_warc_filename"]) == (closed["article_id"], None, None)
    assert "| withdrawn | restricted | 1 | no longer given away |" in story.told()
    assert "- 1 articles of the collection are not given away." in (story.home / "1.1.0" / "README.md").read_text(
        "utf-8"
    )


def test_a_picture_that_is_held_back_leaves_its_caption_without_it(story: Story) -> None:
    address = "https://sukacontoh.desa.example/foto/anak.jpg"
    pointer = story.lines["satu"]["capture"] | {"record_id": "urn:uuid:gambar"}
    caption = {"text": "Anak membaca", "credit": None, "image_url": address, "alt": None, "raw": "Anak membaca",
               "image": pointer, "image_status": "archived", "original_url": None}  # fmt: skip
    story.documents.write("c-20261201000000000-00000-uji", story.documents.line("foto", captions=[caption, caption]))
    close(story.collection.root, address)

    story.next()

    found = rows(story.home / "1.1.0", CAPTIONS)
    assert [(row["text"], row["image_url"], row["record_id"]) for row in found] == [("Anak membaca", None, None)] * 2
    assert "anak.jpg" not in said(story.home / "1.1.0")


def test_what_was_erased_and_what_is_gone(story: Story) -> None:
    gone, erased = story.lines["tiga"], story.lines["satu"]
    for path in (story.collection.warc_file("b-20260201000000000-00000-uji"),
                 story.collection.documents_file("b-20260201000000000-00000-uji")):  # fmt: skip
        path.unlink()
    story.documents.write("a-20260101000000000-00000-uji", story.lines["dua"], story.lines["empat"])
    step = {"step": "erasure", "erased": [{"record_id": f"<{erased['id']}>"}], "when": "2026-11-20T00:00:00Z"}
    append_line(story.collection.root / "decisions" / "takedowns.jsonl", step)

    assert story.next() == {"satu": ("withdrawn", ["erased"]), "tiga": ("withdrawn", ["not_in_collection"])}
    assert gone["url"] not in said(story.home / "1.1.0")


def test_a_record_that_is_read_as_something_else(story: Story) -> None:
    other = story.lines["tiga"] | {"article_id": "sha1:lain", "story_id": "sha1:lain"}
    story.documents.write("b-20260201000000000-00000-uji", other)

    assert story.next() == {"tiga": ("withdrawn", ["read_otherwise"]), "baru": ("added", ["taken_in"])}


@pytest.mark.parametrize(("is_let_out", "reason"), [(True, "read_otherwise"), (False, "restricted")])
def test_a_record_that_is_no_document_any_more_is_looked_for_in_the_index(
    story: Story, is_let_out: bool, reason: str
) -> None:
    stem, line = "b-20260201000000000-00000-uji", story.lines["tiga"]
    capture = Capture(
        url=line["url"], captured_at=parse_warc_date("2026-02-01T00:00:00Z"), status=200, mime="text/html",
        digest="sha1:" + "A" * 32, warc_filename=f"{stem}.warc.gz", offset=0, length=1, record_id=line["id"],
    )  # fmt: skip
    story.collection.cdxj_file(stem).write_text(cdxj_line(capture), "utf-8")
    story.documents.write(stem, line | {"kind": "listing", "article_id": None})
    if not is_let_out:
        close(story.collection.root, line["url"])

    assert story.next() == {"tiga": ("withdrawn", [reason])}


def test_a_release_that_asks_for_less_says_so(story: Story) -> None:
    dated = story.lines["dua"]["published_at"]

    release(story.collection, story.home / "b", wish=replace(WISH, query=(*NEAR, ("since", dated), ("until", dated))))

    found = {row["article_id"]: (row["change"], row["reasons"]) for row in rows(story.home / "b", CHANGES)}
    withdrawn = [story.lines[name]["article_id"] for name in ("satu", "tiga")]
    assert found == dict.fromkeys(withdrawn, ("withdrawn", ["outside_filter"]))


def test_every_table_is_there_even_without_rows(story: Story) -> None:
    for table in TABLES:
        assert rows(story.home / "1.0.0", table) == columns(story.home / "1.0.0", table)
    assert [row["article_id"] for row in rows(story.home / "1.0.0", ARTICLES)] == sorted(
        story.lines[name]["article_id"] for name in ("satu", "dua", "tiga")
    )
