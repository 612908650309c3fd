"""The API: as it is described, the same numbers as in documents/*.jsonl, each article once, faults as RFC 9457 says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from archive import Collection
from archive.catalogue.query import NAMES
from archive.regions import region_table
from archive.room.api.description import ENDPOINTS, openapi
from archive.room.api.routes import ANSWERS
from tests.archive.room.guarded import HOSTILE, NIK, PERSONAL_ID, make_collection, open_room, read_lines

Line = dict[str, Any]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("api") / "koleksi", 400)


@pytest.fixture(scope="module")
def client(collection: Collection) -> Iterator[TestClient]:
    with open_room(collection) as (client, _):
        yield client


@pytest.fixture(scope="module")
def shown(collection: Collection) -> dict[str, Line]:
    """By article id, the line that is shown of it: counted here, not by the catalogue."""
    found: dict[str, Line] = {}
    for path in sorted(collection.documents_folder.glob("*.jsonl")):
        for line in read_lines(path):
            if line["kind"] == "article" and line["same_as"] is None:
                former = found.get(line["article_id"])
                if former is None or former["captured_at"] <= line["captured_at"]:
                    found[line["article_id"]] = line
    return found


def every(client: TestClient, path: str, key: str, **params: Any) -> list[Line]:
    """All pages of a list."""
    rows: list[Line] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = client.get(path, params={**params, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        rows += answer.json()[key]
        cursor = answer.json()["next"]
    return rows


def test_the_description_is_valid_openapi() -> None:
    spec = pytest.importorskip("openapi_spec_validator")

    spec.validate(openapi())


def test_every_address_that_answers_is_described_and_no_other(client: TestClient) -> None:
    assert {one.path for one in ENDPOINTS} == set(ANSWERS)
    assert client.get("/api/openapi.json").json()["paths"].keys() == set(ANSWERS)
    page = client.get("/api/").text
    for one in ENDPOINTS:
        assert f"<code>{one.path}</code>" in page
        assert all(f"<code>{param.name}</code>" in page for param in one.params)
    assert {param.name for one in ENDPOINTS if one.path == "/api/articles" for param in one.params} >= set(NAMES)


def test_every_answer_is_as_described(client: TestClient) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schemas = openapi()["components"]["schemas"]
    paths = {
        "/api/articles?limit=500&relation=all&include=document": "Articles",
        "/api/articles?limit=3": "Articles",
        f"/api/articles/{PERSONAL_ID}?include=document,versions": "ArticleWithVersions",
        "/api/counts": "Counts",
        "/api/counts?group=activity&region=18&activity=bimtek,plm": "Counts",
        "/api/regions": "Regions",
        "/api/regions?region=18.05": "Regions",
        "/api/sites": "Sites",
        "/api/events": "Events",
        "/api/recipients": "Recipients",
        "/api/jobs": "Jobs",
        "/api/articles?limit=0": "Problem",
    }
    for path, name in paths.items():
        validator = jsonschema.Draft202012Validator(
            {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        )
        faults = list(validator.iter_errors(client.get(path).json()))
        assert not faults, (path, faults[0].message[:300], list(faults[0].absolute_path))


def test_every_article_comes_once_the_newest_first(client: TestClient, shown: dict[str, Line]) -> None:
    rows = every(client, "/api/articles", "articles", relation="all", limit=37)
    days = [row["published_on"] for row in rows]

    assert Counter(row["id"] for row in rows) == Counter(shown.keys())
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert days[len(dated) :] == [None] * (len(days) - len(dated))


def test_documents_come_as_they_are_but_for_personal_data(client: TestClient, shown: dict[str, Line]) -> None:
    rows = every(client, "/api/articles", "articles", relation="all", include="document", limit=500)

    for row in rows:
        line = shown[row["id"]]
        if "personal_data" in line["flags"]:
            assert NIK not in json.dumps(row)
        elif row["id"] not in {f"sha1:{number:040x}" for number in range(len(HOSTILE))}:
            assert row["document"] == line
            assert (row["title"], row["url"]) == (line["title"], line["url"])


@pytest.mark.parametrize("group", ["month", "province", "activity", "platform"])
def test_counts_are_those_of_the_documents(client: TestClient, shown: dict[str, Line], group: str) -> None:
    counted: Counter[str | None] = Counter()
    for line in shown.values():
        if line["programme"]["relevant"]:
            match group:
                case "month":
                    counted[line["published_at"][:7] if line["published_at"] else None] += 1
                case "province":
                    counted[((line["village"] or {}).get("kode_wilayah") or "")[:2] or None] += 1
                case "activity":
                    counted.update(line["programme"]["activities"] or [None])
                case _:
                    counted[line["platform"]] += 1

    answer = client.get("/api/counts", params={"group": group}).json()

    found = {row["key"]: row["pages"] for row in answer["counts"] if row["pages"]}
    assert found == dict(counted)
    assert answer["pages"] == sum(line["programme"]["relevant"] for line in shown.values())


def test_regions_are_those_of_the_table(client: TestClient) -> None:
    assert len(every(client, "/api/regions", "regions", limit=7)) == 38
    rows = every(client, "/api/regions", "regions", region="18.05")
    assert {row["kode_wilayah"] for row in rows} == {one.code for one in region_table().children("18.05")}
    assert {row["parent"] for row in rows} == {"18.05"}


def test_lists_go_on_where_they_ended(client: TestClient, collection: Collection) -> None:
    sites = every(client, "/api/sites", "sites", limit=3)
    recipients = every(client, "/api/recipients", "recipients", limit=3)

    assert [row["id"] for row in sites] == sorted(seed.id for seed in collection.seeds())
    assert len({row["id"] for row in recipients}) == len(recipients) > 3
    assert every(client, "/api/events", "events", limit=2) == every(client, "/api/events", "events", limit=500)
    assert every(client, "/api/jobs", "jobs", limit=1) == every(client, "/api/jobs", "jobs")


def test_recipients_tell_the_news_of_their_villages(client: TestClient, shown: dict[str, Line]) -> None:
    news = Counter(
        line["village"]["kode_wilayah"] for line in shown.values() if line["programme"]["relevant"] and line["village"]
    )
    rows = every(client, "/api/recipients", "recipients")

    assert {row["articles"] for row in rows} > {0}
    for row in rows:
        assert row["articles"] == (news[row["kode_wilayah"]] if row["kode_wilayah"] else 0)
    silent = every(client, "/api/recipients", "recipients", covered="no")
    assert {row["id"] for row in silent} == {row["id"] for row in rows if not row["articles"] and row["is_sure"]}


@pytest.mark.parametrize(
    "path",
    ["/api/articles?limit=0", "/api/articles?limit=501", "/api/articles?limit=1e3", "/api/articles?limit=١٢", "/api/articles?limit=-1",
     "/api/articles?cursor=x", "/api/articles?cursor=W10", "/api/articles?cursor=" + "W1tb" * 900, "/api/articles?limt=3",
     "/api/articles?include=all", "/api/articles?since=kemarin", "/api/articles?region=1';drop table article--",
     "/api/counts?group=words", "/api/sites?state=x", "/api/regions?region=x", "/api/events?event=%00", "/api/recipients?covered=maybe",
     "/api/events?cursor=WyJhIix0cnVlXQ", "/api/articles?text=" + "x" * 501],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_problem(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == answer.json()["status"] == (200 if path.endswith("x0") else 400)
    assert answer.json()["detail"]


def test_what_is_not_there_is_a_problem_too(client: TestClient) -> None:
    for path in ("/api/articles/x", "/api/x", "/api/articles/a/b", "/api/articles/%2e%2e%2fx"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path


def test_hostile_words_stay_words(client: TestClient) -> None:
    answer = client.get("/api/articles", params={"text": "jahat", "include": "document", "limit": 500})

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<" not in answer.text
    titles = {row["title"] for row in answer.json()["articles"]}
    assert "<script>alert(1)</script>" in titles
