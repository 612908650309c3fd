"""What the access list hides is in no answer of the catalogue, in either database; it comes back when it is withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Engine, select

from archive import Collection
from archive.access.asking import asked_by_staff
from archive.access.entries import add_entry, withdraw_entry
from archive.catalogue import tables
from archive.catalogue.counts import counts, total
from archive.catalogue.restricting import restriction_of
from archive.catalogue.search import article_of, readings_of
from archive.catalogue.store import open_engine
from archive.catalogue.update import bring_up_to_date, make_anew
from tests.archive.catalogue.lines import ALL, Documents, contents, titles

Catalogue = Callable[[Collection], Engine]
SITE = "https://sukacontoh.desa.example/artikel"


def close(collection: Collection, kind: str, value: str, level: str = "closed", **more: str) -> str:
    return add_entry(collection.root, kind, value, level, reason="diminta", who="Uji", **more).id  # type: ignore[arg-type]


def update(documents: Documents, engine: Engine) -> None:
    """Bring up to date, and see that it equals one that is made anew."""
    bring_up_to_date(documents.collection, engine)
    fresh = open_engine(documents.collection.root / "archive")
    make_anew(documents.collection, fresh)
    assert contents(engine) == contents(fresh)
    fresh.dispose()


def test_a_closed_article_is_in_no_table_and_comes_back(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write(
        "a", documents.line("satu", title="Rahasia", text="kata langka sekali"), documents.line("dua", title="Biasa")
    )
    engine = catalogue_of(documents.collection)
    with engine.connect() as connection:
        assert total(connection, ALL).pages == 2  # and is remembered

    entry = close(documents.collection, "address", f"{SITE}/satu", public_reason="melindungi anak")
    update(documents, engine)

    assert titles(engine) == ["Biasa"]
    assert titles(engine, ALL.but(text="langka")) == []
    with engine.connect() as connection, asked_by_staff():
        assert total(connection, ALL).pages == 1
        assert article_of(connection, documents.line("satu")["article_id"]) is None
        assert [one.pages for one in counts(connection, ALL, "site")] == [1]
        for table in tables.metadata.sorted_tables:
            if table is not tables.closed:
                assert b"langka" not in repr(connection.execute(select(table)).all()).encode()
        line = restriction_of(connection, documents.line("satu")["article_id"])
        assert line is not None
        assert line["title"] == "Rahasia"

    withdraw_entry(documents.collection.root, entry, reason="selesai", who="Uji")
    update(documents, engine)

    assert sorted(titles(engine)) == ["Biasa", "Rahasia"]
    assert titles(engine, ALL.but(text="langka")) == ["Rahasia"]


def test_what_is_for_staff_is_found_and_counted_by_staff_alone(documents: Documents, catalogue_of: Catalogue) -> None:
    documents.write("a", documents.line("satu", title="Sengketa"), documents.line("dua", title="Biasa"))
    close(documents.collection, "pattern", "example,desa,sukacontoh)/artikel/sat", "staff")
    engine = catalogue_of(documents.collection)
    article_id = documents.line("satu")["article_id"]

    with engine.connect() as connection:
        assert total(connection, ALL).pages == 1
        assert article_of(connection, article_id) is None
        with asked_by_staff():
            assert total(connection, ALL).pages == 2
            assert article_of(connection, article_id) is not None
        assert total(connection, ALL).pages == 1
    assert titles(engine) == ["Biasa"]


def test_of_an_article_with_one_closed_reading_the_others_are_shown(
    documents: Documents, catalogue_of: Catalogue
) -> None:
    old = documents.line("satu", title="Judul lama", captured_at="2026-01-01T00:00:00Z")
    new = documents.line("satu", title="Judul baru", captured_at="2026-02-01T00:00:00Z")
    documents.write("a", old, new)
    engine = catalogue_of(documents.collection)
    assert titles(engine) == ["Judul baru"]

    close(documents.collection, "capture", new["id"], "staff")
    update(documents, engine)

    assert titles(engine) == ["Judul lama"]
    with engine.connect() as connection:
        assert [one["title"] for one in readings_of(connection, old["article_id"])] == ["Judul lama"]
        with asked_by_staff():
            assert [one["title"] for one in readings_of(connection, old["article_id"])] == ["Judul lama", "Judul baru"]

    close(documents.collection, "address", f"{SITE}/satu", before="2026-01-15")
    update(documents, engine)

    assert titles(engine) == []


def test_documents_that_come_later_are_closed_at_once(documents: Documents, catalogue_of: Catalogue) -> None:
    close(documents.collection, "host", "sukacontoh.desa.example")
    engine = catalogue_of(documents.collection)

    documents.write(
        "a", documents.line("satu", title="Rahasia"), documents.line(url="https://lain.desa.example/", title="Biasa")
    )
    update(documents, engine)

    assert titles(engine) == ["Biasa"]


def test_a_folder_is_closed_with_its_own_list(documents: Documents, catalogue_of: Catalogue) -> None:
    addresses = ("", "/", "/?halaman=2", "/satu", "ku")
    lines = [documents.line(title=f"berita{one}", url=f"{SITE}/berita{one}") for one in addresses]
    documents.write("a", *lines)
    engine = catalogue_of(documents.collection)

    close(documents.collection, "pattern", f"{SITE}/berita/*")
    update(documents, engine)

    assert titles(engine) == ["beritaku"]


def test_events_of_closed_pages_are_left_out(documents: Documents, catalogue_of: Catalogue) -> None:
    folder = documents.collection.crawl_folder("20261101000000-aaaa")
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps({"schema": "lumbung-crawl/1", "started_at": "2026-11-01T00:00:00Z",
                                                    "finished_at": None, "finish_reason": "finished", "sites": []}))  # fmt: skip
    events = [{"event": "new", "site": "s", "url": f"{SITE}/{name}", "title": name, "found_at": "2026-11-01T00:00:00Z"}
              for name in ("satu", "dua")]  # fmt: skip
    (folder / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in events))
    engine = catalogue_of(documents.collection)
    entry = close(documents.collection, "address", f"{SITE}/satu")

    def told() -> list[str]:
        bring_up_to_date(documents.collection, engine)
        with engine.connect() as connection:
            return [row.title for row in connection.execute(select(tables.event).order_by(tables.event.c.title))]

    assert told() == ["dua"]
    withdraw_entry(documents.collection.root, entry, reason="selesai", who="Uji")
    assert told() == ["dua", "satu"]


def test_an_event_does_not_tell_the_title_of_a_closed_capture_before_it(
    documents: Documents, catalogue_of: Catalogue
) -> None:
    folder = documents.collection.crawl_folder("20261101000000-aaaa")
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps({"schema": "lumbung-crawl/1", "started_at": "2026-11-01T00:00:00Z",
                                                    "finished_at": None, "finish_reason": "finished", "sites": []}))  # fmt: skip
    gone = {"event": "vanished", "site": "s", "url": f"{SITE}/satu", "title": "Rahasia", "before": "urn:uuid:1",
            "found_at": "2026-11-01T00:00:00Z", "last_seen_at": "2026-10-01T00:00:00Z", "after": "urn:uuid:2"}  # fmt: skip
    (folder / "events.jsonl").write_text(json.dumps(gone) + "\n")
    engine = catalogue_of(documents.collection)
    close(documents.collection, "address", f"{SITE}/satu", before="2026-10-15")

    bring_up_to_date(documents.collection, engine)

    with engine.connect() as connection:
        assert connection.execute(select(tables.event)).all() == []
