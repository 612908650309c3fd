"""report.html: a job's report for people, one page that loads nothing, runs nothing and links nowhere.

Made from the report and the tables beside it, so it can be made again. Everything is escaped: titles, hosts, reasons
and addresses come from the wire, and an address is never a link, for it may lead to gamblers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import islice
from pathlib import Path

from archive.files import write_whole
from archive.times import parse_warc_date
from crawler.due import WIB
from crawler.reports.figures import read_rows
from crawler.reports.found import findings_list
from crawler.reports.report import Report, findings_that_need_a_person, sites_broken_into
from crawler.reports.shown import shown
from crawler.reports.tables import CODE_COLUMNS, HOST_COLUMNS, MIME_COLUMNS
from crawler.reports.words import FINISHED, LANGUAGES, REASONS, WORDS, sentences

MOST_ROWS = 200
_SITE_COLUMNS = (
    "site", "platform", "front_page", "promised", "missing", "archived", "articles", "relevant", "failed", "gone",
    "disallowed", "skipped", "remaining", "bytes", "finish_reason",
)  # fmt: skip
_TEXTS = ("site", "platform", "front_page", "finish_reason", "host", "mime", "reason", "meaning", "url", "detail")
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 75rem; padding: 0 1rem;
  color: #1a1a1a; background: #fff }
h1 { font-size: 1.6rem } h2 { font-size: 1.2rem; margin-top: 2rem }
.table { overflow-x: auto }
table { border-collapse: collapse; min-width: 30rem }
caption { text-align: left; color: #444; padding: .3rem 0 }
th, td { border-bottom: 1px solid #999; padding: .2rem .6rem; text-align: left; vertical-align: top }
td, bdi { overflow-wrap: anywhere }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
tfoot th, tfoot td { border-top: 2px solid #1a1a1a; font-weight: bold }
.person { border: 2px solid #8a1c00; padding: 0 1rem }
th[scope=row] { min-width: 9rem } td:not(.number) { min-width: 6rem } thead .number { white-space: normal }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .2rem 1.5rem }
dt { font-weight: bold } dd { margin: 0 }
#id:checked ~ .en, #en:checked ~ .id { display: none }
svg { vertical-align: middle } rect { fill: #1f5f8b }
@media print { input, label { display: none } }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616 } caption { color: #bbb } rect { fill: #7fb8dd }
  .person { border-color: #ff9b80 } tfoot th, tfoot td { border-top-color: #eee }
}
"""


def write_page(folder: Path, report: Report) -> None:
    write_whole(folder / "report.html", make_page(folder, report))


def make_page(folder: Path, report: Report) -> bytes:
    """The page of a report, with what the tables in its folder list."""
    inputs = "".join(
        f'<input type="radio" name="language" id="{language}"{" checked" if language == "id" else ""}>'
        f'<label for="{language}" lang="{language}">{name}</label> '
        for language, name in LANGUAGES.items()
    )
    blocks = "".join(_Block(folder, report, language).html() for language in LANGUAGES)
    name = escape(shown(report["crawl_id"]))
    return (
        '<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{WORDS['title'][0]} {name}</title><style>{STYLE}</style></head>\n"
        f"<body>{inputs}\n{blocks}</body></html>\n"
    ).encode("utf-8", "replace")


def _local(moment: object) -> str | None:
    """As a clock in Jakarta shows it, and as the record has it; what is no moment as it stands."""
    try:
        return f"{parse_warc_date(str(moment)).astimezone(WIB):%Y-%m-%d %H.%M} WIB ({moment})"
    except ValueError:
        return str(moment) if moment else None


