"""`lumbung schedule`: a systemd service and timer, and a cron line, for one collection."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.files import write_whole
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, print_json, say, tell
from crawler.schedule import Program, cron_line, files_of, service_unit, this_program, timer_unit, unit_name


def schedule(
    collection: CollectionOption = DEFAULT_COLLECTION,
    at: Annotated[
        str | None, typer.Option(metavar="HH:MM", help="Once a day at this time in Jakarta; else hourly.")
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="Write service and timer, and start the timer.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Stop the timer and remove both.")] = False,
    system: Annotated[bool, typer.Option("--system", help="For the whole machine; else for your account.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Print, install or remove what makes this machine crawl what is due.

    Example: lumbung schedule --install --at 01:00 -c desa
    """
    if install and remove:
        raise CollectionError("--install and --remove: one of them")
    hour = _time_of(at)
    root = collection.resolve()
    manager = Manager(system=system)
    service, timer = files_of(root, manager.folder)
    if remove:
        # Also of a collection that is gone.
        return _remove(manager, service, timer, as_json=as_json)
    textfile = Collection.open(root).config.metrics.textfile
    program = this_program()
    texts = {
        service: service_unit(root, program, _owner_of(root) if system else None, Path(textfile) if textfile else None),
        timer: timer_unit(root, hour),
    }
    if install:
        return _install(manager, texts, as_json=as_json)
    _print(root, texts, program, hour, as_json=as_json)
    return 0


class Manager:
    """systemd's, of the machine or of this account."""

    def __init__(self, *, system: bool) -> None:
        self.is_systems = system
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self.folder = Path("/etc/systemd/system") if system else home / "systemd/user"

    def run(self, *words: str) -> bool:
        """Run systemctl and tell of it; whether it did as told."""
        command = ["systemctl", *([] if self.is_systems else ["--user"]), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr or done.stdout).strip() or f"exit code {done.returncode}"
            say(f"Failed: {' '.join(command)}: {reason}")
            return False
        say(f"Done: {' '.join(command)}")
        return True

    def is_here(self) -> bool:
        return shutil.which("systemctl") is not None


def _time_of(text: str | None) -> time | None:
    if text is None:
        return None
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
    if not found:
        raise CollectionError(f"--at {text!r} is no time of day; write it as 01:30")
    return time(int(found[1]), int(found[2]))


def _owner_of(root: Path) -> str:
    """The account the collection belongs to: who crawls must be able to write it."""
    number = root.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _print(root: Path, texts: dict[Path, str], program: Program, at: time | None, *, as_json: bool) -> None:
    cron = cron_line(root, program, at, datetime.now().astimezone())
    if as_json:
        service, timer = texts
        units = {"service": {"path": service, "text": texts[service]}, "timer": {"path": timer, "text": texts[timer]}}
        print_json({"name": unit_name(root), **units, "cron": cron})
        return
    for path, text in texts.items():
        print(f"# ---- {path}\n{text}")
    clock = f", which is {at:%H:%M} in Jakarta" if at else ""
    print(f"# ---- or, without systemd, a line of crontab -e (by this machine's clock{clock})\n{cron}")


def _install(manager: Manager, texts: dict[Path, str], *, as_json: bool) -> int:
    manager.folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        write_whole(path, text.encode())
        say(f"Written: {path}")
    timer = list(texts)[1]
    works = manager.is_here() and manager.run("daemon-reload") and manager.run("enable", "--now", timer.name)
    # A timer that ran already keeps its old times until it is started again.
    works = works and manager.run("restart", timer.name)
    if as_json:
        print_json({"written": list(texts), "timer": timer.name, "enabled": works})
    if not works:
        why = "systemctl did not do as told" if manager.is_here() else "there is no systemctl on this machine"
        say(f"The timer does not run: {why}. Mend that and install again, or use the cron line of: lumbung schedule")
        return 2
    if not manager.is_systems:
        say("So that it also runs while you are logged out, once: loginctl enable-linger")
    tell(f"The timer {timer.name} runs; what it did: lumbung status, or journalctl -u {timer.stem}")
    return 0


def _remove(manager: Manager, service: Path, timer: Path, *, as_json: bool) -> int:
    there = [path for path in (timer, service) if path.exists()]
    if there and manager.is_here():
        manager.run("disable", "--now", timer.name)
    for path in there:
        path.unlink()
        say(f"Removed: {path}")
    if there and manager.is_here():
        manager.run("daemon-reload")
    if as_json:
        print_json({"removed": there})
    elif not there:
        tell(f"Nothing to remove: {timer} is not there.")
    else:
        tell("The schedule is removed; a crawl that runs goes on to its end.")
    return 0
