"""What is still to be told to whom: notices/waiting.json, one entry a job that had something to tell.

A notice waits for the names of targets, at first for "*": all that notify.toml names when it is sent. What one target
was not told waits for it alone and goes out with the next message it gets. Written before anything is sent, so a
notice may come twice when a job dies in between, and is never lost. The file may be deleted: then that is not told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.errors import CollectionError
from archive.files import write_whole
from archive.layout import Collection
from archive.times import warc_date
from crawler.monitors.finding import Finding
from crawler.notices.targets import read_targets

_ALL = "*"
_MOST_NOTICES = 200

Notice = dict[str, Any]


def put_searches(
    collection: Collection, crawl_id: str, news: Sequence[Mapping[str, Any]], targets: Sequence[str] = ()
) -> None:
    """What is new for saved searches, for these targets, else for everybody. Holds the lock."""
    notice = {
        "crawl_id": crawl_id,
        "made_at": warc_date(datetime.now(UTC)),
        "findings": [],
        "events": [],
        "searches": list(news),
        "waits_for": {name: {"tries": 0, "reason": None} for name in targets or (_ALL,)},
    }
    _write(collection, [*_read(collection), notice][-_MOST_NOTICES:])


def put(collection: Collection, crawl_id: str, findings: Sequence[Finding], events: Sequence[Any]) -> None:
    """A notice for everybody, to be sent soon. Holds the lock."""
    notice = {
        "crawl_id": crawl_id,
        "made_at": warc_date(datetime.now(UTC)),
        "findings": [finding.as_facts() for finding in findings],
        "events": list(events),
        "waits_for": {_ALL: {"tries": 0, "reason": None}},
    }
    _write(collection, [*_read(collection), notice][-_MOST_NOTICES:])


def send_waiting(collection: Collection) -> dict[str, str | None]:
    """Send each target one message with all that waits for it; by name None when it went, else why not. Holds the
    lock. What did not go waits on."""
    notices = _read(collection)
    if not notices:
        return {}
    # Few crawls have anything to tell, and none should load languages and Apprise before.
    from crawler.notices.digest import digest
    from crawler.notices.sending import send_all

    try:
        targets = read_targets(collection)
    except CollectionError as error:
        answers: dict[str, str | None] = {_ALL: str(error)}
        _write(collection, _settled(notices, answers))
        return answers
    config = collection.config.notify
    notices = [_addressed(notice, list(targets)) for notice in notices]
    messages = {}
    for name, url in targets.items():
        if waiting := [notice for notice in notices if name in notice["waits_for"]]:
            found = [notice for notice in waiting if notice["findings"]]
            reports = [f"crawls/{notice['crawl_id']}/report.html" for notice in found[-3:]]
            findings, events = _last_words(waiting), [event for notice in waiting for event in notice["events"]]
            named = collection.root.resolve().name
            messages[name] = (url, digest(named, findings, config.language, reports, events, _news(waiting)))
    answers = send_all(messages, config.seconds)
    _write(collection, _settled(notices, answers))
    return answers


def unsent(collection: Collection) -> dict[str, Any] | None:
    """What was tried and has not gone: `targets`, `since`, `tries`, `reason`; None when there is nothing."""
    failed = [
        (name, notice["made_at"], how)
        for notice in _read(collection)
        for name, how in notice["waits_for"].items()
        if how.get("tries")
    ]
    if not failed:
        return None
    names = sorted({"notify.toml" if name == _ALL else name for name, _, _ in failed})
    _, since, first = failed[0]
    return {"targets": names, "since": since, "tries": first["tries"], "reason": first.get("reason")}


def _addressed(notice: Notice, names: Sequence[str]) -> Notice:
    """For those there are now."""
    waits = notice["waits_for"]
    tries = waits.get(_ALL)
    return {**notice, "waits_for": {name: waits.get(name, tries) for name in names if name in waits or tries}}


def _last_words(notices: Sequence[Notice]) -> list[Finding]:
    """Of each finding what was said last: who was not told that something began need not hear all of it."""
    read = (Finding.of_facts(facts) for notice in notices for facts in notice["findings"])
    return list({finding.id: finding for finding in read if finding}.values())


def _news(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    """Of each saved search all that waits, in one."""
    found: dict[str, dict[str, Any]] = {}
    for news in (news for notice in notices for news in notice["searches"]):
        before = found.get(news["id"], {"count": 0, "articles": []})
        articles = [*news["articles"], *before["articles"]]
        found[news["id"]] = {**news, "count": before["count"] + news["count"], "articles": articles}
    return list(found.values())


def _settled(notices: Sequence[Notice], answers: Mapping[str, str | None]) -> list[Notice]:
    left = []
    for notice in notices:
        waits = {
            name: {"tries": how["tries"] + (name in answers), "reason": answers.get(name, how["reason"])}
            for name, how in notice["waits_for"].items()
            if answers.get(name, "waits") is not None
        }
        left += [{**notice, "waits_for": waits}] if waits else []
    return left


def _file(collection: Collection) -> Path:
    return collection.root / "notices" / "waiting.json"


def _read(collection: Collection) -> list[Notice]:
    """Nothing where the file is damaged: it is written whole, so somebody else did that."""
    try:
        content = json.loads(_file(collection).read_bytes())
        return [_checked(notice) for notice in content["notices"]]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []


def _checked(notice: Any) -> Notice:
    waits = {
        str(name): {"tries": int(how["tries"]), "reason": how.get("reason")}
        for name, how in notice["waits_for"].items()
    }
    events = [event for event in notice["events"] if isinstance(event, Mapping)]
    texts = {key: str(notice[key]) for key in ("crawl_id", "made_at")}
    news = [_checked_news(one) for one in notice.get("searches") or ()]
    return {**texts, "findings": list(notice["findings"]), "events": events, "searches": news, "waits_for": waits}


def _checked_news(news: Any) -> dict[str, Any]:
    articles = [dict(article) for article in news["articles"]]
    texts = {key: str(news[key]) for key in ("id", "name", "who")}
    return {**texts, "count": int(news["count"]), "link": news.get("link"), "articles": articles}


def _write(collection: Collection, notices: Sequence[Notice]) -> None:
    path = _file(collection)
    if not notices:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(exist_ok=True)
    content = json.dumps({"notices": notices}, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, content.encode("utf-8", "replace"))