class _Block:
    """The report in one language."""

    def __init__(self, folder: Path, report: Report, language: str) -> None:
        self._folder = folder
        self._report = report
        self._language = language
        self._number = list(LANGUAGES).index(language)

    def html(self) -> str:
        report = self._report
        parts = [
            f"<h1>{self._word('title')} <bdi>{escape(shown(report['crawl_id']))}</bdi></h1>",
            f"<p><strong>{self._finished(report.get('finish_reason'))}</strong></p>",
            self._person(),
            self._job(),
            self._totals(),
            self._section("sites", self._sites()),
            self._section("response_codes", self._kinds("response_codes", CODE_COLUMNS)),
            self._section("mime_types", self._kinds("mime_types", MIME_COLUMNS)),
            self._section("hosts", self._hosts()),
            self._section("failures", self._reasons("failures", "failures.csv")),
            self._section("skips", self._reasons("skips", "skipped.csv")),
            self._section("not_archived", self._reasons("not_archived", "missing.csv")),
        ]
        block = "\n".join(part for part in parts if part)
        return f'<article class="{self._language}" lang="{self._language}">\n{block}\n</article>\n'

    def _word(self, name: str) -> str:
        return escape(WORDS[name][self._number])

    def _finished(self, reason: str | None) -> str:
        return escape(FINISHED[reason][self._number] if reason in FINISHED else shown(reason))

    def _section(self, name: str, content: str) -> str:
        return f"<section><h2>{self._word(name)}</h2>{content}</section>"

    def _person(self) -> str:
        found: Sequence[object] = sentences(self._report, self._language)
        items = "".join(f"<li>{escape(shown(sentence))}</li>" for sentence in found[:MOST_ROWS])
        if (judged := findings_that_need_a_person(self._report)) is not None:
            found, items = judged, findings_list(judged, self._language, MOST_ROWS)
        heading = f"<h2>{self._word('needs_a_person')}{f' ({self._count(len(found))})' if found else ''}</h2>"
        body = f"<ul>{items}</ul>" if items else f"<p>{self._word('nothing_needed')}</p>"
        if len(found) > MOST_ROWS:
            body += self._cut("report.json")
        notes = []
        if unread := self._report.get("unreadable"):
            reasons = ", ".join(f"{reason} {self._count(count)}" for reason, count in unread.items())
            notes.append(self._filled("unread", count=self._count(sum(unread.values())), reasons=reasons))
        if broken_into := sites_broken_into(self._report):
            names = ", ".join(broken_into[:20]) + (", …" if len(broken_into) > 20 else "")
            notes.append(self._filled("broken_into", sites=names))
        notes += [f"{self._word(name)}<ul>{told}</ul>" for name, told in self._other_findings() if told]
        kind = ' class="person"' if found else ""
        return f"<section{kind}>{heading}{body}{''.join(f'<div>{note}</div>' for note in notes)}</section>"

    def _other_findings(self) -> Iterable[tuple[str, str]]:
        """What is told and needs nobody, and what is over."""
        findings = self._report.get("findings") or ()
        over = [one for one in findings if one.get("state") == "closed"]
        told = [one for one in findings if one.get("state") != "closed" and one.get("severity") == "info"]
        yield "to_know", findings_list(told, self._language, MOST_ROWS)
        yield "is_over", findings_list(over, self._language, MOST_ROWS)

    def _filled(self, name: str, **values: str) -> str:
        return escape(WORDS[name][self._number].format(**{key: shown(value) for key, value in values.items()}))

    def _job(self) -> str:
        report = self._report
        options = ", ".join(f"{key} {value}" for key, value in report.get("options", {}).items() if value is not None)
        facts = {
            "started_at": _local(report.get("started_at")),
            "finished_at": _local(report.get("finished_at")),
            "operator": report.get("operator"),
            "contact": report.get("contact"),
            "options": options,
            "warcs": self._count(len(report.get("warcs", ()))),
            "error": report.get("error"),
        }
        return self._section("job", self._list({key: shown(value) for key, value in facts.items() if value}))

    def _totals(self) -> str:
        counts = {**self._report.get("totals", {}), "remaining": self._report.get("remaining", 0)}
        known = {key: self._value(key, value) for key, value in counts.items() if key in WORDS}
        return self._section("totals", self._list(known))

    def _list(self, facts: dict[str, str]) -> str:
        return (
            "<dl>"
            + "".join(f"<dt>{self._word(key)}</dt><dd>{escape(value)}</dd>" for key, value in facts.items())
            + "</dl>"
        )

    def _sites(self) -> str:
        sites = self._report.get("sites", [])
        sums = {
            column: sum(site.get(column) or 0 for site in sites) for column in _SITE_COLUMNS if column not in _TEXTS
        }
        return self._table(_SITE_COLUMNS, sites[:MOST_ROWS], sums, len(sites), "sites.csv")

    def _kinds(self, name: str, columns: Sequence[str]) -> str:
        kinds = self._report.get(name)
        if kinds is None:
            return f"<p>{self._word('not_counted')}</p>"
        sums = {column: sum(kind[column] for kind in kinds) for column in columns[1:]}
        return self._table(columns, kinds[:MOST_ROWS], sums, len(kinds), f"{name}.csv", bars=True)

    def _hosts(self) -> str:
        totals = self._report.get("hosts")
        if totals is None:
            return f"<p>{self._word('not_counted')}</p>"
        rows = list(islice(read_rows(self._folder / "hosts.csv"), MOST_ROWS))
        return self._table(HOST_COLUMNS, rows, totals, totals["hosts"], "hosts.csv", bars=True)

    def _reasons(self, name: str, file: str) -> str:
        """How many rows have which reason, and the first of them."""
        counts: Counter[str] = Counter()
        first: list[Report] = []
        for row in read_rows(self._folder / file):
            counts[row.get("reason") or ""] += 1
            if len(first) < MOST_ROWS:
                first.append(row)
        if not counts:
            return f"<p>{self._word('none')}</p>"
        reasons = [
            {"reason": reason, "meaning": self._meaning(reason), "rows": count}
            for reason, count in counts.most_common()
        ]
        counted = self._table(
            ("reason", "meaning", "rows"), reasons[:MOST_ROWS], {"rows": counts.total()}, len(reasons), file
        )
        columns = ("site", "url", "reason", "detail")
        listed = self._table(columns, first, {}, counts.total(), file)
        return f"{counted}<details><summary>{self._word('url')}</summary>{listed}</details>"

    def _meaning(self, reason: str) -> str:
        return REASONS[reason][self._number] if reason in REASONS else ""

    def _table(
        self,
        columns: Sequence[str],
        rows: Iterable[Report],
        sums: Report,
        count: int,
        file: str,
        *,
        bars: bool = False,
    ) -> str:
        head = "".join(f'<th scope="col"{_class(column)}>{self._word(column)}</th>' for column in columns)
        share = self._share(sums.get("urls") or 0) if bars else None
        if share:
            head += f'<th scope="col">{self._word("share")}</th>'
        body = "".join(self._row(columns, row, share) for row in rows)
        foot = ""
        if sums:
            cells = "".join(
                f"<td{_class(column)}>{escape(self._value(column, sums[column])) if column in sums else ''}</td>"
                for column in columns[1:]
            )
            cells += "<td></td>" if share else ""
            foot = f'<tfoot><tr><th scope="row">{self._word("total")}</th>{cells}</tr></tfoot>'
        note = self._cut(file) if count > MOST_ROWS else f"<p>{self._filled('whole', file=file)}</p>"
        return (
            f'<div class="table" tabindex="0" role="region" aria-label="{escape(file)}"><table>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>{note}"
        )

    def _cut(self, file: str) -> str:
        return f"<p>{self._filled('cut', shown=str(MOST_ROWS), file=file)}</p>"

    def _row(self, columns: Sequence[str], row: Report, share: Callable[[int], str] | None) -> str:
        first, *others = columns
        cells = "".join(
            f"<td{_class(column)}><bdi>{escape(self._value(column, row.get(column)))}</bdi></td>" for column in others
        )
        bar = f"<td>{share(int(row['urls']))}</td>" if share else ""
        return f'<tr><th scope="row"><bdi>{escape(self._value(first, row.get(first)))}</bdi></th>{cells}{bar}</tr>\n'

    def _value(self, column: str, value: object) -> str:
        if value is None or value == "":
            return ""
        if column in _TEXTS or column == "code":
            return shown(value).removeprefix(" ")
        return self._size(int(str(value))) if column in ("bytes", "new_bytes") else self._count(int(str(value)))

    def _count(self, number: int) -> str:
        return f"{number:,}" if self._language == "en" else f"{number:,}".replace(",", ".")

    def _size(self, size: int) -> str:
        number, unit = float(size), "B"
        for larger in ("KB", "MB", "GB", "TB"):
            if number < 1000:
                break
            number, unit = number / 1000, larger
        text = f"{number:.0f}" if unit == "B" else f"{number:.1f}"
        return f"{text if self._language == 'en' else text.replace('.', ',')} {unit}"

    def _share(self, total: int) -> Callable[[int], str]:
        """A bar and the same in words: it must be read without seeing it."""

        def bar(part: int) -> str:
            percent = 100 * part / total if total else 0.0
            text = f"{percent:.1f}%" if self._language == "en" else f"{percent:.1f}%".replace(".", ",")
            return (
                f'<svg width="100" height="10" viewBox="0 0 100 10" aria-hidden="true">'
                f'<rect width="{percent:.1f}" height="10"/></svg> {text}'
            )

        return bar


def _class(column: str) -> str:
    return "" if column in _TEXTS else ' class="number"'
