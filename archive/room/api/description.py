"""The API described: for people at /api/, for programs as OpenAPI 3.1. One list for both."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.catalogue.counts import BYS
from archive.catalogue.query import ACTIVITIES, RELATIONS, UNKNOWN, Query
from archive.room import vocabulary
from archive.room.api.answers import MOST, USUAL
from archive.room.api.articles import INCLUDES, OF_ONE
from archive.room.api.schemas import PROBLEM, SCHEMAS, list_of
from archive.room.language import N_
from archive.version import VERSION

Facts = dict[str, Any]

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Param:
    """`words` in Indonesian; `choices` where only they are allowed; `many`: several, separated by commas."""

    name: str
    words: str
    choices: tuple[str, ...] = ()
    many: bool = False
    where: str = "query"
    schema: str = "string"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`answer` is the name of a schema; `example` what may stand behind the path."""

    path: str
    words: str
    params: tuple[Param, ...]
    answer: str
    example: str = ""
    role: str = "reader"


_LIMIT = Param("limit", N_("Paling banyak berapa sekaligus"), schema="integer")
_CURSOR = Param("cursor", N_("Tempat melanjutkan: isi “next” dari jawaban sebelumnya"))
_REGION = Param("region", N_("Kode wilayah, misalnya 18.05"))

FILTERS = (
    Param("text", N_("Kata: semuanya harus ada; “dalam kutip” persis; ATAU; -tanpa")),
    Param("region", N_("Kode wilayah desa penerbit, atau unknown")),
    Param("since", N_("Dari tahun, bulan atau hari: 2024, 2024-06, 2024-06-30; unknown: tanpa tanggal")),
    Param("until", N_("Sampai tahun, bulan atau hari")),
    Param("by", N_("Tanggal mana: terbit atau kegiatan"), ("published", "event")),
    Param("activity", N_("Kegiatan"), (*ACTIVITIES, UNKNOWN), many=True),
    Param("relation", N_("Hubungan dengan program; tanpa ini: relevant"), ("relevant", "all", *RELATIONS), many=True),
    Param("platform", N_("Platform situs"), many=True),
    Param("language", N_("Bahasa, misalnya id, jv, unknown"), many=True),
    Param("flag", N_("Tanda yang harus ada"), many=True),
    Param("without_flag", N_("Tanda yang tidak boleh ada"), many=True),
    Param("site", N_("Nama host situs")),
    Param("story", N_("Kode cerita: semua salinannya")),
    Param("kind", N_("Berita atau halaman tetap; tanpa ini: article"), ("article", "page", "all")),
    Param("copies", N_("Semua, atau hanya yang pertama dari tiap cerita"), ("all", "first")),
    Param("review", N_("Sudah diputuskan orang, atau masih terbuka"), ("reviewed", "open")),
)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "/api/articles",
        N_("Berita yang cocok dengan saringan, terbaru dahulu"),
        (*FILTERS, Param("include", N_("Sertakan juga dokumen lengkapnya"), INCLUDES, many=True), _LIMIT, _CURSOR),
        "Articles",
        "?region=18&since=2024&include=document&limit=100",
    ),
    Endpoint(
        "/api/articles/{article_id}",
        N_("Satu berita, menurut article_id atau id salah satu dokumennya"),
        (
            Param("article_id", N_("Kode berita"), where="path"),
            Param("include", N_("Sertakan juga dokumen lengkapnya, atau semua versinya"), OF_ONE, many=True),
        ),
        "ArticleWithVersions",
    ),
    Endpoint(
        "/api/counts",
        N_("Jumlah berita, cerita dan desa menurut satu pengelompokan"),
        (*FILTERS, Param("group", N_("Menurut apa; tanpa ini: month"), tuple(BYS))),
        "Counts",
        "?group=province&since=2024&until=2024",
    ),
    Endpoint(
        "/api/regions",
        N_("Wilayah tepat di bawah satu wilayah; tanpa region: semua provinsi"),
        (_REGION, _LIMIT, _CURSOR),
        "Regions",
        "?region=18",
    ),
    Endpoint(
        "/api/sites",
        N_("Situs dalam daftar dan keadaannya pada kunjungan terakhir"),
        (_REGION, Param("state", N_("Keadaan"), tuple(vocabulary.SITE_STATES)), _LIMIT, _CURSOR),
        "Sites",
        "?state=unreachable",
    ),
    Endpoint(
        "/api/events",
        N_("Apa yang terjadi dengan halaman dan situs, terbaru dahulu"),
        (
            Param("event", N_("Peristiwa"), tuple(vocabulary.EVENTS)),
            Param("site", N_("Kode situs dalam daftar")),
            Param("article", N_("Kode berita")),
            _LIMIT,
            _CURSOR,
        ),
        "Events",
        "?event=vanished",
    ),
    Endpoint(
        "/api/recipients",
        N_("Penerima program menurut SK, dengan jumlah berita desanya tentang program"),
        (
            _REGION,
            Param("year", N_("Tahun SK")),
            Param("covered", N_("yes: sudah ada beritanya; no: belum ada"), ("yes", "no")),
            _LIMIT,
            _CURSOR,
        ),
        "Recipients",
        "?covered=no",
    ),
    Endpoint(
        "/api/jobs",
        N_("Panen dan impor beserta temuannya, terbaru dahulu; untuk pengarsip"),
        (_LIMIT, _CURSOR),
        "Jobs",
        role="archivist",
    ),
)


