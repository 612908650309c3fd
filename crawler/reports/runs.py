"""The runs of one job: each time a process worked on it, since when, until when, and how that ended.

    {"started_at": …, "ended_at": … or null, "seen_at": … or null, "how": …}

`how` is `running`, a finish reason, `stopped_at_once`, or `died`: the process was killed or lost its power, and
`seen_at` is its last sign of life.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Run = dict[str, Any]


def runs_with_one_more(report: Mapping[str, Any], now: str, seen_at: str | None) -> list[Run]:
    """The runs a report tells of, and the one that begins now. Nobody works on the job meanwhile: the lock is held."""
    return [*ended_runs(report, seen_at), {"started_at": now, "ended_at": None, "seen_at": None, "how": "running"}]


def ended_runs(report: Mapping[str, Any], seen_at: str | None) -> list[Run]:
    """The runs a report tells of; who did not say how it ended died."""
    runs = [dict(run) for run in report.get("runs") or _runs_of_old(report)]
    return [{**run, "how": "died", "seen_at": seen_at} if run["how"] == "running" else run for run in runs]


def runs_now(runs: list[Run], how: str, now: str) -> list[Run]:
    """As they stand: the last one ends as `how`, or is `running` and was seen just now."""
    if not runs:
        return []
    ended = {"ended_at": None, "seen_at": now} if how == "running" else {"ended_at": now, "seen_at": None}
    return [*runs[:-1], {**runs[-1], **ended, "how": how}]


def last_pause(runs: Any) -> tuple[str, str] | None:
    """Between the last sign of life of the last run but one and the beginning of the last; None without either."""
    if not isinstance(runs, list) or len(runs) < 2:
        return None
    before, last = (run if isinstance(run, dict) else {} for run in runs[-2:])
    since = before.get("ended_at") or before.get("seen_at") or before.get("started_at")
    until = last.get("started_at")
    return (since, until) if since and until else None


def _runs_of_old(report: Mapping[str, Any]) -> list[Run]:
    """Of a report that was written before runs were noted."""
    if not report.get("started_at"):
        return []
    ended_at, how = report.get("finished_at"), report.get("finish_reason", "running")
    return [{"started_at": report["started_at"], "ended_at": ended_at, "seen_at": None, "how": how}]
