"""`lumbung notify`: whether notices reach the people they are for."""

from __future__ import annotations

from typing import Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, print_json, say, tell

app = typer.Typer(no_args_is_help=True, help="Notices of what is wrong, to mail, chat or a webhook.")


@app.command("test")
def send_test(
    targets: Annotated[list[str] | None, typer.Argument(metavar="[TARGET…]", help="Names; none: all.")] = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_json: JsonOption = False,
) -> int:
    """Send a test notice to each target of notify.toml and say whether it went.

    Example: lumbung notify test -c desa
    """
    from crawler.notices.digest import message_of_test
    from crawler.notices.sending import send_all
    from crawler.notices.targets import read_targets, targets_file

    opened = Collection.open(collection)
    known = read_targets(opened)
    if not known:
        raise CollectionError(
            f"{targets_file(opened)} names nobody to tell; write it (see docs/settings.md), e.g.:  [targets]  "
            'office = "mailto://…"'
        )
    if unknown := sorted(set(targets or ()) - known.keys()):
        raise CollectionError(f"no target {', '.join(unknown)}; there are: {', '.join(known)}")
    config = opened.config.notify
    message = message_of_test(opened.root.resolve().name, config.language)
    answers = send_all({name: (known[name], message) for name in targets or known}, config.seconds)
    if as_json:
        print_json([{"target": name, "sent": reason is None, "reason": reason} for name, reason in answers.items()])
    for name, reason in answers.items() if not as_json else ():
        if reason is None:
            tell(f"{name}: sent")
        else:
            say(f"{name}: not sent: {reason}")
    return 2 if any(reason is not None for reason in answers.values()) else 0
