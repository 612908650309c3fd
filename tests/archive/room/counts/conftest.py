"""A made-up collection of 600 documents with facts of partners, its reading room, and what is counted by other code."""

from __future__ import annotations

import json
import random
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from starlette.exceptions import StarletteDeprecationWarning

from archive import Collection
from archive.catalogue.update import open_catalogue
from archive.room.app import make_app
from archive.room.charts import drawing
from archive.room.room import Room
from tests.benchmarks.big_collection import BigCollection

with warnings.catch_warnings():
    warnings.simplefilter("ignore", StarletteDeprecationWarning)  # of httpx, which its client still takes
    from starlette.testclient import TestClient

Line = dict[str, Any]
TODAY = date(2026, 11, 12)
FACTS = (
    ("agreement", "MoU dengan Universitas Contoh"),
    ("regulation", "Perbup Nomor 12 Tahun 2024"),
    ("funding", "Dana Desa"),
)


@dataclass(frozen=True)
class Made:
    """`lines`: the last reading of each article that is of the programme or not, as the files have them."""

    collection: Collection
    client: TestClient
    lines: list[Line]

    @property
    def provinces(self) -> list[str]:
        """Those with articles about the programme, the most first."""
        return [code for code, _ in counted(self.relevant(), province).most_common()]

    def get(self, address: str) -> Any:
        """The JSON twin of a page."""
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text[:500]
        return answer.json()

    def relevant(self, wanted: Callable[[Line], bool] = lambda line: True) -> list[Line]:
        return [line for line in self.lines if line["programme"]["relevant"] and wanted(line)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    collection = BigCollection(tmp_path_factory.mktemp("ruang") / "koleksi", 600, a_file=200).collection
    _name_partners(collection)
    room = Room(collection, open_catalogue(collection), lambda: TODAY)
    with client_of(room) as client:
        yield Made(collection, client, _last_readings(collection))
    room.close()
    drawing.end()


def client_of(room: Room) -> TestClient:
    return TestClient(make_app(room), follow_redirects=False)


def _name_partners(collection: Collection) -> None:
    chance = random.Random(1)
    for path in sorted(collection.documents_folder.glob("*.jsonl")):
        lines = [json.loads(raw) for raw in path.read_bytes().splitlines()]
        for line in lines:
            if line["programme"] and line["programme"]["relevant"] and chance.random() < 0.4:
                field, value = chance.choice(FACTS)
                quote = f"Didukung {value} dan disambut warga."
                fact = {"field": field, "value": value, "where": "text", "quote": quote, "start": 0, "end": 5}
                line["programme"] = {**line["programme"], "facts": [*line["programme"]["facts"], fact]}
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def _last_readings(collection: Collection) -> list[Line]:
    """Of each article what its newest reading says that is no repetition."""
    found: dict[str, Line] = {}
    lines = [
        json.loads(raw)
        for path in sorted(collection.documents_folder.glob("*.jsonl"))
        for raw in path.read_bytes().splitlines()
    ]
    for line in sorted(lines, key=lambda line: line["captured_at"]):
        if line["kind"] == "article" and (line["same_as"] is None or line["article_id"] not in found):
            found[line["article_id"]] = line
    return list(found.values())


def month(line: Line) -> str | None:
    return line["published_at"][:7] if line["published_at"] else None


def quarter(line: Line) -> str:
    """Of a line that has a date."""
    return f"{line['published_at'][:4]}-Q{(int(line['published_at'][5:7]) + 2) // 3}"


def province(line: Line) -> str:
    return str(line["village"]["kode_wilayah"])[:2]


def regency(line: Line) -> str:
    return str(line["village"]["kode_wilayah"])[:5]


def counted(lines: list[Line], by: Callable[[Line], Any]) -> Counter[Any]:
    return Counter(map(by, lines))
