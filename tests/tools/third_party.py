"""Writes docs/third-party.md: every package of requirements.lock, its licence and its home.

    ./lumbung third-party

What a package says of itself is read from its installed metadata. A package that is locked for
another system or Python only is listed by name and version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "third-party.md"

HEAD = """\
# Third-party packages

What a normal installation of Lumbung brings along, read from `requirements.lock` and from what each package says
of itself. Made by `./lumbung third-party`; do not edit. None of it is in this repository. What the tests need
besides, and the programs they compare with, is never part of an installation and is not listed.

| package | version | licence | home |
|---|---|---|---|
"""

# Free words that packages use, in the identifiers of the SPDX list.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}

HOME_LABELS = ("homepage", "home", "source", "source code", "code", "repository", "github", "documentation")


@dataclass(frozen=True, slots=True)
class Locked:
    """One pinned package of a lock file; `marker` says where it is wanted, None is everywhere."""

    name: str
    version: str
    marker: str | None


def read_lock(path: Path) -> list[Locked]:
    pinned = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\$", re.MULTILINE)
    return [Locked(name, version, marker or None) for name, version, marker in pinned.findall(path.read_text())]


def metadata_of(package: Locked) -> Message | None:
    """None where this version is not installed."""
    try:
        found = distribution(package.name)
    except PackageNotFoundError:
        return None
    # Package metadata is an e-mail header, and only its type says less than that.
    return cast("Message", found.metadata) if found.version == package.version else None


def licence(metadata: Message) -> str:
    """An SPDX expression where the package gives one or its words are known, else its words."""
    if expression := metadata.get("License-Expression"):
        return expression
    words = metadata.get("License", "").strip()
    if words and "\n" not in words:
        return SPDX.get(words, words)
    return " OR ".join(SPDX.get(name, name) for name in licence_classifiers(metadata)) or "not stated"


def licence_classifiers(metadata: Message) -> list[str]:
    """'MIT License' for 'License :: OSI Approved :: MIT License'. Several are a choice."""
    classifiers = metadata.get_all("Classifier") or []
    return [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License :: ")]


def home(metadata: Message) -> str:
    """Home-page is the older field: asked last."""
    links: dict[str, str] = {}
    for entry in metadata.get_all("Project-URL") or []:
        label, _, url = entry.partition(", ")
        links.setdefault(label.lower(), url)
    return next((links[label] for label in HOME_LABELS if label in links), metadata.get("Home-page", ""))


def row(package: Locked) -> str:
    metadata = metadata_of(package)
    if metadata is None:
        return f"| {package.name} | {package.version} | only where `{package.marker}` | |"
    return f"| {package.name} | {package.version} | {licence(metadata)} | {home(metadata)} |"


def main() -> None:
    rows = [row(package) for package in read_lock(ROOT / "requirements.lock")]
    LIST.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)}: {len(rows)} packages")


if __name__ == "__main__":
    main()
