"""From one archived page to one Document.

page ─► tree ─► platform ─► kind ─┬─► listing, other: title only
                                  └─► article, page: pictures ─► edges ─► text ─► dateline ─► dates, author, language
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.charset import is_mislabelled
from archive.model import TAKEN, Caption, Capture, Document, Page, Seed
from archive.urls import site_key
from spiders.flags import detail, with_details
from spiders.flags.gambling import find_gambling
from spiders.places import site_words, village_of
from spiders.platforms import Platform, PlatformFacts, recognise
from spiders.reading import published
from spiders.reading.accounts import author_kind
from spiders.reading.authors import read_author
from spiders.reading.boilerplate import drop_boxes
from spiders.reading.canonical import article_id, canonical_url
from spiders.reading.captions import find_pictures
from spiders.reading.dateline import split_dateline
from spiders.reading.dates import parse_zone
from spiders.reading.edges import find_edges
from spiders.reading.language import text_language
from spiders.reading.linked_data import article_facts, image_objects, linked_nodes
from spiders.reading.meaning import with_meaning, zone_of
from spiders.reading.parts import own_part
from spiders.reading.region import find_region
from spiders.reading.standins import standin
from spiders.reading.text import body_text, element_text, with_lists_of
from spiders.reading.titles import head_claims, read_title
from spiders.reading.topics import read_topics
from spiders.reading.tree import base_address, elements_of, make_tree
from spiders.reading.unreadable import unreadable
from spiders.reading.version import READER_VERSION

if TYPE_CHECKING:
    from lxml.html import HtmlElement

logger = logging.getLogger(__name__)
# Flags of what stands in a page's place; it is never read as one.
NO_PAGE = {"soft_404", "password", "login", "maintenance", "parked", "suspended", "hijacked"}


def read_page(page: Page, capture: Capture, seed: Seed | None) -> Document:
    """What a 2xx HTML page says; a page that cannot be read is of kind "other". Raises nothing but MemoryError."""
    document = Document(
        id=capture.record_id,
        url=page.url,
        captured_at=page.captured_at,
        capture=capture,
        kind="other",
        platform="generic",
        reader_version=READER_VERSION,
        platform_reader="generic",
        flags=("truncated",) if page.truncated else (),
    )
    try:
        return _read(page, seed, document)
    except MemoryError:
        raise
    except Exception:
        # One strange page must never stop a crawl or a rebuild; its bytes are safe and can be read again.
        logger.exception("Page could not be read: %s", page.url)
        return unreadable(document, "error")


def _read(page: Page, seed: Seed | None, document: Document) -> Document:
    tree = make_tree(page)
    elements = elements_of(tree)
    if not elements:
        return unreadable(document, "too_large")
    gambling = find_gambling(elements, page)
    gambling.take_out()
    platform, _ = recognise(tree, page)
    facts = platform.reads(tree, page)
    flags = facts.flags or tuple(filter(None, (standin(tree),)))
    named = [detail(flag, tree.findtext(".//title"), where="title") for flag in flags if flag in TAKEN]
    document = with_details(document, [*gambling.details, *named])
    flags = tuple(flag for flag in flags if flag not in document.flags)
    is_repaired = is_mislabelled(page.body, page.header("content-type"))
    document = replace(
        document,
        village=village_of(urlsplit(page.url).hostname or "", site_words(tree), seed.kode_wilayah if seed else None),
        kind="other" if NO_PAGE & {*flags, *document.flags} else platform.kind(tree, page),
        platform=platform.name,
        platform_reader=platform.name,
        canonical_url=canonical_url(tree, page),
        flags=document.flags + flags + (("charset_repaired",) if is_repaired else ()),
    )
    if document.kind in ("article", "page"):
        return _read_article(tree, page, seed, platform, facts, document)
    return replace(document, title=read_title(PlatformFacts(), head_claims(tree, {}, page.url), tree.find(".//h1")))


def _read_article(
    tree: HtmlElement, page: Page, seed: Seed | None, platform: Platform, facts: PlatformFacts, document: Document
) -> Document:
    """Facts first, while the page is whole; then the pictures, then the text of what is left."""
    nodes = linked_nodes(tree)
    linked = article_facts(nodes)
    claims = head_claims(tree, linked, page.url)
    region = find_region(tree, facts, claims)
    zone = parse_zone(seed.zone if seed else None) or zone_of(document.village)
    title = read_title(facts, claims, region.heading)
    marked = published.marked_date(tree, page, facts, linked, region, zone)
    categories, tags = read_topics(tree, facts, linked, region)
    modified = published.modified_date(tree, page, facts, linked, zone)

    pictures = find_pictures(region, base_address(tree, page), image_objects(nodes), title)
    shown_author = read_author(tree, facts, linked, region.scope)
    pictures.take_out()
    drop_boxes(tree, region)
    edges = find_edges(region, title)
    edges.take_out()
    text = element_text(region.body) if region.known else with_lists_of(region.body, body_text(tree))
    dateline, text = split_dateline(text)
    # A page that stays has no day of its own; a guess would take one from the boxes beside it.
    dated = marked or (published.unmarked_date(tree, page, dateline, zone) if document.kind == "article" else None)

    author = edges.author or shown_author
    is_inexact = dated is not None and dated[1] == "relative"

    document = replace(
        document,
        article_id=article_id(page, document.canonical_url, platform.article_key(tree, page), platform.name, seed),
        title=title,
        author=author,
        author_kind=author_kind(author, page.url),
        language=text_language(text, site_key(page.url)),
        categories=categories,
        tags=tags,
        published_at=dated[0] if dated else None,
        published_source=dated[1] if dated else None,
        modified_at=modified,
        flags=document.flags + (("date_inexact",) if is_inexact else ()),
        text=text or None,
        dateline=dateline,
        captions=tuple(_credited(caption, edges.photographer) for caption in pictures.captions),
    )
    return with_meaning(replace(document, parts=own_part(page, facts, document)))


def _credited(caption: Caption, photographer: str | None) -> Caption:
    """ "Oleh: x, Foto: y" beside the text credits the pictures that say nothing themselves."""
    return replace(caption, credit=photographer) if photographer and not caption.credit else caption
