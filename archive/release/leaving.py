"""The one place where a release asks whether something may be given away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.access.current import access_of
from archive.access.leaving import may_leave
from archive.index.documents import capture_pointer
from archive.layout import Collection
from archive.model import Capture
from archive.times import warc_date

MayLeave = Callable[[Mapping[str, Any]], bool]


def leaving(*collections: Collection) -> MayLeave:
    """Whether a line of documents/*.jsonl may leave, as each of these says now: a release that is made again asks the
    decisions of its time and those of today. Lines are not redacted: restrictions name addresses as they are."""
    lists = [access_of(one.root) for one in collections]
    return lambda line: all(may_leave(one, line) for one in lists)


def line_of_capture(capture: Capture) -> dict[str, Any]:
    """What `leaving` asks of a line, of a record that is none."""
    return {
        "id": capture.record_id, "url": capture.url, "captured_at": warc_date(capture.captured_at),
        "capture": capture_pointer(capture),
    }  # fmt: skip
