"""An archived page made harmless and whole: nothing runs, and all it shows comes from the archive at its time.

Read as browsers read it (justhtml follows the HTML standard), changed as a tree, written anew. The headers of the
answer forbid once more what is taken out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from justhtml import Element, JustHTML, Node, Text

from archive.replay import pictures, rules
from archive.replay.addresses import Addresses, Modifier
from archive.replay.clearing import base_of, clear, elements_of, set_children
from archive.replay.css import NOWHERE, rewrite_sheet
from archive.urls import absolute_url

# The largest real page seen has half a megabyte (2026-11); a megabyte takes some two seconds.
LARGEST_PAGE = 1_500_000
_MOST_PICTURES = 3_000
_NO_FRAME = (
    "<body style='margin:0;display:grid;place-items:center;height:100vh;background:#edf0ef;color:#51615e;"
    "font:14px sans-serif;text-align:center'><p>{}</p>"
)


@dataclass
class Rewriting:
    """What a page is rewritten with. `has` tells whether an address is archived, and `look_up` is given all that will
    be asked. `frame_text` is said where a frame was, with the host it came from."""

    url: str
    addresses: Addresses
    has: Callable[[str], bool]
    look_up: Callable[[Iterable[str]], None]
    frame_text: Callable[[str], str] = field(default=lambda host: host)


def rewrite_page(text: str, rewriting: Rewriting) -> str:
    """A whole page. Never raises on what it is given."""
    document = JustHTML(text[:LARGEST_PAGE], sanitize=False).root
    return _Page(document, rewriting).rewritten()


class _Page:
    def __init__(self, document: Node, rewriting: Rewriting) -> None:
        self._document = document
        self._with = rewriting
        self._addresses = rewriting.addresses
        self._base = base_of(document, rewriting.url)
        self._forms: dict[int, pictures.Forms] = {}  # by identity of their elements

    def rewritten(self) -> str:
        clear(self._document, self._base)
        self._with.look_up(self._wanted())
        elements = list(elements_of(self._document))
        for element in elements:
            self._rewrite(element)
        head = next((element for element in elements if element.name == "head"), None)
        if head is not None:
            set_children(head, [Element("meta", {"charset": "utf-8"}, "html"), *head.children])
        return str(self._document.to_html(pretty=False))

    # ---- what is asked of the archive ----

    def _wanted(self) -> set[str]:
        urls: set[str] = set()
        for element in elements_of(self._document):
            if element.name in ("img", "source") and len(self._forms) < _MOST_PICTURES:
                forms = pictures.forms_of(element.attrs, self._base, _link_around(element))
                self._forms[id(element)] = forms
                urls.update(forms.urls())
            elif element.name in ("iframe", "frame") and (url := self._absolute(element.attrs.get("src"))):
                urls.add(url)
        return urls

    # ---- rewritten ----

    def _rewrite(self, element: Element) -> None:
        name = element.name.lower()
        before = dict(element.attrs)
        element.attrs = {
            key: value
            for key, value in element.attrs.items()
            if _is_kept_attribute(key) and len(value or "") < 1_000_000
        }
        own: dict[str, str | None] = {}
        match name:
            case "a" | "area":
                own = self._link(before)
            case "img":
                if forms := self._forms.get(id(element)):
                    pictures.show(element.attrs, forms, self._with.has, self._picture_address)
            case "source":
                own = self._source(element, before)
            case "video" | "audio":
                own = self._part(before, "src", "oe_") | self._part(before, "poster", "im_") | {"controls": ""}
            case "input":
                own = self._part(before, "src", "im_")
            case "link":
                own = self._linked(before)
            case "style":
                self._rewrite_style(element)
            case "iframe" | "frame":
                own = self._frame(before)
            case "image" | "use" | "feimage":
                own = self._drawn(name, before)
        own |= self._part(before, "background", "im_")
        element.attrs |= {key: value for key, value in own.items() if value is not None}
        self._restyle(element, before)
        _reveal(element)

    def _picture_address(self, url: str) -> str:
        return self._addresses.part(url, "im_")

    def _absolute(self, href: str | None) -> str | None:
        return absolute_url(self._base, href) if href else None

    def _link(self, attributes: dict[str, str | None]) -> dict[str, str | None]:
        href = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
        if href.startswith("#"):
            return {"href": href}
        url = self._absolute(href)
        if url is None:  # a script, a mail address; it still looks like a link
            return {"href": "#-"} if "href" in attributes else {}
        # To where it was on this page stays on this page.
        fragment = urlsplit(href).fragment if "#" in href else ""
        if fragment and url == self._with.url:
            return {"href": f"#{fragment}"}
        return {"href": self._addresses.page(url) + (f"#{fragment}" if fragment else ""), "target": "_top"}

    def _part(self, attributes: dict[str, str | None], name: str, modifier: Modifier) -> dict[str, str | None]:
        address = self._part_address(attributes.get(name), modifier)
        return {name: address} if address else {}

    def _part_address(self, href: str | None, modifier: Modifier) -> str | None:
        href = (href or "").strip()
        if modifier in ("im_", "oe_") and href[:5].lower() == "data:":
            return href
        url = self._absolute(href)
        return self._addresses.part(url, modifier) if url else None

    def _source(self, element: Element, attributes: dict[str, str | None]) -> dict[str, str | None]:
        if element.parent is not None and element.parent.name in ("video", "audio"):
            return self._part(attributes, "src", "oe_")
        forms = self._forms.get(id(element))
        kept = [one for one in forms.candidates if self._with.has(one[0])] if forms else []
        return {"srcset": ", ".join(f"{self._picture_address(url)} {size}".strip() for url, size in kept)}

    def _linked(self, attributes: dict[str, str | None]) -> dict[str, str | None]:
        rel = (attributes.get("rel") or "").lower().split()
        is_icon = "icon" in rel or "apple-touch-icon" in rel
        own = self._part(attributes, "href", "im_" if is_icon else "cs_")
        # The usual ways to load a sheet late: a script changes the link when it has come.
        when_loaded = (attributes.get("onload") or "").replace(" ", "").lower()
        if "preload" in rel:
            own["rel"] = "stylesheet"
            own["as"] = ""
        if "this.media" in when_loaded:
            own["media"] = "all"
        return own

    def _rewrite_style(self, element: Element) -> None:
        text = "".join(child.data or "" for child in element.children if child.name == "#text")
        set_children(element, [Text(rewrite_sheet(text, self._part_address))])

    def _restyle(self, element: Element, before: dict[str, str | None]) -> None:
        style = element.attrs.get("style") or ""
        if "(" in style or "\\" in style:
            style = rewrite_sheet(style, self._part_address)
        for name in rules.LAZY_BACKGROUNDS:
            written = (before.get(name) or "").strip()
            if written and (address := self._part_address(_inside_url(written), "im_")):
                style = f'{style};background-image:url("{address}")'.lstrip(";")
                break
        if style:
            element.attrs["style"] = style
        for name in rules.PAINT_ATTRIBUTES & element.attrs.keys():
            value = element.attrs[name] or ""
            if "(" in value or "\\" in value:
                element.attrs[name] = rewrite_sheet(value, lambda *_: NOWHERE)

    def _frame(self, attributes: dict[str, str | None]) -> dict[str, str | None]:
        url = self._absolute(attributes.get("src") or attributes.get("data-src"))
        if url and self._with.has(url):
            return {"src": self._addresses.part(url, "if_")}  # its own headers, and ours, keep it in the sandbox
        host = (urlsplit(url).hostname or "") if url else ""
        return {"srcdoc": _NO_FRAME.format(escape(self._with.frame_text(host))), "sandbox": ""}

    def _drawn(self, name: str, attributes: dict[str, str | None]) -> dict[str, str | None]:
        href = (attributes.get("href") or attributes.get("xlink:href") or "").strip()
        if href.startswith("#"):
            return {"href": href}
        return {"href": self._part_address(href, "im_")} if name == "image" else {}


def _is_kept_attribute(name: str) -> bool:
    low = name.lower()
    return (
        bool(rules.ATTRIBUTE.match(name))
        and not low.startswith("on")
        and low not in rules.DROPPED_ATTRIBUTES
        and low not in rules.ADDRESS_ATTRIBUTES
        and low not in rules.REVEALED_ATTRIBUTES
    )


def _reveal(element: Element) -> None:
    classes = (element.attrs.get("class") or "").split()
    if any(one in rules.REVEALED_CLASSES for one in classes):
        element.attrs["class"] = " ".join(rules.REVEALED_CLASSES.get(one, one) for one in classes).strip()


def _inside_url(value: str) -> str:
    return value[4:-1].strip("'\" ") if value.lower().startswith("url(") and value.endswith(")") else value


def _link_around(element: Element) -> str | None:
    parent = element.parent
    for _ in range(3):
        if parent is None or not isinstance(parent, Element):
            return None
        if parent.name == "a":
            return parent.attrs.get("href")
        parent = parent.parent
    return None
