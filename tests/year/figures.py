"""What the year cost and what it kept: lost articles, delays, requests and bytes against fetching everything."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

from archive import Collection
from tests.year.judge import History, Verdict
from tests.year.runs import Night
from tests.year.server import YearServer
from tests.year.view import Shown
from tests.year.world import World

_DAY = timedelta(days=1)
_MONTH = 365.25 / 12


def lost_articles(world: World, history: History, collection: Collection) -> list[str]:
    """Articles that were public at a visit at which nothing stood between them and a visitor, and that are in no
    record of the archive."""
    archived = {capture.url for capture in collection.captures() if capture.status == 200}
    lost = set[str]()
    for site in world.sites:
        for moment in history.open.get(site.plan.number, ()):
            if site.plan.span("taken", moment):
                continue
            shown = (one for one in site.view(moment).by_path.values() if isinstance(one, Shown) and not one.taken)
            lost.update(site.base + one.path for one in shown if site.base + one.path not in archived)
    return sorted(lost)


def delays(world: World, history: History) -> dict[str, dict[str, float]]:
    """By rhythm, days from publication to the first capture, of what was published during the year."""
    days: dict[str, list[float]] = defaultdict(list)
    for site in world.sites:
        for path, one in site.view(site.plan.end).by_path.items():
            seen = history.seen.get(site.base + path, ())
            if isinstance(one, Shown) and one.published > site.plan.start and seen:
                days[site.plan.rhythm].append((seen[0] - one.published) / _DAY)
    return {
        rhythm: {"articles": len(some), "median": median(some), "p90": _p90(some)}
        for rhythm, some in sorted(days.items())
    }


def _p90(numbers: list[float]) -> float:
    return quantiles(numbers, n=10)[-1] if len(numbers) > 1 else numbers[0]


def costs(world: World, nights: list[Night], server: YearServer) -> dict[str, Any]:
    """Requests and body bytes a site a month, by platform; beside it those of a crawl that asks at the same visits for
    all that the site has. Its bytes are measured at one visit a month for each site."""
    asked, sent, visits = Counter[str](), Counter[str](), Counter[str]()
    sites = Counter(site.plan.platform for site in world.sites)
    statuses = Counter(str(one.status) for one in server.log)
    for one in server.log:
        platform = world.sites[one.site].plan.platform
        asked[platform] += 1
        sent[platform] += one.sent
    all_asked, all_sent = Counter[str](), Counter[str]()
    sizes: dict[tuple[int, int], float] = {}
    for night in nights:
        for number in night.visited:
            site = world.sites[number]
            platform = site.plan.platform
            visits[platform] += 1
            if site.state(night.moment) != "up":
                all_asked[platform] += 1
                continue
            targets = site.everything(night.moment)
            key = (number, night.moment.month)
            if key not in sizes:
                answers = [site.answer(target, 1, night.moment) for target in targets]
                sizes[key] = sum(len(answer.body) for answer in answers if answer) / len(targets)
            all_asked[platform] += len(targets)
            all_sent[platform] += int(sizes[key] * len(targets))
    months = world.days / _MONTH
    rows = {
        platform: {
            "sites": count,
            "visits": visits[platform] / count / months,
            "requests": asked[platform] / count / months,
            "requests_of_everything": all_asked[platform] / count / months,
            "bytes": sent[platform] / count / months,
            "bytes_of_everything": all_sent[platform] / count / months,
        }
        for platform, count in sorted(sites.items())
    }
    return {
        "by_platform": rows,
        "requests": len(server.log),
        "requests_of_everything": all_asked.total(),
        "bytes": sent.total(),
        "bytes_of_everything": all_sent.total(),
        "statuses": dict(sorted(statuses.items())),
        "conditional": sum(one.is_conditional for one in server.log),
    }


def table(verdict: Verdict, facts: dict[str, Any]) -> str:
    """For a person."""
    lines = [f"{'behaviour':32}{'happened':>9}{'due':>7}{'found':>7}{'late':>6}{'missed':>8}{'median days':>13}"]
    for name, row in verdict.rows.items():
        lag = f"{median(row.lags):.1f}" if row.lags else "-"
        lines.append(f"{name:32}{row.happened:>9}{row.due:>7}{row.found:>7}{row.late:>6}{row.missed:>8}{lag:>13}")
    lines += ["", f"{'rhythm':14}{'articles':>9}{'median days':>13}{'p90':>7}   from publication to capture"]
    for name, one in facts["delays"].items():
        lines.append(f"{name:14}{one['articles']:>9}{one['median']:>13.1f}{one['p90']:>7.1f}")
    head = f"{'a site a month':14}{'sites':>6}{'visits':>8}{'requests':>10}{'of all':>9}{'kB':>10}{'of all':>10}"
    lines += ["", head]
    for name, one in facts["costs"]["by_platform"].items():
        lines.append(
            f"{name:14}{one['sites']:>6}{one['visits']:>8.1f}{one['requests']:>10.1f}"
            f"{one['requests_of_everything']:>9.1f}{one['bytes'] / 1000:>10.1f}{one['bytes_of_everything'] / 1000:>10.1f}"
        )
    costs = facts["costs"]
    lines += [
        "",
        f"requests {costs['requests']} of {costs['requests_of_everything']} that fetching everything each time takes, "
        f"bytes {costs['bytes']} of {costs['bytes_of_everything']}; answers {costs['statuses']}",
        f"three stretches without a run, {facts['missed_runs_told']} findings of one",
        f"nights {facts['nights']}, seconds {facts['seconds']:.0f} (CPU of the commands {facts['cpu_seconds']:.0f}), lost articles {len(facts['lost'])}, "
        f"missed {len(verdict.missed)}, invented {len(verdict.invented)}, other faults {len(facts['faults'])}",
    ]
    return "\n".join(lines)
