"""The bag around a release, of BagIt 1.0: data/ is its payload, all else are tag files with digests of their own.

bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt

The library bagit lists tag files in the order of the disk, which differs from disk to disk; so they are written here,
and read by it.
"""

from __future__ import annotations

from pathlib import Path

import bagit

from archive.files import file_sha256
from archive.release.cards.names import mail_of
from archive.release.described import FileFacts, Release, files_below
from archive.release.errors import ReleaseError

TAG_MANIFEST = "tagmanifest-sha256.txt"
_DATA = "data/"


def put_into_bag(root: Path, release: Release) -> str:
    """SHA-256 of the tag manifest, which covers all. Raises ReleaseError when bagit finds fault with it."""
    payload = {name: facts for name, facts in release.files.items() if name.startswith(_DATA)}
    (root / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "utf-8")
    (root / "manifest-sha256.txt").write_text(_lines(payload), "utf-8")
    (root / "bag-info.txt").write_text(_info(release, payload), "utf-8")
    (root / TAG_MANIFEST).write_text(_lines(files_below(root, but=_DATA)), "utf-8")
    try:
        bagit.Bag(str(root)).validate(fast=True)
    except bagit.BagError as error:
        raise ReleaseError(
            f"the release was not written as it should be ({error}); try again, and report it"
        ) from error
    return file_sha256(root / TAG_MANIFEST)


def _lines(files: dict[str, FileFacts]) -> str:
    return "".join(f"{facts.sha256}  {name}\n" for name, facts in sorted(files.items()))


def _info(release: Release, payload: dict[str, FileFacts]) -> str:
    state, contact = release.state, release.state.collection["contact"]
    facts = {
        "Source-Organization": release.operator,
        "Contact-Email": mail_of(contact),
        "External-Description": f"{release.title}, version {state.version}. {release.summary}",
        "External-Identifier": state.wish.identifier or f"sha256:{state.digest()}",
        "Bagging-Date": state.day,
        "Bag-Software-Agent": f"Lumbung {state.made_with['lumbung']}",
        "Payload-Oxum": f"{sum(one.size for one in payload.values())}.{len(payload)}",
        "Internal-Sender-Identifier": state.version,
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in facts.items() if value)
