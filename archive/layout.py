"""One collection on disk: evidence, people's words, and what is derived from them.

    collection.toml  seeds.csv  recipients.csv  decisions/*.jsonl     people's words
    regions.csv                                          people's words; regions that the table does not have
    archive/PREFIX-YYYYMMDDhhmmssSSS-SERIAL-NAME.warc.gz evidence; `.open` while being written
    archive/<its own name>.warc.gz or .warc              evidence; imported, under the name it came with
    archive/<stem>.eN.warc.gz                            evidence; what an erasure left of one (archive.erasure)
    archive/*.erasing  erasing.json                      there only while something is erased
    takedown-contacts.jsonl                              who asked for takedowns; kept in no WARC
    manifests/<stem>.sha256                              evidence; written once, when the WARC is finished. That of
                                                         an imported one has a second line: the WARC of our own
                                                         that tells of its import
    indexes/<stem>.cdxj                                  derived; one line a capture, sorted; first `.open`, too
    documents/<stem>.jsonl                               derived; one line a page; `.open` while a job runs
    documents/former/                                    what a rebuild replaced (archive.index.renewal)
    crawls/<crawl id>/report.json  log.jsonl  *.csv      what each job did
    frontier.sqlite                                      cache; may be deleted between jobs
    readings.sqlite  visits.sqlite                       caches; may be deleted between jobs
    catalogue.sqlite                                     derived; may be deleted at any time (archive.catalogue)
    .lock                                                held by the one job that writes
    .seeds.lock  .recipients.lock                        held while a command changes that list (archive.locked)
    .catalogue.lock  .accounts.lock                      likewise
    accounts.json  notify.toml                           passwords: kept in no WARC, readable for their owner alone

<stem> is the WARC's file name without `.warc.gz`; of an uncompressed one the whole name, `x.warc`.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections import defaultdict
from collections.abc import Iterator, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.config import Config, Who, read_config, write_first_config
from archive.erasure.names import now_called
from archive.errors import CollectionError, LockedError
from archive.files import OPEN_SUFFIX, file_sha256
from archive.index.cdxj import captures_with, read_cdxj
from archive.index.documents import documents_with, read_documents
from archive.model import Capture, Document, Seed
from archive.regions.own import use_regions_of
from archive.seeds import read_seeds, write_seeds
from archive.times import stamp14, warc_date
from archive.warc.reader import warcinfo_fields

# What people wrote into the collection's folder, and its media type; with the files of decisions/.
PEOPLES_WORDS = {
    "collection.toml": "application/toml",
    "seeds.csv": "text/csv",
    "recipients.csv": "text/csv",
    "regions.csv": "text/csv",
}
WARC_SUFFIX = ".warc.gz"
PLAIN_SUFFIX = ".warc"  # only imported WARCs are uncompressed
_WARCS = (WARC_SUFFIX, PLAIN_SUFFIX)
IMPORT_SUFFIX = ".import" + OPEN_SUFFIX  # of copies that are not in their places yet
MANIFEST_SUFFIX = ".sha256"
DAMAGED_SUFFIX = ".damaged"
SYNCED_SUFFIX = ".synced"
DOCUMENTS_SUFFIX = ".jsonl"
REBUILT = "rebuilt"  # the folder of documents that are in force and not in their places yet


@dataclass(frozen=True)
class Holder:
    """The process that holds a collection's lock, since when (UTC), and which verb it does. None: it does not say."""

    pid: int | None = None
    since: str | None = None
    doing: str = ""


