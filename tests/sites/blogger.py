"""A Blogger site on its own domain with more articles than one answer of its feed can hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from crawler.demo.answers import Answer, Entry, Site
from crawler.demo.pictures import mosaic_png
from tests.sites.blogger_facts import (
    DRAFT,
    LIST_LENGTH,
    NAME,
    PAGES,
    PATHS,
    REPORTS,
    kept_answer,
    picture_path,
    post_id,
)
from tests.sites.blogger_machines import feed, robots, sitemap, urlset
from tests.sites.blogger_pages import article, frame, label_page, list_page, mobile, search, static
from tests.sites.expected import SampleArticle, SampleSite
from tests.sites.reports import Report, jpeg, nothing_expected


def _build(base: str) -> Site:
    lists: dict[str, Sequence[Report]] = {"/": REPORTS[:LIST_LENGTH]}
    for month, reports in groupby(REPORTS, key=lambda report: f"{report.moment:%Y/%m}"):
        lists[f"/{month}/"] = tuple(reports)
    for year, reports in groupby(REPORTS, key=lambda report: report.moment.year):
        lists[f"/{year}/"] = tuple(reports)[:LIST_LENGTH]
    entries = {
        **{path: Entry("listing", kept_answer(list_page(base, path, shown))) for path, shown in lists.items()},
        **{
            f"{path}?m=1": Entry("duplicate", kept_answer(list_page(base, path, shown)))
            for path, shown in lists.items()
        },
        "/search": Entry("trap", lambda visit: search(base, visit)),
        **{path: Entry("page", kept_answer(static(base, path))) for path in PAGES},
        "/robots.txt": Entry("robots", kept_answer(robots(base), "text/plain; charset=UTF-8")),
        "/sitemap.xml": Entry("sitemap", lambda visit: sitemap(base, visit)),
        "/sitemap-pages.xml": Entry(
            "sitemap", urlset("".join(f"<url><loc>{base}{path}</loc></url>" for path in PAGES))
        ),
        "/feeds/posts/default": Entry("feed", lambda visit: feed(base, visit)),
        "/feeds/posts/summary": Entry("feed", lambda visit: feed(base, visit)),
        "/favicon.ico": Entry("asset", Answer(mosaic_png("umpamasari", 32, 32), "image/png")),
    }
    for report in REPORTS:
        page = kept_answer(article(base, report))
        entries[PATHS[report.number]] = Entry("article", page)
        entries[f"{PATHS[report.number]}?m=1"] = Entry("duplicate", kept_answer(mobile(base, report)))
        if report.caption:
            for size, width in (("s0", 640), ("s1600", 640), ("s320", 320)):
                entries[picture_path(report, size)] = Entry("picture", jpeg(report.slug, width))
    prefixes = {
        "/search/label/": lambda visit: label_page(base, visit),
        "/feeds/posts/default/-/": lambda visit: feed(base, visit),
    }
    main = "<div class='status-msg-body'>Maaf, halaman yang Anda cari di blog ini tidak ada.</div>"
    not_found = Answer(frame(base, NAME, f"{base}/", "error_page", main), status=404, gzip=True, chunked=True)
    return Site(NAME, "blogger", "GSE", entries, not_found, nothing_expected(), prefixes)


BLOGGER = SampleSite(
    name=NAME,
    platform="blogger",
    articles=tuple(
        SampleArticle(
            path=PATHS[report.number],
            title=report.title,
            day=report.moment.date(),
            words=report.words,
            other_paths=(
                f"{PATHS[report.number]}?m=1",
                f"{PATHS[report.number]}?m=0",
                f"{PATHS[report.number]}?spref=fb",
                f"{PATHS[report.number]}?showComment={post_id(report)}",
            ),
        )
        for report in REPORTS
    ),
    build=_build,
    hidden=(DRAFT, "/2023/05/tidak-ada.html"),
)
