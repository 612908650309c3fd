"""report.json and sites.csv of one job: written when it starts, closed when it ends, never silent."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.files import write_whole
from archive.layout import Collection
from archive.times import warc_date
from archive.urls import fetch_key
from crawler.reports.progress import read_progress
from crawler.reports.runs import ended_runs, runs_now
from crawler.reports.tables import cell
from crawler.reports.tally import UNREADABLE
from crawler.reports.watched import NOT_WATCHED
from crawler.site_plan import rules_of

if TYPE_CHECKING:
    from crawler.job import CrawlJob

SCHEMA = "lumbung-crawl/1"
SITE_COLUMNS = (
    "site", "platform", "promised", "archived", "read", "failed", "skipped", "disallowed", "gone", "new", "changed",
    "same", "relevant", "bytes", "finish_reason",
)  # fmt: skip
_COUNTED = (
    "archived",
    "read",
    "failed",
    "skipped",
    "disallowed",
    "gone",
    "bytes",
    "articles",
    "captions",
    "pictures",
    "relevant",
)

Report = dict[str, Any]

_ENCODER = json.JSONEncoder(ensure_ascii=False)

# Of a site without a list of its own, and of every site until its job is closed.
_NOTHING_PROMISED: Report = {
    "promised": None, "promised_archived": None, "missing": 0, "unexplained": 0, "sources": [], "disagreements": [],
}  # fmt: skip
_NOTHING_COUNTED: Report = {
    "hosts": None, "mime_types": None, "response_codes": None, "failures": None, "skips": None,
}  # fmt: skip


def write_report(job: CrawlJob, finish_reason: str) -> Report:
    """The job's report as it stands, in its folder; gives it back."""
    report = make_report(job, finish_reason)
    write_whole(job.folder / "report.json", dump(report))
    write_whole(job.folder / "sites.csv", sites_table(report))
    return report


def dump(report: Report) -> bytes:
    """As JSON, a line a site: there may be fifty thousand, and Python indents slowly."""
    sites = ",\n  ".join(_ENCODER.encode(site) for site in report.get("sites", ()))
    rest = {key: value for key, value in report.items() if key != "sites"}
    head = json.dumps(rest, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{head},\n "sites": [{sites}]\n}}\n'.encode("utf-8", "replace")


def make_report(job: CrawlJob, finish_reason: str) -> Report:
    """What is known of the job now."""
    before = read_report(job.folder) or {}
    waiting = job.frontier.waiting_by_site()
    sites = [_site(job, site, waiting.get(site, 0), finish_reason) for site in job.seeds]
    now = warc_date(datetime.now(UTC))
    counted = job.figures.as_facts() if job.figures else _NOTHING_COUNTED
    return {
        "schema": SCHEMA,
        "crawl_id": job.crawl_id,
        "started_at": before.get("started_at", now),
        "finished_at": None if finish_reason == "running" else now,
        "finish_reason": finish_reason,
        "runs": runs_now(job.runs, "stopped_at_once" if job.stopping.is_at_once else finish_reason, now),
        "error": str(job.recorder.failure) if job.recorder.failure else job.shortage,
        "internal_errors": job.errors,
        "operator": job.collection.config.who.operator,
        "contact": job.collection.config.who.contact,
        "options": job.options.as_facts(),
        "requisites": job.requisites,
        "patch": {"list": job.options.patch, "wanted": job.patch_size} if job.is_patch else None,
        "totals": {name: job.tally.total(name) for name in _COUNTED},
        "unreadable": dict(sum((Counter(site["unreadable"]) for site in sites), Counter())),
        "remaining": sum(site["remaining"] for site in sites),
        "hosts": counted["hosts"],
        "mime_types": counted["mime_types"],
        "response_codes": counted["response_codes"],
        "failures": counted["failures"],
        "skips": counted["skips"],
        "disk": job.disk_facts,
        "findings": job.findings,
        "sites": sites,
        "warcs": sorted({*before.get("warcs", []), *job.warcs}),
    }


