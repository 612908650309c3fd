"""The one place where a release asks whether something may be given away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.index.documents import capture_pointer
from archive.layout import Collection
from archive.model import Capture
from archive.replay.access import may_show
from archive.times import parse_warc_date, warc_date

MayLeave = Callable[[Mapping[str, Any]], bool]


def leaving(*collections: Collection) -> MayLeave:
    """Whether a line of documents/*.jsonl may leave, as each of these says: a release that is made again asks the
    decisions of its time and those of today. Lines are not redacted: restrictions name addresses as they are."""

    def may_leave(line: Mapping[str, Any]) -> bool:
        return all(may_show(one, _capture_of(line)) for one in collections)

    return may_leave


def line_of_capture(capture: Capture) -> dict[str, Any]:
    """What `leaving` asks of a line, of a record that is none."""
    return {
        "id": capture.record_id, "url": capture.url, "captured_at": warc_date(capture.captured_at),
        "capture": capture_pointer(capture),
    }  # fmt: skip


def _capture_of(line: Mapping[str, Any]) -> Capture:
    capture = line.get("capture") or {}
    return Capture(
        url=line["url"], captured_at=parse_warc_date(line["captured_at"]), status=capture.get("status") or 0,
        mime=capture.get("mime") or "", digest=capture.get("payload_digest") or "",
        warc_filename=capture.get("warc_filename") or "", offset=capture.get("offset") or 0,
        length=capture.get("length") or 0, record_id=capture.get("record_id") or line["id"],
    )  # fmt: skip
