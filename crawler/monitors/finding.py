"""A finding: what a monitor saw, from the job that found it first to the one that saw it was over.

    new ──► open ──► … ──► closed        told when new, when worse, and when closed
              └──► worse ──► open …

One monitor has one finding of a site at a time. Report.json holds those that a job found, saw again or closed; what is
open is therefore the last word of all reports about each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, get_args

from archive.times import warc_date
from crawler.monitors.model import FINE, SEVERITIES, Judgement, Severity, Sign

State = Literal["new", "worse", "open", "closed"]
Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """`id` stays the same over jobs; `site` null: the collection as a whole. `since` is when it began, as far as that
    is known, `first_found_at` the start of the job that found it. `text` is by language: title, what, means, advice.
    `passes`: an event, which no later job closes."""

    id: str
    monitor: str
    severity: Severity
    site: str | None
    state: State
    since: str
    first_found_at: str
    last_found_at: str
    text: Texts
    closed_at: str | None = None
    closed_because: Mapping[str, str] | None = None
    passes: bool = False
    figures: Mapping[str, Any] | None = None
    events: tuple[Mapping[str, Any], ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state != "closed"

    @property
    def key(self) -> str:
        """The same for each finding of a monitor about a site."""
        return f"{self.monitor} {self.site or ''}"

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_facts(cls, facts: Any) -> Finding | None:
        """None for what is no finding of ours."""
        try:
            known = {field.name: facts[field.name] for field in fields(cls) if field.name in facts}
            finding = cls(**{**known, "events": tuple(known.get("events") or ())})
            texts = [words[name] for words in finding.text.values() for name in ("title", "what", "means", "advice")]
        except (TypeError, LookupError, AttributeError):
            return None
        strings = (finding.id, finding.monitor, finding.since, finding.first_found_at, finding.last_found_at, *texts)
        is_ours = (
            all(isinstance(one, str) for one in strings)
            and {"id", "en"} <= finding.text.keys()
            and finding.severity in SEVERITIES
            and finding.state in get_args(State)
            and isinstance(finding.site, str | None)
            and isinstance(finding.figures, Mapping | None)
            and all(isinstance(event, Mapping) for event in finding.events)
        )
        return finding if is_ours else None


@dataclass(frozen=True, slots=True)
class Moment:
    """The job that judges."""

    crawl_id: str
    started_at: datetime


def merged(
    standing: Finding | None,
    judgement: Judgement,
    moment: Moment,
    monitor: str,
    site: str | None,
    texts: Texts | None,
    *,
    passes: bool = False,
) -> Finding | None:
    """What a judgement makes of an open finding, or of none. None when there is nothing to tell."""
    now = warc_date(moment.started_at)
    if judgement is FINE:
        return closed(standing, moment) if standing else None
    if not isinstance(judgement, Sign) or texts is None:
        return None
    facts: dict[str, Any] = {"last_found_at": now, "text": texts, "figures": dict(judgement.figures)}
    if standing is None:
        identity = f"{moment.crawl_id}/{monitor}/{site or ''}"
        since, events = judgement.since or now, tuple(judgement.events)
        return Finding(
            identity, monitor, judgement.severity, site, "new", since, now, events=events, passes=passes, **facts
        )
    is_worse = SEVERITIES.index(judgement.severity) > SEVERITIES.index(standing.severity)
    # It may get better and worse again without being news each time.
    severity = judgement.severity if is_worse else standing.severity
    events = tuple(judgement.events) or standing.events
    return replace(standing, severity=severity, state="worse" if is_worse else "open", events=events, **facts)


def closed(finding: Finding, moment: Moment, because: Mapping[str, str] | None = None) -> Finding:
    return replace(finding, state="closed", closed_at=warc_date(moment.started_at), closed_because=because)
