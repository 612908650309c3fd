"""Blogger over the year: validators on pages and feeds alike, and every edit told by `updated`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import parse_qs

from crawler.demo.answers import Answer, Visit
from crawler.demo.blogger.article import article_body
from crawler.demo.blogger.pages import BLOG_ID, Pages, date_header
from crawler.demo.stories import Story
from tests.year.platforms.common import (
    casino,
    etag_of,
    gone_answer,
    http_date,
    redirect,
    robots,
    sitemap,
    spam_paths,
    story_of,
    with_gambling,
)
from tests.year.view import Gone, Moved, Shown, View

_FEED = "application/atom+xml; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class _Pages(Pages):
    view: View

    def story_path(self, story: Story) -> str:
        return story.slug  # story_of puts the address there

    def _sidebar(self) -> str:
        view = self.view
        months = "".join(
            f"<li><a class='post-count-link' href='{self.base}/{month}/'>{month}</a></li>" for month in _months(view)
        )
        popular = "".join(
            f"<li><a href='{self.base}{one.path}'>{escape(one.words.title)}</a></li>" for one in view.listed[:3]
        )
        return f"""<div class='sidebar section' id='sidebar'><div class='widget BlogArchive'><h2>Arsip Blog</h2>
<ul>{months}</ul></div><div class='widget PopularPosts'><h2>Entri Populer</h2><ul>{popular}</ul></div></div>"""


def answer(view: View, visit: Visit) -> Answer:
    pages = _Pages(view.base, view)
    match visit.path:
        case "/robots.txt":
            return robots(view, ["/search"], "/sitemap.xml")
        case "/sitemap.xml":
            return _kept(view, visit, sitemap(view, view.listed, tells_edits=True))
        case "/feeds/posts/default" | "/feeds/posts/summary":
            return _kept(view, visit, Answer(_feed(pages, view, visit), _FEED))
    found = view.by_path.get(visit.path)
    if isinstance(found, Shown):
        return _kept(view, visit, Answer(with_gambling(_article(pages, found), found)))
    if isinstance(found, Moved):
        return redirect(view.base + found.to)
    if isinstance(found, Gone):
        return gone_answer(view, found, pages.not_found())
    if visit.path in spam_paths(view):
        return _kept(view, visit, Answer(casino(view.plan.number)))
    if visit.path == "/":
        return _kept(view, visit, Answer(_listing(pages, "/", view.listed[:10])))
    if visit.path.strip("/") in _months(view):
        of_month = [one for one in view.listed if f"{one.published:%Y/%m}" == visit.path.strip("/")]
        return _kept(view, visit, Answer(_listing(pages, visit.path, of_month)))
    return Answer(pages.not_found(), status=404, gzip=True, chunked=True)


def everything(view: View) -> list[str]:
    feeds = [
        f"/feeds/posts/default?start-index={start}&max-results=150" for start in range(1, len(view.listed) + 1, 25)
    ]
    months = [f"/{month}/" for month in _months(view)]
    return ["/robots.txt", "/sitemap.xml", "/", *feeds, *months, *(one.path for one in view.listed)]


def _months(view: View) -> list[str]:
    """Of all that was ever published: an archive's page is never taken away."""
    return sorted({f"{article.published:%Y/%m}" for article in view.published}, reverse=True)


def _kept(view: View, visit: Visit, answer: Answer) -> Answer:
    """With Blogger's validators. A liar's tag follows from the address and not from what is answered."""
    newest = max((one.modified for one in view.listed), default=view.plan.start)
    body = answer.body
    if spam := [path for path in spam_paths(view) if visit.path == "/"]:
        links = "".join(f'<p><a href="{view.base}{path}">slot gacor</a></p>' for path in spam)
        body = body.replace(b"</body>", f"{links}</body>".encode())
    if view.is_redesigned:
        body = body.replace(b"class='header section'", b"class='header-baru section'")
        body = body.replace(b"<div class='footer'>", b"<div class='kaki footer'>Tema baru ")
    is_page = answer.mime.startswith("text/html") and isinstance(view.by_path.get(visit.path), Shown)
    tag = etag_of(visit.path.encode()) if view.plan.lie == "etag" and is_page else etag_of(body)
    headers = (("Cache-Control", "private, max-age=0"), ("Last-Modified", http_date(newest)), ("ETag", f"W/{tag}"))
    return Answer(body, answer.mime, headers=headers, chunked=True, gzip=True)


