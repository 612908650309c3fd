"""`lumbung rebuild`: everything derived, again, from the WARCs."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, print_json, tell


class Part(StrEnum):
    """What can be rebuilt apart."""

    indexes = "indexes"
    documents = "documents"


def rebuild(
    collection: CollectionOption = DEFAULT_COLLECTION,
    only: Annotated[Part | None, typer.Option(help="Rebuild just this.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Remake indexes and documents from the WARCs. Evidence and people's words are never touched.

    Example: lumbung rebuild --only documents
    """
    from crawler.opening import mend
    from crawler.rebuild import rebuild_documents, rebuild_indexes, refuse_if_warcs_are_missing, restore_reports

    def progress(part: str, done: int, count: int) -> None:
        if errors.is_terminal or done == count or done % 100 == 0:
            errors.print(f"{part}: {done} of {count} WARCs", end="\r" if errors.is_terminal and done < count else "\n")

    opened = Collection.open(collection)
    with opened.lock():
        mend(opened)
        refuse_if_warcs_are_missing(opened)
        if only in (None, Part.indexes):
            rebuild_indexes(opened, progress)
        if only in (None, Part.documents):
            rebuild_documents(opened, progress)
        restored = restore_reports(opened)
    facts = {"warcs": len(opened.stems()), "restored_reports": restored}
    if as_json:
        print_json(facts)
    else:
        tell(f"Rebuilt from {facts['warcs']} WARCs; {restored} lost reports restored.")
