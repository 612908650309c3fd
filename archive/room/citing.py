"""How to cite an article, in the forms that libraries and researchers use. The archived record is part of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archive.room.language import N_, Language, day_in_jakarta


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation says of an article; empty where it is not known."""

    author: str
    site: str
    title: str
    published_on: str
    url: str
    captured_at: str
    record_id: str
    operator: str


def citations(source: Source, speech: Language) -> list[dict[str, str]]:
    """Each form with its name. `is_code`: to be copied as it stands."""
    return [
        {"form": speech.say(N_("Daftar pustaka (gaya perpustakaan Indonesia)")), "text": _library(source, speech)},
        {"form": "APA", "text": _apa(source, speech)},
        {"form": "BibTeX", "text": _bibtex(source)},
    ]


def _library(source: Source, speech: Language) -> str:
    return speech.say(
        N_(
            "%(who)s. %(year)s. “%(title)s”. %(site)s, %(day)s. %(url)s. "
            "Diarsipkan %(operator)s, %(moment)s, %(record)s."
        ),
        who=source.author or source.site,
        year=source.published_on[:4] or speech.say(N_("tanpa tahun")),
        title=source.title,
        site=source.site,
        day=speech.day(source.published_on),
        url=source.url,
        operator=source.operator,
        moment=speech.moment(source.captured_at),
        record=source.record_id,
    )


def _apa(source: Source, speech: Language) -> str:
    return speech.say(
        N_("%(who)s (%(day)s). %(title)s. %(site)s. Diakses %(moment)s dari %(url)s (%(record)s)"),
        who=source.author or source.site,
        day=_apa_day(source.published_on, speech),
        title=source.title,
        site=source.site,
        moment=speech.day(day_in_jakarta(source.captured_at)),
        url=source.url,
        record=source.record_id,
    )


def _apa_day(day: str, speech: Language) -> str:
    """ "2024, 5 Juni" """
    if not day:
        return speech.say(N_("tanpa tahun"))
    return f"{day[:4]}, {speech.day(day).rpartition(' ')[0]}" if len(day) >= 10 else day[:4]


def _bibtex(source: Source) -> str:
    key = re.sub(r"[^a-z0-9]+", "", source.site.lower())[:30] + source.published_on[:4]
    fields = {
        "author": f"{{{_tex(source.author or source.site)}}}",
        "title": f"{{{_tex(source.title)}}}",
        "year": source.published_on[:4],
        "date": source.published_on,
        "organization": _tex(source.site),
        "url": _braced(source.url),
        "urldate": str(day_in_jakarta(source.captured_at) or ""),
        "note": _tex(f"{source.operator}, WARC {source.record_id}"),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{{key or 'desa'},", *lines, "}"])


_TEX: dict[str, Any] = {one: f"\\{one}" for one in "#$%&_{}"} | {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter if letter.isprintable() else " ") for letter in text)


def _braced(url: str) -> str:
    """An address as it is, but for braces, which would end the field."""
    return url.replace("{", "%7B").replace("}", "%7D")