def _site(job: CrawlJob, site: str, waiting: int, finish_reason: str) -> Report:
    counts = job.tally.of_site(site)
    limited = counts.get("limited", 0)
    own_reason = finish_reason
    if finish_reason in ("finished", "limit"):
        own_reason = "limit" if limited else "finished"
    return {
        "site": site,
        "url": job.seeds[site].url,
        "due_at": job.due_at.get(site),
        "visit": "patch" if job.is_patch else "news" if job.revisits.is_news(site) else "full",
        "platform": job.platforms.get(site),
        "signs": _signs(job, site),
        **_NOTHING_PROMISED,
        **job.completeness.get(site, {}),
        **{name: counts.get(name, 0) for name in _COUNTED},
        **_changes(job, site),
        "failed_pages": counts.get("failed pages", 0),
        "unreadable": unreadable_by_reason(counts),
        **NOT_WATCHED,
        **job.watched.get(site, {}),
        "unreachable": counts.get("unreachable", 0),
        "links_to_other_sites": counts.get("skipped other_site", 0),
        "remaining": waiting + limited,
        "front_page": job.outcomes.seed_answers.get(site),
        "front_page_flags": job.front_flags.get(site, "").split(),
        "hijack": job.hijacks.get(site),
        "moved_to": job.moved_to.get(site),
        "finish_reason": own_reason,
    }


def _changes(job: CrawlJob, site: str) -> Report:
    """What is new, changed and the same since the last visit; null until the job is closed."""
    seen = job.seen
    events = Counter(event.event for event in seen.events if event.site == site) if seen else None
    return {
        "new": seen.new[site] if seen else None,
        "changed": seen.changed[site] if seen else None,
        "same": seen.same[site] if seen else None,
        "events": dict(sorted(events.items())) if events is not None else None,
        "told_changed": _told(job, site),
        "validators_lie": job.lying.get(site),
        "validators_hold": job.holding.get(site),
        "rules": rules_of(job.seeds[site], job.collection.config),
    }


def _told(job: CrawlJob, site: str) -> Report:
    """By kind of list, how many pages were asked because it said that they had changed, and how many had."""
    edited = {fetch_key(event.url) for event in job.seen.events if event.event == "edited"} if job.seen else set()
    return {teller: [len(keys), len(keys & edited)] for teller, keys in sorted(job.revisits.told[site].items())}


def unreadable_by_reason(counts: Mapping[str, int]) -> dict[str, int]:
    """Of a site's counts those of pages that could not be read."""
    return {
        name.removeprefix(UNREADABLE): count for name, count in counts.items() if name.startswith(UNREADABLE) and count
    }


def _signs(job: CrawlJob, site: str) -> Report | None:
    """What the platform was known by, and on which page."""
    if site not in job.signs:
        return None
    *signs, record = json.loads(job.signs[site])
    return {"seen": signs, "record": record}


def sites_table(report: Report) -> bytes:
    """sites.csv"""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, SITE_COLUMNS, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows({**site, "site": cell(site["site"])} for site in report["sites"])
    return text.getvalue().encode("utf-8", "replace")


def read_report(folder: Path) -> Report | None:
    """A job's report; None when it has none that can be read."""
    try:
        report: Report = json.loads((folder / "report.json").read_bytes())
    except (OSError, ValueError):
        return None
    return report


def read_reports(collection: Collection) -> Iterator[Report]:
    """All jobs' reports, the newest first, each read when it is asked for: over the years they are many."""
    for folder in sorted((collection.root / "crawls").glob("*"), reverse=True):
        if report := read_report(folder):
            yield report


def abandon_report(collection: Collection, crawl_id: str) -> Report:
    """Close the report of an unfinished job that will not be continued; gives it back."""
    folder = collection.crawl_folder(crawl_id)
    report = read_report(folder) or {"schema": SCHEMA, "crawl_id": crawl_id}
    progress = read_progress(folder) or {}
    runs = ended_runs(report, progress.get("at"))
    report |= {"finish_reason": "abandoned", "finished_at": warc_date(datetime.now(UTC)), "runs": runs}
    write_whole(folder / "report.json", dump(report))
    return report


def findings(report: Report) -> list[tuple[str, Report]]:
    """What someone should look at: (kind, site), or the kind internal_error with an `error`."""
    found: list[tuple[str, Report]] = [("internal_error", {"error": one}) for one in report.get("internal_errors", ())]
    kinds = ((kind_of_finding(site), site) for site in report.get("sites", ()))
    return found + [(kind, site) for kind, site in kinds if kind]


