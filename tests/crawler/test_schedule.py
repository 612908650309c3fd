"""Unit files and cron lines for collections wherever they lie."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from archive.errors import CollectionError
from crawler.schedule import Program, cron_line, files_of, service_unit, this_program, timer_unit, unit_name
from crawler.stopping import SAFE_STOP_SECONDS

PROGRAM = Program((sys.executable, "-P", "-m", "crawler.cli.main"), "/srv/lumbung")
NAMES = ["desa", "desa kami", "desa \"kita\" 'semua'", "100% $HOME \\x;# :", "désa ☘"]
NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def words_of(line: str) -> list[str]:
    """As systemd takes a quoted line apart, with its specifiers."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    return [re.sub(r"\\(.)", r"\1", word).replace("%%", "%") for word in found]


@pytest.mark.parametrize("name", NAMES)
def test_the_service_crawls_what_is_due_in_the_collection_whatever_it_is_called(name: str) -> None:
    root = Path("/srv") / name

    lines = dict(line.partition("=")[::2] for line in service_unit(root, PROGRAM, "arsip").splitlines() if "=" in line)

    command = words_of(lines["ExecStart"])
    assert command == [f":{sys.executable}", "-P", "-m", "crawler.cli.main", "crawl", "--due", "-c", str(root)]
    assert words_of(lines["ReadWritePaths"]) == [str(root)]
    assert lines["WorkingDirectory"].replace("%%", "%") == str(root)
    assert lines["SuccessExitStatus"].split()[:2] == ["2", "4"]
    assert lines["User"] == "arsip"


def test_the_service_may_write_where_its_metrics_are_wanted() -> None:
    unit = service_unit(Path("/srv/desa"), PROGRAM, None, Path("/var/lib/node exporter/lumbung.prom"))

    assert 'ReadWritePaths="/srv/desa" "-/var/lib/node exporter"' in unit


def test_systemd_waits_longer_for_a_stop_than_the_crawl_itself() -> None:
    found = re.search(r"^TimeoutStopSec=(\d+)$", service_unit(Path("/srv/desa"), PROGRAM, None), re.MULTILINE)

    assert found
    assert int(found[1]) >= SAFE_STOP_SECONDS + 60


@pytest.mark.needs("systemd")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("owner", [None, "root"])
def test_systemd_finds_no_fault_in_service_and_timer(tmp_path: Path, name: str, owner: str | None) -> None:
    root = tmp_path / name
    units = files_of(root, tmp_path)
    units[0].write_text(service_unit(root, PROGRAM, owner))
    units[1].write_text(timer_unit(root, time(1, 30)))

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.needs("systemd")
@pytest.mark.parametrize("at", [None, time(1, 30)])
def test_systemd_knows_the_time_of_the_timer(at: time | None) -> None:
    (calendar,) = re.findall("OnCalendar=(.*)", timer_unit(Path("/srv/desa"), at))

    done = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "Asia/Jakarta" in calendar


@pytest.mark.parametrize("name", NAMES)
def test_cron_gives_the_shell_the_same_words(name: str) -> None:
    root = Path("/srv") / name

    line = cron_line(root, PROGRAM, None, NOW)

    assert line.startswith("0 * * * * ")
    assert not re.search(r"(?<!\\)%", line)
    shell = line.split(" ", 5)[5].replace(r"\%", "%")
    assert shlex.split(shell)[1] == str(root)
    assert shlex.split(shell)[-4:] == ["crawl", "--due", "-c", str(root)]


def test_the_time_in_jakarta_is_converted_to_the_clock_of_cron() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=-3)))

    assert cron_line(Path("/srv/desa"), PROGRAM, time(1, 30), here).startswith("30 15 * * * ")


def test_a_collection_in_the_temporary_folder_is_not_hidden_from_its_service() -> None:
    assert "PrivateTmp=true" in service_unit(Path("/srv/desa"), PROGRAM, None)
    assert "PrivateTmp=false" in service_unit(Path("/tmp/desa"), PROGRAM, None)  # noqa: S108


def test_a_name_with_a_line_end_is_refused() -> None:
    for made in (lambda root: service_unit(root, PROGRAM, None), lambda root: cron_line(root, PROGRAM, None, NOW)):
        with pytest.raises(CollectionError, match="control characters"):
            made(Path("/srv/desa\nExecStart=/bin/sh"))


def test_two_collections_of_one_name_have_units_of_their_own() -> None:
    assert unit_name(Path("/a/desa")) != unit_name(Path("/b/desa"))
    assert re.fullmatch(r"lumbung-desa-[0-9a-f]{8}", unit_name(Path("/a/desa")))


def test_the_program_named_is_there() -> None:
    program = this_program()

    assert Path(program.command[0]).is_absolute()
    done = subprocess.run(
        [*program.command, "--help"],
        env={"PYTHONPATH": program.python_path or "", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "crawl" in done.stdout
