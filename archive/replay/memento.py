"""The captures of an address for programs: Memento (RFC 7089) headers, and TimeMaps as links and as JSON.

URI-R   the address itself
URI-M   /arsip/20261125184820/http://…      a capture
URI-G   /timegate/http://…                  leads to the nearest to Accept-Datetime
URI-T   /timemap/link/http://…              all captures
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from archive.model import Capture
from archive.replay.addresses import archived_address
from archive.times import stamp14

LINK_FORMAT = "application/link-format"


def http_date(moment: datetime) -> str:
    """`Thu, 26 Nov 2026 15:13:53 GMT`"""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def read_http_date(text: str) -> datetime | None:
    """The time of an Accept-Datetime; None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def link_header(root: str, url: str, captures: Sequence[Capture], shown: Capture | None = None) -> str:
    """`root`: where the room is, "http://127.0.0.1:8000"; `captures`: of the address, the oldest first; `shown`: the
    one this answer is."""
    links = [_original(url), _timegate(root, url), f'{_timemap(root, url)}; type="{LINK_FORMAT}"']
    places = {"first": 0, "last": len(captures) - 1}
    at = next((number for number, one in enumerate(captures) if shown and one.record_id == shown.record_id), None)
    if at is not None:
        places |= {"prev": at - 1, "next": at + 1}
    named: dict[int, list[str]] = {} if at is None else {at: []}
    for name, place in places.items():
        if 0 <= place < len(captures):
            named.setdefault(place, []).append(name)
    links += [_memento(root, captures[place], names) for place, names in sorted(named.items())]
    return ", ".join(links)


def timemap_links(root: str, url: str, captures: Sequence[Capture]) -> str:
    """A TimeMap in link format (RFC 7089 5)."""
    of_itself = f'<{root}/timemap/link/{url}>; rel="self"; type="{LINK_FORMAT}"'
    if captures:
        of_itself += f'; from="{http_date(captures[0].captured_at)}"; until="{http_date(captures[-1].captured_at)}"'
    last = len(captures) - 1
    names = [[name for name, place in (("first", 0), ("last", last)) if place == number] for number in range(last + 1)]
    mementos = [_memento(root, one, own) for one, own in zip(captures, names, strict=True)]
    return ",\n".join([_original(url), of_itself, _timegate(root, url), *mementos]) + "\n"


def timemap_json(root: str, url: str, captures: Sequence[Capture]) -> dict[str, Any]:
    """The same with what the index knows of each capture."""
    return {
        "original_uri": url,
        "timegate_uri": f"{root}/timegate/{url}",
        "timemap_uri": {
            "link_format": f"{root}/timemap/link/{url}",
            "json_format": f"{root}/timemap/json/{url}",
        },
        "mementos": {
            "list": [
                {
                    "datetime": one.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "uri": root + archived_address(stamp14(one.captured_at), one.url),
                    "status": one.status,
                    "mime": one.mime,
                    "digest": one.digest,
                    "record_id": one.record_id,
                    "warc_filename": one.warc_filename,
                    "offset": one.offset,
                }
                for one in captures
            ]
        },
    }


def _original(url: str) -> str:
    return f'<{url}>; rel="original"'


def _timegate(root: str, url: str) -> str:
    return f'<{root}/timegate/{url}>; rel="timegate"'


def _timemap(root: str, url: str) -> str:
    return f'<{root}/timemap/link/{url}>; rel="timemap"'


def _memento(root: str, capture: Capture, names: Sequence[str] = ()) -> str:
    address = root + archived_address(stamp14(capture.captured_at), capture.url)
    relation = " ".join([*names, "memento"])
    return f'<{address}>; rel="{relation}"; datetime="{http_date(capture.captured_at)}"'
