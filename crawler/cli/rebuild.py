"""`lumbung rebuild`: everything derived, again, from the WARCs."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.layout import Collection
from crawler.cli.catalogue import build_catalogue, tell_of_catalogue
from crawler.cli.common import (
    DEFAULT_COLLECTION,
    CollectionOption,
    JsonOption,
    console,
    errors,
    plain_table,
    print_json,
    size,
    tell,
)

if TYPE_CHECKING:
    from archive.index.changes import Changes


class Part(StrEnum):
    """What can be rebuilt apart."""

    indexes = "indexes"
    documents = "documents"
    catalogue = "catalogue"


def rebuild(
    collection: CollectionOption = DEFAULT_COLLECTION,
    only: Annotated[Part | None, typer.Option(help="Rebuild just this.")] = None,
    drop_former: Annotated[
        bool, typer.Option("--drop-former", help="Rebuild nothing; remove the documents that rebuilds replaced.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Remake indexes, documents and catalogue from the WARCs. Evidence and people's words are never touched.

    Example: lumbung rebuild --only documents
    """
    opened = Collection.open(collection)
    if drop_former:
        if only:
            raise typer.BadParameter("--drop-former rebuilds nothing; give it without --only")
        _drop_former(opened, as_json=as_json)
        return
    if only is Part.catalogue:
        _show_catalogue(_make_catalogue(opened), as_json=as_json)
        return
    from crawler.opening import mend
    from crawler.rebuild import rebuild_documents, rebuild_indexes, refuse_if_warcs_are_missing, restore_reports

    def progress(part: str, done: int, count: int) -> None:
        if errors.is_terminal or done == count or done % 100 == 0:
            errors.print(f"{part}: {done} of {count} WARCs", end="\r" if errors.is_terminal and done < count else "\n")

    facts: dict[str, Any] = {"documents": None, "catalogue": None}
    with opened.lock("rebuild"):
        mend(opened)
        refuse_if_warcs_are_missing(opened)
        if only in (None, Part.indexes):
            rebuild_indexes(opened, progress)
        changes = rebuild_documents(opened, progress) if only in (None, Part.documents) else None
        facts |= {"warcs": len(opened.stems()), "restored_reports": restore_reports(opened)}
    if only is None:
        facts["catalogue"] = _make_catalogue(opened)
    if as_json:
        print_json(facts | {"documents": changes.as_facts() if changes else None})
        return
    tell(f"Rebuilt from {facts['warcs']} WARCs; {facts['restored_reports']} lost reports restored.")
    if changes:
        _show(changes)
    if facts["catalogue"]:
        tell_of_catalogue(facts["catalogue"])


def _make_catalogue(collection: Collection) -> dict[str, Any]:
    """Without the job's lock: it is made of what is there, while a crawl runs, too. Raises CatalogueError."""
    from archive.catalogue.update import engine_of

    return build_catalogue(collection, engine_of(collection), anew=True)


def _show_catalogue(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json({"catalogue": facts})
    else:
        tell_of_catalogue(facts)


def _drop_former(collection: Collection, *, as_json: bool) -> None:
    from archive.index.renewal import drop_former

    with collection.lock("rebuild"):
        freed = drop_former(collection)
    if as_json:
        print_json({"freed_bytes": freed})
    else:
        tell(f"Former documents removed: {freed:,} bytes ({size(freed)}) freed." if freed else "There are none.")


def _show(changes: Changes) -> None:
    """What is different, first in a sentence, then field by field."""
    tell(_sentence(changes))
    if changes.fields:
        numbers = ("lines", "gained", "lost", "changed")
        table = plain_table("", "field", *numbers, numbers=numbers)
        for field, kinds in sorted(changes.fields.items(), key=lambda item: -item[1].total()):
            gained, lost = kinds["gained"] + kinds["newly_read"], kinds["lost"] + kinds["no_longer_read"]
            table.add_row(field, f"{kinds.total():,}", *(f"{count:,}" for count in (gained, lost, kinds["changed"])))
        console.print(table)
    if largest := changes.largest_texts():
        tell("Texts that changed most, in characters:")
        for one in largest:
            tell(f"  +{one['characters_gained']:,} -{one['characters_lost']:,}  {one['url']}")
    if changes.former:
        tell(f"The former documents and a list of all that changed (changes.csv): {changes.former}")
        tell("To remove former documents: lumbung rebuild --drop-former")


def _sentence(changes: Changes) -> str:
    versions = ", ".join(changes.former_versions)
    reader = f"reader {versions} -> {changes.reader}" if versions and versions != changes.reader else ""
    parts = [f"{changes.lines:,} lines read" + (" again" if versions else "") + (f", {reader}" if reader else "")]
    if versions and not changes.is_any:
        parts.append("nothing changed")
    for count, words in (
        (changes.newly_read, "pages newly read"),
        (changes.no_longer_read, "pages no longer read"),
        (changes.new_lines if versions else 0, "lines that were not there"),
        (changes.gone_lines, "lines gone"),
        (changes.damaged_lines, "former lines were damaged"),
    ):
        if count:
            parts.append(f"{count:,} {words}")
    if changes.fields:
        parts.append(", ".join(_of_field(changes, field) for field in changes.fields))
    if changes.unreadable:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in changes.unreadable.most_common())
        parts.append(f"{changes.unreadable.total():,} pages cannot be read ({reasons})")
    return "; ".join(parts) + "."


def _of_field(changes: Changes, field: str) -> str:
    count = f"{field} changed in {changes.fields[field].total():,}"
    if field == "text":
        return f"{count} (+{changes.characters_gained:,} -{changes.characters_lost:,} characters)"
    return count
