"""What a sample site holds: its articles with every address they answer under, and what is no article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from crawler.demo.answers import Site


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """`path` is the main address as a target on the site; `words` a sentence of its body that no other article
    has; `other_paths` answer 200 with the same article."""

    path: str
    title: str
    day: date | None
    words: str
    other_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleSite:
    """`hidden` are targets that must never count as articles: soft 404s, drafts, login pages."""

    name: str
    platform: str
    articles: tuple[SampleArticle, ...]
    build: Callable[[str], Site]
    hidden: tuple[str, ...] = ()
