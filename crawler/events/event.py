"""An event: one line of crawls/<id>/events.jsonl.

    of a page   vanished, returned, edited, redirected, hijacked, cleaned
    of a site   site_unreachable, site_returned, site_moved, site_hijacked, site_cleaned

An event lies between `last_seen_at`, when the former state was seen last (a 304 only says so), and `found_at`. Both
states stay in the archive: `before` and `after` name their records. New articles are no events, and neither is what
only a machine could tell apart: counters, boxes that change with each visit, a page that is sent in another form.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """`detail` says what the new state is in a few words; `url` of a site is that of its row."""

    event: str
    site: str
    url: str
    article_id: str | None
    title: str | None
    found_at: str
    last_seen_at: str | None
    before: str | None
    after: str | None
    detail: str | None
