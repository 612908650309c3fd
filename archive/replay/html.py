"""An archived page made harmless and whole: nothing runs, and all it shows comes from the archive at its time.

Read as browsers read it (justhtml follows the HTML standard), changed as a tree, written anew. The headers of the answer
forbid once more what is taken out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlsplit

from justhtml import Element, JustHTML, Node, Text

from archive.replay import pictures, rules
from archive.replay.addresses import Addresses, Modifier
from archive.replay.css import NOWHERE, rewrite_sheet
from archive.urls import absolute_url

# The largest real page seen has half a megabyte (2026-11); a megabyte takes some two seconds.
LARGEST_PAGE = 1_500_000
_MOST_NODES = 200_000
_MOST_PICTURES = 3_000
_MOST_NOSCRIPTS = 500
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
        self._base = rewriting.url
        self._noscripts = 0
        self._forms: dict[int, pictures.Forms] = {}  # by identity of their elements

    def rewritten(self) -> str:
        self._read_base()
        self._clear()
        self._with.look_up(self._wanted())
        elements = list(_elements(self._document))
        for element in elements:
            self._rewrite(element)
        head = next((element for element in elements if element.name == "head"), None)
        if head is not None:
            _set_children(head, [Element("meta", {"charset": "utf-8"}, "html"), *head.children])
        return str(self._document.to_html(pretty=False))

    # ---- taken out ----

    def _read_base(self) -> None:
        for element in _elements(self._document):
            if element.name == "base" and element.namespace == "html" and (href := element.attrs.get("href")):
                self._base = absolute_url(self._base, href) or self._base
                return

    def _clear(self) -> None:
        left = _MOST_NODES
        waiting: list[Any] = [self._document]
        while waiting:
            parent = waiting.pop()
            kept = self._kept(parent.children)
            left -= len(kept)
            _set_children(parent, kept if left > 0 else [])
            waiting.extend(node for node in kept if node.children)

    def _kept(self, nodes: list[Any]) -> list[Any]:
        """The children an element keeps, in order."""
        kept: list[Any] = []
        waiting = list(reversed(nodes))
        while waiting:
            node = waiting.pop()
            if not isinstance(node, Element):
                if node.name in ("#text", "!doctype"):  # no comments, no processing instructions
                    kept.append(node)
                continue
            name = node.name.lower()
            if name == "noscript":
                waiting.extend(reversed(self._behind_noscript(node, kept)))
            elif name in rules.UNWRAPPED or not rules.TAG.match(node.name):
                waiting.extend(reversed(node.children))
            elif not _is_dropped(node, name):
                if name in rules.AS_TEXT:
                    node.name = "pre"
                kept.append(node)
        return kept

    def _behind_noscript(self, noscript: Element, before: list[Any]) -> list[Any]:
        """What a page shows without scripts is what makes it whole here: its styles and pictures. Its words ask for
        scripts, mostly, and nobody who saw the page read them."""
        content = "".join(child.data or "" for child in noscript.children if child.name == "#text")
        self._noscripts += 1
        if "<" not in content or self._noscripts > _MOST_NOSCRIPTS:
            return []
        elements = list(_elements(JustHTML(content[:100_000], fragment=True, sanitize=False).root))
        found = [one for one in elements if one.name in ("style", "link")]
        found += [one for one in elements if one.name == "img" and not self._is_shown_by(one, before)]
        for one in found:
            one.children = [child for child in one.children if child.name == "#text"]
        return found

    def _is_shown_by(self, picture: Element, before: list[Any]) -> bool:
        """Whether a picture before it waits for a script and knows by itself what it shows. One that does not is only
        a stand-in, and goes."""
        last = next((one for one in reversed(before[-3:]) if isinstance(one, Element)), None)
        if last is None:
            return False
        wanted = set(pictures.forms_of(picture.attrs, self._base).urls())
        waiting = [one for one in (last, *_elements(last)) if one.name == "img"]
        if any(wanted & set(pictures.forms_of(one.attrs, self._base).urls()) for one in waiting):
            return True
        if last.name == "img" and (last.attrs.get("src") or "").startswith("data:"):
            before.remove(last)
        return False

    # ---- what is asked of the archive ----

    def _wanted(self) -> set[str]:
        urls: set[str] = set()
        for element in _elements(self._document):
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
        _set_children(element, [Text(rewrite_sheet(text, self._part_address))])

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


def _is_dropped(element: Element, name: str) -> bool:
    return (
        name in rules.DROPPED
        or (name == "meta" and not _is_kept_meta(element))
        or (name == "link" and element.namespace == "html" and not _is_kept_link(element))
        or _is_moving_address(element)
    )


def _is_kept_meta(meta: Element) -> bool:
    return "http-equiv" not in meta.attrs and (meta.attrs.get("name") or "").lower() in rules.KEPT_META


def _is_kept_link(link: Element) -> bool:
    rel = set((link.attrs.get("rel") or "").lower().split())
    is_late_sheet = (
        "preload" in rel
        and (link.attrs.get("as") or "").lower() == "style"
        and "stylesheet" in (link.attrs.get("onload") or "")
    )
    return bool(rel & {"stylesheet", "icon", "apple-touch-icon"}) or is_late_sheet


def _is_moving_address(element: Element) -> bool:
    """An animation that gives a link another target."""
    return element.namespace == "svg" and (
        element.attrs.get("attributeName") or element.attrs.get("attributename") or ""
    ).lower() in (
        "href",
        "xlink:href",
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


def _set_children(parent: Any, children: list[Any]) -> None:
    """At once: taken out one by one, a hundred thousand would take minutes."""
    parent.children = children
    for child in children:
        child.parent = parent


def _nodes(root: Node) -> Iterator[Any]:
    """Every node below, in order of the page; deep pages take no deep stack."""
    waiting = list(reversed(root.children or []))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children or []))


def _elements(root: Node) -> Iterator[Element]:
    return (node for node in _nodes(root) if isinstance(node, Element))
