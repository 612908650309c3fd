"""The line of a document: docs, schema and code name the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args

from archive.index.documents import document_line
from archive.model import Caption, Capture, Document, ImageStatus, Kind
from spiders.flags import Flag
from spiders.flags.digits import Kind as PersonalKind
from spiders.flags.gambling import Evidence
from spiders.platforms import PLATFORMS
from spiders.reading.standins import Standin
from spiders.reading.unreadable import Reason
from tests.docs.pages import ROOT, SCHEMA, first_column, section, words


def whole_line() -> dict[str, Any]:
    captured_at = datetime(2026, 11, 25, tzinfo=UTC)
    capture = Capture(
        "http://contoh.example/", captured_at, 200, "text/html", "sha1:A", "a.warc.gz", 0, 1, "urn:uuid:1"
    )
    caption = Caption(text="Warga", credit=None, image_url=None, alt=None, raw="Warga")
    document = Document(
        id="urn:uuid:1",
        url=capture.url,
        captured_at=captured_at,
        capture=capture,
        kind="article",
        platform="generic",
        reader_version="1",
        platform_reader="generic",
        captions=(caption,),
    )
    return document_line(document)


def test_every_key_of_a_document_is_explained_and_no_other() -> None:
    line = whole_line()

    top = words("docs/documents.md").partition("## captions")[0]
    assert first_column(top) == set(line)
    assert first_column(section("docs/documents.md", "captions")) == set(line["captions"][0])
    for key in (*line["capture"], *line["reader"]):
        assert f"`{key}`" in top, key


def test_the_schema_has_the_keys_of_a_document_and_no_other() -> None:
    line = whole_line()

    for part, made in (
        (SCHEMA, line),
        (SCHEMA["properties"]["reader"], line["reader"]),
        (SCHEMA["$defs"]["capture"], line["capture"]),
        (SCHEMA["$defs"]["caption"], line["captions"][0]),
    ):
        assert list(part["properties"]) == list(made)
        assert part["required"] == list(made)


def test_the_schema_has_the_values_of_the_code() -> None:
    assert SCHEMA["properties"]["schema"]["const"] == whole_line()["schema"]
    assert SCHEMA["properties"]["kind"]["enum"] == list(get_args(Kind))
    assert SCHEMA["$defs"]["caption"]["properties"]["image_status"]["enum"] == list(get_args(ImageStatus))
    assert {field.name for field in fields(Caption)} == set(SCHEMA["$defs"]["caption"]["properties"])


def test_every_flag_that_a_reader_sets_is_explained_and_no_other() -> None:
    found = set()
    for folder in ("spiders", "crawler"):
        for path in (ROOT / folder).rglob("*.py"):
            if "demo" not in path.parts:
                found |= flags_set_in(ast.parse(path.read_bytes()))

    assert first_column(section("docs/documents.md", "flags")) == found | set(get_args(Standin)) | set(get_args(Flag))


def test_every_reason_of_an_unreadable_page_is_explained_and_in_the_schema() -> None:
    assert first_column(section("docs/documents.md", "unreadable")) == set(get_args(Reason))
    detail = SCHEMA["properties"]["flag_details"]["items"]["properties"]
    assert detail["reason"]["enum"] == [*get_args(Reason), *get_args(Evidence)]
    assert first_column(section("docs/documents.md", "gambling_injected, hijacked, comment_spam")) == set(
        get_args(Evidence)
    )
    assert detail["kind"]["enum"] == list(get_args(PersonalKind))
    assert first_column(section("docs/documents.md", "personal_data")) == set(get_args(PersonalKind))


def flags_set_in(tree: ast.AST) -> set[str]:
    """The literal texts given as `flags=`."""
    return {
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "flags"
        for part in texts_of(node.value)
    }


def texts_of(value: ast.AST) -> Iterator[ast.Constant]:
    """The texts in a tuple, but not those in the condition it hangs on."""
    if isinstance(value, ast.IfExp):
        yield from texts_of(value.body)
        yield from texts_of(value.orelse)
    elif isinstance(value, ast.BinOp):
        yield from texts_of(value.left)
        yield from texts_of(value.right)
    elif isinstance(value, ast.Tuple):
        yield from (part for part in value.elts if isinstance(part, ast.Constant))


def test_every_platform_is_explained_and_no_other() -> None:
    assert first_column(words("docs/platforms.md")) == {platform.name for platform in PLATFORMS}
