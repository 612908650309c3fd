"""What stands in and around an article and is none of it: share boxes, related posts, comments and their headings."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from spiders.platforms.marks import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.reading.region import Region

_BOX = re.compile(
    r"(?:^|\s)(?:sharedaddy|jp-relatedposts|jetpack-likes\S*|addtoany\S*|a2a_\S*|heateor\S*|sassy\S*|ssba\S*|essb\S*|"
    r"fb-comments\S*|fb-like|fb-root|wpdevar_comment\S*|post-views\S*|entry-tags|tags-links|tag-links|post-tags|post-nav\S*|"
    r"mh-post-nav\S*|post-navigation|nav-links|author-box\S*|mh-author-box\S*|comments?|comments?-\S+|\S*comments-area|"
    r"comment-respond|respond|kolom-komentar|semuaKomentar|contact_bottom|related(?:-\S*|_\S*|posts?|articles?|news)?|terkait(?:-\S*)?|yarpp\S*|"
    r"crp_related\S*|share-?(?:box|buttons?|links?|post|this)\S*|social-?(?:share|links|buttons?|icons?)\S*|ez-toc\S*|"
    r"toc_container|wp-block-latest-posts\S*|wp-block-comments\S*|wp-block-post-navigation\S*|breadcrumbs?|page-links|"
    r"printfriendly\S*|wp-block-buttons?|wp-embedded-content|baca-juga|post-footer|blog-pager|post-share-buttons|disqus\S*|post-password-form|screen-reader-text|"
    r"article-info|itemContentFooter|itemAuthorBlock|itemRelated|pager|pagenav|icons|ratings?)(?:$|\s)",
    re.IGNORECASE,
)
# Lines that platforms and plugins set by themselves; only a whole line is one.
_LINE = re.compile(
    r"(?:facebook comments?(?: box)?|(?:\d+ )?komentar|comments?|\d+ comments?|leave a (?:reply|comment)|cancel reply|"
    r"(?:jadi(?:lah)?|be) (?:yang pertama|the first) (?:berkomentar|to comment)|batalkan balasan|"
    r"tinggalkan (?:balasan|komentar|pesan)|(?:tulis|kirim|posting) komentar|alamat email anda.{0,120}|"
    r"(?:bagikan|sebarkan|share)(?: (?:artikel|tulisan|kabar|berita|postingan|informasi|halaman|this))?(?: ini)?"
    r"(?: ke)?\s*:?|"
    r"[\u00ab\u2039<]*\s*(?:kembali|back)(?: ke .{0,30})?|mungkin anda suka|ikuti kami|[\d.,]+ pengikut|sedang hangat|"
    r"anda pengunjung .{0,40}|"
    r"artikel ini sudah (?:dilihat|dibaca) .{0,60}|"
    r"(?:view the embedded image gallery online at|lihat (?:foto|galeri) selengkapnya secara daring).{0,120}|"
    r"klik untuk (?:ber|mem)?bagi.{0,80}|"
    r"like this\s*:?|menyukai ini\s*:?|suka memuat\W*|memuat\W*|(?:post )?views\s*:\s*[\d.,]+|[\d.,]+ total views.*|"
    r"(?:dibaca|dilihat)\s*:?\s*[\d.,]+ ?(?:kali|x)?|(?:baca|simak|lihat) juga\s*[:;].{0,200}|"
    r"terkait|related(?: posts)?|previous post|next post|"
    r"(?:artikel|berita|postingan?|pos) (?:terkait|lainnya|sebelumnya|selanjutnya|terbaru)|"
    r"(?:baca )?selengkapnya|advertisement|iklan|unduh lampiran\s*:?.{0,80}|dokumen lampiran)\W*\Z",
    re.IGNORECASE,
)


def is_boilerplate_line(line: str) -> bool:
    return len(line) < 220 and _LINE.match(line) is not None


def drop_boxes(tree: HtmlElement, region: Region) -> None:
    """Take the boxes that hold no article out of the tree. Nothing that holds the article's body is taken."""
    kept = {region.body, *region.body.iterancestors()}
    left = [tree]
    while left:
        element = left.pop()
        if _is_box(element) and element not in kept and next(element.iter("h1"), None) is None:
            drop(element)
        else:
            left += element


def _is_box(element: HtmlElement) -> bool:
    tag = element.tag
    if tag in _TAGS or (tag == "a" and is_share_address(element.get("href", ""))):
        return True
    if (name := element.get("class")) and _is_box_name(name):
        return True
    if (name := element.get("id")) and _is_box_name(name):
        return True
    return tag in ("div", "section", "aside", "td") and is_end_box(element)


def is_end_box(box: HtmlElement) -> bool:
    """Whether a box begins with a heading that ends articles: "Komentar", "Berita terkait", "Mungkin Anda suka"."""
    start = next(iter(box), None)
    if start is None or start.tag not in ("h2", "h3", "h4", "h5", "h6", "div", "p", "legend", "strong", "b", "header"):
        return False
    text = "".join(islice(start.itertext(), 6)) if len(start) else start.text or ""
    return is_end_heading(one_line(text))


def is_end_heading(text: str) -> bool:
    return len(text) < 60 and _ENDS.match(text) is not None


_ENDS = re.compile(
    r"(?:\d+ |0\d+ )?(?:komentar|tanggapan|comments?|responses?)(?: (?:pengunjung|facebook|pembaca|anda))?\W*\Z|"
    r"(?:tinggalkan|tulis|kirim|beri(?:kan)?) (?:komentar|balasan|tanggapan)|"
    r"leave a (?:reply|comment)|facebook comments|"
    r"(?:artikel|berita|kabar|tulisan|postingan?|pos|baca|informasi) "
    r"(?:terkait|lainnya|serupa|terbaru|populer|lain)\W*\Z|"
    r"(?:mungkin )?anda (?:mungkin )?(?:juga )?(?:suka|menyukai)|related (?:posts?|articles?|news)\W*\Z|"
    r"you may also like|"
    r"baca juga\W*\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _is_box_name(names: str) -> bool:
    return _BOX.search(names) is not None


_TAGS = frozenset({
    "script", "style", "noscript", "template", "form", "iframe", "svg", "button", "select", "marquee", "fb:comments",
    "fb:count",
})  # fmt: skip


def is_share_address(href: str) -> bool:
    # The search alone took 14 us a link, most of it on addresses with none of these in them (2026-11-26).
    folded = href.lower()
    return any(hint in folded for hint in _SHARE_HINTS) and _SHARE_ADDRESS.search(href) is not None


# One of these is in each address that the expression finds.
_SHARE_HINTS = ("share", "/dialog", "intent", "whatsapp", "wa.me", "/pin/", "/r/msg", "/submit", "mailto:?")
_SHARE_ADDRESS = re.compile(
    r"facebook\.com/(?:sharer|share\.php|dialog)|(?:twitter|x)\.com/(?:intent|share)|api\.whatsapp\.com/send|wa\.me/\?text|"
    r"whatsapp://send|t\.me/share|telegram\.me/share|line\.me/R/msg|pinterest\.\w+/pin/create|linkedin\.com/shareArticle|"
    r"reddit\.com/submit|[?&]share=|mailto:\?",
    re.IGNORECASE,
)


def drop(element: HtmlElement) -> None:
    """Take an element out of its tree and keep the text after it."""
    if element.getparent() is not None:
        element.drop_tree()
