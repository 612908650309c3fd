"""What `lumbung takedown` shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from archive.access.entries import Entry, entries_in_force
from archive.access.takedowns import Takedown, contact_of, due_for_review, takedown_of, takedowns
from archive.layout import Collection
from crawler.cli.common import console, plain_table, print_json, tell


def facts_of(one: Takedown) -> dict[str, Any]:
    return {"id": one.id, "state": one.state, "review_date": one.review_date, "what": one.what, "steps": one.steps}


def show_takedowns(collection: Collection, state: str | None, *, as_json: bool) -> None:
    found = [one for one in takedowns(collection.root).values() if state in (None, one.state)]
    if as_json:
        print_json([facts_of(one) for one in found])
        return
    _table(found)
    tell(f"{len(found)} takedowns.")


def _table(found: list[Takedown]) -> None:
    table = plain_table("", "id", "received", "state", "review", "what", "reason")
    for one in found:
        named = ", ".join(f"{what['kind']} {what['value']}" for what in one.what)
        request = one.request
        table.add_row(one.id, request.get("received_on") or "", one.state, one.review_date or "-", named,
                      request.get("reason") or "")  # fmt: skip
    if found:
        console.print(table)


def show_one(collection: Collection, takedown_id: str, *, with_contact: bool, as_json: bool) -> None:
    one = takedown_of(collection.root, takedown_id)
    contact = contact_of(collection.root, takedown_id) if with_contact else None
    if as_json:
        print_json(facts_of(one) | ({"contact": contact} if with_contact else {}))
        return
    tell(f"{one.id}: {one.state}" + (f", to be looked at again on {one.review_date}" if one.review_date else ""))
    for what in one.what:
        bounds = "".join(f", {name} {what[name]}" for name in ("after", "before") if what.get(name))
        tell(f"  {what['kind']} {what['value']}{bounds}")
    table = plain_table("", "when", "who", "step", "what")
    for step in one.steps:
        told = {name: value for name, value in step.items() if name not in ("id", "step", "who", "when", "what")}
        said = "; ".join(f"{name}: {_short(value)}" for name, value in told.items() if value not in (None, [], ""))
        table.add_row(step.get("when") or "", step.get("who") or "", step["step"], said)
    console.print(table)
    if with_contact:
        tell(f"Asked by {contact['name']}, {contact['contact']}" if contact else "Who asked is not kept.")


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {len(part) if isinstance(part, list) else part}" for name, part in value.items())
    return f"{len(value)}" if isinstance(value, list) and len(value) > 3 else str(value)


def show_assessment(found: dict[str, Any], titles: list[str]) -> None:
    first, last = found["first_captured_at"] or "-", found["last_captured_at"] or "-"
    tell(f"{found['captures']} captures of {len(found['addresses'])} addresses, {first[:10]} to {last[:10]}, in "
         f"{len(found['warcs'])} WARCs; {len(found['articles'])} articles.")  # fmt: skip
    for title in titles[:10]:
        tell(f"  {title}")
    for one in found["elsewhere"][:20]:
        tell(f"  elsewhere, {one['because']}: {one['url']}")
    for one in found["quoting"][:20]:
        tell(f"  its {one['has']} stands at, too: {one['url']}")
    if found["copies"]:
        tell(f"  {len(found['copies'])} articles of other pages tell the same story.")
    for release in found["releases"]:
        tell(f"  in release {release}")
    if not found["captures"]:
        tell("Nothing of it is in the archive.")


def show_due(collection: Collection, today: date, *, as_json: bool) -> int:
    """Exit code 2 when somebody is to look at something."""
    due, entries = due_for_review(collection.root, today), due_entries(collection, today)
    if as_json:
        print_json({"takedowns": [facts_of(one) for one in due], "entries": [one.facts() for one in entries]})
    else:
        _table(due)
        if entries:
            _entries(entries)
        if due or entries:
            tell(f"{len(due)} takedowns and {len(entries)} entries of the access list are to be looked at again.")
        else:
            tell("Nothing is to be looked at again yet.")
    return 2 if due or entries else 0


def due_entries(collection: Collection, today: date) -> list[Entry]:
    """Those that no takedown looks after."""
    entries = entries_in_force(collection.root)
    day = today.isoformat()
    return [one for one in entries if one.takedown is None and one.review_date and one.review_date <= day]


def show_access(collection: Collection, *, as_json: bool) -> None:
    entries = entries_in_force(collection.root)
    if as_json:
        print_json([one.facts() for one in entries])
        return
    _entries(entries)
    tell(f"{len(entries)} entries hold; everything else is open.")


def _entries(entries: list[Entry]) -> None:
    table = plain_table("", "entry", "level", "what", "since", "review", "who", "reason")
    for one in entries:
        facts = one.facts()
        bounds = "".join(f", {name} {facts[name]}" for name in ("after", "before") if facts[name])
        table.add_row(one.id, one.level, f"{one.kind} {one.value}{bounds}", one.when[:10], one.review_date or "-",
                      one.who, one.reason)  # fmt: skip
    if entries:
        console.print(table)


def show_erasure(facts: dict[str, Any], *, is_trial: bool, as_json: bool) -> None:
    if as_json:
        print_json(facts | {"dry_run": is_trial})
        return
    verb = "would be erased" if is_trial else "were erased"
    for one in facts["erased"]:
        tell(f"  {one['date'][:19]} {one['url']} {one['record_id']}")
    tell(f"{len(facts['erased'])} captures {verb}, with {facts['belonging_records']} records that belong to them; "
         f"{len(facts['made_self_standing'])} revisits hold their payload themselves; {len(facts['warcs'])} WARCs "
         f"{'would be' if is_trial else 'were'} written anew.")  # fmt: skip
    if not is_trial:
        tell("Copies still hold it: see docs/backup.md, and find them with: lumbung verify --against COPY")
