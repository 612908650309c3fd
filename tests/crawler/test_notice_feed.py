"""Notices: what is news, and the Atom feed."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from lxml import etree as ET

from archive import Collection
from archive.times import warc_date
from crawler.monitors.finding import Moment, merged
from crawler.monitors.model import Sign
from crawler.notices.after import announce
from crawler.notices.atom import make_feed
from tests.crawler.made_findings import ATOM, EVIL, START, address, finding, over, with_settings


class AJob:
    """As much of a job as is announced."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.crawl_id = "20261126000000-abcd"
        self.folder = collection.crawl_folder(self.crawl_id)
        self.folder.mkdir(parents=True)
        self.findings_before = None


def waiting(collection: Collection) -> list[str]:
    path = collection.root / "notices" / "waiting.json"
    notices = json.loads(path.read_text())["notices"] if path.exists() else []
    return [one["id"].split("/")[1] for notice in notices for one in notice["findings"]]


def test_only_what_is_new_worse_or_over_is_told_and_only_when_it_is_bad_enough(stock: Collection) -> None:
    address(stock, kantor="json://x")
    old = finding("errors")
    still = merged(old, Sign("warning"), Moment("20261127000000-abcd", START), "errors", old.site, old.text)
    worse = merged(old, Sign("alarm"), Moment("20261127000000-abcd", START), "errors", old.site, old.text)
    assert still
    assert worse

    told = [finding("shrank"), still, worse, finding("robots_changed", "info"), over(finding("silent"))]
    announce(AJob(stock), told)  # type: ignore[arg-type]

    assert waiting(stock) == ["shrank", "errors", "silent"]


def test_nothing_is_kept_for_nobody(stock: Collection) -> None:
    announce(AJob(stock), [finding()])  # type: ignore[arg-type]

    assert waiting(stock) == []


def test_who_wants_alarms_only_gets_no_warnings(tmp_path: Path) -> None:
    collection = with_settings(tmp_path, '\n[notify]\nleast_severity = "alarm"\n')
    address(collection, kantor="json://x")

    announce(AJob(collection), [finding("shrank"), finding("refused", "alarm")])  # type: ignore[arg-type]

    assert waiting(collection) == ["refused"]


def test_the_feed_is_valid_atom_and_hostile_titles_stay_words(stock: Collection) -> None:
    bad = finding(site=EVIL, title=EVIL, what=EVIL)

    root = ET.fromstring(make_feed(stock, [bad, over(finding())], warc_date(START)))

    assert root.tag == ATOM + "feed"
    for parent in (root, *root.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", parent.findtext(ATOM + "id") or "")
        datetime.fromisoformat(parent.findtext(ATOM + "updated") or "")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    first, second = root.iter(ATOM + "entry")
    assert "<script>" in (first.findtext(ATOM + "title") or "")
    assert (second.findtext(ATOM + "title") or "").startswith("Selesai: ")
    assert not list(root.iter(ATOM + "link"))
    assert {element.tag for element in root.iter()} <= {
        ATOM + name
        for name in (
            "feed",
            "id",
            "title",
            "updated",
            "author",
            "name",
            "generator",
            "entry",
            "published",
            "category",
            "content",
        )
    }


def test_an_entry_keeps_its_id_when_it_goes_on_and_ends(stock: Collection) -> None:
    stock.crawl_folder("20261120000000-aaaa").mkdir(parents=True)
    first = finding()

    feeds = [ET.fromstring(make_feed(stock, [one], warc_date(START))) for one in (first, over(first))]

    ids = [[element.text for element in feed.iter(ATOM + "id")] for feed in feeds]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_no_file_of_notices_can_be_read_in_half(stock: Collection) -> None:
    announce(AJob(stock), [finding()])  # type: ignore[arg-type]

    assert [path.name for path in (stock.root / "notices").iterdir()] == ["findings.atom"]
