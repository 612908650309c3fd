"""Files as programs read them, and the articles that the pages show."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import openpyxl
from starlette.testclient import TestClient

ALL = "relation=all&kind=article"


def book(client: TestClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def table(sheet: Any) -> list[dict[str, Any]]:
    rows = [[cell.value for cell in row] for row in sheet]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def csv_rows(client: TestClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode(), newline="")))


def shown_articles(client: TestClient, params: str) -> list[dict[str, Any]]:
    """All that the pages of Artikel show, by their twins."""
    first = client.get(f"/artikel.json?{params}").json()
    rest = (client.get(f"/artikel.json?{params}&page={page}").json() for page in range(2, first["last_page"] + 1))
    return [row for page in (first, *rest) for row in page["articles"]]


def finished(client: TestClient, address: str) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = client.get(address + ".json").json()
        if state["state"] in ("done", "failed"):
            return state
        time.sleep(0.1)
    raise AssertionError(state)
