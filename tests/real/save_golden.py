#!/usr/bin/env python3
"""Golden pages of a real WordPress: each article of golden_posts.py in three themes, and what is to be read from it.

    python tests/real/save_golden.py

Starts a WordPress of its own (tests/real/wordpress.py; about a minute), writes the articles into it and replaces
tests/golden/wordpress/ whole:

    THEME_SLUG.html        the page as WordPress sent it; THEME_SLUG-2.html is the second part of an article
    THEME_SLUG.json        its address, the headers that matter, and what a reader owes

Run it after a change of golden_posts.py, golden_markup.py or php/, or with a newer WordPress, and read the diff.
Two runs over the same WordPress differ in nothing but the secret of an embedded article (`data-secret` and the
`#?secret=` of its frame, drawn by chance for each page, once a theme). A newer WordPress also changes its version
in the generator and in `?ver=`, styles, scripts and numbers of posts and pictures.
The truth comes from the articles, never from the page; only addresses and sizes of pictures and the typography of
titles are asked of WordPress.
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.real.golden_markup import Picture, Piece, Shown, as_printed
from tests.real.golden_post import SITE, GoldenPost, teasers
from tests.real.golden_posts import golden_posts
from tests.real.wordpress import PHP, give_theme, start_with, stop_wordpress

FOLDER = Path(__file__).parents[1] / "golden" / "wordpress"


@dataclass(frozen=True)
class Theme:
    """What differs in what a theme shows; all three show author, time, categories and tags."""

    slug: str
    # Begins the links to the other parts of an article.
    part_links: str
    featured_caption: bool = False
    author_bio: bool = False


THEMES = (
    Theme("twentytwentyone", "Page 1", featured_caption=True, author_bio=True),
    Theme("twentytwentytwo", "Halaman: 1"),
    Theme("twentytwentythree", "Halaman: 1"),
)


@dataclass(frozen=True)
class Site:
    """All that stands in the WordPress: `made` is what php/populate.php returned for each of `posts`."""

    posts: list[GoldenPost]
    made: dict[str, dict[str, Any]]

    def others_titles(self, post: GoldenPost) -> list[str]:
        """Titles that may stand around a post: the latest five and its neighbours in time."""
        by_date = sorted(self.posts, key=lambda one: one.date)
        place = by_date.index(post)
        around = [*by_date[:-6:-1], *by_date[max(place - 1, 0) : place + 2]]
        return [self.made[one.slug]["title"] for one in dict.fromkeys(around) if one is not post]


def main() -> int:
    directory = Path(tempfile.mkdtemp(prefix="lumbung-wp-"))
    try:
        save_all(directory / "wp")
    finally:
        stop_wordpress(directory / "wp")
        shutil.rmtree(directory, ignore_errors=True)
    return 0


def save_all(directory: Path) -> None:
    posts = [*golden_posts(), *teasers()]
    address, made = start_with(directory, [post.as_json() for post in posts], named=SITE)
    shutil.copy(PHP / "embeds.php", directory / "www" / "wp-content" / "mu-plugins")
    site = Site(posts, {post.slug: answer for post, answer in zip(posts, made, strict=True)})
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for theme in THEMES:
        give_theme(directory, theme.slug)
        for post in golden_posts():
            for number in range(1, len(post.parts) + 1):
                save_page(address, site, theme, post, number)


def _without_code(body: bytes) -> bytes:
    """The page without what WordPress and its themes put into style and script elements: that is their code."""
    for start, end in ((rb"<style\b[^>]*>", b"</style>"), (rb"<script\b(?![^>]*ld\+json)[^>]*>", b"</script>")):
        body = re.sub(rb"(" + start + rb").*?(" + end + rb")", rb"\1\2", body, flags=re.DOTALL)
    return body


def save_page(address: str, site: Site, theme: Theme, post: GoldenPost, number: int) -> None:
    ending, path = ("", "") if number == 1 else (f"-{number}", f"{number}/")
    url = f"{post.url}{path}"
    headers, body = fetch(address, url)
    page = {"url": url, "headers": headers, "expect": expected(site, theme, post, number)}
    stem = FOLDER / f"{theme.slug}_{post.slug}{ending}"
    stem.with_suffix(".html").write_bytes(_without_code(body))
    stem.with_suffix(".json").write_text(json.dumps(page, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def fetch(address: str, url: str) -> tuple[list[tuple[str, str]], bytes]:
    """From the server at `address`, by the name it goes under. Nothing comes compressed unasked."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request("GET", parts.path, headers={"Host": parts.netloc})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200 or not body.rstrip().endswith(b"</html>"):
        raise RuntimeError(f"{url}: answered {answer.status} with {len(body)} bytes, not with a whole page")
    return [(name, value) for name, value in answer.getheaders() if name in {"Content-Type", "Link"}], body


