"""ReplayWeb.page as the operator fetched it: the npm package, packed or unpacked, of one version and unaltered."""

from __future__ import annotations

import base64
import hashlib
import os
import tarfile
from pathlib import Path

from archive.errors import ArchiveError

VERSION = "2.5.3"
# Of the package as npm publishes it, and of the two of its files that are served.
_INTEGRITY = "nCj2PSON3BxeSJKE8AsYPyULv0XPZKJWfy4l9PyQre9SqwLZ+WKZVs/sfLqPOQ4GrH+0YkjbwOhr8cSTH08gsQ=="
_FILES = {
    "ui.js": "ad95b260fa467a6c4799e669ad76ac8e7d5abefa71d1a2970ae6b63dc454a3c3",
    "sw.js": "29a833e871e2f9b7f135f5b86bba0476b69ad975c129c2473ff5055f73f5a2d0",
}
_LARGEST = 32 * 1024 * 1024

_FETCH = (
    f"ReplayWeb.page is a program of its own (AGPL-3.0) and not part of Lumbung; fetch it with npm:\n"
    f"    npm pack replaywebpage@{VERSION}\n"
    f"then: lumbung replay --with replayweb --replayweb replaywebpage-{VERSION}.tgz, or set LUMBUNG_REPLAYWEB to that "
    "path."
)


class ReplayWebError(ArchiveError):
    """ReplayWeb.page is missing, or is not what was published."""


def read_program(given: Path | None) -> dict[str, bytes]:
    """Its files by name, out of the package as given or as LUMBUNG_REPLAYWEB says: a .tgz or a folder. Raises
    ReplayWebError."""
    named = str(given) if given else os.environ.get("LUMBUNG_REPLAYWEB", "")
    if not named:
        raise ReplayWebError(f"ReplayWeb.page is not here. {_FETCH}")
    path = Path(named).expanduser()
    try:
        files = _of_folder(path) if path.is_dir() else _of_package(path)
    except (OSError, tarfile.TarError, KeyError, EOFError) as error:
        raise ReplayWebError(f"{path}: cannot be read as the package of ReplayWeb.page: {error}\n{_FETCH}") from error
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != _FILES[name]:
            raise ReplayWebError(f"{path}: {name} is not that of ReplayWeb.page {VERSION} as published. {_FETCH}")
    return files


def _of_folder(folder: Path) -> dict[str, bytes]:
    """Unpacked by hand (its files lie in package/), or by npm install (in node_modules/replaywebpage)."""
    inside = next((one for one in (folder, folder / "package") if (one / "ui.js").exists()), folder)
    return {name: (inside / name).read_bytes() for name in _FILES}


def _of_package(path: Path) -> dict[str, bytes]:
    if path.stat().st_size > _LARGEST:
        raise OSError("too large for it")
    content = path.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != _INTEGRITY:
        raise OSError(f"its SHA-512 is not that of version {VERSION}")
    with tarfile.open(path) as package:
        members = {name: package.extractfile(f"package/{name}") for name in _FILES}
        return {name: file.read() for name, file in members.items() if file}
