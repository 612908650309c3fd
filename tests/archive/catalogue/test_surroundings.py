"""Jobs, visits, events, sites and recipients stand beside the articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select

from archive import Collection
from archive.catalogue import tables
from archive.catalogue.update import bring_up_to_date
from archive.recipients import add_correction, add_recipients, make_recipient
from tests.archive.catalogue.lines import Documents, dumped

Catalogue = Callable[[Collection], Engine]


def rows(engine: Engine, table: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table))]


def report(documents: Documents, crawl: str, *sites: dict[str, Any], **facts: Any) -> None:
    folder = documents.collection.crawl_folder(crawl)
    folder.mkdir(exist_ok=True)
    said = {"schema": "lumbung-crawl/1", "started_at": f"{crawl}T00:00:00Z", "finish_reason": "finished", "totals": {}}
    (folder / "report.json").write_text(json.dumps({**said, "sites": sites, **facts}))


def site(name: str, **facts: Any) -> dict[str, Any]:
    return {"site": name, "url": f"https://{name}/", "platform": "opensid", "archived": 1, "unreachable": 0, **facts}


def seeds(documents: Documents, *lines: str) -> None:
    documents.collection.seeds_file.write_text("\n".join(("id,url,kode_wilayah,tags,paused", *lines, "")))


def test_a_site_has_the_state_of_its_last_visit_and_since_when(documents: Documents, catalogue_of: Catalogue) -> None:
    seeds(
        documents,
        "a,https://a.desa.example/,18.05.13.2021,x y,",
        "b,https://b.desa.example/,,,",
        "c,https://c.desa.example/,,,yes",
    )
    report(documents, "2026-01-01", site("a"), site("b"))
    report(documents, "2026-02-01", site("a"), site("b", archived=0, unreachable=1))
    report(documents, "2026-03-01", site("a", moved_to="lain.example"), site("b", archived=0, unreachable=1))
    found = {row["id"]: row for row in rows(catalogue_of(documents.collection), tables.site)}

    assert (found["a"]["state"], found["a"]["state_detail"], found["a"]["state_since"]) == (
        "moved",
        "lain.example",
        "2026-03-01T00:00:00Z",
    )
    assert (found["a"]["province"], found["a"]["village"], found["a"]["tags"]) == ("18", "18.05.13.2021", "x y")
    assert (found["b"]["state"], found["b"]["state_since"]) == ("unreachable", "2026-02-01T00:00:00Z")
    assert (found["b"]["last_answer"], found["b"]["last_visit"]) == ("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")
    assert (found["c"]["state"], found["c"]["last_visit"], found["c"]["is_paused"]) == ("unvisited", None, True)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"archived": 0, "same": 3}, "well"),
        ({"archived": 0}, "well"),
        ({"archived": 0, "unreachable": 1}, "unreachable"),
        ({"hijack": {"is_taken": True}}, "hijacked"),
        ({"hijack": {"is_taken": False}}, "well"),
    ],
)
def test_state_of_a_visit(facts: dict[str, Any], state: str, documents: Documents, catalogue_of: Catalogue) -> None:
    report(documents, "2026-01-01", site("a", **facts))

    assert [row["state"] for row in rows(catalogue_of(documents.collection), tables.visit)] == [state]


def test_a_site_without_a_code_lies_where_its_articles_say(documents: Documents, catalogue_of: Catalogue) -> None:
    seeds(documents, "s,https://www.sukacontoh.desa.example/,,,")
    documents.write("a", documents.line(), documents.line(village={"kode_wilayah": "33.22.01.2001"}), documents.line())

    assert [row["village"] for row in rows(catalogue_of(documents.collection), tables.site)] == ["18.05.13.2021"]


def test_a_job_is_counted_and_counted_again_when_it_ends(documents: Documents, catalogue_of: Catalogue) -> None:
    report(documents, "2026-01-01", site("a", new=2), site("b", new=3), finish_reason="running", totals={"archived": 7})
    engine = catalogue_of(documents.collection)
    (before,) = rows(engine, tables.job)
    report(documents, "2026-01-01", site("a", new=2), site("b", new=9), totals={"archived": 12, "bytes": 2**40})
    bring_up_to_date(documents.collection, engine)
    (after,) = rows(engine, tables.job)

    assert (before["finish_reason"], before["sites"], before["new"], before["archived"]) == ("running", 2, 5, 7)
    assert (after["finish_reason"], after["new"], after["archived"], after["bytes"]) == ("finished", 11, 12, 2**40)


def test_events_are_taken_in_without_torn_lines_and_numbers_of_people(
    documents: Documents, catalogue_of: Catalogue
) -> None:
    report(documents, "2026-01-01")
    event = {
        "event": "vanished", "site": "a", "url": "https://a.desa.example/1", "article_id": "sha1:1",
        "title": "Hubungi 0812-3456-7890 atau a@b.example, 12 Maret 2024", "found_at": "2026-01-01T00:00:00Z",
        "last_seen_at": None, "before": "urn:uuid:1", "after": None, "detail": "404",
    }  # fmt: skip
    path = documents.collection.crawl_folder("2026-01-01") / "events.jsonl"
    path.write_bytes(dumped(event) + b'{"event": "robek", "si\n' + dumped(event | {"event": "edited"}) + b"{")
    found = rows(catalogue_of(documents.collection), tables.event)

    assert [row["event"] for row in found] == ["vanished", "edited"]
    assert found[0]["title"] == "Hubungi ▒▒▒ atau ▒▒▒, 12 Maret 2024"
    assert (found[0]["crawl"], found[0]["before_record"], found[0]["detail"]) == ("2026-01-01", "urn:uuid:1", "404")


def test_jobs_that_are_gone_are_forgotten(documents: Documents, catalogue_of: Catalogue) -> None:
    report(documents, "2026-01-01", site("a"))
    engine = catalogue_of(documents.collection)
    folder = documents.collection.crawl_folder("2026-01-01")
    (folder / "report.json").unlink()
    folder.rmdir()
    bring_up_to_date(documents.collection, engine)

    assert rows(engine, tables.job) == rows(engine, tables.visit) == []


def test_recipients_have_the_village_they_mean_and_a_correction_holds(
    documents: Documents, catalogue_of: Catalogue
) -> None:
    root = documents.collection.root
    known = {"provinsi": "Lampung", "kabupaten": "Tulang Bawang", "kecamatan": "Penawar Tama", "desa": "Dwimulyo"}
    listed = [make_recipient({**known, "year": "2024"}, "uji"), make_recipient({"desa": "Tidak Ada"}, "uji")]
    add_recipients(root, listed)
    engine = catalogue_of(documents.collection)
    before = {row["desa"]: (row["village"], row["is_sure"]) for row in rows(engine, tables.recipient)}
    add_correction(root, listed[1], "33.22.01.2001", "surat dinas", "Uji")
    bring_up_to_date(documents.collection, engine)
    after = {row["desa"]: (row["village"], row["is_sure"]) for row in rows(engine, tables.recipient)}

    assert before == {"Dwimulyo": ("18.05.13.2021", True), "Tidak Ada": (None, False)}
    assert after["Tidak Ada"] == ("33.22.01.2001", True)
