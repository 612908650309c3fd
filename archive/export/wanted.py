"""An export that is asked for, by whomever."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from archive.catalogue.query import Query, query_of
from archive.catalogue.search import Order
from archive.export.forms import MEDIA_TYPES, Exporter, ExportError, FormName, exporter_of
from archive.export.words import file_name
from archive.room.language import JAKARTA, Language, language


@dataclass(frozen=True)
class Wanted:
    """`what` is in it: articles, or a report (whose query has a time and perhaps a region). `address` of the view that
    shows the same, `base` of the room it stands in. `table`: the form of a table of captions, which has the picture
    files beside it with `images`. `unredacted`: with its personal data; `reason` and `who` are on record then.

    Raises ExportError when its form has no such table, or cannot be redacted."""

    what: Literal["artikel", "laporan"]
    form: FormName
    query: Query
    order: Order = "newest"
    lang: str = "id"
    address: str = ""
    base: str = ""
    table: str = ""
    images: bool = False
    unredacted: bool = False
    reason: str = ""
    who: str = ""

    def __post_init__(self) -> None:
        if self.table not in (self.exporter.tables or ("",)):
            said = ", ".join(self.exporter.tables) or "none: only captions have several"
            raise ExportError(f"{self.table or 'no form'!r} is no form of a table of {self.form}; it is: {said}")
        if self.images and not self.exporter.tables:
            raise ExportError("picture files go beside a table of captions: use the form captions")
        if not (self.unredacted or self.exporter.can_be_redacted):
            raise ExportError(f"{self.form} holds records as they are and cannot be redacted: say so, and why")
        if self.unredacted and not (self.reason and self.who):
            raise ExportError("an export with personal data needs a reason and who wants it: both are kept")

    @property
    def exporter(self) -> Exporter:
        return exporter_of(self.form)

    @property
    def ending(self) -> str:
        """ "data.csv"; "captions.zip" with picture files."""
        return self.exporter.ending.replace("{table}", "zip" if self.images else self.table)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending.rpartition(".")[2]]

    @property
    def speech(self) -> Language:
        return language(self.lang)

    def file_name(self) -> str:
        return file_name(self.what, self.query, self.ending, datetime.now(JAKARTA).date())

    def to_json(self) -> str:
        return json.dumps(asdict(self) | {"query": self.query.params()})

    @classmethod
    def from_json(cls, text: str) -> Wanted:
        """Raises QueryError, ExportError."""
        values: dict[str, Any] = json.loads(text)
        return cls(**values | {"query": query_of([(name, value) for name, value in values["query"]])})
