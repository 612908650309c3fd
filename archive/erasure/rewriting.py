"""A new WARC beside the old: what goes is a tombstone or nothing, what stays is copied byte for byte."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.erasure.journal import Journal
from archive.erasure.plan import Action, Plan
from archive.erasure.records import renamed, shortened, standing, tombstone
from archive.errors import EvidenceError
from archive.files import file_sha256, sync_folder
from archive.layout import Collection, stem_of, warc_name
from archive.warc.members import read_members
from archive.warc.reader import read_record
from archive.warc.records import Record

ERASING_SUFFIX = ".erasing"


def new_file(collection: Collection, stem: str) -> Path:
    """Where it lies until it takes the old one's place."""
    return collection.archive / (warc_name(stem) + ERASING_SUFFIX)


def write_new_warc(collection: Collection, old: str, new: str, plan: Plan, journal: Journal) -> str:
    """Its SHA-256, when it is on disk and was read back. Raises EvidenceError or OSError."""
    source, target = collection.warc_file(old), new_file(collection, new)
    sha256 = hashlib.sha256()
    with source.open("rb") as file, target.open("wb") as out:
        is_plain = file.read(5) == b"WARC/"
        for piece in _pieces(collection, source, file, new, plan, journal, is_plain=is_plain):
            out.write(piece)
            sha256.update(piece)
        out.flush()
        os.fsync(out.fileno())
    sync_folder(collection.archive)
    if file_sha256(target) != sha256.hexdigest():
        raise EvidenceError(f"{target}: the disk gives back other bytes than were written; check the disk")
    _see_that_it_can_be_read(target)
    return sha256.hexdigest()


def _pieces(
    collection: Collection,
    source: Path,
    file: BinaryIO,
    new: str,
    plan: Plan,
    journal: Journal,
    *,
    is_plain: bool,
) -> Iterator[bytes]:
    stem = stem_of(source.name)
    actions = plan.actions[stem]
    for member in read_members(source):
        if not member.offset and member.record.type == "warcinfo" and collection.import_of(stem) is None:
            yield from _written(renamed(read_record(source, 0), warc_name(new), journal), is_plain=is_plain)
            continue
        action = actions.get(member.offset)
        if action is None:
            yield from _copied(file, member.offset, member.length)
            if is_plain:
                yield b"\r\n\r\n"
            continue
        for record in _instead(collection, source, member.offset, action, plan, journal):
            yield from _written(record, is_plain=is_plain)


def _instead(
    collection: Collection, source: Path, offset: int, action: Action, plan: Plan, journal: Journal
) -> Iterator[Record]:
    if action == "drop":
        return
    record = read_record(source, offset)
    if action == "tombstone":
        yield tombstone(record, journal)
    elif action == "stand":
        _, original = plan.standing[record.id]
        yield standing(record, read_record(collection.archive / original.warc_filename, original.offset))
    else:
        content = plan.marks.shortened(record.url or "", record.block)
        rest = shortened(record, record.block if content is None else content)
        yield rest
        yield tombstone(record, journal, rest.id)


def _copied(file: BinaryIO, offset: int, length: int) -> Iterator[bytes]:
    file.seek(offset)
    while length:
        piece = file.read(min(length, 1 << 20))
        if not piece:
            raise EvidenceError(f"{file.name}: ends before byte {offset + length}; restore it from a copy")
        length -= len(piece)
        yield piece


def _written(record: Record, *, is_plain: bool) -> Iterator[bytes]:
    if is_plain:
        yield record.header + record.block + b"\r\n\r\n"
    else:
        yield from record.member()


def _see_that_it_can_be_read(path: Path) -> None:
    for member in read_members(path):
        if member.fault:
            raise EvidenceError(f"{path}: byte {member.offset} cannot be read back; nothing was erased")
