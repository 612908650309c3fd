"""XLSX and CSV of articles, and the workbook of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.catalogue.search import Hit
from archive.export.about import Fact, about_facts
from archive.export.articles import ArticleRows, article_sheet
from archive.export.csv_form import Form, csv_pieces
from archive.export.matching import Matching
from archive.export.report import report_of, report_sheets, report_title
from archive.export.workbook import Written, write_workbook
from archive.room.language import N_, Language


def write_xlsx(found: Matching, to: BinaryIO, scratch: Path | None) -> None:
    """The whole workbook, with the sheet that says what it is."""
    wanted, speech = found.wanted, found.wanted.speech
    rows = _rows(found)
    title, sheets = speech.say(N_("Artikel")), [article_sheet(rows, speech)]
    if wanted.what == "laporan":
        report = report_of(found.connection, wanted.query.since, wanted.query.region, speech)
        title, sheets = report_title(wanted.query.since, speech), [*report_sheets(report, speech), *sheets]

    def about(written: Written) -> list[Fact]:
        found.tally.cut = written.cut
        return about_facts(
            title, found.collection, found.connection, wanted.query, wanted.address, speech,
            counted=_counted(written, found, rows, speech), whole=found.whole, is_redacted=not wanted.unredacted,
        )  # fmt: skip

    write_workbook(to, sheets, about, speech, temporary=scratch)


def write_csv(found: Matching, to: BinaryIO, scratch: Path | None) -> None:
    to.writelines(pieces_of_csv(found))


def pieces_of_csv(found: Matching) -> Iterator[bytes]:
    """The articles as CSV, a piece at a time."""
    form: Form = "csv" if found.wanted.form == "csv" else "data.csv"
    return csv_pieces(article_sheet(_rows(found), found.wanted.speech), form, found.wanted.speech)


def _rows(found: Matching) -> ArticleRows:
    wanted = found.wanted
    rows = ArticleRows(_written(found), wanted.query.text, wanted.speech, wanted.base)
    rows.is_redacted = not wanted.unredacted
    return rows


def _written(found: Matching) -> Iterator[Hit]:
    for hit in found.hits():
        found.tally.rows += 1
        yield hit


def _counted(written: Written, found: Matching, rows: ArticleRows, speech: Language) -> list[Fact]:
    facts: list[Fact] = [
        (speech.say(N_("Baris pada lembar %(sheet)s"), sheet=name), count) for name, count in written.rows.items()
    ]
    facts.append((speech.say(N_("Sel yang dipotong karena terlalu panjang")), written.cut))
    if rows.covered:
        facts.append((speech.say(N_("URL yang ditutup karena memuat nomor pribadi")), rows.covered))
    if covered := found.tally.covered.total():
        facts.append((speech.say(N_("Nomor dan alamat pribadi yang ditutup")), covered))
    facts.append((speech.say(N_("Versi pembaca halaman")), ", ".join(sorted(filter(None, found.tally.readers)))))
    return facts
