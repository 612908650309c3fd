"""An erasure asked for by a person with the authority: what must be so before it, and what is said after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from archive.access.takedowns import Takedown, takedown_of
from archive.decisions import now_text
from archive.erasure.journal import Journal
from archive.erasure.plan import Plan, make_plan, targets_of
from archive.erasure.steps import erase
from archive.errors import ArchiveError
from archive.layout import Collection
from archive.times import warc_date
from crawler.opening import mend, unfinished_crawl

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Done:
    """`journal` is None where it was only looked at."""

    plan: Plan
    journal: Journal | None

    def facts(self) -> dict[str, Any]:
        actions = [action for of_file in self.plan.actions.values() for action in of_file.values()]
        return {
            "erased": [
                {"record_id": one.record_id, "url": one.url, "date": warc_date(one.captured_at), "digest": one.digest}
                for one in self.plan.erased.values()
            ],
            "belonging_records": actions.count("drop"),
            "made_self_standing": sorted(self.plan.standing),
            "shortened_files": actions.count("shorten"),
            "warcs": [{"old": one.old, "new": one.new, "sha256": one.sha256} for one in self.journal.files]
            if self.journal
            else sorted(self.plan.actions),
        }


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
) -> Done:
    """Everything the takedown names. Raises ArchiveError when it may not be done, LockedError, EvidenceError."""
    with collection.lock("takedown erase"):
        mend(collection)
        known = takedown_of(collection.root, takedown_id)
        _refuse(collection, known, authority)
        plan = make_plan(collection, targets_of(known.what), progress, with_pictures=with_pictures)
        if is_trial:
            return Done(plan, None)
        at = now_text()
        line = {
            "id": takedown_id,
            "step": "erasure",
            "authority": authority.strip(),
            "reason": reason.strip(),
            "at": at,
            **{name: value for name, value in Done(plan, None).facts().items() if name != "warcs"},
            "warcs": sorted(plan.actions),
            "who": by,
            "when": at,
        }
        journal = erase(
            collection, plan, takedown=takedown_id, who=authority.strip(), reason=reason.strip(), at=at, line=line,
            progress=progress,
        )  # fmt: skip
        return Done(plan, journal)


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
