"""`lumbung VERB`: finds the verb, and turns what went wrong into a sentence and an exit code.

0    done                         4    another job holds the lock
1    wrong use or configuration   70   unexpected error; the path of its report is shown
2    done, but a person is needed 130  stopped by Ctrl-C or SIGTERM, resumable
3    evidence could not be written, or is damaged
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from archive.errors import ArchiveError, EvidenceError, LockedError
from archive.version import VERSION
from crawler.cli.terminal_log import log_to_terminal
from crawler.reports.harmless import harmless_lines

# Verb -> where its function or its group of verbs stands. Only what is asked for is loaded: of a verb's start the
# modules and the options of all others were a fifth (2026-11).
VERBS = {
    "init": "crawler.cli.init:init",
    "seeds": "crawler.cli.seeds:app",
    "recipients": "crawler.cli.recipients:app",
    "crawl": "crawler.cli.crawl:crawl",
    "status": "crawler.cli.status:status",
    "verify": "crawler.cli.verify:verify",
    "check-quality": "crawler.cli.check_quality:check_quality",
    "rebuild": "crawler.cli.rebuild:rebuild",
    "catalogue": "crawler.cli.catalogue:app",
    "import": "crawler.cli.import_warcs:import_warcs",
    "upgrade": "crawler.cli.upgrade:upgrade",
    "review": "crawler.cli.review:review",
    "serve": "crawler.cli.serve:serve",
    "export": "crawler.cli.export:export",
    "release": "crawler.cli.release:release",
    "replay": "crawler.cli.replay:replay",
    "research": "crawler.cli.research:app",
    "people": "crawler.cli.people:app",
    "takedown": "crawler.cli.takedown:app",
    "schedule": "crawler.cli.schedule:schedule",
    "notify": "crawler.cli.notify:app",
    "demo": "crawler.cli.demo:demo",
    "new-platform": "crawler.cli.new_platform:new_platform",
}


def make_app(verbs: Iterable[str] = VERBS) -> typer.Typer:
    """The program with these verbs, in their order."""
    app = typer.Typer(
        name="lumbung",
        help="Crawl village news sites politely, keep what came over the wire, and read it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_before_the_verb)
    for verb in verbs:
        module, _, name = VERBS[verb].partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=verb)
        else:
            app.command(verb)(found)
    return app


def _say_version(is_asked: bool) -> None:
    if is_asked:
        print(f"lumbung {VERSION}")
        raise typer.Exit


def _before_the_verb(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version, and end.")
    ] = False,
) -> None:
    # It must be there: with one verb and nothing before it, Typer would take the verb for the whole program.
    pass


def main(arguments: list[str] | None = None) -> int:
    """Run one command line; the exit code."""
    gc.set_threshold(100_000, 50, 100)  # what is loaded stays: looking through it is a tenth of a start (2026-11)
    log_to_terminal()
    verb = next(iter(sys.argv[1:] if arguments is None else arguments), "")
    app = make_app((verb,) if verb in VERBS else VERBS)
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:  # crawler.cli
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return int(app(arguments, standalone_mode=False, prog_name="lumbung") or 0)
    except TyperException as error:
        print(f"lumbung: {harmless_lines(error.format_message())} See: lumbung --help", file=sys.stderr)
        return 1
    except (typer.Abort, KeyboardInterrupt):
        print("Stopped.", file=sys.stderr)
        return 130
    except ArchiveError as error:
        print(f"lumbung: {harmless_lines(str(error))}", file=sys.stderr)
        return 4 if isinstance(error, LockedError) else 3 if isinstance(error, EvidenceError) else 1
    except BrokenPipeError:
        # The reader of our output (head, less) went away; that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"lumbung: {where}{error.strerror or error}; mend that, then try again", file=sys.stderr)
        return 3 if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else 1
    except Exception:
        print(f"lumbung: unexpected error; a report is in {_error_report()}", file=sys.stderr)
        return 70


def _error_report() -> Path:
    """The traceback of what just went wrong, in the current folder if it can be written there."""
    text = f"command: {sys.argv}\n\n{traceback.format_exc()}"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            handle, name = tempfile.mkstemp(prefix="lumbung-error-", suffix=".txt", dir=folder, text=True)
        except OSError:
            continue
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        return Path(name)
    print(text, file=sys.stderr)
    return Path(os.devnull)


if __name__ == "__main__":
    sys.exit(main())
