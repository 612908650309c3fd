"""notify.toml: whom to tell, as addresses of Apprise. They hold passwords, so they stand in a file of their own.

    [targets]
    kantor = "mailto://USER:PASSWORD@example.org?to=petugas@example.org"

collection.toml would not do: each job keeps it in its WARC. This file is kept nowhere, printed nowhere, and refused
while others can read it.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from archive.errors import CollectionError
from archive.layout import Collection

VARIABLE = "LUMBUNG_NOTIFY"


def targets_file(collection: Collection) -> Path:
    """LUMBUNG_NOTIFY, else notify.toml in the collection."""
    return Path(os.environ.get(VARIABLE) or collection.root / "notify.toml")


def has_targets(collection: Collection) -> bool:
    """Whether somebody is to be told: the file is there, or was asked for."""
    return bool(os.environ.get(VARIABLE)) or targets_file(collection).exists()


def read_targets(collection: Collection) -> dict[str, str]:
    """Addresses by name; none without a file. Raises CollectionError, whose words hold none of them."""
    path = targets_file(collection)
    if not has_targets(collection):
        return {}
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise CollectionError(f"{path} holds passwords and others can read it; run: chmod 600 {path}")
            content = tomllib.load(file)
    except OSError as error:
        raise CollectionError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # The parser quotes what it stumbled over, which may be a password.
        line = re.search(r"at line \d+", str(error))
        raise CollectionError(f"{path}: not valid TOML{f', {line[0]}' if line else ''}") from None
    targets = content.get("targets")
    if not isinstance(targets, dict) or content.keys() - {"targets"}:
        raise CollectionError(f'{path} must hold [targets] and nothing else, with lines like: office = "mailto://…"')
    for name, url in targets.items():
        if not isinstance(url, str) or "://" not in url or not re.fullmatch(r"[\w.@ -]{1,60}", name):
            raise CollectionError(f'{path}: the target {name[:60]!r} must be a line like: office = "mailto://…"')
    return dict(targets)