class Collection:
    """A collection that exists. Opening it writes nothing and takes no lock."""

    def __init__(self, root: Path, config: Config, documents: Path | None = None) -> None:
        self.root = root
        self.config = config
        self.documents_folder = documents or root / "documents"
        self._crawl_ids: dict[str, str] = {}
        self._imports: dict[str, str | None] = {}

    @classmethod
    def open(cls, root: Path | str) -> Collection:
        """Raises CollectionError when `root` is no collection or its collection.toml is faulty."""
        root = Path(root)
        config = read_config(root / "collection.toml")
        use_regions_of(root)
        return cls(root, config)

    @classmethod
    def create(cls, root: Path | str, who: Who) -> Collection:
        """A new, empty collection in a new or empty folder. Raises CollectionError."""
        root = Path(root)
        if (root / "collection.toml").exists():
            raise CollectionError(f"{root} is a collection already; crawl it with: lumbung crawl -c {root}")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise CollectionError(f"{root} exists and is not empty; name a folder that is new or empty")
        try:
            cls._make_folders(root)
            write_seeds(root / "seeds.csv", ())
            write_first_config(root / "collection.toml", who)
        except OSError as error:
            raise CollectionError(f"{root} cannot be written: {error.strerror}; choose another folder") from error
        return cls.open(root)

    @staticmethod
    def _make_folders(root: Path) -> None:
        for folder in ("archive", "manifests", "indexes", "documents", "crawls", "decisions"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def make_folders(self) -> None:
        """Make the folders that someone removed with what was derived in them."""
        self._make_folders(self.root)

    # where things lie
    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def seeds_file(self) -> Path:
        return self.root / "seeds.csv"

    @property
    def frontier_file(self) -> Path:
        return self.root / "frontier.sqlite"

    @property
    def readings_file(self) -> Path:
        return self.root / "readings.sqlite"

    def crawl_folder(self, crawl_id: str) -> Path:
        return self.root / "crawls" / crawl_id

    def warc_file(self, stem: str) -> Path:
        return self.archive / warc_name(stem)

    def manifest_file(self, stem: str) -> Path:
        return self.root / "manifests" / (stem + MANIFEST_SUFFIX)

    def cdxj_file(self, stem: str) -> Path:
        return self.root / "indexes" / (stem + ".cdxj")

    def documents_file(self, stem: str) -> Path:
        """The documents in force. Those of a rebuild that died while its files took their places may lie
        one folder below still; then the next job moves them."""
        rebuilt = self.documents_folder / REBUILT / (stem + DOCUMENTS_SUFFIX)
        return rebuilt if rebuilt.exists() else self.documents_folder / rebuilt.name

    def with_documents_in(self, folder: Path) -> Collection:
        """This collection with other documents: those that a rebuild is making."""
        return Collection(self.root, self.config, folder)

    # what is there
    def stems(self) -> list[str]:
        """The stems of all finished WARCs in the order in which they came into the collection."""
        paths = (*self.archive.glob("*" + WARC_SUFFIX), *self.archive.glob("*" + PLAIN_SUFFIX))
        return sorted((stem_of(path.name) for path in paths), key=self.arrival)

    def arrival(self, stem: str) -> str:
        """What sorts WARCs by when they came: our own by the time in their names, imported ones behind the WARC
        that tells of their import. So a job's links never depend on what was imported after it."""
        told_by = self.import_of(stem)
        return stem if told_by is None else f"{told_by}\0{stem}"

    def import_of(self, stem: str) -> str | None:
        """The stem of the WARC that tells of a WARC's import; None of a WARC that was written here."""
        if stem not in self._imports:
            lines = manifest_lines(self.manifest_file(stem))
            if not lines:
                return None  # it may get a manifest yet
            told_by = stem_of(lines[1][1].removeprefix("archive/")) if len(lines) > 1 else None
            # Something may have been erased from the one that tells of it since.
            self._imports[stem] = (self.now_called(told_by) or told_by) if told_by else None
        return self._imports[stem]

    def now_called(self, stem: str) -> str | None:
        """The stem of the WARC that a reference means: its own, or that of the one which took its place when something
        was erased from it (archive.erasure.names). None when neither is there."""
        if self.warc_file(stem).exists():
            return stem
        return now_called(stem, self._erased_from())

    def _erased_from(self) -> Iterator[str]:
        return (stem_of(path.name) for path in self.archive.glob("*.e[0-9]*.warc*") if path.name.endswith(_WARCS))

    def missing_warcs(self) -> list[str]:
        """The names of WARCs that a manifest tells of and that are not there."""
        manifests = (self.root / "manifests").glob("*" + MANIFEST_SUFFIX)
        stems = (path.name.removesuffix(MANIFEST_SUFFIX) for path in manifests)
        being_imported = (path.name.removesuffix(IMPORT_SUFFIX) for path in self.archive.glob("*" + IMPORT_SUFFIX))
        unfinished = (*being_imported, *(path.name for path in self.open_warcs()))
        there = {*self.stems(), *map(stem_of, unfinished)}
        return sorted(warc_name(stem) for stem in stems if stem not in there)

    def open_warcs(self) -> list[Path]:
        """WARCs that are being written, or were when a job died."""
        return sorted(self.archive.glob("*" + WARC_SUFFIX + OPEN_SUFFIX))

    def damaged_files(self) -> list[Path]:
        """WARCs that were put aside for a person to look at."""
        return sorted(self.archive.glob("*" + DAMAGED_SUFFIX))

    def open_indexes(self) -> list[Path]:
        """The indexes of open WARCs."""
        return sorted((self.root / "indexes").glob("*" + OPEN_SUFFIX))

    def seeds(self) -> tuple[Seed, ...]:
        """Raises CollectionError when seeds.csv is faulty."""
        return read_seeds(self.seeds_file)

    def captures(self) -> Iterator[Capture]:
        """Each indexed capture, file by file."""
        for stem in self.stems():
            if self.cdxj_file(stem).exists():
                yield from read_cdxj(self.cdxj_file(stem))

    def originals(self, record_ids: Set[str]) -> dict[str, Capture]:
        """The captures with these record ids: what revisits refer to. Reads all indexes if there are any."""
        stems = self.stems() if record_ids else ()
        paths = (path for stem in stems if (path := self.cdxj_file(stem)).exists())
        found = (capture for path in paths for capture in captures_with(path, record_ids))
        return {capture.record_id: capture for capture in found}

    def documents(self) -> Iterator[Document]:
        """Each document line, file by file."""
        for stem in self.stems():
            yield from self.documents_of(stem)

    def documents_with(self, record_ids: Set[str]) -> Iterator[Document]:
        """Those of these records. Reads all indexes if there are any, and of documents files those they lie in."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for record_id, capture in self.originals(record_ids).items():
            wanted[stem_of(capture.warc_filename)].add(record_id)
        for stem, ids in wanted.items():
            yield from documents_with(self.documents_file(stem), ids)

    def documents_of(self, stem: str) -> Iterator[Document]:
        """The document lines of one WARC; none when it has no documents file."""
        if self.documents_file(stem).exists():
            yield from read_documents(self.documents_file(stem))

    def crawl_id_of(self, stem: str) -> str:
        """The job that wrote or imported a WARC; empty when it does not say."""
        if stem not in self._crawl_ids:
            # What an imported one says of itself is the name of somebody else's job.
            written_here = self.import_of(stem) or stem
            self._crawl_ids[stem] = warcinfo_fields(self.warc_file(written_here)).get("isPartOf", "")
        return self._crawl_ids[stem]

    def is_job_open(self, stem: str) -> bool:
        """Whether the job that wrote a WARC is running, or died and was not closed yet."""
        crawl_id = self.crawl_id_of(stem)
        return bool(crawl_id) and self._report(crawl_id).get("finish_reason") == "running"

    def new_crawl_id(self, kind: str = "") -> str:
        """A name for a job that begins now: the UTC second, four hex digits, `kind`; greater than those before it."""
        second = stamp14(datetime.now(UTC))
        # Two short jobs may begin in one second, and jobs are read in the order of their names.
        taken = [int(path.name[15:19], 16) for path in (self.root / "crawls").glob(f"{second}-*")]
        return f"{second}-{max(taken, default=secrets.randbelow(0x8000)) + 1:04x}{kind}"

    def reported_warcs(self) -> list[str]:
        """The names of all WARCs that crawl reports list."""
        folders = sorted((self.root / "crawls").glob("*"))
        return [name for folder in folders for name in self._report(folder.name).get("warcs", ())]

    def _report(self, crawl_id: str) -> dict[str, Any]:
        try:
            report: dict[str, Any] = json.loads((self.crawl_folder(crawl_id) / "report.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return report

    def lock(self, doing: str = "") -> AbstractContextManager[None]:
        """Hold the one job lock; `doing` is the verb, for whoever looks. Raises LockedError."""
        return locked(self.root, doing)

    def holder(self) -> Holder | None:
        """Who holds the lock right now, as far as can be told. Writes nothing."""
        if not self.is_locked():
            return None
        try:
            said = json.loads((self.root / ".lock").read_bytes())
            return Holder(int(said["pid"]), str(said["since"]), str(said["doing"]))
        except (OSError, ValueError, LookupError, TypeError):
            return Holder()

    def is_locked(self) -> bool:
        """Whether a job runs right now. Writes nothing."""
        try:
            with (self.root / ".lock").open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False


@contextmanager
def locked(root: Path, doing: str = "") -> Iterator[None]:
    """Hold the job lock of the collection in this folder, of whatever format it is. `doing` is the verb, for whoever
    looks. Freed by the kernel when the process dies. Raises LockedError."""
    with (root / ".lock").open("ab") as file:
        for tries_left in (2, 1, 0):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if not tries_left:
                    raise LockedError(
                        f"another job is writing to {root}; wait for it, or see: lumbung status -c {root}"
                    ) from error
                # It may be is_locked() of a `lumbung status`, which looks for an instant.
                time.sleep(0.1)
        with suppress(OSError):  # a full disk keeps nobody from working
            file.truncate(0)
            file.write(json.dumps(asdict(Holder(os.getpid(), warc_date(datetime.now(UTC)), doing))).encode())
            file.flush()
        yield


def stem_of(warc_filename: str) -> str:
    """The stem of a WARC file name, finished or open."""
    return warc_filename.removesuffix(OPEN_SUFFIX).removesuffix(WARC_SUFFIX)


def warc_name(stem: str) -> str:
    """The file name of a finished WARC."""
    return stem if stem.endswith(PLAIN_SUFFIX) else stem + WARC_SUFFIX


def manifest_lines(path: Path) -> list[tuple[str, str]]:
    """The pairs of digest and file of a manifest; none when there is no manifest, or none that can be read."""
    try:
        pairs = [line.split(maxsplit=1) for line in path.read_text("utf-8").splitlines()]
    except (FileNotFoundError, UnicodeDecodeError):
        return []
    return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]


def matches_manifest(collection: Collection, stem: str, path: Path | None = None) -> bool:
    """Whether a WARC (or the file at `path`, not yet under its name) is, byte for byte, what its manifest says.

    False without a manifest. Reads all of it.
    """
    said = manifest_lines(collection.manifest_file(stem))[:1]
    return bool(said) and said == [(file_sha256(path or collection.warc_file(stem)), f"archive/{warc_name(stem)}")]
