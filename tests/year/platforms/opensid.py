"""OpenSID over the year: pages that differ at each request, no validators, a feed of the fifty newest, and a sitemap
that names what nobody may see. Nothing tells of an edit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape

from crawler.demo.answers import Answer, Visit
from crawler.demo.opensid.article import article_page
from crawler.demo.opensid.feeds import feed
from crawler.demo.opensid.pages import Pages
from crawler.demo.stories import Story, indonesian_date
from tests.year.platforms.common import (
    casino,
    gone_answer,
    http_date,
    random_numbers,
    redirect,
    robots,
    sitemap,
    spam_paths,
    story_of,
    with_gambling,
)
from tests.year.view import Gone, Moved, Shown, View


@dataclass(frozen=True, slots=True)
class _Pages(Pages):
    """The demo's pages with this site's articles in the box that turns, and counters that never stand still."""

    view: View
    visit: Visit

    def story_path(self, story: Story) -> str:
        return story.slug  # story_of puts the address there

    def _sidebar(self, hit: int) -> str:
        listed = self.view.listed
        turned = [listed[place] for place in random_numbers(self.visit, 4, len(listed))] if listed else []
        boxes = "".join(
            f'<li><span class="meta_date">{indonesian_date(one.published)}</span> '
            f'<a href="{self.base}{one.path}">{escape(one.words.title)}</a></li>'
            for one in turned
        )
        return f"""<div class="col-lg-3 col-md-3"><div class="content_right">
<div class="single_bottom_rightbar"><h2><i class="fa fa-archive"></i>&ensp;Baca Juga</h2><ul>{boxes}</ul></div>
<div class="single_bottom_rightbar"><h2>Statistik Pengunjung</h2><table><tr><td>Hari ini</td><td>{40 + hit}</td></tr>
<tr><td>Total Pengunjung</td><td>{48210 + hit * 7}</td></tr></table></div></div></div>"""


def answer(view: View, visit: Visit) -> Answer:
    pages, path = _Pages(view.base, view, visit), visit.path.removeprefix("/index.php")
    match path:
        case "/robots.txt":
            return robots(view, ["/app/", "/desa/", "/donjo-app/", "/storage/", "/vendor/"])
        case "/feed" | "/feed.xml":
            return feed(pages, [story_of(one) for one in view.listed[:50]])
        case "/sitemap" | "/sitemap.xml":
            return sitemap(view, view.table, tells_edits=False)
    if path.startswith("/first/artikel/"):
        path = path.removeprefix("/first")
    found = view.by_path.get(path)
    if isinstance(found, Shown):
        return _html(view, visit, with_gambling(article_page(pages, story_of(found), visit.number), found))
    if isinstance(found, Moved):
        return redirect(view.base + found.to)
    if isinstance(found, Gone):
        return gone_answer(view, found, pages.not_found(visit.number))
    if path in spam_paths(view):
        return _html(view, visit, casino(view.plan.number))
    if body := _listing(pages, view, path, visit.number):
        return _html(view, visit, body)
    # An unknown article, and a list page past the end, answer 200.
    is_soft = path.startswith(("/artikel/", "/index/", "/arsip/"))
    return _html(view, visit, pages.not_found(visit.number), 200 if is_soft else 404)


def everything(view: View) -> list[str]:
    lists = [f"/index/{number}" for number in range(2, view.sheets + 1)]
    archive = [f"/arsip/{number}" for number in range(1, view.sheets + 1)]
    machines = ["/robots.txt", "/feed", "/sitemap", "/", "/arsip"]
    return [*machines, *archive, *lists, *(one.path for one in view.listed)]


def _listing(pages: _Pages, view: View, path: str, hit: int) -> bytes | None:
    head, _, tail = path.rpartition("/")
    number = int(tail) if tail.isdecimal() else 1
    stories = [story_of(one) for one in view.sheet(number)]
    if path in ("/", "/first") or (head == "/index" and tail.isdecimal() and number <= view.sheets):
        page = pages.front(stories, number, view.sheets, None, hit)
        links = "".join(f'<p><a href="{view.base}{one}">slot gacor</a></p>' for one in spam_paths(view))
        return page.replace(b"</body>", f"{links}</body>".encode()) if links else page
    if path == "/arsip" or (head == "/arsip" and tail.isdecimal() and number <= view.sheets):
        return pages.archive(stories, number, view.sheets, hit)
    return None


def _html(view: View, visit: Visit, body: bytes, status: int = 200) -> Answer:
    token = hashlib.sha256(f"{visit.path} {visit.number}".encode()).hexdigest()
    headers = [
        ("X-Powered-By", "PHP/8.1.27"),
        ("Set-Cookie", f"sidcsrf={token[:32]}; Max-Age=7200; Path=/"),
        ("Set-Cookie", f"ci_session={token[32:]}; Max-Age=7200; Path=/; HttpOnly"),
        ("Cache-Control", "no-store, no-cache, must-revalidate"),
    ]
    if view.plan.lie == "now":
        headers.append(("Last-Modified", http_date(view.moment)))
    if view.is_redesigned:
        body = body.replace(b"content_left", b"content_kiri").replace(b"fa fa-user", b"fas fa-user-alt")
        body = body.replace(b"<footer", b'<div class="pita">Tampilan baru situs desa</div><footer')
    return Answer(body, status=status, headers=tuple(headers), chunked=True)
