"""What is written into the real WordPress, before any WordPress is needed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from tests.real.village_posts import all_posts, published_posts


def test_kinds_of_posts_are_as_many_as_agreed() -> None:
    kinds = Counter((post.type, post.status) for post in all_posts())

    assert kinds == {
        ("post", "publish"): 66,
        ("post", "draft"): 3,
        ("post", "private"): 2,
        ("post", "future"): 1,
        ("post", "trash"): 1,
        ("page", "publish"): 3,
    }
    assert sum(bool(post.password) for post in published_posts()) == 1
    assert sum(bool(post.breaks) for post in published_posts()) == 1


def test_every_kind_of_picture_markup_occurs() -> None:
    photos = [photo for post in published_posts() for photo in post.photos]

    assert {photo.markup for photo in photos} == {"classic", "block", "gallery", "featured"}
    assert len({photo.file for photo in photos}) == len(photos)
    assert any(photo.credit for photo in photos)


def test_addresses_and_dates_differ_and_cover_several_months() -> None:
    posts = published_posts()

    assert len({post.slug for post in posts}) == len({post.date for post in posts}) == 66
    assert len({f"{post.date:%Y-%m}" for post in posts}) >= 8
    assert len({post.category for post in posts}) >= 5


def test_no_two_articles_are_near_duplicates() -> None:
    shingles = [three_words(" ".join(post.paragraphs)) for post in published_posts()]
    likeness = max(len(one & other) / len(one | other) for one, other in combinations(shingles, 2))

    assert likeness < 0.5


def three_words(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return set(zip(words, words[1:], words[2:], strict=False))
