"""`lumbung people`: who may use the reading room."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, plain_table, print_json, say, tell
from crawler.cli.common import console as output

if TYPE_CHECKING:
    from archive.room.access.people import Role

app = typer.Typer(no_args_is_help=True, help="Accounts of the reading room: who may read, review, or do everything.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="As it stands with what they decide.")]
StdinOption = Annotated[
    bool, typer.Option("--stdin", help="Read the password from the first line of standard input; for scripts.")
]
_ROLES = "reader, reviewer or archivist"


@app.command("add")
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help=f"One of: {_ROLES}.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    stdin: StdinOption = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They are known by the proxy, or by a key, alone.")
    ] = False,
) -> None:
    """Make an account; its password is asked for, and never stands on the command line.

    Example: lumbung people add "Siti Aminah" --role reviewer
    """
    from archive.room.access.accounts import add_person, checked_name

    path, known = _file(collection), _role(role)
    name = checked_name(name)
    add_person(path, name, known, None if no_password else _password(stdin))
    tell(f"{name} may use the reading room as {known}. The accounts are in {path}")
    say("A reading room that is open takes new accounts at once; one opened without any must be opened again.")


@app.command("list")
def list_people(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Show who has an account.

    Example: lumbung people list
    """
    from archive.room.access.accounts import Accounts

    people = Accounts(_file(collection)).everybody()
    if as_json:
        print_json([{"name": one.name, "role": one.role, "has_password": one.password is not None,
                     "changed_at": one.changed_at,
                     "keys": [{"for": key.what, "made_at": key.made_at} for key in one.keys]}
                    for one in people])  # fmt: skip
        return
    table = plain_table("", "name", "role", "password since", "keys")
    for one in people:
        keys = ", ".join(f"{key.what} ({key.made_at[:10]})" for key in one.keys)
        table.add_row(one.name, one.role, one.changed_at[:10] if one.password else "none", keys)
    if people:
        output.print(table)
    else:
        tell("Nobody has an account; the reading room is open to this machine alone.")


@app.command("remove")
def remove(name: NameArgument, collection: CollectionOption = DEFAULT_COLLECTION) -> None:
    """Take an account away; its sessions and keys end at once. What they decided stays, under their name.

    Example: lumbung people remove "Siti Aminah"
    """
    from archive.room.access.accounts import remove_person

    remove_person(_file(collection), name)
    tell(f"{name} has no account any more.")


@app.command("password")
def password(name: NameArgument, collection: CollectionOption = DEFAULT_COLLECTION, stdin: StdinOption = False) -> None:
    """Give somebody a new password; their sessions end at once.

    Example: lumbung people password "Siti Aminah"
    """
    from archive.room.access.accounts import Accounts, set_password

    path = _file(collection)
    if Accounts(path).get(name) is None:
        raise CollectionError(f"nobody is called {name[:60]!r}; see: lumbung people list")
    set_password(path, name, _password(stdin))
    tell(f"{name} has a new password.")


@app.command("role")
def change_role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=f"One of: {_ROLES}.")],
    collection: CollectionOption = DEFAULT_COLLECTION,
) -> None:
    """Let somebody do more, or less; it holds at once.

    Example: lumbung people role "Siti Aminah" archivist
    """
    from archive.room.access.accounts import set_role

    known = _role(role)
    set_role(_file(collection), name, known)
    tell(f"{name} is {known} now.")


@app.command("key")
def key(
    name: NameArgument,
    collection: CollectionOption = DEFAULT_COLLECTION,
    what: Annotated[str, typer.Option("--for", metavar="TEXT", help="Which program it is for.")] = "program",
    remove_all: Annotated[bool, typer.Option("--remove-all", help="Take all their keys away instead.")] = False,
) -> None:
    """Make a key by which a program asks in somebody's name: the API, a feed reader. It is shown once.

    Example: lumbung people key "Siti Aminah" --for "pembaca umpan"
    """
    from archive.room.access.accounts import add_key, remove_keys

    path = _file(collection)
    if remove_all:
        remove_keys(path, name)
        tell(f"{name} has no keys any more.")
        return
    made = add_key(path, name, what)
    say("Send it as `Authorization: Bearer KEY`, or as the password of a feed reader. It is not shown again:")
    print(made)


def _file(collection: Path) -> Path:
    from archive.room.access.accounts import accounts_file

    return accounts_file(Collection.open(collection))


def _role(text: str) -> Role:
    from archive.room.access.people import role_of

    if role := role_of(text):
        return role
    raise CollectionError(f"{text!r} is no role; it is {_ROLES}")


def _password(from_stdin: bool) -> str:
    """Raises CollectionError."""
    if from_stdin:
        return sys.stdin.readline(10_000).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CollectionError("a password is typed at a terminal; in a script give it with --stdin")
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Once more: "):
        raise CollectionError("the two are not the same; nothing was changed")
    return first
