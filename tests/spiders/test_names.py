"""What a page does not name is not looked for, and nothing is missed for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement, document_fromstring

from spiders.platforms import marks
from spiders.platforms.names import Names, selector_for
from spiders.reading.tree import make_tree
from tests.spiders.pages import page_of, read
from tests.spiders.scoring import cases

PAGE = """<html><head><meta name="Author" content=" "><meta property="author" content="Budi"></head><body class="Single x">
<article id="post-7"><h1>Judul</h1><a rel="category tag" href="/a">a</a><p class="b c" data-x="1">Teks</p></article>"""


def test_selectors_of_the_readers_find_on_golden_pages_what_they_find_without_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, list[HtmlElement], list[HtmlElement]]] = []

    def compare(css: str, names: Names) -> Callable[[HtmlElement], list[HtmlElement]]:
        whole, gated = CSSSelector(css, translator="html"), selector_for(css, names)

        def both(tree: HtmlElement) -> list[HtmlElement]:
            asked.append((css, whole(tree), [] if gated is None else gated(tree)))
            return asked[-1][1]

        return both

    monkeypatch.setattr(marks, "selector_for", compare)

    for case in cases()[::4]:
        read(page_of(case.read_bytes()))

    assert len({css for css, _, _ in asked}) > 50
    assert [css for css, every, found in asked if every != found] == []


@pytest.mark.parametrize(
    ("css", "count"),
    [
        (".b", 1),
        (".B", 0),
        ("p.b.c, p.d", 1),
        ("#post-7 p:not(.none)", 1),
        ("[id^='post-']", 1),
        ("a[rel~='tag']", 1),
        ("a[rel='tag']", 0),
        ("a[rel='category tag']", 1),
        ("[data-x], [data-y]", 1),
        ("h1 ~ a, article h1", 2),
        ("body.Single", 1),
    ],
)
def test_selector_finds(css: str, count: int) -> None:
    assert len(marks.select(document_fromstring(PAGE), css)) == count


def test_selectors_within_an_element_are_asked_of_the_names_of_its_page() -> None:
    tree = document_fromstring(PAGE)

    assert [len(marks.select(element, ".b")) for element in tree.iter("article", "h1")] == [1, 0]


def test_first_meta_that_says_something_is_taken() -> None:
    assert marks.meta(make_tree(page_of(PAGE.encode())), "author") is None
    assert marks.meta(document_fromstring(PAGE), "dc.creator", "Author", "author") is None
