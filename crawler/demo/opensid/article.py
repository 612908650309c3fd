"""An article's own page, as the theme Natra prints it."""

from __future__ import annotations

from html import escape

from crawler.demo.opensid.pages import VILLAGE, Pages, slug
from crawler.demo.opensid.stories import ATTACHMENT_STORY
from crawler.demo.stories import Photo, Story, indonesian_date, opening


def article_page(pages: Pages, story: Story, hit: int) -> bytes:
    category = f"{pages.base}/artikel/kategori/{slug(story.category)}"
    main = next((photo for photo in story.photos if photo.form == "featured"), None)
    content = f"""<div class="single_page_area" id="artikel-{escape(story.title)}">
<div class="single_category wow fadeInDown"><h2><span class="bold_line"><span></span></span>
<span class="solid_line"></span><span class="title_text">Artikel</span></h2></div>
<div id="printableArea">
<h4 class="catg_titile" style="font-family: Oswald"><font color="#FFFFFF">{escape(story.title)}</font></h4>
<div class="post_commentbox"><span class="meta_date">{indonesian_date(story.published)} {story.published:%H:%M:%S}&nbsp;
<i class="fa fa-user"></i>{escape(story.author)}&nbsp;
<i class="fa fa-eye"></i>Dibaca {story.number * 3 + hit} Kali&nbsp;
<a href="{category}"><i class="fa fa-tag"></i>{story.category}</a></span>
<div class="fb-like" data-href="{pages.base}{pages.story_path(story)}" data-share="true"></div></div>
<div class="single_page_content" style="margin-bottom:10px;">
<div class="sampul">{_main_picture(pages, main) if main else ""}</div>
<div class="teks" style="text-align: justify;">{article_body(pages, story)}</div>
{_attachment(pages, story)}</div></div>
<div class="share"><a href="https://facebook.invalid/bagikan?u={pages.base}{pages.story_path(story)}">Bagikan</a></div>
</div>
<div class="fb-comments" data-href="{pages.base}{pages.story_path(story)}" data-numposts="5"></div>
{_comments(pages, story)}"""
    head = (
        f'<meta property="og:title" content="{escape(story.title)}"/>\n'
        f'<meta property="og:url" content="{pages.base}{pages.story_path(story)}"/>\n'
        f'<meta property="og:description" content="{escape(story.paragraphs[0][:90])} ..."/>\n'
    )
    return pages.frame(f"{story.title} - {VILLAGE}", content, hit, head)


def article_body(pages: Pages, story: Story) -> str:
    """The text as the editor left it: pictures in it have their caption as a line in italics."""
    lines: list[str] = []
    for block in opening(story, story.body):
        if isinstance(block, str):
            lines.append(f"<p>{escape(block, quote=False)}</p>")
        elif isinstance(block, Photo) and block.form != "featured":
            source = pages.base + pages.picture_path(block)
            lines.append(
                f'<p style="text-align: center;"><img src="{source}" alt="" width="480" height="360" /></p>\n'
                f'<p style="text-align: center;"><em>{escape(block.printed)}</em></p>'
            )
    return "\n".join(lines)


def _main_picture(pages: Pages, photo: Photo) -> str:
    source = pages.base + pages.picture_path(photo)
    return (
        f'<a data-fancybox="gallery" href="{source}"><img width="270px" style="float:left; margin:0 8px 4px 0;" '
        f'class="img-fluid img-thumbnail" src="{source}" /></a>'
    )


def _attachment(pages: Pages, story: Story) -> str:
    if story is not ATTACHMENT_STORY:
        return ""
    return f'<p>Unduh Lampiran:<br><a href="{pages.base}{pages.attachment_path(story)}" title="">Realisasi 2023</a></p>'


def _comments(pages: Pages, story: Story) -> str:
    tables = "".join(
        f'<table class="table table-bordered"><thead><tr><th>{escape(name)}</th></tr></thead>'
        f"<tbody><tr><td><font color='green'><small>{indonesian_date(story.published)}</small></font><br />"
        f"{escape(text)}</td></tr></tbody></table>"
        for name, text in story.comments
    )
    return (
        f'<div class="contact_bottom"><div class="box-body">{tables}</div></div>\n<div id="kolom-komentar">'
        f'<form id="form-komentar" action="{pages.base}/add_comment/{story.number}" method="post">'
        f'<img id="captcha" src="{pages.base}/captcha" alt="CAPTCHA Image"/><textarea name="komentar"></textarea>'
        "</form></div>"
    )
