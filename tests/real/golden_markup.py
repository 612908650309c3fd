"""What the two editors of WordPress save for a paragraph, a picture, a gallery …, each with what a reader owes.

A post is made of pieces. A piece says what is typed (`markup`) and, beside it, what is to be read from it: its text,
its pictures, and what must not come into the text. Nothing here looks at a page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Picture:
    """A picture of the media library, with its caption `printed` there and under it, and how that is to be read."""

    file: str
    printed: str = ""
    text: str | None = None
    credit: str | None = None
    alt: str = ""
    size: tuple[int, int] = (640, 480)

    @property
    def printed_credit(self) -> str:
        """The credit with its label, as printed behind the text."""
        behind = self.printed.partition(self.text)[2] if self.text else self.printed
        return behind.strip(" ,")

    def hole(self, size: str, attribute: str = "url") -> str:
        """Filled by php/populate.php, who alone knows names and sizes."""
        return f"{{{{{self.file} {size} {attribute}}}}}"

    @property
    def id(self) -> str:
        return f"{{{{{self.file} id}}}}"

    def as_json(self) -> dict[str, object]:
        return {"file": self.file, "printed": self.printed, "alt": self.alt, "size": self.size}


@dataclass(frozen=True)
class Shown:
    """A picture where it stands in a post: in which size; `srcset` if WordPress knows it and adds its other sizes;
    `linked` if it leads to its file."""

    picture: Picture
    size: str = "full"
    srcset: bool = True
    linked: bool = False


@dataclass(frozen=True)
class Piece:
    """`byline` is the writer that the text names."""

    markup: str
    text: tuple[str, ...] = ()
    pictures: tuple[Shown, ...] = ()
    absent: tuple[str, ...] = ()
    dateline: str | None = None
    byline: str | None = None


def as_printed(markup: str) -> tuple[str, ...]:
    """The paragraphs of a stretch of HTML without its tags, in WordPress's typography; a blank line parts them."""
    text = html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br ?/?>\n?|\n", "\v", markup)))
    text = re.sub(r"\.\.\.", "…", text)
    text = re.sub(r"(?<=\s)--?(?=\s)", "–", text)
    text = re.sub(r"(?<=\d)x(?=\d)", "×", text)
    text = re.sub(r"(?<![\w.,!?)…])\"(?=\S)", "“", text).replace('"', "”")
    text = re.sub(r"(?<![\w.,!?)…”])'(?=\S)", "‘", text).replace("'", "’")
    paragraphs = re.split(r"\v(?:\s*\v)+", text)
    lines = [[" ".join(line.split()) for line in paragraph.split("\v")] for paragraph in paragraphs]
    return tuple("\n".join(line for line in paragraph if line) for paragraph in lines if any(paragraph))


# ---- both editors ----


def out_of_sight(markup: str, *absent: str, byline: str | None = None) -> Piece:
    """What stands in the post and is not its text: a link to another article, the writer's name."""
    return Piece(markup, absent=absent, byline=byline)


def in_block(piece: Piece, name: str, attributes: str = "") -> Piece:
    """The piece between the comments by which the block editor knows it again."""
    opening = f"<!-- wp:{name} {attributes} -->" if attributes else f"<!-- wp:{name} -->"
    return replace(piece, markup=f"{opening}\n{piece.markup}\n<!-- /wp:{name} -->")


def inside(before: str, pieces: Sequence[Piece], after: str) -> Piece:
    """Pieces in a box."""
    return Piece(
        before + "\n\n".join(piece.markup for piece in pieces) + after,
        tuple(text for piece in pieces for text in piece.text),
        tuple(shown for piece in pieces for shown in piece.pictures),
        tuple(text for piece in pieces for text in piece.absent),
    )


# ---- the classic editor: HTML with blank lines for paragraphs ----


def typed(markup: str) -> Piece:
    return Piece(markup, as_printed(markup))


def opening(dateline: str, markup: str) -> Piece:
    """The first paragraph, behind place and date."""
    (printed,) = as_printed(dateline)
    return Piece(dateline + markup, as_printed(markup), dateline=printed)


def rows(markup: str, *items: str) -> Piece:
    """A list or table: what is to be read of it is said row by row."""
    return Piece(markup, tuple(text for item in items for text in as_printed(item)))


