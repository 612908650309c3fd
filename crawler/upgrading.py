"""`upgrade`: a collection brought to the form of today, first its format (archive.upgrade), then what is derived.

Evidence is only read. What is derived is looked at, and made anew where it is missing, damaged, of another form, or of
another reader than today's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.config import format_of
from archive.errors import ArchiveError
from archive.index.documents import document_line, document_of, first_reader, read_lines
from archive.index.scan import index_warc
from archive.layout import Collection, locked
from archive.upgrade import run_steps
from crawler.opening import frontier_of, mend, remove_frontier, unfinished_crawl
from crawler.rebuild import Progress, rebuild_documents, refuse_if_warcs_are_missing, restore_reports
from spiders.reading.version import READER_VERSION


def upgrade(root: Path, progress: Progress) -> list[str]:
    """Bring it up; a sentence for each thing that was done. Raises CollectionError, LockedError or EvidenceError."""
    format_of(root / "collection.toml")  # what is no collection of ours is not even locked
    with locked(root):
        done = run_steps(root)
        collection = Collection.open(root)
        mend(collection)
        refuse_if_warcs_are_missing(collection)
        done += _indexes(collection, progress)
        if why := _why_documents_are_made_anew(collection):
            changes = rebuild_documents(collection, progress)
            kept = f"; the former ones are in {changes.former}" if changes.former else ""
            done.append(f"documents made anew, {changes.lines} lines, because {why}{kept}")
        if restored := restore_reports(collection):
            done.append(f"{restored} lost reports restored")
        if collection.frontier_file.exists() and _is_left_over(collection):
            remove_frontier(collection)
            done.append("frontier.sqlite of a job that ended removed")
    return done


def _indexes(collection: Collection, progress: Progress) -> list[str]:
    """All are made anew: fields that later ones have more cannot be seen missing in the lines themselves."""
    stems = collection.stems()
    changed = 0
    for number, stem in enumerate(stems, 1):
        changed += index_warc(collection, stem)
        progress("indexes", number, len(stems))
    return [f"{changed} indexes were of another form, or damaged, and were made anew"] if changed else []


def _why_documents_are_made_anew(collection: Collection) -> str | None:
    for stem in collection.stems():
        path = collection.documents_file(stem)
        if not path.exists():
            if not collection.is_job_open(stem):
                return f"those of {stem} were missing"
            continue
        version = first_reader(path)
        if version is not None and version != READER_VERSION:
            return f"reader {version} had made them, today's is {READER_VERSION}"
        if not _are_lines_of_today(path):
            return f"lines of {path.name} are of another form"
    return None


def _are_lines_of_today(path: Path) -> bool:
    try:
        return all(line.keys() == _keys(line) for line in read_lines(path))
    except (ArchiveError, AttributeError, KeyError, TypeError, ValueError):
        return False


def _keys(line: dict[str, Any]) -> set[str]:
    return set(document_line(document_of(line)))


def _is_left_over(collection: Collection) -> bool:
    if unfinished_crawl(collection):
        return False
    with frontier_of(collection) as frontier:
        return frontier.fact("crawl_id") is not None
