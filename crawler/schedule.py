"""The words of a schedule: systemd service and timer, and a cron line, that run `crawl --due` on a collection.

Every path may hold blanks, quotes, percent and dollar signs; only control characters are refused.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

import crawler
from archive.errors import CollectionError
from crawler.due import WIB
from crawler.stopping import LONGEST_STOP_SECONDS


@dataclass(frozen=True, slots=True)
class Program:
    """What starts Lumbung on this machine, and the folders it writes to beside the collection."""

    command: tuple[str, ...]
    python_path: str | None = None
    writes: tuple[Path, ...] = ()


def this_program() -> Program:
    """The launcher of the checkout whose .venv we run in, else this Python."""
    home = Path(crawler.__file__).resolve().parents[1]
    launcher = home / "lumbung"
    venv = home / ".venv"
    if launcher.exists() and venv.exists() and Path(sys.prefix).resolve() == venv.resolve():
        return Program((str(launcher),), writes=(venv,))
    python = (sys.executable, "-P", "-m", "crawler.cli.main")
    is_checkout = (home / "pyproject.toml").exists()
    return Program(python, str(home) if is_checkout else None)


def unit_name(root: Path) -> str:
    """`lumbung-desa-1f2e3d4c`: readable, and another for each collection's path."""
    readable = re.sub(r"[^a-z0-9]+", "-", root.name.lower()).strip("-") or "collection"
    return f"lumbung-{readable[:40]}-{hashlib.sha256(str(root).encode()).hexdigest()[:8]}"


def service_unit(root: Path, program: Program, owner: str | None, metrics: Path | None = None) -> str:
    """The service; `owner` is the account it runs as when it is the system's, None for a user's own. `metrics` is the
    file that is written for node_exporter, if any."""
    for path in (str(root), *program.command):
        _refuse_control_characters(path)
    # The colon keeps $ in paths as it is.
    first, *rest = (*program.command, "crawl", "--due", "-c", str(root))
    command = " ".join(_quoted(word) for word in (f":{first}", *rest))
    environment = f"Environment={_quoted(f'PYTHONPATH={program.python_path}')}\n" if program.python_path else ""
    user = f"User={owner}\n" if owner else ""
    # A file is put in its place by a new one beside it, so the folder must be writable.
    written = [root, *program.writes, *([metrics.parent] if metrics else [])]
    optional = {metrics.parent} if metrics else set()  # systemd would not start over a folder that is gone
    # A private /tmp would hide what lies in the real one.
    in_tmp = any(path.is_relative_to(folder) for path in written for folder in _TEMPORARY)
    writable = " ".join(
        _quoted(f"{'-' if path in optional else ''}{path}") for path in (*written, *(_TEMPORARY if in_tmp else ()))
    )
    return f"""\
# Made by: lumbung schedule
[Unit]
Description=Lumbung: crawl what is due in {_percent(root.name)}
{_ORDER if owner else ""}
[Service]
Type=oneshot
ExecStart={command}
WorkingDirectory={_percent(str(root))}
{environment}{user}# 2: done, a person should look. 4: another job is at work. 130: stopped, the next run goes on.
SuccessExitStatus=2 4 130
# A stop lets what is under way arrive and closes the files; before this time is over it makes haste by itself. The
# readers are stopped by the crawl.
KillMode=mixed
KillSignal=SIGTERM
TimeoutStopSec={LONGEST_STOP_SECONDS}

# The machine's other work goes first.
Nice=10
CPUWeight=20
IOSchedulingClass=idle
MemoryMax=2G
TasksMax=256

# It reads what it needs and writes to the collection only.
NoNewPrivileges=true
ProtectSystem=strict
ReadWritePaths={writable}
PrivateTmp={"false" if in_tmp else "true"}
LockPersonality=true
RestrictRealtime=true
RestrictSUIDSGID=true
RestrictNamespaces=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native
{_ONLY_OF_THE_SYSTEM if owner else ""}"""


_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108  # the system's folders, nothing is made there

# A user's own manager does not know the machine's targets,
_ORDER = """\
Wants=network-online.target
After=network-online.target time-sync.target
"""

# and has no right to these: it would not start the service.
_ONLY_OF_THE_SYSTEM = """\
PrivateDevices=true
ProtectClock=true
ProtectControlGroups=true
ProtectHostname=true
ProtectKernelLogs=true
ProtectKernelModules=true
ProtectKernelTunables=true
CapabilityBoundingSet=
"""


def timer_unit(root: Path, at: time | None) -> str:
    """The timer: each hour, or once a day `at` a time in Jakarta."""
    calendar = f"*-*-* {at:%H:%M:%S} Asia/Jakarta" if at else "*-*-* *:00:00 Asia/Jakarta"
    return f"""\
# Made by: lumbung schedule
[Unit]
Description=Lumbung: when to look what is due in {_percent(root.name)}

[Timer]
OnCalendar={calendar}
# A run missed while the machine was off is made up for.
Persistent=true
# Not all machines at the full hour; on this one the same delay each time, so that runs stay a day apart.
RandomizedDelaySec=10min
FixedRandomDelay=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def cron_line(root: Path, program: Program, at: time | None, now: datetime) -> str:
    """A line for `crontab -e`. Cron knows only the machine's own clock, to which `at` is converted."""
    words = [*program.command, "crawl", "--due", "-c", str(root)]
    for word in words:
        _refuse_control_characters(word)
    if program.python_path:
        words = ["env", f"PYTHONPATH={program.python_path}", *words]
    if at:
        local = datetime.combine(now.astimezone(WIB).date(), at, WIB).astimezone(now.tzinfo)
        when = f"{local.minute} {local.hour} * * *"
    else:
        when = "0 * * * *"
    # In a crontab a plain % ends the command.
    return f"{when} cd {_cron(str(root))} && {' '.join(map(_cron, words))}"


def _cron(word: str) -> str:
    return shlex.quote(word).replace("%", r"\%")


def _quoted(word: str) -> str:
    """One word of a unit file."""
    return '"' + _percent(word).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _percent(word: str) -> str:
    return word.replace("%", "%%")


def _refuse_control_characters(path: str) -> None:
    if re.search(r"[\x00-\x1f\x7f]", path):
        raise CollectionError(f"{path!r} has control characters in its name; systemd and cron cannot name it")


def files_of(root: Path, folder: Path) -> Sequence[Path]:
    """Where service and timer are put, in this order."""
    name = unit_name(root)
    return folder / f"{name}.service", folder / f"{name}.timer"