def image_tag(picture: Picture, size: str = "full", align: str = "aligncenter", *, known: bool = True) -> str:
    """An <img> as inserted from the library; without its number WordPress does not know it again."""
    number = f" wp-image-{picture.id}" if known else ""
    return (
        f'<img class="{align} size-{size}{number}" src="{picture.hole(size)}" alt="{picture.alt}"'
        f' width="{picture.hole(size, "width")}" height="{picture.hole(size, "height")}" />'
    )


def link_to_file(picture: Picture, markup: str) -> str:
    return f'<a href="{picture.hole("full")}">{markup}</a>'


def caption_shortcode(picture: Picture, size: str = "medium", *, linked: bool = True) -> Piece:
    image = image_tag(picture, size, "").replace('class=" ', 'class="')
    box = f'id="attachment_{picture.id}" align="aligncenter" width="{picture.hole(size, "width")}"'
    inner = link_to_file(picture, image) if linked else image
    return Piece(f"[caption {box}]{inner} {picture.printed}[/caption]", pictures=(Shown(picture, size, linked=linked),))


def gallery_shortcode(pictures: Sequence[Picture], options: str, size: str = "thumbnail", *, linked: bool) -> Piece:
    """`options` are the shortcode's own; a thumbnail is cut square, so it has no other sizes beside it."""
    ids = ",".join(picture.id for picture in pictures)
    return Piece(
        f'[gallery {options} ids="{ids}"]',
        pictures=tuple(Shown(picture, size, linked=linked) for picture in pictures),
    )


# ---- the block editor ----


def paragraph(markup: str, attributes: str = "", classes: str = "") -> Piece:
    piece = typed(markup)
    tag = f'<p class="{classes}">' if classes else "<p>"
    return in_block(replace(piece, markup=f"{tag}{markup}</p>"), "paragraph", attributes)


def opening_block(dateline: str, markup: str) -> Piece:
    piece = opening(dateline, markup)
    return in_block(replace(piece, markup=f"<p>{piece.markup}</p>"), "paragraph")


def heading(markup: str, level: int = 2) -> Piece:
    piece = replace(typed(markup), markup=f"<h{level}>{markup}</h{level}>")
    return in_block(piece, "heading", "" if level == 2 else f'{{"level":{level}}}')


def image_block(picture: Picture, size: str = "large", *, linked: bool = False, caption: bool = True) -> Piece:
    image = f'<img src="{picture.hole(size)}" alt="{picture.alt}" class="wp-image-{picture.id}"/>'
    below = f'<figcaption class="wp-element-caption">{picture.printed}</figcaption>' if caption else ""
    inner = link_to_file(picture, image) if linked else image
    target = "media" if linked else "none"
    piece = Piece(
        f'<figure class="wp-block-image size-{size}">{inner}{below}</figure>',
        pictures=(Shown(picture, size, linked=linked),),
    )
    return in_block(piece, "image", f'{{"id":{picture.id},"sizeSlug":"{size}","linkDestination":"{target}"}}')


def gallery_block(pictures: Sequence[Picture], caption: str) -> Piece:
    """A gallery's own caption belongs to none of its pictures, nor to the text."""
    images = [image_block(picture, caption=bool(picture.printed)) for picture in pictures]
    below = f'<figcaption class="blocks-gallery-caption wp-element-caption">{caption}</figcaption>'
    before = '<figure class="wp-block-gallery has-nested-images columns-default is-cropped">'
    return in_block(inside(before, images, f"{below}</figure>"), "gallery", '{"linkTo":"none"}')


def media_text_block(picture: Picture, pieces: Sequence[Piece]) -> Piece:
    image = f'<img src="{picture.hole("large")}" alt="{picture.alt}" class="wp-image-{picture.id} size-full"/>'
    before = (
        '<div class="wp-block-media-text alignwide is-stacked-on-mobile">'
        f'<figure class="wp-block-media-text__media">{image}</figure><div class="wp-block-media-text__content">'
    )
    box = inside(before, pieces, "</div></div>")
    attributes = f'{{"mediaId":{picture.id},"mediaLink":"{picture.hole("full")}","mediaType":"image"}}'
    return in_block(replace(box, pictures=(Shown(picture, "large"), *box.pictures)), "media-text", attributes)


