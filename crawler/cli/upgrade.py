"""`lumbung upgrade`: a collection that an older Lumbung made, brought to the form of today."""

from __future__ import annotations

from archive.config import FORMAT
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, errors, print_json, tell


def upgrade(collection: CollectionOption = DEFAULT_COLLECTION, as_json: JsonOption = False) -> None:
    """Move a collection of an older format or reader on. Evidence is only read.

    Example: lumbung upgrade -c desa
    """
    from crawler import upgrading

    def progress(part: str, done: int, count: int) -> None:
        if errors.is_terminal or done == count or done % 100 == 0:
            errors.print(f"{part}: {done} of {count} WARCs", end="\r" if errors.is_terminal and done < count else "\n")

    done = upgrading.upgrade(collection, progress)
    if as_json:
        print_json({"format": FORMAT, "done": done})
        return
    for sentence in done:
        tell(f"{sentence[:1].upper()}{sentence[1:]}.")
    tell(f"{collection} is of format {FORMAT}" + (" now." if done else ", all of it; nothing was done."))
