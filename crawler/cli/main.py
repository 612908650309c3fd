"""`lumbung VERB`: finds the verb, and turns what went wrong into a sentence and an exit code.

0    done                         4    another job holds the lock
1    wrong use or configuration   70   unexpected error; the path of its report is shown
2    done, but a person is needed 130  stopped by Ctrl-C or SIGTERM, resumable
3    evidence could not be written, or is damaged
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path

import typer
from typer.exceptions import TyperException

from archive.errors import ArchiveError, EvidenceError, LockedError
from crawler.cli import (
    catalogue,
    check_quality,
    crawl,
    demo,
    import_warcs,
    init,
    new_platform,
    notify,
    people,
    rebuild,
    recipients,
    replay,
    review,
    schedule,
    seeds,
    serve,
    status,
    upgrade,
    verify,
)
from crawler.cli.terminal_log import log_to_terminal
from crawler.reports.harmless import harmless_lines

app = typer.Typer(
    name="lumbung",
    help="Crawl village news sites politely, keep what came over the wire, and read it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("init")(init.init)
app.add_typer(seeds.app, name="seeds")
app.add_typer(recipients.app, name="recipients")
app.command("crawl")(crawl.crawl)
app.command("status")(status.status)
app.command("verify")(verify.verify)
app.command("check-quality")(check_quality.check_quality)
app.command("rebuild")(rebuild.rebuild)
app.add_typer(catalogue.app, name="catalogue")
app.command("import")(import_warcs.import_warcs)
app.command("upgrade")(upgrade.upgrade)
app.command("review")(review.review)
app.command("serve")(serve.serve)
app.command("replay")(replay.replay)
app.command("schedule")(schedule.schedule)
app.add_typer(people.app, name="people")
app.add_typer(notify.app, name="notify")
app.command("demo")(demo.demo)
app.command("new-platform")(new_platform.new_platform)


def main(arguments: list[str] | None = None) -> int:
    """Run one command line; the exit code."""
    log_to_terminal()
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
