"""A small made-up collection, with articles that mean harm among others, and what stands in it told by other code than
the room's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive import Collection
from tests.benchmarks.big_collection import BigCollection

Line = dict[str, Any]

NIK = "1805134505900001"
# What a cell, a file or a page must bear.
HOSTILE = (
    "=1+1", "+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://jahat.example","klik")', "\t=1+1", "\r=1+1", "  =cmd|' /C calc'!A0",
    "\uff1d1+1", "<script>alert(1)</script>", "a;b,c\"d'e\nf", "nol\x00\x07\x1b[31m", "balik\u202ekanan", "_x0041_",
    "{=1}", "x" * 40_000, "\U0001f600" * 20_000, "\ufffe\uffff", "https://a.example/\"onload='", "18.05",
)  # fmt: skip


def make_collection(root: Path, documents: int = 300) -> Collection:
    """Documents of villages with real codes, and one hostile article for each of HOSTILE."""
    collection = BigCollection(root, documents, seed=3).collection
    (path,) = sorted(collection.documents_folder.glob("*.jsonl"))
    model = next(
        line
        for line in read_lines(path)
        if line["kind"] == "article" and line["programme"]["relation"] == "core" and line["same_as"] is None
    )
    stem = "lumbung-20260101000000000-00000-uji"
    collection.warc_file(stem).touch()
    collection.cdxj_file(stem).touch()
    lines = [hostile_line(model, number, text) for number, text in enumerate(HOSTILE)]
    lines.append(personal_line(model))
    written = "".join(json.dumps(line) + "\n" for line in lines)
    collection.documents_file(stem).write_text(written, "utf-8")
    return collection


def hostile_line(model: Line, number: int, text: str) -> Line:
    """An article that says `text` wherever a site says what it wants."""
    article_id = f"sha1:{number:040x}"
    caption = {**(model["captions"] or [CAPTION])[0], "text": text, "raw": text, "credit": text}
    return model | {
        "id": f"urn:uuid:00000000-0000-4000-9000-{number:012x}", "article_id": article_id, "story_id": article_id,
        "title": text, "author": text, "text": text + "\n\nperpustakaan", "captions": [caption],
        "url": f"https://jahat.desa.example/?judul={text[:200]}", "published_at": "2024-05-06T08:00:00+07:00",
        "captured_at": "2026-01-01T00:00:00Z", "flags": [], "flag_details": [], "near_duplicate_of": None,
        "language": "=1", "platform": "=1",
    }  # fmt: skip


def personal_line(model: Line) -> Line:
    title = f"Bantuan untuk NIK {NIK}"
    start = title.index(NIK)
    line = hostile_line(model, 999, title)
    detail = {
        "flag": "personal_data",
        "kind": "nik",
        "where": "title",
        "quote": "18",
        "start": start,
        "end": len(title),
    }
    return line | {
        "author": "admin", "text": "perpustakaan", "captions": [], "flags": ["personal_data"], "flag_details": [detail],
        "url": f"https://jahat.desa.example/bantuan-nik-{NIK}-hubungi-0812-3456-7890",
    }  # fmt: skip


CAPTION: Line = {
    "text": "", "credit": "", "image_url": "https://jahat.desa.example/a.jpg", "alt": None, "raw": "", "image": None,
    "image_status": "archived", "original_url": None,
}  # fmt: skip


def read_lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def shown(collection: Collection) -> dict[str, Line]:
    """Of each article its last reading that said something new."""
    found: dict[str, Line] = {}
    lines = [line for path in sorted(collection.documents_folder.glob("*.jsonl")) for line in read_lines(path)]
    for line in sorted(lines, key=lambda line: str(line["captured_at"])):
        if line["article_id"] and (line["same_as"] is None or line["article_id"] not in found):
            found[line["article_id"]] = line
    return found


def counted(collection: Collection, period: str = "", region: str = "", *, relevant: bool = True) -> list[Line]:
    """The articles that the room counts for a year or month and a region."""
    return [
        line
        for line in shown(collection).values()
        if line["kind"] == "article"
        and (line["programme"]["relevant"] or not relevant)
        and (line["published_at"] or "").startswith(period)
        and line["village"]["kode_wilayah"].startswith(region)
    ]
