"""One site asked: its robots.txt, its front page, and what the front page is."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import Any

from archive.model import HTML_TYPES, TAKEN, Page, Seed
from crawler.politeness.pace import Pace
from crawler.seed_check.asking import REDIRECTS, Answer, Asker
from crawler.seed_check.findings import Kind, SiteCheck
from crawler.seed_check.rows import Owners, tell_village
from spiders.flags.gambling import find_gambling
from spiders.places import site_words
from spiders.platforms import recognise
from spiders.reading.standins import standin
from spiders.reading.tree import elements_of, make_tree
from spiders.scope import Scope

logger = logging.getLogger(__name__)

_MOST_REDIRECTS = 10


async def look_at_front(asker: Asker, check: SiteCheck, seed: Seed, pace: Pace, owners: Owners) -> None:
    """Asks for the site's front page, follows it within the site, and adds what is wrong."""
    started = time.monotonic()
    found = await _front_page(asker, check, seed, pace, owners)
    check.seconds = time.monotonic() - started
    words: list[tuple[str, str]] = []
    if found is not None:
        words = _read(check, found)
    tell_village(check, seed, words)


async def _front_page(asker: Asker, check: SiteCheck, seed: Seed, pace: Pace, owners: Owners) -> Page | None:
    """None when there is none to be read; then a finding says why."""
    scope, url = Scope(seed), seed.url
    is_overridden = bool(seed.robots_override_basis and seed.robots_override_contact)
    for _ in range(_MOST_REDIRECTS + 1):
        robots, said = await asker.robots_of(url, pace)
        if not is_overridden and not robots.allows(url):
            _tell_refusal(check, url, said)
            return None
        answer = await asker.ask(url, pace, robots.crawl_delay)
        check.status, check.ends_at = answer.status, url
        if answer.status is None:
            _tell_silence(check, url, answer)
            return None
        target = answer.leads_to(url)
        if target is None:
            return _page(check, url, answer)
        if not _owns(scope, target):
            _tell_move(check, seed, target, owners)
            return None
        url = target
    check.add("http_error", f"{seed.url} redirects more than {_MOST_REDIRECTS} times")
    return None


def _owns(scope: Scope, url: str) -> bool:
    """Whether an address is on one of the site's hosts; of a folder's, whatever its path."""
    refusal = scope.refuses(url, "")
    return refusal is None or refusal[0] != "other_site"


def _tell_refusal(check: SiteCheck, url: str, said: Answer) -> None:
    if said.status is None:
        _tell_silence(check, url, said)
    elif said.status >= 500 or said.status == 429:
        check.status = said.status
        check.add("unreachable", f"robots.txt could not be read ({said.status}), so nothing may be asked")
    else:
        check.add("disallowed", f"robots.txt forbids {url}")


def _tell_silence(check: SiteCheck, url: str, answer: Answer) -> None:
    kind: Kind = "address_refused" if answer.error == "address_refused" else "unreachable"
    check.add(kind, f"unreachable: {answer.detail or answer.error}", error=answer.error, asked=url)


def _tell_move(check: SiteCheck, seed: Seed, target: str, owners: Owners) -> None:
    row = owners.of(target)
    if row and row != seed.id:
        check.add("duplicate", f"redirects to {target}, which is the site of {row}", to=target, row=row)
    else:
        check.add(
            "moved",
            f"moved: redirects to {target}; if that is the village's, put its host into aliases or make it the url",
            to=target,
        )


def _page(check: SiteCheck, url: str, answer: Answer) -> Page | None:
    status = answer.status or 0
    if status >= 400 or status in REDIRECTS:
        check.add("http_error", f"the front page answers {status}")
        return None
    headers = tuple(
        (name.decode("latin-1"), bytes(value).decode("latin-1"))
        for name, values in answer.headers.items()
        for value in values
    )
    page = Page(url, datetime.now(UTC), status, headers, answer.body)
    if page.mime not in HTML_TYPES or not answer.body.strip():
        check.add("no_page", f"the front page is no HTML page ({page.mime or 'no type'}, {len(answer.body)} bytes)")
        return None
    return page


def _read(check: SiteCheck, page: Page) -> list[tuple[str, str]]:
    """Platform and flags of a front page; its words that tell where the site is."""
    try:
        return _understand(check, page)
    except Exception:
        # One strange page must not hide what the other sites are like.
        logger.exception("Front page could not be read: %s", page.url)
        check.add("no_page", "the front page could not be read")
        return []


def _understand(check: SiteCheck, page: Page) -> list[tuple[str, str]]:
    tree = make_tree(page)
    elements = elements_of(tree)
    if not elements:
        check.add("no_page", "the front page has more elements than a page has")
        return []
    gambling = find_gambling(elements, page)
    platform, _ = recognise(tree, page)
    check.platform = platform.name
    stands_in = tuple(filter(None, (standin(tree),)))
    flags = dict.fromkeys(
        (*(detail["flag"] for detail in gambling.details), *platform.reads(tree, page).flags, *stands_in)
    )
    taken = [flag for flag in flags if flag in TAKEN]
    if taken:
        quotes: list[Any] = [detail["quote"] for detail in gambling.details if detail.get("quote")]
        said = f": {quotes[0]}" if quotes else ""
        check.add("taken", f"the front page is {', '.join(taken)} (as it seems){said}", flags=taken)
    elif others := [flag for flag in flags if flag in ("maintenance", "login", "password")]:
        check.add("standin", f"the front page is a {others[0]} page", flags=others)
    return site_words(tree)