def _listing(pages: _Pages, path: str, shown: Sequence[Shown]) -> bytes:
    items = "\n".join(
        f"""{date_header(story_of(one))}<div class='post hentry'><h3 class='post-title entry-title'><a
 href='{pages.base}{one.path}'>{escape(one.words.title)}</a></h3><div class='post-body entry-content'>
{escape(one.words.paragraphs[0][:140])}</div></div>"""
        for one in shown
    )
    return pages.frame(pages.view.plan.village, pages.base + path, "index", items)


def _article(pages: _Pages, shown: Shown) -> bytes:
    story, address = story_of(shown), pages.base + shown.path
    comments = "".join(f"<p class='comment-body'>{escape(text)}</p>" for _, text in story.comments)
    content = f"""{date_header(story)}
<div class='date-posts'><div class='post-outer'>
<div class='post hentry' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'>
<meta content='{story.number}' itemprop='postId'/><a name='{story.number}'></a>
<h3 class='post-title entry-title' itemprop='name'>{escape(story.title)}</h3>
<div class='post-body entry-content' id='post-body-{story.number}' itemprop='description articleBody'>
{article_body(pages, story)}
<div style='clear: both;'></div></div>
<div class='post-footer'><span class='post-author vcard'>Diposting oleh <span class='fn'
 itemprop='author'>{escape(story.author)}</span></span> <abbr class='published' itemprop='datePublished'
 title='{story.published.isoformat()}'>{story.published:%H.%M}</abbr></div>
<div class='comments' id='comments'><h4>{len(story.comments)} komentar:</h4>{comments}</div></div></div></div>"""
    return pages.frame(f"{pages.view.plan.village}: {story.title}", address, "item", content)


def _feed(pages: _Pages, view: View, visit: Visit) -> bytes:
    """Atom with start-index, max-results, orderby, published-min and updated-min; never more than 25 entries."""
    asked = {name: values[0] for name, values in parse_qs(visit.query).items()}
    shown = view.listed
    for name in ("published", "updated"):
        if least := asked.get(f"{name}-min"):
            shown = [
                one for one in shown
                if (one.published if name == "published" else one.modified) >= datetime.fromisoformat(least)
            ]  # fmt: skip
    if asked.get("orderby") == "updated":
        shown = sorted(shown, key=lambda one: one.modified, reverse=True)
    start, size = max(1, int(asked.get("start-index", "1"))), min(25, max(0, int(asked.get("max-results", "25"))))
    newest = max((one.modified for one in view.listed), default=view.plan.start)
    entries = "\n".join(_entry(pages, one) for one in shown[start - 1 : start - 1 + size])
    return f"""<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><id>tag:blogger.com,1999:blog-{BLOG_ID}</id>
<updated>{newest.isoformat(timespec="milliseconds")}</updated><title type='text'>{view.plan.village}</title>
<link rel='alternate' type='text/html' href='{view.base}/'/>
<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>
<openSearch:totalResults>{len(shown)}</openSearch:totalResults><openSearch:startIndex>{start}</openSearch:startIndex>
<openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>
{entries}</feed>
""".encode()


def _entry(pages: _Pages, shown: Shown) -> str:
    story = story_of(shown)
    return f"""<entry><id>tag:blogger.com,1999:blog-{BLOG_ID}.post-{story.number}</id>
<published>{shown.published.isoformat(timespec="milliseconds")}</published>
<updated>{shown.modified.isoformat(timespec="milliseconds")}</updated>
<title type='text'>{escape(story.title)}</title><content type='html'>{escape(article_body(pages, story))}</content>
<link rel='alternate' type='text/html' href='{pages.base}{shown.path}' title='{escape(story.title)}'/>
<author><name>{escape(story.author)}</name></author></entry>"""