# ---- what is to be read ----


def expected(site: Site, theme: Theme, post: GoldenPost, number: int) -> dict[str, Any]:
    pieces = post.parts[number - 1]
    made = site.made[post.slug]
    featured = [featured_caption(post.featured, theme, made)] if post.featured else []
    captions = [*featured, *(caption(shown, made) for piece in pieces for shown in piece.pictures)]
    return {
        "kind": "article",
        "platform": "wordpress",
        "title": made["title"],
        "author": next((piece.byline for piece in pieces if piece.byline), post.author),
        "published_at": post.date.isoformat(),
        "categories": sorted(post.categories, key=str.casefold),
        # A theme leaves out the place for tags where there are none.
        **({"tags": sorted(post.tags, key=str.casefold)} if post.tags else {}),
        "dateline": next((piece.dateline for piece in pieces if piece.dateline), None),
        "text": [text for piece in pieces for text in piece.text],
        "absent": absent(site, theme, post, pieces),
        "captions": captions,
    }


def absent(site: Site, theme: Theme, post: GoldenPost, pieces: tuple[Piece, ...]) -> list[str]:
    pictures = [shown.picture for piece in pieces for shown in piece.pictures]
    if post.featured and theme.featured_caption:
        pictures.insert(0, post.featured)
    strings = [
        *(text for piece in pieces for words in piece.absent for text in as_printed(words)),
        *(words for picture in pictures for words in (picture.text, picture.printed_credit) if words),
        *(text for _, words, approved, _ in post.comments if approved for text in as_printed(words)),
        *([post.author_bio] if post.author_bio and theme.author_bio else []),
        *([theme.part_links] if len(post.parts) > 1 else []),
        *site.others_titles(post),
    ]
    return list(dict.fromkeys(strings))


def featured_caption(picture: Picture, theme: Theme, made: dict[str, Any]) -> dict[str, Any]:
    """A block theme shows the picture alone."""
    full = caption(Shown(picture), made)
    return full if theme.featured_caption else {**full, "text": None, "credit": None}


def caption(shown: Shown, made: dict[str, Any]) -> dict[str, Any]:
    picture = shown.picture
    sizes = made["sizes"][picture.file]
    image_url, full_url = largest(sizes, shown)["url"], sizes["full"]["url"]
    (text,) = as_printed(picture.text) if picture.text else (None,)
    return {
        "image_url": image_url,
        "original_url": full_url if shown.linked and full_url != image_url else None,
        "alt": picture.alt or None,
        "text": text,
        "credit": picture.credit,
    }


def largest(sizes: dict[str, Any], shown: Shown) -> dict[str, Any]:
    """Of the size that is shown and those WordPress puts beside it into srcset: all of the same proportions that are
    at most 2048 wide (max_srcset_image_width)."""
    here: dict[str, Any] = sizes[shown.size]
    if not shown.srcset:
        return here
    beside = [size for size in sizes.values() if size["width"] <= 2048 and are_alike(size, here)]
    return max([here, *beside], key=lambda size: int(size["width"]))


def are_alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Of the same proportions, but for a pixel lost in rounding."""
    scale: float = one["width"] / other["width"]
    return bool(abs(scale * other["height"] - one["height"]) <= max(1, scale))


if __name__ == "__main__":
    sys.exit(main())
