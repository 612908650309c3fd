"""`lumbung takedown`: a request that something be taken away, from the first letter to the outcome.

request ─► assess ─► restrict ─► outcome ─► (erase)        review, when its day has come
"""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from archive.access.takedowns import ASKED_BY, OUTCOMES, add_step, keep_contact, new_id, takedown_of
from archive.errors import ArchiveError
from archive.layout import Collection
from crawler.cli import takedown_more
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, print_json, tell
from crawler.cli.takedown_asked import (
    IdArgument,
    PublicOption,
    ReasonOption,
    ReviewOption,
    WhatOption,
    WhoOption,
    asked,
    in_a_year,
    moment_text,
    today,
    what_of,
    who_does,
)
from crawler.cli.takedown_shown import show_assessment

app = typer.Typer(no_args_is_help=True, help="Requests that something be taken away: who may see what, and erasure.")


@app.command("request")
def request(
    addresses: Annotated[list[str] | None, typer.Argument(metavar="[ADDRESS]…", show_default=False)] = None,
    what: WhatOption = None,
    reason: ReasonOption = None,
    asked_by: Annotated[str | None, typer.Option(help=f"One of: {', '.join(ASKED_BY)}.")] = None,
    name: Annotated[str | None, typer.Option(help="Who asks; kept apart.")] = None,
    contact: Annotated[str | None, typer.Option(help="How to reach them; kept apart.")] = None,
    received_on: Annotated[str | None, typer.Option(metavar="DAY", help="Today otherwise.")] = None,
    after: Annotated[str | None, typer.Option(metavar="MOMENT", help="Only captures from then on.")] = None,
    before: Annotated[str | None, typer.Option(metavar="MOMENT", help="Only captures from before.")] = None,
    public_reason: PublicOption = None,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Note what somebody asks for. Nothing is hidden by it yet.

    Example: lumbung takedown request https://contoh.desa.id/berita/1 --asked-by subject --reason "names a child"
    """
    from archive.access.takedowns import checked_day
    from archive.erasure.plan import targets_of

    opened = Collection.open(collection)
    named = [("address", one) for one in addresses or ()] + [what_of(one) for one in what or ()]
    if not named:
        named = [("address", one) for one in asked(None, "Which address", "an ADDRESS, or --what").split()]
    bounds = {"after": moment_text(after), "before": moment_text(before)}
    targets = [{"kind": kind, "value": value, **bounds} for kind, value in named]
    targets_of(targets)  # says what cannot be understood
    by = asked(asked_by, f"Who asks ({', '.join(ASKED_BY)})", "--asked-by")
    if by not in ASKED_BY:
        raise ArchiveError(f"--asked-by {by}: say one of {', '.join(ASKED_BY)}")
    why, doer = asked(reason, "Why", "--reason"), who_does(who)
    day = checked_day(received_on or today().isoformat())
    takedown_id = new_id()
    if name is None and contact is None and sys.stdin.isatty():
        name, contact = typer.prompt("Their name", default=""), typer.prompt("How to reach them", default="")
    if name or contact:
        keep_contact(opened.root, takedown_id, name or "", contact or "")
    line = add_step(
        opened.root, takedown_id, "request", doer, what=targets, asked_by=by, reason=why, received_on=day,
        public_reason=public_reason or None,
    )  # fmt: skip
    if as_json:
        print_json(line)
        return
    tell(f"{takedown_id} is noted. Next: lumbung takedown assess {takedown_id}")


@app.command("assess")
def assess(
    takedown_id: IdArgument,
    note: Annotated[str | None, typer.Option(help="What a person made of it.")] = None,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Find what of the collection is meant, and what says the same elsewhere. Reads all indexes and documents.

    Example: lumbung takedown assess t-20261126-9a3e02
    """
    from archive.access.assessment import assess as find
    from archive.erasure.plan import targets_of

    opened = Collection.open(collection)
    made = find(opened, targets_of(takedown_of(opened.root, takedown_id).what))
    line = add_step(opened.root, takedown_id, "assessment", who_does(who), found=made.facts(), note=note or None)
    if as_json:
        print_json(line)
        return
    show_assessment(line["found"], [title for title in made.articles.values() if title])
    tell(f"Next: lumbung takedown restrict {takedown_id}")


@app.command("restrict")
def restrict(
    takedown_id: IdArgument,
    level: Annotated[str | None, typer.Option(help="closed, staff or open.")] = None,
    reason: ReasonOption = None,
    public_reason: PublicOption = None,
    review_date: ReviewOption = None,
    also: Annotated[
        list[str] | None, typer.Option(metavar="KIND=VALUE", help="More than was asked for: other addresses of it.")
    ] = None,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="Also each address that the assessment found to show the same.")
    ] = False,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Put what was asked for on the access list; it is not found, counted or shown from then on.

    Example: lumbung takedown restrict t-20261126-9a3e02 --level closed --review-date 2027-11-26
    """
    from archive.access.entries import LEVELS, add_entry
    from archive.access.takedowns import checked_day
    from archive.erasure.plan import targets_of

    opened = Collection.open(collection)
    known, doer = takedown_of(opened.root, takedown_id), who_does(who)
    chosen = asked(level, "closed, or staff: shown to reviewers and archivists alone", "--level", default="closed")
    if chosen not in LEVELS:
        raise ArchiveError(f"--level {chosen}: say one of {', '.join(LEVELS)}")
    day = asked(review_date, "When is it to be looked at again", "--review-date", default=in_a_year())
    day = checked_day(day)
    targets = [*known.what, *({"kind": kind, "value": value} for kind, value in map(what_of, also or ()))]
    if elsewhere:
        found = known.of("assessment")[-1]["found"]["elsewhere"] if known.of("assessment") else []
        targets += [{"kind": "address", "value": one["url"]} for one in found]
    targets_of(targets)  # says what cannot be understood, before any of them is on the list
    why = reason or str(known.request.get("reason") or "")
    entries = [
        add_entry(
            opened.root, one["kind"], one["value"], chosen, reason=why, who=doer, review_date=day,
            public_reason=public_reason or known.request.get("public_reason"), after=one.get("after"),
            before=one.get("before"), takedown=takedown_id,
        )
        for one in targets
    ]  # fmt: skip
    line = add_step(
        opened.root, takedown_id, "restriction", doer, level=chosen, entries=[one.id for one in entries],
        review_date=day, reason=why,
    )  # fmt: skip
    if as_json:
        print_json(line)
        return
    tell(f"{len(entries)} entries on the access list, {chosen}, until somebody looks again on {day}.")
    tell(f"A reading room that is open takes it in within a minute. Next: lumbung takedown outcome {takedown_id}")


@app.command("outcome")
def outcome(
    takedown_id: IdArgument,
    answer: Annotated[str | None, typer.Argument(metavar="|".join(OUTCOMES), show_default=False)] = None,
    reason: ReasonOption = None,
    review_date: ReviewOption = None,
    who: WhoOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> None:
    """Note what was decided. Refused: what was put on the access list for it is withdrawn.

    Example: lumbung takedown outcome t-20261126-9a3e02 granted --reason "the law protects the child"
    """
    from archive.access.entries import entries_in_force, withdraw_entry
    from archive.access.takedowns import checked_day

    opened = Collection.open(collection)
    known, doer = takedown_of(opened.root, takedown_id), who_does(who)
    word = asked(answer, f"Outcome ({', '.join(OUTCOMES)})", f"one of {', '.join(OUTCOMES)}")
    if word not in OUTCOMES:
        raise ArchiveError(f"{word}: say one of {', '.join(OUTCOMES)}")
    why = asked(reason, "Why", "--reason")
    review_date = checked_day(review_date) if review_date else None  # before anything is withdrawn
    facts: dict[str, Any] = {"outcome": word, "reason": why}
    if word == "refused":
        held = {one.id for one in entries_in_force(opened.root)}
        withdrawn = [one for one in known.entries if one in held]
        for entry in withdrawn:
            withdraw_entry(opened.root, entry, reason=f"{takedown_id} refused: {why}", who=doer)
        facts |= {"withdrawn": withdrawn, "review_date": review_date}
    elif review_date:
        facts["review_date"] = review_date
    line = add_step(opened.root, takedown_id, "outcome", doer, **facts)
    if as_json:
        print_json(line)
        return
    tell(f"{takedown_id}: {word}." + (" It can be seen again." if word == "refused" else ""))


app.command("list")(takedown_more.list_takedowns)
app.command("show")(takedown_more.show)
app.command("review")(takedown_more.review)
app.command("access")(takedown_more.access)
app.command("forget-contact")(takedown_more.forget)
app.command("erase")(takedown_more.erase)
