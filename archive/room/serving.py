"""The reading room opened at an address, until it is closed."""

from __future__ import annotations

import ctypes
import errno
import gc
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn

from archive.catalogue.store import hold_little
from archive.catalogue.update import open_catalogue
from archive.errors import ArchiveError
from archive.layout import Collection
from archive.room.access.doors import doors_of
from archive.room.ahead import Ahead
from archive.room.app import make_app
from archive.room.charts import drawing
from archive.room.patience import KEEP_ALIVE_SECONDS, MOST_CONNECTIONS, PatientProtocol
from archive.room.room import Room

_LOOK_SECONDS = 10.0
_M_ARENA_MAX = -8  # malloc.h


class RoomError(ArchiveError):
    """The room cannot be opened there."""


def serve_room(
    collection: Collection,
    host: str,
    port: int,
    say: Callable[[str], None],
    plan: Callable[[], list[dict[str, Any]]] | None = None,
    targets: Callable[[], tuple[str, ...] | None] = lambda: None,
) -> int:
    """Serve until Ctrl-C or SIGTERM. `plan`: when sites are due, `targets`: who can be told, see Room. Raises
    CollectionError when others could come in unasked, RoomError, CatalogueError."""
    doors = doors_of(collection, host)
    listening = _listen(host, port)
    say("Bringing the catalogue up to date…")
    engine = open_catalogue(collection)
    hold_little(engine)
    _share_arenas()
    _collect_often()
    room = Room(collection, engine, plan=plan, targets=targets)
    try:
        room.keep_up_to_date(_LOOK_SECONDS, Ahead(room, has_readers=not doors.is_open))
        drawing.warm_up()
        at = listening.getsockname()
        name = f"[{at[0]}]" if ":" in at[0] else at[0]
        say(f"The reading room is open: http://{name}:{at[1]}/  (Ctrl-C closes it)")
        config = uvicorn.Config(
            make_app(room, doors),
            http=PatientProtocol,
            ws="none",
            proxy_headers=False,  # the guard believes the proxy that collection.toml names
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=10,
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
        )
        # What it was stopped by, uvicorn raises again once it has stopped: SIGTERM would end us with all left open.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        room.close()
        drawing.end()
        doors.close()
        listening.close()
    return 0


def _share_arenas() -> None:
    """Pages are made in threads, of which glibc gives each a store of memory that is never given back."""
    with suppress(OSError, AttributeError):  # another libc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _collect_often() -> None:
    """A command that ends soon is hardly ever looked through for what is in use no more (crawler.cli.main). A room
    stays, and each page leaves cycles behind; what is loaded now is in use until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        why = "it is taken by another program" if error.errno == errno.EADDRINUSE else error.strerror
        raise RoomError(f"cannot listen at {host}:{port}: {why}; choose another with --port") from error
    listening.listen(128)
    return listening
