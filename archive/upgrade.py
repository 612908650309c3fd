"""Collections of older formats moved on, a step a format. Evidence is never touched by a step.

The format is the number in collection.toml. A step moves what lies on disk from its number to the next: people's words
where their form has changed, and files or folders that have other names now. What is derived it may leave as it is, for
that is made anew afterwards (crawler.upgrading). A step must be able to run again where it died half-way; the number
is counted up, and nothing else of collection.toml changed, when it is done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.config import FORMAT, format_of
from archive.errors import CollectionError
from archive.files import write_whole


@dataclass(frozen=True, slots=True)
class Step:
    """From one format to the next: what it does, in a sentence, and the doing of it in a collection's folder."""

    does: str
    run: Callable[[Path], None]


# By the format they begin with. There is one format yet. With the next one: count FORMAT up in archive.config, put the
# step here, and freeze a collection of the former one in tests/collections (see its README).
STEPS: dict[int, Step] = {}

_NUMBER = re.compile(rb"^(format[ \t]*=[ \t]*)\d+", re.MULTILINE)


def run_steps(root: Path) -> list[str]:
    """Move a collection to the present format; what was done. The lock is held.

    Raises CollectionError when it is of a newer format than this program knows, or of one that no step begins with.
    """
    done = []
    while (number := format_of(root / "collection.toml")) != FORMAT:
        step = STEPS.get(number)
        if step is None:
            raise CollectionError(f"{root}: nothing is known of format {number}, so it cannot be moved on")
        step.run(root)
        _count_up(root / "collection.toml", number + 1)
        done.append(f"format {number} -> {number + 1}: {step.does}")
    return done


def _count_up(path: Path, number: int) -> None:
    text, changed = _NUMBER.subn(rb"\g<1>%d" % number, path.read_bytes(), count=1)
    if not changed:
        raise CollectionError(f"{path}: the line `format = …` is not where it is looked for; write {number} there")
    write_whole(path, text)
