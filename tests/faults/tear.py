"""What a power loss does beyond a kill: bytes that were written and not synced are gone, or are zeros."""

from __future__ import annotations

import os
import random
from pathlib import Path

from archive.layout import Collection
from tests.faults.stock import Stock, synced_length, walk

_BLOCK = 4096


def tear(collection: Collection, stock: Stock, chance: random.Random) -> str | None:
    """Harm the open WARC somewhere in what was not synced; says how. What outlived an earlier kill is let be."""
    for path in collection.open_warcs():
        synced, size = synced_length(collection, path), path.stat().st_size
        synced = max(synced, stock.outlived.get(path.name, 0))
        if size <= synced:
            continue
        at = chance.randrange(synced, size)
        kind = chance.choice(("cut", "zeros", "hole"))
        with path.open("r+b") as file:
            if kind == "cut":
                file.truncate(at)
            else:
                # The length was written and the blocks were not: a file system may leave such a file.
                end = size if kind == "zeros" else min(size, at + chance.randrange(1, _BLOCK))
                file.seek(at)
                file.write(bytes(end - at))
        return f"{kind} at {at} of {synced}..{size}"
    return None


def lose_power(collection: Collection, chance: random.Random) -> list[str]:
    """Drop every byte that was not synced; what is wrong already then.

    Lines of documents are noted without a sync: what a power loss leaves of them is any beginning.
    visits.sqlite syncs at its checkpoints only: what is in its log since may be gone.
    """
    faults = []
    for path in collection.open_warcs():
        synced = synced_length(collection, path)
        os.truncate(path, min(synced, path.stat().st_size))
        if path.stat().st_size != synced or walk(path).whole_bytes != synced:
            faults.append(f"{path.name}: {synced} bytes are called synced, and they are not whole records")
    for path in (collection.root / "documents").glob("*.open"):
        os.truncate(path, chance.randint(0, path.stat().st_size))
    if chance.random() < 0.5:
        for suffix in ("-wal", "-shm"):
            _remove(collection.root / f"visits.sqlite{suffix}")
    return faults


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
