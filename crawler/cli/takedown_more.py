"""`lumbung takedown list`, show, review, access, forget-contact and erase."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from archive.access.takedowns import add_step, takedown_of
from archive.errors import ArchiveError
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, print_json, say, tell
from crawler.cli.takedown_asked import (
    IdArgument,
    PublicOption,
    ReasonOption,
    ReviewOption,
    WhoOption,
    asked,
    in_a_year,
    today,
    what_of,
    who_does,
)
from crawler.cli.takedown_shown import show_access, show_due, show_erasure, show_one, show_takedowns


def list_takedowns(
    collection: CollectionOption = DEFAULT_COLLECTION,
    state: Annotated[str | None, typer.Option(help="Only those in this state.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show all takedowns, the newest last.

    Example: lumbung takedown list --state requested
    """
    show_takedowns(Collection.open(collection), state, as_json=as_json)


def show(
    takedown_id: IdArgument,
    collection: CollectionOption = DEFAULT_COLLECTION,
    with_contact: Annotated[bool, typer.Option("--with-contact", help="Also who asked.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show every step of one.

    Example: lumbung takedown show t-20261126-9a3e02 --with-contact
    """
    show_one(Collection.open(collection), takedown_id, with_contact=with_contact, as_json=as_json)


def review(
    takedown_id: Annotated[str | None, typer.Argument(metavar="[ID]", show_default=False)] = None,
    reason: ReasonOption = None,
    review_date: ReviewOption = None,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> int:
    """Show what is to be looked at again, by its day; with an ID note that it was, and when it is to be next.

    Example: lumbung takedown review t-20261126-9a3e02 --reason "still so" --review-date 2028-11-26
    """
    opened = Collection.open(collection)
    if takedown_id is None:
        return show_due(opened, today(), as_json=as_json)
    takedown_of(opened.root, takedown_id)
    why = asked(reason, "What was found", "--reason")
    day = asked(review_date, "When is it to be looked at again", "--review-date", default=in_a_year())
    line = add_step(opened.root, takedown_id, "review", who_does(who), reason=why, review_date=day)
    if as_json:
        print_json(line)
    else:
        tell(f"{takedown_id} is to be looked at again on {line['review_date']}.")
    return 0


def access(
    collection: CollectionOption = DEFAULT_COLLECTION,
    add: Annotated[str | None, typer.Option(metavar="KIND=VALUE", help="Add an entry nobody asked for.")] = None,
    withdraw: Annotated[str | None, typer.Option(metavar="ENTRY", help="Take one back, by its id.")] = None,
    level: Annotated[str, typer.Option(help="Of --add: closed, staff or open.")] = "closed",
    after: Annotated[str | None, typer.Option(metavar="MOMENT", help="Of --add: only captures from then on.")] = None,
    before: Annotated[str | None, typer.Option(metavar="MOMENT", help="Of --add: only captures from before.")] = None,
    reason: ReasonOption = None,
    public_reason: PublicOption = None,
    review_date: ReviewOption = None,
    who: WhoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the access list: who may see what; or add to it, or take an entry back.

    Example: lumbung takedown access --add pattern=id,desa,contoh)/rahasia --level staff --reason "under dispute"
    """
    from archive.access.entries import LEVELS, add_entry, withdraw_entry

    opened = Collection.open(collection)
    if add:
        kind, value = what_of(add)
        if level not in LEVELS:
            raise ArchiveError(f"--level {level}: say one of {', '.join(LEVELS)}")
        made = add_entry(
            opened.root, kind, value, level, reason=asked(reason, "Why", "--reason"), who=who_does(who),
            review_date=review_date, public_reason=public_reason, after=after, before=before,
        )  # fmt: skip
        say(f"{made.id} is on the access list.")
    if withdraw:
        withdraw_entry(opened.root, withdraw, reason=asked(reason, "Why", "--reason"), who=who_does(who))
        say(f"{withdraw} does not hold any more.")
    show_access(opened, as_json=as_json)


def forget(takedown_id: IdArgument, collection: CollectionOption = DEFAULT_COLLECTION) -> None:
    """Take out who asked and how to reach them, once the answer is given.

    Example: lumbung takedown forget-contact t-20261126-9a3e02
    """
    from archive.access.takedowns import forget_contact

    is_gone = forget_contact(Collection.open(collection).root, takedown_id)
    tell("Who asked is not kept any more." if is_gone else "Nothing was kept of who asked.")


def erase(
    takedown_id: IdArgument,
    authority: Annotated[
        str, typer.Option("--i-have-authority", metavar="NAME", help="Who has the authority; stays in the tombstone.")
    ] = "",
    reason: ReasonOption = None,
    with_pictures: Annotated[
        bool, typer.Option("--with-pictures", help="Also pictures that only the erased pages show.")
    ] = False,
    trial: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Take what was asked for out of the WARCs, for good. A tombstone stays: address, date, digest, reason and who.

    Example: lumbung takedown erase t-20261126-9a3e02 --i-have-authority "Kepala Arsip" --reason "court order 12/2026"
    """
    from crawler.erasing import erase_takedown

    opened = Collection.open(Path(collection))
    known = takedown_of(opened.root, takedown_id)
    if trial and not authority:
        authority = "trial"
    why = reason or str((known.of("outcome") or [known.request])[-1].get("reason") or "")
    facts = erase_takedown(
        opened, takedown_id, authority=authority, by=who_does(who), reason=why, with_pictures=with_pictures,
        is_trial=trial, progress=_progress,
    )  # fmt: skip
    show_erasure(facts, is_trial=trial, as_json=as_json)


def _progress(what: str, done: int, count: int) -> None:
    if errors.is_terminal:
        errors.print(f"{what}: {done} of {count}", end="\r" if done < count else "\n")