def cover_block(picture: Picture, words: str) -> Piece:
    before = (
        '<div class="wp-block-cover"><span aria-hidden="true" class="wp-block-cover__background has-background-dim">'
        f'</span><img class="wp-block-cover__image-background wp-image-{picture.id}" alt="{picture.alt}"'
        f' src="{picture.hole("full")}" data-object-fit="cover"/><div class="wp-block-cover__inner-container">'
    )
    attributes = '{"align":"center","placeholder":"Tulis judul…","fontSize":"large"}'
    classes = "has-text-align-center has-large-font-size"
    box = inside(before, [paragraph(words, attributes, classes)], "</div></div>")
    attributes = f'{{"url":"{picture.hole("full")}","id":{picture.id},"dimRatio":50}}'
    return in_block(replace(box, pictures=(Shown(picture),)), "cover", attributes)


def columns_block(*columns: Sequence[Piece]) -> Piece:
    boxes = [in_block(inside('<div class="wp-block-column">', column, "</div>"), "column") for column in columns]
    return in_block(inside('<div class="wp-block-columns">', boxes, "</div>"), "columns")


def group_block(*pieces: Piece) -> Piece:
    return in_block(
        inside('<div class="wp-block-group">', pieces, "</div>"), "group", '{"layout":{"type":"constrained"}}'
    )


def quote_block(paragraphs: Sequence[str], cite: str) -> Piece:
    """Who is quoted stands on a line of its own."""
    box = inside(
        '<blockquote class="wp-block-quote">',
        [paragraph(words) for words in paragraphs],
        f"<cite>{cite}</cite></blockquote>",
    )
    return in_block(replace(box, text=(*box.text, *as_printed(cite))), "quote")


def pullquote_block(words: str, cite: str) -> Piece:
    markup = f'<figure class="wp-block-pullquote"><blockquote><p>{words}</p><cite>{cite}</cite></blockquote></figure>'
    return in_block(rows(markup, words, cite), "pullquote")


def table_block(head: Sequence[str], body: Sequence[Sequence[str]], caption: str) -> Piece:
    """The caption is the table's, not a picture's: it is text."""
    cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in body]
    markup = (
        '<figure class="wp-block-table is-style-stripes"><table><thead><tr>'
        + "".join(f"<th>{cell}</th>" for cell in head)
        + "</tr></thead><tbody>"
        + "".join(f"<tr>{row}</tr>" for row in cells)
        + f'</tbody></table><figcaption class="wp-element-caption">{caption}</figcaption></figure>'
    )
    piece = rows(markup, *(" | ".join(row) for row in (head, *body)), caption)
    return in_block(piece, "table", '{"className":"is-style-stripes"}')


Item = str | tuple[str, tuple[str, ...]]


def list_block(*items: Item, ordered: bool = False) -> Piece:
    """An item is its words, or its words and the items below it."""
    tag, attributes = ("ol", '{"ordered":true}') if ordered else ("ul", "")
    markup, text = [], []
    for item in items:
        words, below = item if isinstance(item, tuple) else (item, ())
        lower = list_block(*below) if below else Piece("")
        markup.append(in_block(Piece(f"<li>{words}{lower.markup}</li>"), "list-item").markup)
        text += [f"- {line}" for line in as_printed(words)] + list(lower.text)
    return in_block(Piece(f"<{tag}>" + "\n\n".join(markup) + f"</{tag}>", tuple(text)), "list", attributes)


def buttons_block(label: str, url: str) -> Piece:
    button = in_block(
        Piece(
            f'<div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="{url}">{label}</a></div>',
            absent=(label,),
        ),
        "button",
    )
    return in_block(inside('<div class="wp-block-buttons">', [button], "</div>"), "buttons")


def embed_block(url: str, kind: str, provider: str, *absent: str) -> Piece:
    """A video (kind "video") or another article of this or another WordPress (kind "wp-embed")."""
    markup = (
        f'<figure class="wp-block-embed is-type-{kind} is-provider-{provider} wp-block-embed-{provider}">'
        f'<div class="wp-block-embed__wrapper">\n{url}\n</div></figure>'
    )
    attributes = f'{{"url":"{url}","type":"{kind}","providerNameSlug":"{provider}","responsive":true}}'
    return in_block(Piece(markup, absent=absent), "embed", attributes)


def separator_block() -> Piece:
    return in_block(Piece('<hr class="wp-block-separator has-alpha-channel-opacity"/>'), "separator")


def latest_posts_block() -> Piece:
    return Piece('<!-- wp:latest-posts {"postsToShow":3} /-->')
