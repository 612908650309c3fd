"""What can go wrong in the archive.

    ArchiveError
    ├── CollectionError    the folder, its collection.toml or seeds.csv cannot be used   exit 1
    ├── LockedError        another job holds the lock                                    exit 4
    └── EvidenceError      evidence could not be written, or is damaged                  exit 3
        └── DamagedError   a file was found damaged and put aside

A message says what, where, and what to do.
"""


class ArchiveError(Exception):
    """Base of all below."""


class CollectionError(ArchiveError):
    """A collection that cannot be opened, made or configured as asked."""


class LockedError(ArchiveError):
    """Another job works on this collection."""


class EvidenceError(ArchiveError):
    """Captured bytes could not be stored, or what is stored is not what was written."""


class DamagedError(EvidenceError):
    """A file that was safely on disk is not what was written; it was put aside, and its job cannot go on."""
