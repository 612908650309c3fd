"""An article's own page, for computers and for telephones."""

from __future__ import annotations

from html import escape

from crawler.demo.blogger.pages import BLOG_ID, VILLAGE, Pages, date_header
from crawler.demo.blogger.stories import HACKED, INJECTED_LINKS, STORIES
from crawler.demo.stories import Photo, Story, opening


def article_page(pages: Pages, story: Story) -> bytes:
    address = pages.base + pages.story_path(story)
    content = f"""{date_header(story)}
<div class='date-posts'><div class='post-outer'>
<div class='post hentry' itemscope='itemscope' itemtype='http://schema.org/BlogPosting'>
<meta content='{story.number}' itemprop='postId'/><a name='{story.number}'></a>
<h3 class='post-title entry-title' itemprop='name'>{escape(story.title)}</h3>
<div class='post-body entry-content' id='post-body-{story.number}' itemprop='description articleBody'>
{article_body(pages, story)}
<div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'>
<span class='post-author vcard'>Diposting oleh <span class='fn' itemprop='author'>{escape(story.author)}</span></span>
<span class='post-timestamp'>di <a class='timestamp-link' href='{address}' rel='bookmark' title='permanent link'><abbr
 class='published' itemprop='datePublished'
 title='{story.published.isoformat()}'>{story.published:%H.%M}</abbr></a></span>
<span class='post-labels'>Label: <a
 href='{pages.base}/search/label/{story.category}' rel='tag'>{story.category}</a></span>
<a href='https://www.blogger.com/share-post.g?blogID={BLOG_ID}&amp;postID={story.number}'>Kirimkan Ini lewat Email</a>
</div></div></div>
<div class='comments' id='comments'><a name='comments'></a><h4>Tidak ada komentar:</h4>
<a href='https://www.blogger.com/comment.g?blogID={BLOG_ID}&amp;postID={story.number}'>Posting Komentar</a></div>
</div></div>
{_neighbours(pages, story)}"""
    return pages.frame(f"{VILLAGE}: {story.title}", address, "item", content)


def mobile_page(pages: Pages, story: Story) -> bytes:
    """?m=1: another page for telephones, with the same text and the canonical address of the first."""
    address = pages.base + pages.story_path(story)
    return f"""<!DOCTYPE html>
<html><head><meta content='blogger' name='generator'/><link href='{address}' rel='canonical'/>
<title>{VILLAGE}: {escape(story.title)}</title></head><body class='mobile'>
<h3 class='post-title entry-title'>{escape(story.title)}</h3>
<div class='post-body entry-content'>{article_body(pages, story)}</div>
<a href='{address}?m=0'>Lihat versi web</a></body></html>
""".encode()


def article_body(pages: Pages, story: Story) -> str:
    """Text as the editor leaves it: no paragraphs, only line breaks and boxes."""
    lines: list[str] = []
    for block in opening(story, story.body):
        if isinstance(block, str):
            lines.append(f'<div style="text-align: justify;">{escape(block, quote=False)}</div>\n<br />')
        elif isinstance(block, Photo):
            lines.append(_picture(pages, block))
    if story is HACKED:
        lines.append(_injected(pages))
    return "\n".join(lines)


def _picture(pages: Pages, photo: Photo) -> str:
    original, shown = (pages.base + pages.picture_path(photo, size) for size in ("s1600", "s320"))
    linked = f'<a href="{original}" imageanchor="1"><img border="0" height="240" src="{shown}" width="320" /></a>'
    if not photo.caption:
        return f'<div class="separator" style="clear: both; text-align: center;">{linked}</div>'
    return (
        '<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container"><tbody>\n'
        f'<tr><td style="text-align: center;">{linked}</td></tr>\n'
        f'<tr><td class="tr-caption" style="text-align: center;">{escape(photo.printed)}</td></tr></tbody></table>'
    )


def _injected(pages: Pages) -> str:
    spam = pages.base + pages.story_path(STORIES[0])
    links = " ".join(f'<a href="{address}">{words}</a>' for words, address in INJECTED_LINKS)
    return f'<div style="position:absolute;left:-9999px">{links} <a href="{spam}">situs slot gacor</a></div>'


def _neighbours(pages: Pages, story: Story) -> str:
    place = STORIES.index(story)
    links = ""
    if place > 0:
        links += f"<a class='blog-pager-newer-link' href='{pages.base}{pages.story_path(STORIES[place - 1])}'>Baru</a>"
    if place + 1 < len(STORIES):
        links += f"<a class='blog-pager-older-link' href='{pages.base}{pages.story_path(STORIES[place + 1])}'>Lama</a>"
    return f"<div class='blog-pager' id='blog-pager'>{links}</div>"