@lru_cache(maxsize=1)
def openapi() -> Facts:
    """The whole, as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lumbung",
            "version": VERSION,
            "description": (
                "Berita desa tentang Transformasi Perpustakaan Berbasis Inklusi Sosial yang terarsip. Data pribadi "
                "selalu tertutup. Tidak ada berita bukan berarti tidak ada kegiatan."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"key": []}],
        "x-limits": {"most": MOST, "usual": USUAL},
        "paths": {one.path: {"get": _operation(one)} for one in ENDPOINTS},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "lumbung people key NAME"}},
            "schemas": {**SCHEMAS, "Document": _document(), "Problem": PROBLEM},
            "responses": {
                name: {"description": words, "content": {"application/problem+json": {"schema": _ref("Problem")}}}
                for name, words in _FAULTS.items()
            },
        },
    }


_FAULTS = {
    "BadRequest": "A parameter that is none, or has a value it cannot have.",
    "Unauthorized": "The room has accounts, and nobody is known.",
    "Forbidden": "The account's role may not see this.",
    "NotFound": "There is no such thing.",
    "Restricted": "It was taken away on request, or is for staff; the detail says why as far as that is public.",
    "TooMany": "Too often in a short time; Retry-After says when to ask again.",
    "Unavailable": "The catalogue cannot be read now.",
}


def _operation(one: Endpoint) -> Facts:
    faults = {"400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "429": "TooMany", "503": "Unavailable"}
    if "{" in one.path:
        faults |= {"404": "NotFound", "451": "Restricted"}
    return {
        "operationId": one.path.removeprefix("/api/").replace("/{article_id}", "_one"),
        "summary": one.words,
        "parameters": [_parameter(param) for param in one.params],
        "responses": {
            "200": {"description": one.words, "content": {"application/json": {"schema": _ref(one.answer)}}},
            **{code: {"$ref": f"#/components/responses/{name}"} for code, name in sorted(faults.items())},
        },
    }


def _parameter(one: Param) -> Facts:
    schema: Facts = {"type": one.schema}
    if one.choices:
        schema["enum"] = list(one.choices)
    if one.name == "limit":
        schema |= {"minimum": 1, "maximum": MOST, "default": USUAL}
    if one.name == "text":
        schema["maxLength"] = 500
    facts: Facts = {"name": one.name, "in": one.where, "description": one.words,
                    "schema": list_of(schema) if one.many else schema}  # fmt: skip
    if one.many:
        facts |= {"style": "form", "explode": False}
    return facts | ({"required": True} if one.where == "path" else {})


def _document() -> Facts:
    """A line of documents/*.jsonl, by its own schema."""
    text = (_HERE.parents[1] / "index" / "document.schema.json").read_text("utf-8")
    schema: Facts = json.loads(text.replace('"#/$defs/', '"#/components/schemas/Document/$defs/'))
    return {name: value for name, value in schema.items() if name not in ("$schema", "$id")}


def _ref(name: str) -> Facts:
    return {"$ref": f"#/components/schemas/{name}"}


assert {one.name for one in FILTERS} == {*Query.__dataclass_fields__}
