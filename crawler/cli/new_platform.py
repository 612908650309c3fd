"""`lumbung new-platform`: the files of a platform to be taught, and a test that fails until it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from archive.errors import CollectionError
from crawler.cli.common import tell

_ROOT = Path(__file__).parents[2]

_READER = '''"""TITLE: what it is, which releases were seen, and how they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.platforms.base import PlatformFacts
from spiders.platforms.generic import GENERIC
from spiders.platforms.marks import first, generator, has_address, is_front_page, text_of
from spiders.platforms.roads import Roads

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Kind, Page


class CLASS(Roads):
    name = "NAME"

    def recognises(self, tree: HtmlElement, page: Page) -> tuple[str, ...]:
        """Two independent signs make it certain. None of them may be a host name."""
        signs = {
            "generator": "NAME" in generator(tree),
            "assets": has_address(page, b"/NAME/assets/"),
        }
        return tuple(name for name, seen in signs.items() if seen)

    def kind(self, tree: HtmlElement, page: Page) -> Kind:
        return "listing" if is_front_page(page) else GENERIC.kind(tree, page)

    def article_key(self, tree: HtmlElement, page: Page) -> str | None:
        """The number or name the platform knows the article by, whatever address led to it."""
        return None

    def reads(self, tree: HtmlElement, page: Page) -> PlatformFacts:
        return PlatformFacts(
            body=first(tree, "article .content"),
            title=text_of(first(tree, "article h1")),
            published=text_of(first(tree, "article .date")),
        )

    # Where its articles are: see follows, source, repeats, folds and searches in spiders/platforms/roads.py.


CONSTANT = CLASS()
'''

_PAGE = """<!-- Written after the markup of TITLE, release X, theme Y: say where you saw it. People are invented. -->
<!DOCTYPE html>
<html lang="id"><head><meta charset="utf-8"><title>Perpustakaan Desa Contoh Buka Malam - Desa Contoh</title></head>
<body>
<p>Put the platform's own markup here, menus, boxes and footer too, with an invented article in it.</p>
</body></html>
"""


def new_platform(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and _; e.g. sideka.")],
) -> None:
    """Write the files of a platform to be taught, in a source checkout, with a test that fails until it is.

    Example: lumbung new-platform sideka
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name):
        raise CollectionError(f"{name!r} is no name for a platform: small letters, digits and _, a letter first")
    reader = _ROOT / "spiders" / "platforms" / f"{name}.py"
    pages = _ROOT / "tests" / "pages" / name
    if not pages.parent.is_dir():
        raise CollectionError("new-platform works in a source checkout; this is an installed package without tests")
    for path in (reader, pages):
        if path.exists():
            raise CollectionError(f"{path} is there already")
    _write(name, reader, pages)
    tell(f"Written: {reader.relative_to(_ROOT)}, tests/pages/{name}/, a line in spiders/platforms/__init__.py.")
    tell("Next: docs/add-a-platform.md. Fails until you are done: ./lumbung test tests/spiders/test_golden_pages.py")


def _write(name: str, reader: Path, pages: Path) -> None:
    words = {"NAME": name, "CONSTANT": name.upper(), "CLASS": name.title().replace("_", ""), "TITLE": name.capitalize()}
    filled = {word: re.compile(rf"\b{word}\b") for word in words}

    def fill(text: str) -> str:
        for word, pattern in filled.items():
            text = pattern.sub(words[word], text)
        return text

    reader.write_text(fill(_READER), "utf-8")
    pages.mkdir()
    (pages / "article.html").write_text(fill(_PAGE), "utf-8")
    golden = {
        "url": "http://desa-contoh.example/put/the/address/here",
        "document": {
            "kind": "article",
            "platform": name,
            "platform_reader": name,
            "title": "",
            "text": "",
            "captions": [],
        },
    }
    (pages / "article.json").write_text(json.dumps(golden, ensure_ascii=False, indent=2) + "\n", "utf-8")
    _register(_ROOT / "spiders" / "platforms" / "__init__.py", name)


def _register(path: Path, name: str) -> None:
    """Its import in alphabetical order, and its place before the generic platform, which takes all that is left."""
    text = path.read_text("utf-8")
    imports = re.findall(r"^from spiders\.platforms\.\w+ import \w+\n", text, re.MULTILINE)
    ours = f"from spiders.platforms.{name} import {name.upper()}\n"
    after = next((line for line in imports if line > ours), None)
    text = text.replace(after, ours + after) if after else text.replace(imports[-1], imports[-1] + ours)
    path.write_text(text.replace(", GENERIC)", f", {name.upper()}, GENERIC)", 1), "utf-8")
