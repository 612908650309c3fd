"""Which of a picture's forms is shown: the ones that are archived.

A crawl may have kept one form of each picture, the largest; browsers choose by the width of the screen, and a form that
is not there is a hole in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archive.replay import rules
from archive.urls import absolute_url

Attributes = dict[str, str | None]

_SIZED = re.compile(r"-(\d{2,4})x(\d{2,4})(?=\.(?:jpe?g|png|gif|webp)\Z)", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp)(?:\?.*)?\Z", re.IGNORECASE)
_STANDIN = re.compile(
    r"data:|about:|.*(?:placeholder|blank|spacer|lazy|loading|1x1|transparent)[^/]*\.(?:gif|png|svg)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one picture as the page names them: what it shows first, what to fall back on, and its sets."""

    shown: tuple[str, ...]
    candidates: tuple[tuple[str, str], ...]  # address, descriptor
    others: tuple[str, ...]

    def urls(self) -> Iterator[str]:
        yield from self.shown
        yield from (url for url, _ in self.candidates)
        yield from self.others


def forms_of(attributes: Mapping[str, str | None], base: str, link: str | None = None) -> Forms:
    """Of an <img>, or of a <source>. `link`: where a link around it leads."""
    source = (attributes.get("src") or "").strip()
    lazy = [value for name in rules.LAZY_SOURCES if (value := (attributes.get(name) or "").strip())]
    is_standin = (
        not source or bool(_STANDIN.match(source)) or bool(rules.LAZY_CLASS.search(attributes.get("class") or ""))
    )
    first = [*lazy, source] if is_standin else [source]
    sets = [attributes.get("srcset"), *(attributes.get(name) for name in rules.LAZY_SETS)]
    candidates = [
        (url, descriptor)
        for one in sets
        for written, descriptor in candidates_in(one or "")
        if (url := absolute_url(base, written))
    ]
    shown = tuple(dict.fromkeys(url for one in first if one and (url := absolute_url(base, one))))
    whole = [_SIZED.sub("", url) for url in shown if _SIZED.search(url)]
    around = absolute_url(base, link) if link and _PICTURE_FILE.search(link) else None
    return Forms(shown, tuple(dict.fromkeys(candidates)), tuple(dict.fromkeys([*([around] if around else []), *whole])))


def candidates_in(srcset: str) -> list[tuple[str, str]]:
    """Addresses and descriptors of a srcset, as browsers part them: an address may hold commas."""
    found, at = [], 0
    srcset = srcset[:100_000]
    while at < len(srcset):
        while at < len(srcset) and srcset[at] in " \t\n\r\f,":
            at += 1
        start = at
        while at < len(srcset) and srcset[at] not in " \t\n\r\f":
            at += 1
        url, descriptor = srcset[start:at], ""
        if url.endswith(","):
            url = url.rstrip(",")
        else:
            end = srcset.find(",", at)
            end = len(srcset) if end < 0 else end
            descriptor, at = " ".join(srcset[at:end].split()), end
        if url:
            found.append((url, descriptor))
    return found


def show(attributes: Attributes, forms: Forms, has: Callable[[str], bool], address: Callable[[str], str]) -> None:
    """Set src and srcset to what is archived; where nothing is, src stays as it was and shows its hole."""
    kept = [(url, descriptor) for url, descriptor in forms.candidates if has(url)]
    chosen = next((url for url in forms.shown if has(url)), None)
    if chosen is None:
        chosen = next(iter([url for url, _ in _largest_last(kept)][::-1]), None) or next(
            filter(has, forms.others), None
        )
        if chosen and forms.shown:
            _keep_size(attributes, forms.shown[0])
    chosen = chosen or next(iter(forms.shown), None)
    for name in ("src", "srcset", *rules.LAZY_SOURCES, *rules.LAZY_SETS):
        attributes.pop(name, None)
    if chosen:
        attributes["src"] = address(chosen)
    if kept:
        attributes["srcset"] = ", ".join(f"{address(url)} {descriptor}".strip() for url, descriptor in kept)
    else:
        attributes.pop("sizes", None)


def _largest_last(candidates: list[tuple[str, str]]) -> list[tuple[str, str]]:
    def size(candidate: tuple[str, str]) -> float:
        number = re.match(r"[\d.]{1,8}", candidate[1])
        try:
            return float(number[0]) if number else 1.0
        except ValueError:
            return 1.0

    return sorted(candidates, key=size)


def _keep_size(attributes: Attributes, was: str) -> None:
    """Another form has another size, and the page had room for this one."""
    sized = _SIZED.search(was)
    if sized and not attributes.get("width") and not attributes.get("height"):
        attributes["width"], attributes["height"] = sized[1], sized[2]
