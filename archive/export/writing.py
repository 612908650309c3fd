"""An export as a file that is whole or absent, and its manifest beside it.

FILE.part            while it is written; locked, so that two do not write the same
FILE.part.json       how far it is, for a form that can go on later (archive.export.resuming)
FILE.scratch/        what a form needs meanwhile
FILE, FILE.manifest.json   put into place together when both are whole and on disk
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine

from archive.export.forms import ExportError
from archive.export.manifest import Manifest, manifest_bytes, manifest_of
from archive.export.matching import Matching, Progress
from archive.export.resuming import Resumption
from archive.export.wanted import Wanted
from archive.files import sync_folder, write_whole
from archive.layout import Collection

MANIFEST_SUFFIX = ".manifest.json"


def manifest_path(path: Path) -> Path:
    return path.with_name(path.name + MANIFEST_SUFFIX)


@contextmanager
def steady(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the catalogue, whatever a crawl adds meanwhile."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def write_export(
    wanted: Wanted,
    collection: Collection,
    connection: Connection,
    path: Path,
    *,
    progress: Progress | None = None,
) -> Manifest:
    """The file at `path`, in place of any that is there. What was stopped before is gone on with if its form can do
    that and the catalogue is the same. Raises ExportError, and OSError when the disk will not have it."""
    if not path.parent.is_dir():
        raise ExportError(f"{path.parent} is no folder; make it first")
    part, scratch = path.with_name(path.name + ".part"), path.with_name(path.name + ".scratch")
    with _held(part) as file:
        resumption = None
        try:
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            resumption = Resumption(part, file, wanted, connection)
            found = Matching(wanted, collection, connection, progress, resumption.tally)
            resumption.follow(found.tally)
            found.at_rest = resumption.note
            wanted.exporter.write(found, file, scratch)
            file.flush()
            os.fsync(file.fileno())
            manifest = manifest_of(found, part, path.name)
            manifest_path(path).unlink(missing_ok=True)  # the former file's must not stand beside this one
            part.replace(path)
            write_whole(manifest_path(path), manifest_bytes(manifest))
            sync_folder(path.parent)
            resumption.forget()
        except BaseException:
            if resumption is None or not resumption.is_noted:
                part.unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return manifest


@contextmanager
def _held(part: Path) -> Iterator[BinaryIO]:
    """The file that is being written, locked. Raises ExportError when another process has it."""
    handle = os.open(part, os.O_RDWR | os.O_CREAT, 0o666)
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not _is_still(part, handle):
                raise BlockingIOError
        except BlockingIOError as error:
            raise ExportError(
                f"{part} is being written by another export; wait for it, or choose another file"
            ) from error
        yield file


def _is_still(part: Path, handle: int) -> bool:
    """Another export may have put the file into its place between opening and locking it."""
    try:
        return os.path.samestat(part.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
