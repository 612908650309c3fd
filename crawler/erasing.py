"""An erasure asked for by a person with the authority: what must be so before it, and what is said after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.access.takedowns import Takedown, takedown_of
from archive.decisions import now_text
from archive.erasure.journal import MAKING, Journal, read_journal
from archive.erasure.plan import Plan, make_plan, targets_of
from archive.erasure.steps import erase
from archive.errors import ArchiveError
from archive.layout import Collection
from archive.times import warc_date
from crawler.opening import mend, unfinished_crawl

Progress = Callable[[str, int, int], None]
Facts = dict[str, Any]


def erase_takedown(
    collection: Collection,
    takedown_id: str,
    *,
    authority: str,
    by: str,
    reason: str,
    with_pictures: bool,
    is_trial: bool,
    progress: Progress,
) -> Facts:
    """Erase everything the takedown names, or finish what was broken off; what went, as `--json` tells it.

    Raises ArchiveError when it may not be done, LockedError, EvidenceError."""
    with collection.lock("takedown erase"):
        pending = read_journal(collection.root)
        mend(collection)
        if pending and pending.takedown == takedown_id and pending.phase != MAKING:
            return _told(pending)
        known = takedown_of(collection.root, takedown_id)
        _refuse(collection, known, authority)
        plan = make_plan(collection, targets_of(known.what), progress, with_pictures=with_pictures)
        if is_trial:
            return _counted(plan) | {"warcs": sorted(plan.actions)}
        at = now_text()
        line = {
            "id": takedown_id,
            "step": "erasure",
            "authority": authority.strip(),
            "reason": reason.strip(),
            "at": at,
            **_counted(plan),
            "warcs": sorted(plan.actions),
            "who": by,
            "when": at,
        }
        journal = erase(
            collection, plan, takedown=takedown_id, who=authority.strip(), reason=reason.strip(), at=at, line=line,
            progress=progress,
        )  # fmt: skip
        return _told(journal)


def _counted(plan: Plan) -> Facts:
    actions = [action for of_file in plan.actions.values() for action in of_file.values()]
    return {
        "erased": [
            {"record_id": one.record_id, "url": one.url, "date": warc_date(one.captured_at), "digest": one.digest}
            for one in plan.erased.values()
        ],
        "belonging_records": actions.count("drop"),
        "made_self_standing": sorted(plan.standing),
        "shortened_files": actions.count("shorten"),
    }


def _told(journal: Journal) -> Facts:
    names = ("erased", "belonging_records", "made_self_standing", "shortened_files")
    files = [{"old": one.old, "new": one.new, "sha256": one.sha256} for one in journal.files]
    return {name: journal.line[name] for name in names} | {"warcs": files}


def _refuse(collection: Collection, known: Takedown, authority: str) -> None:
    if not authority.strip():
        raise ArchiveError("an erasure cannot be undone: say on whose authority, with --i-have-authority NAME")
    if known.state not in ("granted", "partly", "erased"):
        raise ArchiveError(
            f"{known.id} is {known.state}; an erasure needs an outcome first: "
            f"lumbung takedown outcome {known.id} granted"
        )
    if unfinished_crawl(collection) or collection.open_warcs():
        raise ArchiveError(
            "a crawl is not at its end, and may hold the page, too; end it first: lumbung crawl, or lumbung crawl "
            "--fresh --max-pages 1. Until then the page can be closed: lumbung takedown restrict"
        )