def kind_of_finding(site: Mapping[str, Any]) -> str | None:
    """What one visit shows by itself; of several the first. A patch crawl visits no site."""
    if site.get("visit") == "patch":
        return None
    if (site.get("hijack") or {}).get("is_taken"):
        return "taken"
    if site["moved_to"]:
        return "moved"
    if not site["archived"] and site["finish_reason"] in ("finished", "limit") and site["front_page"] != "HTTP 304":
        return "no_page"
    if standing_in(site):
        return "stands_in"
    if site.get("unreachable"):
        return "unreachable"
    is_whole = site["finish_reason"] == "finished" and site.get("visit") in (None, "full")
    return "unexplained" if site.get("unexplained") and is_whole else None


def failing(report: Report) -> list[Report]:
    """The sites among the findings: `site`, `kind` and what there is to say."""
    return [
        {"site": site["site"], "kind": kind, "says": SENTENCES[kind](site)}
        for kind, site in findings(report)
        if "site" in site
    ]


def needs_a_person(report: Report) -> list[str]:
    """The findings in words, a sentence each: the reason for exit code 2."""
    if (judged := findings_that_need_a_person(report)) is not None:
        return [sentence_of(finding, "en") for finding in judged]
    return [SENTENCES[kind](site) for kind, site in findings(report)]


def findings_that_need_a_person(report: Report) -> list[Report] | None:
    """Those of the monitors that were new or still there in this job; None in a report no monitor has seen."""
    judged = report.get("findings")
    if not isinstance(judged, list):
        return None
    return [one for one in judged if one.get("state") != "closed" and one.get("severity") in ("warning", "alarm")]


def sentence_of(finding: Report, language: str) -> str:
    """What happened, and what to do where the sentence does not say it already."""
    words = finding["text"][language]
    return str(words["what"] if finding["monitor"] in SENTENCES else f"{words['what']}. {words['advice']}")


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "internal_error": lambda one: f"an error in Lumbung itself, please report it: {one['error']}",
    "taken": lambda site: (
        f"{site['site']}: gamblers seem to have taken it ({signs_of(site['hijack'])}); tell the village"
    ),
    "moved": lambda site: (
        f"{site['site']} moved to {site['moved_to']}; check it, then put that host into its aliases column"
    ),
    "no_page": lambda site: (
        f"{site['site']}: no page was captured; its front page: {site['front_page'] or 'not asked'}"
    ),
    "stands_in": lambda site: (
        f"{site['site']}: its front page stands in for the site ({', '.join(standing_in(site))}); look at it"
    ),
    "unexplained": lambda site: (
        f"{site['site']}: {site['unexplained']} of the addresses that its own lists name were not captured, "
        "and nothing explains why; see missing.csv"
    ),
    "unreachable": lambda site: (
        f"{site['site']} stopped answering; {site['failed']} addresses were not captured; crawl it again"
    ),
}


def sites_broken_into(report: Report) -> list[str]:
    """Sites with gambling on single pages: told, and nobody is called."""
    hijacks = ((site["site"], site.get("hijack")) for site in report.get("sites", ()))
    return [site for site, one in hijacks if one and not one["is_taken"] and _GAMBLING.intersection(one["pages"])]


_GAMBLING = {"hijacked", "gambling_injected"}
_STANDING = {"maintenance", "parked", "suspended", "login", "password"}


def standing_in(site: Mapping[str, Any]) -> list[str]:
    """Flags of a front page that stands in for the site."""
    return sorted(_STANDING.intersection(site.get("front_page_flags") or ()))


def signs_of(hijack: Mapping[str, Any]) -> str:
    addresses = (hijack["addresses"] or {}).get("count", 0)
    signs = [f"front page {' and '.join(hijack['front_page'])}"] if hijack["front_page"] else []
    signs += [f"{count} pages {flag}" for flag, count in hijack["pages"].items()]
    signs += [f"{addresses} addresses that offer gambling"] if addresses else []
    signs += [f"{len(hijack['redirects'])} redirects to gamblers"] if hijack["redirects"] else []
    return ", ".join(signs) + "; see hijack in report.json"
