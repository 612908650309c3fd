"""A WordPress site with the theme Twenty Sixteen whose lists of articles disagree.

Of 30 posts, numbered from the newest, the REST interface knows the first 28, the sitemap 27 others and three
addresses that give nothing; only the feed and the front page, walked to their ends, have all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from crawler.demo.answers import Answer, Entry, Role, Site, Visit
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, first, first_number, jpeg, nothing_expected, pages_of
from tests.sites.wordpress_disagrees_facts import (
    BROKEN,
    DEAD,
    DRAFT,
    JSON,
    LIST_LENGTH,
    LOGIN,
    NAME,
    PAGES,
    REPORTS,
    archive_titles,
    archives_of,
    holds,
    moved,
    post_id,
    post_path,
    upload,
)
from tests.sites.wordpress_disagrees_machines import comments_feed, feed, machines, no_route, rest_posts
from tests.sites.wordpress_disagrees_pages import list_page, login, missing, not_found_page, single, static


def _build(base: str) -> Site:
    front = _listing(base, NAME, "home blog", "/", REPORTS)
    entries = {
        **front,
        **_archives(base),
        "/": Entry("listing", partial(_front, base, front["/"])),
        **{path: _html(base, "page", static(base, path)) for path in PAGES},
        **{path: Entry("error", _failing()) for path in BROKEN},
        **machines(base),
        LOGIN: Entry("trap", Answer(login(base))),
        "/wp-admin/": moved(f"{base}{LOGIN}", 302),
        "/wp-content/themes/twentysixteen/style.css": Entry("asset", Answer(b".site{margin:21px}", "text/css")),
        "/wp-includes/js/jquery/jquery.min.js": Entry("asset", Answer(b"jQuery=1;", "application/javascript")),
    }
    for report in REPORTS:
        path, number = post_path(report), post_id(report)
        entries[path] = _html(base, "article", single(base, report))
        entries[path.rstrip("/")] = moved(base + path, 301)
        entries[f"{path}?replytocom={number}1"] = _html(base, "duplicate", single(base, report))
        for network in ("facebook", "twitter"):
            # Real ones lead to the network; nothing may leave this machine.
            entries[f"{path}?share={network}&nb=1"] = moved(f"https://{network}.invalid/bagikan", 302)
        entries[f"{path}feed/"] = Entry("trap", comments_feed(base, report.title))
        for size, width in (("", 1024), ("-300x225", 300)):
            entries[upload(report, size)] = Entry("picture", jpeg(report.slug, width))
    not_found = Answer(not_found_page(base), status=404, gzip=True)
    embedded = Answer(json.dumps({"version": "1.0", "type": "rich", "provider_name": NAME}).encode(), JSON)
    prefixes = {"/wp-json/oembed/": embedded, "/wp-json/": no_route()}
    return Site(NAME, "wordpress", "Apache", entries, not_found, nothing_expected(), prefixes)


def _front(base: str, listing: Entry, visit: Visit) -> Answer:
    """What WordPress makes of a query at its root."""
    number = first_number(visit.query, "p", 0)
    if number:
        path = next((post_path(report) for report in REPORTS if post_id(report) == number), None)
        return Answer(b"", status=301, headers=(("Location", base + path),)) if path else missing(base)
    if first(visit.query, "feed") == "rss2":
        return feed(base, visit)
    if first(visit.query, "rest_route") == "/wp/v2/posts":
        return rest_posts(base, visit)
    if sought := first(visit.query, "s").lower():
        found = [report for report in REPORTS if holds(report, sought)]
        return Answer(list_page(base, f"Hasil Pencarian untuk: {sought}", "search", "/", found, 1, 1), gzip=True)
    assert isinstance(listing.answer, Answer)
    return listing.answer


def _archives(base: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for path, title in archive_titles().items():
        shown = [report for report in REPORTS if path in archives_of(report)]
        kind = "date" if path[1].isdigit() else path.split("/")[1]
        entries |= _listing(base, title, f"archive {kind}", path, shown)
    return entries


def _listing(base: str, title: str, body_class: str, path: str, reports: Sequence[Report]) -> dict[str, Entry]:
    """A list at `path` and, when it is long, at `path`page/2/ and so on."""
    last = pages_of(reports, LIST_LENGTH)
    return {
        path if page == 1 else f"{path}page/{page}/": _html(
            base,
            "listing",
            list_page(
                base, title, body_class, path, reports[(page - 1) * LIST_LENGTH : page * LIST_LENGTH], page, last
            ),
        )
        for page in range(1, last + 1)
    }


def _html(base: str, role: Role, body: bytes) -> Entry:
    headers = (("X-Pingback", f"{base}/xmlrpc.php"), ("Link", f'<{base}/wp-json/>; rel="https://api.w.org/"'))
    return Entry(role, Answer(body, headers=headers, gzip=True))


def _failing() -> Answer:
    body = (
        '<!DOCTYPE html><html lang="id"><head><title>WordPress &rsaquo; Error</title></head><body id="error-page">'
        '<div class="wp-die-message"><p>Ada eror serius di situs Anda.</p></div></body></html>'
    )
    return Answer(body.encode(), status=500)


WORDPRESS_DISAGREES = SampleSite(
    name=NAME,
    platform="wordpress",
    articles=tuple(
        SampleArticle(
            path=post_path(report),
            title=report.title,
            day=report.moment.date(),
            words=report.words,
            other_paths=(f"{post_path(report)}?replytocom={post_id(report)}1",),
        )
        for report in REPORTS
    ),
    build=_build,
    hidden=(*DEAD, *BROKEN, DRAFT, LOGIN, *(f"{post_path(report)}feed/" for report in REPORTS[:3])),
)
