"""An article's own page, as the theme MH Magazine Lite prints it, with what plugins and readers have added."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.demo.stories import Block, Photo, Story, indonesian_date, opening
from crawler.demo.wordpress.pages import VILLAGE, Pages, author_slug


def article_page(pages: Pages, story: Story, part: int) -> bytes:
    """The article's page number `part`, from 1."""
    address = pages.base + pages.story_path(story)
    parts = story.parts()
    blocks = opening(story, parts[part - 1])
    featured = next((photo for photo in story.photos if photo.form == "featured"), None)
    content = _featured(pages, story, featured) if featured else ""
    content += _content(pages, story, blocks)
    if len(parts) > 1:
        content += _part_links(address, part, len(parts))
    category = story.category.lower()
    main = f"""<nav class="mh-breadcrumb"><a href="{pages.base}/">Beranda</a> / {escape(story.title)}</nav>
<article id="post-{story.number}" class="post-{story.number} post type-post status-publish format-standard hentry
 category-{category}">
<header class="entry-header mh-clearfix"><h1 class="entry-title">{escape(story.title)}</h1>
<p class="mh-meta entry-meta"><span class="entry-meta-date updated"><i class="fa fa-clock-o"></i><a
 href="{pages.base}/{story.published:%Y/%m}/">{indonesian_date(story.published)}</a></span>
<span class="entry-meta-author author vcard"><i class="fa fa-user"></i><a class="fn"
 href="{pages.base}/author/{author_slug(story.author)}/">{escape(story.author)}</a></span>
<span class="entry-meta-categories"><a href="{pages.base}/category/{category}/"
 rel="category tag">{story.category}</a></span>
<span class="entry-meta-comments"><a class="mh-comment-scroll"
 href="{address}#mh-comments">{len(story.comments)}</a></span></p></header>
<div class="entry-content mh-clearfix">{content}
{_after_content(address)}</div></article>
{_comments(pages, story, address)}"""
    head = (
        f'<link rel="canonical" href="{address if part == 1 else f"{address}{part}/"}" />\n'
        f'<link rel="shortlink" href="{pages.base}/?p={story.number}" />\n'
        f'<link rel="alternate" type="application/rss+xml" title="Umpan Komentar" href="{address}feed/" />\n'
    )
    body_class = f"post-template-default single single-post postid-{story.number} single-format-standard"
    return pages.frame(f"{story.title} – {VILLAGE}", body_class, main, head)


def article_body(pages: Pages, story: Story) -> str:
    """The whole article as feeds and the REST interface give it: all parts, without the featured picture."""
    return "\n".join(_content(pages, story, opening(story, part)) for part in story.parts())


def _content(pages: Pages, story: Story, blocks: Sequence[Block]) -> str:
    lines: list[str] = []
    gallery: list[str] = []
    for block in blocks:
        if isinstance(block, Photo) and block.form == "gallery":
            gallery.append(_gallery_item(pages, story, block))
            continue
        if gallery:
            lines.append(_gallery(gallery))
            gallery = []
        if isinstance(block, str):
            lines.append(f"<p>{escape(block, quote=False)}</p>")
        elif isinstance(block, Photo) and block.form != "featured":
            lines.append(_picture(pages, story, block))
    return "\n".join([*lines, _gallery(gallery)] if gallery else lines)


def _featured(pages: Pages, story: Story, photo: Photo) -> str:
    return (
        f'<figure class="entry-thumbnail">{pages.image(story, photo, "-326x245")}'
        f'<figcaption class="wp-caption-text">{escape(photo.printed)}</figcaption></figure>\n'
    )


def _picture(pages: Pages, story: Story, photo: Photo) -> str:
    linked = f'<a href="{pages.base}{pages.picture_path(story, photo)}">{pages.image(story, photo)}</a>'
    caption, number = escape(photo.printed), story.number + 1 + story.photos.index(photo)
    if photo.form == "block":
        return (
            f'<figure class="wp-block-image size-medium">{linked}'
            f'<figcaption class="wp-element-caption">{caption}</figcaption></figure>'
        )
    if photo.form == "plain":
        return f"<p>{linked}</p>\n<p><em>{caption}</em></p>"
    if not caption:
        return f"<p>{linked}</p>"
    return (
        f'<div id="attachment_{number}" style="width: 310px" class="wp-caption aligncenter">{linked}'
        f'<p id="caption-attachment-{number}" class="wp-caption-text">{caption}</p></div>'
    )


def _gallery_item(pages: Pages, story: Story, photo: Photo) -> str:
    linked = f'<a href="{pages.base}{pages.picture_path(story, photo)}">{pages.image(story, photo)}</a>'
    return (
        f'<dl class="gallery-item"><dt class="gallery-icon landscape">{linked}</dt>'
        f'<dd class="wp-caption-text gallery-caption">{escape(photo.printed)}</dd></dl>'
    )


def _part_links(address: str, part: int, last: int) -> str:
    links = " ".join(
        f'<span class="post-page-numbers current">{number}</span>'
        if number == part
        else f'<a href="{address if number == 1 else f"{address}{number}/"}" class="post-page-numbers">{number}</a>'
        for number in range(1, last + 1)
    )
    return f'\n<div class="pagination page-links">Laman: {links}</div>'


def _after_content(address: str) -> str:
    """What plugins add inside the content box."""
    return f"""<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Bagikan ini:</h3><ul>
<li><a rel="nofollow" class="share-facebook" href="{address}?share=facebook&amp;nb=1">Facebook</a></li>
<li><a rel="nofollow" class="share-twitter" href="{address}?share=twitter&amp;nb=1">Twitter</a></li></ul></div>
<h3>Facebook Comments</h3><div class="fb-comments" data-href="{address}" data-numposts="5"></div>"""


def _comments(pages: Pages, story: Story, address: str) -> str:
    items = "".join(
        f'<li id="comment-{story.number}{place}" class="comment"><article class="mh-comment-item">'
        f'<cite class="fn">{name}</cite>'
        f'<div class="entry-content mh-comment-content"><p>{escape(text)}</p></div>'
        f'<a rel="nofollow" class="comment-reply-link" href="{address}?replytocom={story.number}{place}#respond">'
        "Balas</a></article></li>"
        for place, (name, text) in enumerate(story.comments, 1)
    )
    title = f"{len(story.comments)} Komentar" if story.comments else "Jadi yang Pertama Berkomentar"
    return f"""<div id="mh-comments" class="mh-comments-wrap"><h4 class="mh-widget-title">{title}</h4>
<ol class="commentlist mh-comment-list">{items}</ol></div>
<div id="respond" class="comment-respond"><h3 class="comment-reply-title">Tinggalkan Balasan</h3>
<form action="{pages.base}/wp-comments-post.php" method="post"><textarea name="comment"></textarea>
<p>Alamat email Anda tidak akan dipublikasikan.</p></form></div>"""


def _gallery(items: Sequence[str]) -> str:
    return f'<div id="gallery-1" class="gallery galleryid-1 gallery-columns-3">{"".join(items)}<br /></div>'
