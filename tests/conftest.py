"""What all tests share: services that may be missing, and a network that ends at this machine.

    @pytest.mark.needs("judges")      the test is skipped, by that name, where the service is missing
    LUMBUNG_ALL_SERVICES=1            set by .ci/run: nothing may be missing, every skip is a failure

A new service is a line in SERVICES and a package in .ci/run.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings

from archive.regions.own import use_regions_of

ROOT = Path(__file__).parents[1]
JUDGES = ROOT / ".judges"
RELEASE_JUDGES = ROOT / ".release-judges"

# Its bound of 0.2 s an example is one of the clock, which a busy machine breaks; what hangs meets pytest's own.
settings.register_profile("lumbung", deadline=None)
settings.load_profile("lumbung")


def has_wordpress() -> bool:
    from tests.real.wordpress import is_installed

    return is_installed()


def has_systemd() -> bool:
    return shutil.which("systemd-analyze") is not None and Path("/usr/share/zoneinfo/Asia/Jakarta").exists()


def has_faketime() -> bool:
    from tests.year.clock import find_library

    return find_library() is not None


def has_postgresql() -> bool:
    from tests.archive.catalogue.postgres import server_answers

    return server_answers()


def has_replayweb() -> bool:
    return Path(os.environ.get("LUMBUNG_REPLAYWEB") or "/nowhere").exists()


def has_namespaces() -> bool:
    from tests.end_to_end.own_network import can_be_had

    return can_be_had()


# Name of the service -> whether it is here, and what brings it.
SERVICES: dict[str, tuple[Callable[[], bool], str]] = {
    "chromium": (lambda: shutil.which("chromium") is not None, "apt install chromium"),
    "faketime": (has_faketime, "apt install libfaketime"),
    "judges": (lambda: (JUDGES / "judges.lock").exists(), "run .ci/judges"),
    "release-judges": (lambda: (RELEASE_JUDGES / "release-judges.lock").exists(), "run .ci/release-judges"),
    "rsync": (lambda: shutil.which("rsync") is not None, "apt install rsync"),
    "wget": (lambda: shutil.which("wget") is not None, "apt install wget"),
    "namespaces": (has_namespaces, "run as root on Linux, or allow user namespaces"),
    "postgresql": (has_postgresql, "apt install postgresql and start it as .ci/run does, or set LUMBUNG_POSTGRES"),
    "systemd": (has_systemd, "apt install systemd tzdata"),
    "replayweb": (
        has_replayweb,
        "npm pack the version that crawler/replayweb/program.py names, and set LUMBUNG_REPLAYWEB",
    ),
    "wordpress": (has_wordpress, "run tests/real/install-wordpress as root"),
}

# What no package brings: a container may be forbidden it.
UP_TO_THE_KERNEL = ("namespaces",)

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

ALL_SERVICES = os.environ.get("LUMBUNG_ALL_SERVICES") == "1"


@pytest.fixture(scope="session")
def judges() -> Path:
    """The folder with warcio, fastwarc, wayback, wb-manager, cdxj-indexer and wacz."""
    need("judges")
    return JUDGES / "bin"


@pytest.fixture(autouse=True, scope="module")
def official_regions() -> None:
    """A process knows the regions of the collection it opened last: no module begins with another's."""
    use_regions_of(ROOT)


def need(service: str) -> None:
    is_here, remedy = SERVICES[service]
    if not is_here():
        pytest.skip(f"needs {service}: {remedy}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        for service in marker.args:
            need(service)


# ---- the longest first ----

# Modules that take longest, the longest first: what is begun last must be short, or one process works on alone while
# the others have nothing left. One missing here or here in vain costs seconds. Sums of --durations, 2026-11.
LONGEST = (
    "end_to_end/quality/test_check", "end_to_end/quality/test_patch", "end_to_end/test_stops",
    "end_to_end/test_visits", "end_to_end/monitors/test_sites", "end_to_end/test_wire_in_scrapy", "end_to_end/test_import",
    "wire/test_memory", "end_to_end/test_crawl", "end_to_end/test_seed_lists", "end_to_end/test_backup", "end_to_end/test_seed_columns",
    "end_to_end/test_platform_sites", "end_to_end/test_promises", "crawler/test_reviewing", "end_to_end/test_schedule",
    "real/test_wordpress_shapes", "end_to_end/test_operation", "crawler/test_readers", "end_to_end/test_upgrade",
    "crawler/test_told", "end_to_end/test_command", "real/test_wordpress", "end_to_end/test_traps",
    "wire/test_contract", "end_to_end/test_sample_sites", "end_to_end/test_seed_check", "end_to_end/test_reports",
    "end_to_end/test_disk_guard", "end_to_end/test_new_platform", "end_to_end/test_against", "end_to_end/test_stories",
)  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not os.environ.get("LUMBUNG_LONG"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    places = {str(ROOT / "tests" / name) + ".py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(str(item.path), len(LONGEST)))


# ---- no skips where everything must be there ----


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refuse_skip((yield))


def refuse_skip(report: Report) -> Report:
    # An expected failure is reported as skipped, too.
    if ALL_SERVICES and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if any(f"needs {service}:" in reason for service in UP_TO_THE_KERNEL):
            return report
        report.outcome = "failed"
        report.longrepr = f"Skipped, although LUMBUNG_ALL_SERVICES=1. {reason}"
    return report


# ---- no network but this machine ----


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Fails the test, past any `except OSError`. Sees Python's sockets, not uvloop's nor a subprocess's."""
    if event not in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        return
    address = arguments[1]
    if isinstance(address, tuple) and not is_this_machine(str(address[0])):
        pytest.fail(f"A test reached for {address[0]}: tests stay on this machine")


def is_this_machine(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_loopback or mapped.is_unspecified


# An audit hook and not a patched socket: nothing that a test replaces or imports early escapes it.
sys.addaudithook(refuse_other_machines)
