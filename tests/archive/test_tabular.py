"""Tables in whatever form people and spreadsheets write them, and back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import CollectionError
from archive.tabular import Form, decode, format_table, guarded, read_table, unguarded

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
CALCULATED = st.sampled_from(["=1+1", "+62812", "-A1", "@x", " =1", "\t=1", "\r1", "-6.2", " -6,2", "-1.234,5", "'=1"])


def table_of(text: str) -> list[dict[str, str]]:
    return read_table(text, "f", str, "url").rows


@given(st.lists(st.tuples(CELLS | CALCULATED, CELLS), max_size=8), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_what_was_written_is_read_back_cell_for_cell(
    cells: list[tuple[str, str]], separator: str, has_mark: bool
) -> None:
    rows = [{"url": f"u{number}", "a": a, "b": b} for number, (a, b) in enumerate(cells)]

    raw = format_table(("url", "a", "b"), rows, Form(separator, has_mark))

    table = read_table(raw.decode(), "f", str, "url")
    assert table.rows == rows
    assert table.form == Form(separator, has_mark)


@given(CELLS | CALCULATED)
def test_no_written_cell_begins_as_a_formula(cell: str) -> None:
    written = guarded(cell)

    assert not written.startswith(("=", "+", "@", "\t", "\r"))
    assert not written.startswith("-") or written[1:].replace(".", "").replace(",", "").isdigit()
    assert unguarded(written) == cell


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("\ufeffurl;nama\nhttp://a.id;Désa".encode(), "UTF-8"),
        ("url;nama\nhttp://a.id;Désa".encode("cp1252"), "Windows-1252"),
        ("url\tnama\nhttp://a.id\tDésa".encode("utf-16"), "UTF-16"),
        ("sep=;\r\nurl;nama\r\nhttp://a.id;Désa\r\n".encode(), "UTF-8"),
        ("url;alamat, lengkap;nama\nhttp://a.id;x;Désa\n".encode(), "UTF-8"),
    ],
)
def test_encoding_and_separator_are_told_by_the_file_itself(raw: bytes, encoding: str) -> None:
    text, found = decode(raw)

    (row,) = table_of(text)
    assert found == encoding
    assert (row["url"], row["nama"]) == ("http://a.id", "Désa")


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    table = read_table('url,notes\n\nhttp://a.id,"satu\ndua"\nhttp://b.id,x,y\nhttp://c.id,z\n', "f", str, "url")

    assert table.lines == [3, 6]
    assert [line for line, _ in table.faults] == [5]


def test_columns_without_a_heading_are_kept_only_where_they_hold_something() -> None:
    table = read_table("url,,\nhttp://a.id,,isi\n", "f", str, "url")

    assert table.columns == ["url", "column 3"]
    assert table.rows == [{"url": "http://a.id", "column 3": "isi"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it names: nothing"),
        ("alamat\nx\n", "must be url; it names: alamat"),
        ("url,a,a\n", "two columns are called a"),
        ('url,a\nhttp://a.id,"tidak ditutup\nhttp://b.id,x\n', "line 2: "),
        ("url\n" + "x" * 200_000, "line 2: field larger"),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(CollectionError, match=words):
        table_of(text)


def test_python_s_own_reader_reads_the_same() -> None:
    raw = format_table(("url", "a"), [{"url": "http://a.id", "a": 'k"u,t\nip'}])

    assert list(csv.DictReader(io.StringIO(raw.decode(), newline=""))) == [{"url": "http://a.id", "a": 'k"u,t\nip'}]
