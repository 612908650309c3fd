"""An export that is asked for, and how its file is made, by whomever."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

from sqlalchemy import Connection

from archive.catalogue.counts import total
from archive.catalogue.query import Query, query_of
from archive.catalogue.search import Order, every_article
from archive.export.about import Fact, about_facts
from archive.export.articles import ArticleRows, article_sheet
from archive.export.csv_form import csv_pieces
from archive.export.report import report_of, report_sheets, report_title
from archive.export.words import file_name
from archive.export.workbook import Written, write_workbook
from archive.layout import Collection
from archive.room.language import JAKARTA, N_, Language, language

Form = Literal["xlsx", "csv", "data.csv"]
FORMS: tuple[Form, ...] = ("xlsx", "csv", "data.csv")
Progress = Callable[[int], None]

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Wanted:
    """`what` is in it: articles, or a report (whose query has a time and perhaps a region). `address` of the view that
    shows the same, `base` of the room it stands in."""

    what: Literal["artikel", "laporan"]
    form: Form
    query: Query
    order: Order = "newest"
    lang: str = "id"
    address: str = ""
    base: str = ""

    @property
    def media_type(self) -> str:
        return XLSX_TYPE if self.form == "xlsx" else CSV_TYPE

    @property
    def speech(self) -> Language:
        return language(self.lang)

    def file_name(self) -> str:
        return file_name(self.what, self.query, self.form, datetime.now(JAKARTA).date())

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"query": self.query.params()})

    @classmethod
    def from_json(cls, text: str) -> Wanted:
        """Raises QueryError."""
        values: dict[str, Any] = json.loads(text)
        return cls(**values | {"query": query_of([(name, value) for name, value in values["query"]])})


def write_xlsx(
    wanted: Wanted,
    collection: Collection,
    connection: Connection,
    to: Path | BinaryIO,
    *,
    temporary: Path | None = None,
    progress: Progress | None = None,
) -> Written:
    """The whole file. `progress` is told how many rows are written."""
    speech = wanted.speech
    rows = _rows(wanted, connection)
    whole = total(connection, wanted.query)
    title, sheets = speech.say(N_("Artikel")), [article_sheet(rows, speech)]
    if wanted.what == "laporan":
        report = report_of(connection, wanted.query.since, wanted.query.region, speech)
        title, sheets = report_title(wanted.query.since, speech), [*report_sheets(report, speech), *sheets]

    def about(written: Written) -> list[Fact]:
        counted = _counted(written, rows, speech)
        return about_facts(
            title, collection, connection, wanted.query, wanted.address, speech, counted=counted, whole=whole
        )

    return write_workbook(to, sheets, about, speech, temporary=temporary, progress=progress)


def _counted(written: Written, rows: ArticleRows, speech: Language) -> list[Fact]:
    facts: list[Fact] = [
        (speech.say(N_("Baris pada lembar %(sheet)s"), sheet=name), count) for name, count in written.rows.items()
    ]
    facts.append((speech.say(N_("Sel yang dipotong karena terlalu panjang")), written.cut))
    if rows.covered:
        facts.append((speech.say(N_("URL yang ditutup karena memuat nomor pribadi")), rows.covered))
    facts.append((speech.say(N_("Versi pembaca halaman")), ", ".join(sorted(filter(None, rows.readers)))))
    return facts


def csv_of(wanted: Wanted, connection: Connection) -> Iterator[bytes]:
    """The articles as CSV, a piece at a time."""
    assert wanted.form != "xlsx"
    sheet = article_sheet(_rows(wanted, connection), wanted.speech)
    return csv_pieces(sheet, wanted.form, wanted.speech)


def _rows(wanted: Wanted, connection: Connection) -> ArticleRows:
    hits = every_article(connection, wanted.query, wanted.order)
    return ArticleRows(hits, wanted.query.text, wanted.speech, wanted.base)
