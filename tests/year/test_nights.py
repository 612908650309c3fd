"""A few nights of the year through the real command: the clock it believes, what it asks, what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.year.clock import find_library
from tests.year.figures import costs, delays, lost_articles, table
from tests.year.judge import judge, read_events
from tests.year.plan import DAY
from tests.year.run import ends
from tests.year.runs import Keeper, history_of, impolite
from tests.year.server import YearServer, free_port
from tests.year.world import hosts_of, make_world


@pytest.mark.timeout(400)
@pytest.mark.needs("faketime")
def test_nights_are_crawled_at_their_date_and_judged(tmp_path: Path) -> None:
    library = find_library()
    assert library
    world = make_world(1, 4, 14, free_port([host for number in range(4) for host in hosts_of(number)]), every=4)
    said: list[str] = []

    with (
        YearServer(world.sites, world.hosts, world.port) as server,
        Keeper(world, tmp_path / "koleksi", library) as keeper,
    ):
        keeper.live(server, said.append)
        faults, cpu = ends(keeper), keeper.cpu_seconds()
    history = history_of(world, keeper.nights, server)
    verdict = judge(world.truths(), read_events(keeper.collection.root / "crawls"), history)
    lost = lost_articles(world, history, keeper.collection)

    assert [night.code in (0, 2) for night in keeper.nights] == [True] * len(list(world.runs())), said
    days = {capture.captured_at.replace(second=0, microsecond=0) for capture in keeper.collection.captures()}
    assert all(any(night.moment <= day < night.moment + DAY / 48 for night in keeper.nights) for day in days)
    assert keeper.nights[0].visited == (0, 1, 2, 3)
    assert (faults, impolite(world, server), keeper.unplanned, lost, verdict.invented) == ([], [], [], [], [])
    assert server.log[-1].moment > server.log[0].moment
    facts: dict[str, Any] = {
        "delays": delays(world, history), "costs": costs(world, keeper.nights, server), "nights": len(keeper.nights),
        "seconds": 0.0, "cpu_seconds": cpu, "missed_runs_told": 0, "lost": lost, "faults": faults,
    }  # fmt: skip
    assert facts["costs"]["requests"] == len(server.log)
    assert "lost articles 0" in table(verdict, facts)
