"""What the platforms share: answers, gamblers' markup, and articles in the form in which the demo's pages take them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from crawler.demo.answers import Answer, Visit
from crawler.demo.stories import Story
from tests.year.view import Gone, Shown, View

XML = "application/xml; charset=UTF-8"

_BRANDS = ("contohslot88", "misaltoto", "umpamabet77")
_HIDDEN = (
    '<div style="position:absolute;left:-9999px"><a href="http://contohslot88.invalid/">slot gacor hari ini</a> '
    '<a href="http://contohslot88.invalid/daftar">link alternatif CONTOHSLOT88</a> '
    '<a href="http://misaltoto.invalid/">misaltoto toto macau</a> '
    '<a href="http://umpamabet77.invalid/rtp">bocoran rtp slot maxwin</a></div></body>'
)


# What a site forbids that closes itself: all addresses of articles, whatever the platform.
CLOSED = ("/artikel/", "/berita", "/20")
CATEGORIES = ("Berita", "Kegiatan", "Perpustakaan")


def story_of(shown: Shown) -> Story:
    words = shown.words
    comments = tuple(
        (f"Warga {place + 1}", f"Terima kasih kabarnya, nomor {place + 1}.") for place in range(shown.comments)
    )
    category = {"pustaka": "Perpustakaan", "kegiatan": "Kegiatan"}.get(words.category, "Berita")
    return Story(
        shown.number, shown.path, words.title, shown.published, category, "Admin Desa", words.paragraphs, comments=comments
    )  # fmt: skip


def http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


def redirect(address: str, status: int = 301) -> Answer:
    return Answer(b"", status=status, headers=(("Location", address),))


def xml(root: str, inner: str) -> Answer:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return Answer(f"{head}<{root} {space}>{inner}</{root}>\n".encode(), XML)


def sitemap(view: View, articles: Sequence[Shown], *, tells_edits: bool) -> Answer:
    """With lastmod; a site that lies says today for each address."""
    lies = view.plan.lie == "lastmod_today"
    urls = "".join(
        f"<url><loc>{view.base}{one.path}</loc>"
        f"<lastmod>{(view.moment if lies else one.modified if tells_edits else one.published).isoformat()}</lastmod></url>"
        for one in articles
    )
    return xml("urlset", f"<url><loc>{view.base}/</loc></url>{urls}")


def robots(view: View, usual: Sequence[str], sitemap: str = "") -> Answer:
    """`usual` are folders always forbidden; a site that closed itself forbids all its articles too."""
    folders = [*usual, *(CLOSED if view.is_closed else ())]
    lines = ["User-agent: *", *(f"Disallow: {folder}" for folder in folders)]
    body = "\n".join([*lines, "", f"Sitemap: {view.base}{sitemap}" if sitemap else "", ""])
    return Answer(body.encode(), "text/plain; charset=utf-8")


def casino(number: int) -> bytes:
    """A page of gamblers that stands where a village's page was."""
    brand = _BRANDS[number % len(_BRANDS)].upper()
    return f"""<!DOCTYPE html><html lang="id"><head><meta charset="UTF-8"><title>{brand}: Situs Slot Gacor Maxwin</title>
<meta name="description" content="{brand} situs slot online gacor, togel dan live casino resmi">
</head><body><h1>{brand} Situs Slot Gacor</h1><p>Slot online, togel online, toto macau, live casino, bonus new member.</p>
<p><a href="http://{brand.lower()}.invalid/daftar">Daftar {brand}</a>
<a href="http://{brand.lower()}.invalid/rtp">Bocoran RTP slot maxwin</a></p></body></html>""".encode()


def with_gambling(page: bytes, shown: Shown) -> bytes:
    """The page of an article as gamblers left it, when they hold it."""
    if shown.taken == "whole":
        return casino(shown.number)
    return page.replace(b"</body>", _HIDDEN.encode()) if shown.taken else page


def gone_answer(view: View, gone: Gone, not_found: bytes) -> Answer:
    """404, 410, a page that says so with 200, or the front page's address."""
    if gone.way == "front":
        return redirect(f"{view.base}/", 302)
    return Answer(not_found, status={"404": 404, "410": 410}.get(gone.way, 200))


def spam_paths(view: View) -> list[str]:
    """Addresses that gamblers added to the site's lists."""
    if view.plan.span("spam", view.moment) is None:
        return []
    return [f"/slot/situs-slot-gacor-maxwin-{number}/" for number in range(4)]


def random_numbers(visit: Visit, count: int, below: int) -> list[int]:
    """What boxes turn to at this request: another choice each time."""
    noise = hashlib.shake_256(f"{visit.path} {visit.number}".encode()).digest(count * 2)
    return [int.from_bytes(noise[2 * place : 2 * place + 2], "big") % max(1, below) for place in range(count)]
