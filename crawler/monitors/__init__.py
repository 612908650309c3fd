"""Monitors: after each job, what is not as a site's own history lets expect. One line in MONITORS makes one known.

A monitor is a pure function of a view (crawler.monitors.model) that says FINE, UNKNOWN or a Sign; its words are in
crawler.monitors.words. What persists over jobs is one finding (crawler.monitors.watch).
"""

from __future__ import annotations

from crawler.monitors.amounts import below_expected, many_edited, many_vanished, no_articles, shrank
from crawler.monitors.answers import errors, refused, robots_changed, robots_forbids
from crawler.monitors.direct import direct, gambling_pages
from crawler.monitors.machine import disk_filling, internal_error, notices_unsent, run_missed
from crawler.monitors.model import JobMonitor, SiteMonitor
from crawler.monitors.texts import layout_unknown, silent, texts_empty

MONITORS: tuple[SiteMonitor | JobMonitor, ...] = (
    JobMonitor("internal_error", internal_error, passes=True),
    JobMonitor("disk_filling", disk_filling),
    JobMonitor("run_missed", run_missed, passes=True),
    JobMonitor("notices_unsent", notices_unsent),
    SiteMonitor("taken", direct("taken")),
    SiteMonitor("moved", direct("moved")),
    SiteMonitor("refused", refused),
    SiteMonitor("robots_forbids", robots_forbids),
    SiteMonitor("no_page", direct("no_page")),
    SiteMonitor("stands_in", direct("stands_in")),
    SiteMonitor("no_articles", no_articles),
    SiteMonitor("shrank", shrank),
    SiteMonitor("many_vanished", many_vanished, passes=True),
    SiteMonitor("texts_empty", texts_empty),
    SiteMonitor("unexplained", direct("unexplained")),
    SiteMonitor("unreachable", direct("unreachable")),
    SiteMonitor("errors", errors),
    SiteMonitor("layout_unknown", layout_unknown),
    SiteMonitor("below_expected", below_expected),
    SiteMonitor("silent", silent),
    SiteMonitor("many_edited", many_edited, passes=True),
    SiteMonitor("robots_changed", robots_changed, passes=True),
    SiteMonitor("gambling_pages", gambling_pages),
)
