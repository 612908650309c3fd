"""The collection for programs: articles, documents, captures and records in a few lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive import Capture, Collection, Query, layout
from archive.catalogue.query import NAMES, QueryError
from archive.catalogue.store import CatalogueError
from archive.corpus import opening, reading, records
from archive.corpus.opening import CatalogueIsOlder, unchanging
from archive.corpus.records import NotShown
from archive.errors import EvidenceError
from archive.room.api.schemas import SCHEMAS
from tests.archive.corpus.made import LAIN, MAJU, PHONE, SUKA
from tests.archive.replay.stored import JPEG, client_of

# ---- questions ----


def test_a_question_takes_the_filters_of_the_room_and_gives_articles_newest_first(collection: Collection) -> None:
    found = collection.articles(region="18", since="2024")

    assert [article.url for article in found] == [f"{SUKA}/baca", f"{MAJU}/jahit", f"{SUKA}/jahit"]
    assert (len(found), found.stories, found.villages) == (3, 2, 2)
    assert next(article.url for article in collection.articles(since="2024", order="oldest")) == f"{SUKA}/jahit"
    assert len(collection.articles()) == 4
    assert len(collection.articles(relation="all")) == 5
    assert len(collection.articles(activity="pelatihan_keterampilan", relation=["core", "none"])) == 1
    assert len(collection.articles(Query(text="menjahit"), copies="first")) == 1


def test_rows_have_the_names_and_values_of_the_web_api(collection: Collection) -> None:
    with client_of(layout.Collection.open(collection.root)) as client:
        told = client.get("/api/articles?relation=all").json()["articles"]

    rows = list(collection.articles(relation="all").rows())

    assert rows == told
    own = (
        name for name in SCHEMAS["Article"]["properties"] if name not in ("document", "is_staff")
    )  # not of every one
    assert list(rows[0]) == list(own)


def test_counts_are_those_of_the_web_api(collection: Collection) -> None:
    with client_of(layout.Collection.open(collection.root)) as client:
        told = client.get("/api/counts?group=year").json()["counts"]

    assert collection.articles().counts("year") == [
        {name: value for name, value in row.items() if name != "label"} for row in told
    ]


def test_a_filter_that_is_none_is_told_with_those_there_are(collection: Collection) -> None:
    filters: dict[str, Any] = {"provinsi": "18"}

    with pytest.raises(QueryError, match=", ".join(NAMES[:3])):
        collection.articles(**filters)
    with pytest.raises(QueryError, match="2024"):
        collection.articles(since=2024)  # type: ignore[arg-type]


def test_columns_hold_what_rows_do(collection: Collection) -> None:
    found = collection.articles(relation="all")

    table = found.to_arrow(texts=True)

    assert table.to_pylist() == list(found.rows(texts=True))
    assert str(table.schema.field("score").type) == "double"


def test_an_article_is_found_by_its_id_or_that_of_a_document(collection: Collection) -> None:
    article = collection.articles(text="menjahit", copies="first").first(1)[0]

    assert collection.article(article.id).url == article.url
    assert collection.article(article.document["id"]).id == article.id
    assert article.caption_texts == ["Peserta menjahit"]
    with pytest.raises(KeyError, match="sha1:none"):
        collection.article("sha1:none")


def test_personal_data_is_covered_unless_it_is_asked_for(collection: Collection) -> None:
    covered = [article.text for article in collection.articles()] + [one.text or "" for one in collection.documents()]
    bare = [article.text for article in collection.articles(redacted=False)]

    assert not any(PHONE in text for text in covered)
    assert sum(PHONE in text for text in bare) == 1
    assert sum(PHONE in (one.text or "") for one in collection.documents(redacted=False)) == 1


def test_a_number_among_tags_is_covered_though_no_flag_tells_of_it(collection: Collection) -> None:
    tags = [tag for one in collection.documents() for tag in one.tags or ()]
    bare = [tag for one in collection.documents(redacted=False) for tag in one.tags or ()]

    assert f"WA {PHONE}" in bare
    assert not any(PHONE in tag for tag in tags)
    assert len(tags) == len(bare)


# ---- the catalogue ----


def test_without_a_catalogue_it_is_told_what_to_run_and_documents_can_be_read(own_collection: Collection) -> None:
    (own_collection.root / "catalogue.sqlite").unlink()
    opened = Collection.open(own_collection.root)

    with pytest.raises(CatalogueError, match=f"lumbung catalogue build -c {opened.root}"):
        opened.articles()

    assert len(list(opened.documents())) == 5
    assert "lumbung catalogue build" in opened._repr_html_()
    assert not (own_collection.root / "catalogue.sqlite").exists()


def test_a_catalogue_that_is_older_than_the_documents_is_told_of(own_collection: Collection) -> None:
    path = next(own_collection.documents_folder.glob("*.jsonl"))
    path.write_bytes(path.read_bytes() * 2)

    with pytest.warns(CatalogueIsOlder, match="lumbung catalogue build"):
        assert len(Collection.open(own_collection.root).articles()) == 4


def test_a_catalogue_on_a_disk_that_cannot_be_written_is_read(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening.os, "access", lambda *_: False)
    before = sorted(path.name for path in collection.root.iterdir())

    assert len(Collection.open(collection.root).articles()) == 4
    assert sorted(path.name for path in collection.root.iterdir()) == before
    with (
        unchanging(collection.root / "catalogue.sqlite").connect() as connection,
        pytest.raises(Exception, match="readonly"),
    ):
        connection.exec_driver_sql("delete from article")


def test_importing_the_name_loads_neither_pages_nor_a_database() -> None:
    code = "import sys; from archive import Collection; print([m for m in ('sqlalchemy','starlette','pyarrow','lxml') if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )

    assert done.stdout.strip() == "[]"


# ---- captures and records ----


def test_captures_of_an_address_and_of_all(collection: Collection) -> None:
    assert len(list(collection.captures())) == 7
    assert [capture.status for capture in collection.captures(f"{SUKA}/baca")] == [200]
    assert list(collection.captures(f"{SUKA}/tidak-ada")) == []


def test_a_record_has_headers_and_its_payload_checked(collection: Collection) -> None:
    article = collection.articles(text="membaca").first(1)[0]

    record = collection.record(article)

    assert (record.status, record.url, record.is_checked, record.is_cut) == (200, f"{SUKA}/baca", True, False)
    assert record.header("content-TYPE") == "text/html; charset=utf-8"
    assert f'<a href="{LAIN}/">' in record.text
    document = next(one for one in collection.documents() if one.url == article.url)
    assert collection.payload(document) == record.body == collection.payload(article.document)


def test_a_pointer_of_a_caption_leads_to_the_picture(collection: Collection) -> None:
    image = collection.articles(text="menjahit", copies="first").first(1)[0].document["captions"][0]["image"]

    assert collection.payload(image) == JPEG


def test_a_revisit_has_the_payload_of_what_it_refers_to(collection: Collection) -> None:
    (revisit,) = collection.captures(f"{MAJU}/salinan.jpg")
    assert revisit.revisit_of

    record = collection.record(revisit)

    assert record.body == JPEG
    assert (record.url, record.holder.url) == (f"{MAJU}/salinan.jpg", f"{SUKA}/foto.jpg")
    assert record.is_checked


def test_a_revisit_whose_original_is_gone_is_told(own_collection: Collection) -> None:
    (revisit,) = own_collection.captures(f"{MAJU}/salinan.jpg")
    for path in (own_collection.root / "indexes").glob("*.cdxj"):
        path.write_bytes(
            b"".join(line for line in path.read_bytes().splitlines(keepends=True) if b"foto.jpg" not in line)
        )

    with pytest.raises(EvidenceError, match="refers to is not in this collection"):
        own_collection.record(revisit)


def test_content_coding_is_kept_in_raw_and_undone_in_body(own_collection: Collection) -> None:
    import gzip

    from tests.archive.replay.stored import answer, store

    packed = gzip.compress(b"<p>halo")
    (capture,) = store(own_collection, (f"{SUKA}/padat", answer(packed, more="Content-Encoding: gzip\r\n")))

    record = own_collection.record(capture)

    assert (record.raw, record.body, record.is_checked) == (packed, b"<p>halo", True)


def test_a_payload_that_is_another_than_its_digest_says_is_told(own_collection: Collection) -> None:
    import gzip

    capture = next(own_collection.captures(f"{SUKA}/baca"))
    path = own_collection.archive / capture.warc_filename
    raw = path.read_bytes()
    member = gzip.decompress(raw[capture.offset : capture.offset + capture.length])
    end = capture.offset + capture.length
    path.write_bytes(raw[: capture.offset] + gzip.compress(member.replace(b"luar", b"ruar")) + raw[end:])

    with pytest.raises(EvidenceError, match="another than its digest says"):
        own_collection.record(capture)
    assert b"ruar" in own_collection.record(capture, check=False).body


def test_what_may_not_be_shown_is_in_nothing_that_is_given_out(
    own_collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_open(collection: object, capture: Capture) -> bool:
        return "/jahit" not in capture.url and "foto" not in capture.url

    capture = next(own_collection.captures(f"{SUKA}/jahit"))
    for module in (reading, records):
        monkeypatch.setattr(module, "may_show", is_open)
    monkeypatch.setattr("archive.replay.access.may_show", is_open)

    assert {article.url for article in own_collection.articles()} == {f"{SUKA}/baca", f"{SUKA}/lama"}
    assert f"{SUKA}/jahit" not in {one.url for one in own_collection.documents()}
    assert f"{SUKA}/jahit" not in {one.url for one in own_collection.captures()}
    with pytest.raises(NotShown):
        own_collection.record(capture)
    (revisit,) = own_collection.captures(f"{MAJU}/salinan.jpg")
    with pytest.raises(NotShown):  # its payload is that of a closed capture
        own_collection.record(revisit)


# ---- a notebook ----


def test_a_notebook_shows_what_was_found_without_its_markup(collection: Collection) -> None:
    article = collection.articles(text="menjahit", copies="first").first(1)[0]
    shown = collection.articles()._repr_html_() + collection._repr_html_() + article._repr_html_()

    assert "<b>" not in shown
    assert "Pelatihan &lt;b&gt;menjahit&lt;/b&gt;" in shown
    assert PHONE not in shown
    assert "5 of 3 villages" in shown
