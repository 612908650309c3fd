"""A small made-up collection with hostile articles, and rooms over it: open, with accounts, behind a proxy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.config import Who
from archive.room.access.accounts import accounts_file, add_person
from archive.room.access.doors import Doors, doors_of
from archive.room.app import make_app
from archive.room.room import Room
from tests.benchmarks.big_collection import BigCollection

Line = dict[str, Any]

PASSWORDS = {
    "Siti Aminah": "beras merah padi ketan",
    "arsip": "lumbung padi tua sekali",
    "pembaca": "baca buku tiap hari",
}
ROLES = {"Siti Aminah": "reviewer", "arsip": "archivist", "pembaca": "reader"}
NIK = "1805134505900001"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></title><script>alert(1)</script>",
    "balik\u202ekanan\u2066kiri",
    "nol\x00\x07\x1b[31m\ufffe\ud800",
    "javascript:alert(1)",
    "&amp;&#x0;%00{{ 7*7 }}{% raw %}",
    "=1+1",
    "x" * 1_000_000,
)
ADDRESSES = (
    "javascript:alert(1)", 'https://jahat.desa.example/?a="onmouseover="alert(1)', "https://jahat.desa.example/\r\nSet-Cookie: a=b",
    "data:text/html,<script>alert(1)</script>", "https://jahat.desa.example/a b<c>{d}", "//jahat.desa.example/x",
)  # fmt: skip


def make_collection(root: Path, documents: int = 120) -> Collection:
    """Documents of villages with real codes, and the hostile ones, about the programme."""
    made = BigCollection(root, documents, seed=5).collection
    lines = [line for path in sorted(made.documents_folder.glob("*.jsonl")) for line in read_lines(path)]
    model = next(
        one for one in lines if one["kind"] == "article" and one["programme"]["relevant"] and not one["same_as"]
    )
    stem = "lumbung-20260101000000000-00000-uji"
    made.warc_file(stem).touch()
    made.cdxj_file(stem).touch()
    bad = [hostile(model, number, text, ADDRESSES[number % len(ADDRESSES)]) for number, text in enumerate(HOSTILE)]
    content = "".join(json.dumps(line) + "\n" for line in [*bad, personal(model)])
    made.documents_file(stem).write_text(content, "utf-8")
    return made


def empty_collection(root: Path, settings: str) -> Collection:
    """Nothing in it yet, with more settings."""
    Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    with (root / "collection.toml").open("a") as file:
        file.write(settings)
    return Collection.open(root)


def hostile(model: Line, number: int, text: str, url: str) -> Line:
    """An article that says `text` wherever its site says what it wants."""
    article_id = f"sha1:{number:040x}"
    caption = {**(model["captions"] or [{"image": None, "image_status": "failed", "image_url": None, "alt": None}])[0]}
    caption |= {"text": text, "raw": text, "credit": text, "alt": text}
    return model | {
        "id": f"urn:uuid:00000000-0000-4000-9000-{number:012x}", "article_id": article_id, "story_id": article_id,
        "title": text, "author": text, "text": f"{text}\n\nperpustakaan jahat", "captions": [caption], "url": url,
        "published_at": "2026-11-06T08:00:00+07:00", "captured_at": f"2026-11-20T00:00:0{number % 10}Z",
        "flags": [], "flag_details": [], "near_duplicate_of": None, "same_as": None,
    }  # fmt: skip


def personal(model: Line) -> Line:
    """An article that tells a number of a private person."""
    text = f"Warga ber-NIK {NIK} menerima bantuan."
    start = text.index(NIK)
    detail = {
        "flag": "personal_data",
        "where": "text",
        "start": start,
        "end": start + len(NIK),
        "quote": "18",
        "kind": "nik",
    }
    line = hostile(model, 99, "Bantuan", "https://baik.desa.example/bantuan")
    return line | {"text": text, "flags": ["personal_data"], "flag_details": [detail]}


PERSONAL_ID = f"sha1:{99:040x}"


def read_lines(path: Path) -> Iterator[Line]:
    for raw in path.read_bytes().splitlines():
        yield json.loads(raw)


def add_people(collection: Collection) -> None:
    for name, role in ROLES.items():
        add_person(accounts_file(collection), name, role, PASSWORDS[name])  # type: ignore[arg-type]


@contextmanager
def open_room(collection: Collection, host: str = "127.0.0.1") -> Iterator[tuple[TestClient, Doors]]:
    """As `lumbung serve` opens it; the client is at 127.0.0.1."""
    doors = doors_of(collection, host)
    room = Room(collection, open_catalogue(collection))
    try:
        app = make_app(room, doors)
        with TestClient(
            app, base_url="http://127.0.0.1:8000", follow_redirects=False, client=("127.0.0.1", 5)
        ) as client:
            yield client, doors
    finally:
        room.close()
        doors.close()


def token_in(text: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', text)
    assert found, text[:2_000]
    return found[1]


def log_in(client: TestClient, name: str, there: str = "/") -> Any:
    token = token_in(client.get("/masuk").text)
    return client.post("/masuk", data={"name": name, "password": PASSWORDS[name], "token": token, "next": there})
