"""A check's report.html: one page in two languages that loads nothing, runs nothing and links nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from crawler.quality.words import KINDS, WORDS
from crawler.reports.page import MOST_ROWS, STYLE
from crawler.reports.shown import shown
from crawler.reports.words import LANGUAGES

Facts = Mapping[str, Any]

_NUMBERS = ("pages", "same", "needed", "there", "score", "to_patch", "count")


def make_page(report: Facts) -> bytes:
    """The page of a check's report. Everything is escaped: addresses come from the wire."""
    inputs = "".join(
        f'<input type="radio" name="language" id="{language}"{" checked" if language == "id" else ""}>'
        f'<label for="{language}" lang="{language}">{name}</label> '
        for language, name in LANGUAGES.items()
    )
    blocks = "".join(_block(report, language, number) for number, language in enumerate(LANGUAGES))
    return (
        '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{WORDS['title'][0]} {_text(report['id'])}</title><style>{STYLE}</style></head>\n"
        f"<body>{inputs}\n{blocks}</body></html>\n"
    ).encode("utf-8", "replace")


def _block(report: Facts, language: str, number: int) -> str:
    def word(name: str, **values: object) -> str:
        return escape(WORDS[name][number].format(**{key: shown(value) for key, value in values.items()}))

    sites = sorted(report["sites"], key=lambda site: (site["score"], site["site"]))
    site_rows = [{**site, "same": site["texts"].get("same", 0), "score": f"{site['score']}%"} for site in sites]
    kind_rows = [
        {"kind": kind, "meaning": KINDS[kind][number], "count": count}
        for kind, count in report["findings_by_kind"].items()
    ]
    todo = [word(name, count=count) for name, count in _todo(report)]
    items = "".join(f"<li>{sentence}</li>" for sentence in todo)
    by_setting = f"<p>{word('by_setting_is', count=report['by_setting'])}</p>" if report["by_setting"] else ""
    person = ' class="person"' if todo else ""
    nothing = f"<p>{word('nothing')}</p>"
    parts = [
        f"<h1>{word('title')} <bdi>{_text(report['id'])}</bdi></h1>",
        f"<p>{word('looked_at', pages=report['pages'], articles=report['articles'])}</p>",
        f"<p><strong>{word('score_is', **{key: report[key] for key in ('score', 'there', 'needed')})}</strong></p>",
        by_setting,
        f"<section{person}><h2>{word('todo')}</h2>{f'<ul>{items}</ul>' if items else nothing}</section>",
        f"<h2>{word('sites')}</h2>",
        _table(("site", "pages", "same", "needed", "there", "score", "to_patch"), site_rows, number, "report.json"),
        f"<h2>{word('kinds')}</h2>",
        _table(("kind", "meaning", "count"), kind_rows, number, "report.json"),
        f"<h2>{word('findings')}</h2>",
        _table(("kind", "url", "page", "detail"), report["findings"], number, "findings.csv"),
    ]
    block = "\n".join(part for part in parts if part)
    return f'<article class="{language}" lang="{language}">\n{block}\n</article>\n'


def _todo(report: Facts) -> Iterable[tuple[str, int]]:
    """Names of sentences, and their number."""
    kinds = report["findings_by_kind"]
    counts = (
        ("damaged_todo", report["damaged"]),
        ("patch_todo", report["to_patch"]),
        ("rebuild_todo", kinds.get("text_differs", 0) + kinds.get("not_found", 0)),
        ("replay_todo", kinds.get("replay_differs", 0)),
        ("unreadable_todo", kinds.get("unreadable", 0)),
    )
    return ((name, count) for name, count in counts if count)


def _table(columns: Sequence[str], rows: Sequence[Facts], number: int, file: str) -> str:
    if not rows:
        return f"<p>{escape(WORDS['none'][number])}</p>"
    head = "".join(f'<th scope="col"{_class(column)}>{escape(WORDS[column][number])}</th>' for column in columns)
    body = "".join(_row(columns, row) for row in rows[:MOST_ROWS])
    cut = WORDS["cut"][number].format(shown=MOST_ROWS, file=file)
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{escape(file)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{f'<p>{escape(cut)}</p>' if len(rows) > MOST_ROWS else ''}"
    )


def _row(columns: Sequence[str], row: Facts) -> str:
    cells = "".join(f"<td{_class(column)}><bdi>{_text(row[column])}</bdi></td>" for column in columns[1:])
    return f'<tr><th scope="row"><bdi>{_text(row[columns[0]])}</bdi></th>{cells}</tr>\n'


def _class(column: str) -> str:
    return ' class="number"' if column in _NUMBERS else ""


def _text(value: object) -> str:
    return escape(shown(value))
