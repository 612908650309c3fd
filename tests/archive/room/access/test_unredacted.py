"""Who is shown personal data, and that it is kept."""

from __future__ import annotations

import json

from starlette.testclient import TestClient

from archive import Collection
from tests.archive.room.guarded import (
    NIK,
    PERSONAL_ID,
    log_in,
    token_in,
)


def test_personal_data_is_shown_to_an_archivist_who_says_why_and_it_is_kept(
    client: TestClient, collection: Collection
) -> None:
    log_in(client, "arsip")
    path = f"/artikel/{PERSONAL_ID}/lengkap"
    for covered in (f"/artikel/{PERSONAL_ID}", f"/artikel/{PERSONAL_ID}.json", f"/api/articles/{PERSONAL_ID}?include=document,versions",
                    "/artikel.atom?text=bantuan", "/artikel?text=bantuan", path):  # fmt: skip
        answer = client.get(covered)
        assert answer.status_code == 200, covered
        assert NIK not in answer.text
    token = token_in(client.get(path).text)
    assert client.post(path, data={"token": token, "reason": ""}).status_code == 400

    shown = client.post(path, data={"token": token, "reason": "permintaan dinas sosial"})

    assert NIK in shown.text
    assert shown.headers["cache-control"] == "private, no-store"
    kept = [json.loads(line) for line in (collection.root / "decisions/access.jsonl").read_text().splitlines()]
    assert [(one["who"], one["what"], one["reason"]) for one in kept] == [
        ("arsip", f"unredacted {PERSONAL_ID}", "permintaan dinas sosial")
    ]


def test_a_reviewer_is_not_shown_personal_data(client: TestClient) -> None:
    log_in(client, "Siti Aminah")
    path = f"/artikel/{PERSONAL_ID}/lengkap"

    assert client.get(path).status_code == 403
    answer = client.post(path, data={"token": token_in(client.get("/").text), "reason": "ingin tahu saja"})
    assert answer.status_code == 403
    assert NIK not in answer.text
