"""The words of findings, Indonesian and English: what happened, what it means, what to do.

`{site}` and the figures of the sign are filled in. Where a monitor judges what one visit shows by itself, the
sentence of the crawl's own report says what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crawler.due import in_wib
from crawler.monitors.model import Row
from crawler.monitors.words import of_history, of_machine, of_one_visit
from crawler.reports.report import SENTENCES
from crawler.reports.words import SENTENCES as SENTENCES_ID

LANGUAGES = ("id", "en")
WORDS = of_one_visit.WORDS | of_history.WORDS | of_machine.WORDS

# Of findings that somebody's decision ended.
UNLISTED = {"id": "situs itu tidak dikunjungi lagi", "en": "the site is not visited any more"}


def _sentence(sentence: Callable[[Row], str], row: Row, site: str | None) -> str:
    """What the report says of a site; of a row that another version wrote perhaps no more than its name."""
    try:
        return sentence(row)
    except (LookupError, TypeError, AttributeError, ValueError):
        return f"{site}"


def words_of(monitor: str, site: str | None, figures: Mapping[str, Any], row: Row) -> dict[str, dict[str, str]]:
    """By language: title, what, means, advice."""
    words = WORDS[monitor]
    texts = {}
    for number, language in enumerate(LANGUAGES):
        if words.what is None:
            what = _sentence((SENTENCES, SENTENCES_ID)[language == "id"][monitor], row, site)
        else:
            what = words.what[number].format(**_filled(figures, language), site=site)
        texts[language] = {
            "title": words.title[number],
            "what": what,
            "means": words.means[number],
            "advice": words.advice[number],
        }
    return texts


def _filled(figures: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The figures, and moments, fractions and those of the disk as people say them."""
    filled: dict[str, Any] = {key: _shown(value, language) for key, value in figures.items()}
    filled |= {key: in_wib(f"{figures[key]}") for key in ("since", "until") if key in figures}
    if "free_bytes" in figures:
        free, days = figures["free_bytes"], figures.get("days")
        filled["free"] = "?" if free is None else f"{free / 1e9:.1f} GB"
        if language == "id":
            filled["free"] = filled["free"].replace(".", ",")
        unknown = "waktu yang tidak lama" if language == "id" else "a short time"
        filled["days_left"] = unknown if days is None else f"{days} {'hari' if language == 'id' else 'days'}"
    return filled


def _shown(value: object, language: str) -> object:
    if isinstance(value, float) and language == "id":
        return f"{value}".replace(".", ",")
    return "?" if value is None else value
