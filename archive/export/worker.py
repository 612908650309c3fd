"""A big export in a process of its own, so that the room answers as quickly as before and its memory stays small.

    python -m archive.export.worker <asked

reads one line of JSON: `wanted`, `collection`, `catalogue` (the address of its database; null: the collection's own
file) and `to` (null: CSV to standard output). With `to` it prints how many articles are written, a number a line, and
at last "done"; the file's manifest then stands beside it. Ends when nobody reads what it prints. Exit 1 with a sentence
on standard error when it cannot be made.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from archive.catalogue.store import named_faults, open_engine
from archive.errors import ArchiveError
from archive.export.matching import Matching
from archive.export.table_forms import pieces_of_csv
from archive.export.wanted import Wanted
from archive.export.writing import steady, write_export
from archive.layout import Collection


def main() -> int:
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    os.nice(10)  # whoever waits for a page goes before
    try:
        _make(asked)
    except BrokenPipeError:
        # Nobody is there any more; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except (ArchiveError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _make(asked: dict[str, Any]) -> None:
    wanted = Wanted.from_json(asked["wanted"])
    collection = Collection.open(Path(asked["collection"]))
    engine = open_engine(collection.root, asked["catalogue"])
    try:
        with named_faults(engine), steady(engine) as connection:
            if asked["to"] is None:
                for piece in pieces_of_csv(Matching(wanted, collection, connection)):
                    sys.stdout.buffer.write(piece)
                sys.stdout.buffer.flush()
                return
            write_export(wanted, collection, connection, Path(asked["to"]), progress=_tell)
    finally:
        engine.dispose()
    print("done", flush=True)


def _tell(rows: int) -> None:
    print(rows, flush=True)


if __name__ == "__main__":
    sys.exit(main())
