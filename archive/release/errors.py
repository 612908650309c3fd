"""What can go wrong with a release, besides what can go wrong with a collection."""

from __future__ import annotations

from archive.errors import ArchiveError


class ReleaseError(ArchiveError):
    """A release that cannot be made as asked, or not be made again."""
