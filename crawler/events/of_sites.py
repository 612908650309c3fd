"""What became of sites: well, moved, hijacked or unreachable, against what the last visit found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archive.times import warc_date
from crawler.captures import JobCaptures
from crawler.events.event import Event
from crawler.site_plan import SitePlan

if TYPE_CHECKING:
    from crawler.job import CrawlJob


def events_of_sites(job: CrawlJob, captures: JobCaptures) -> Iterator[Event]:
    for site, seed in job.seeds.items():
        plan = job.revisits.plan_of(site)
        if plan.kind == "first" or site not in job.seed_answers:
            continue  # a job that was stopped had not come to it yet
        now = state_of({
            "hijack": job.hijacks.get(site), "moved_to": job.moved_to.get(site),
            "archived": job.tally.of(site, "archived"),
        })  # fmt: skip
        if now == "unreachable" and job.tally.of(site, "limited"):
            continue
        front = captures.final(seed.url)
        found_at = warc_date(front.captured_at if front else datetime.now(UTC))
        detail = job.moved_to.get(site) if now == "moved" else job.outcomes.seed_answers.get(site)
        for kind in _kinds(plan, now):
            yield Event(
                kind, site, seed.url, None, None, found_at, plan.before_at, None,
                front.record_id if front else None, detail,
            )  # fmt: skip


def _kinds(plan: SitePlan, now: str) -> list[str]:
    """A site that was taken, could not be reached, and is well again has returned and is clean; one that is as it was
    before has only returned."""
    if now == plan.state_before:
        return []
    if now == "unreachable":
        return ["site_unreachable"]
    stood, kinds = plan.stood_before, []
    if plan.state_before == "unreachable" and now in (stood, "well"):
        kinds.append("site_returned")
    if now != stood:
        kinds.append(_OUT_OF[stood] if now == "well" else _INTO[now])
    return list(dict.fromkeys(kinds))


def state_of(site: Mapping[str, Any]) -> str:
    """What a site's row of a report says of it: well, moved, hijacked or unreachable."""
    if (site.get("hijack") or {}).get("is_taken"):
        return "hijacked"
    if site.get("moved_to"):
        return "moved"
    return "well" if site.get("archived") else "unreachable"


_INTO = {"moved": "site_moved", "hijacked": "site_hijacked"}
_OUT_OF = {"moved": "site_returned", "hijacked": "site_cleaned"}
