"""One message of findings, for people: the worst first, what is over last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.room.language import language as speech_of
from archive.room.vocabulary import EVENTS
from crawler.monitors.finding import Finding
from crawler.monitors.model import SEVERITIES
from crawler.notices.sending import Message
from crawler.reports.found import GRADES
from crawler.reports.shown import shown

_MOST_FINDINGS = 20
_MOST_EVENTS = 10
_MOST_ARTICLES = 10

# (Indonesian, English)
_WORDS: dict[str, tuple[str, str]] = {
    "means": ("Artinya", "It means"),
    "advice": ("Langkah", "What to do"),
    "since": ("sejak", "since"),
    "more": ("Dan {count} lagi; lihat: lumbung status", "And {count} more; see: lumbung status"),
    "new": ("berita baru", "new articles"),
    "search": (
        "Pencarian tersimpan “{name}” ({who}): {count} berita baru",
        "Saved search “{name}” ({who}): {count} new articles",
    ),
    "all": ("Semuanya", "All of them"),
    "rest": ("dan {count} lagi", "and {count} more"),
    "events": ("Yang terjadi:", "What happened:"),
    "report": ("Laporan", "Report"),
    "test": ("pemberitahuan percobaan", "a test notice"),
    "test_body": (
        "Ini percobaan dari koleksi {name}. Bila Anda membacanya, pemberitahuan sampai kepada Anda.",
        "This is a test from the collection {name}. If you read it, notices reach you.",
    ),
}


def digest(
    name: str,
    findings: Iterable[Finding],
    language: str,
    reports: Sequence[str] = (),
    events: Sequence[Any] = (),
    news: Sequence[Mapping[str, Any]] = (),
) -> Message:
    """`name` is the collection's, `reports` are where the jobs' reports lie, `events` the job's first ones, `news`
    what is new for saved searches."""
    words = {key: pair[language == "en"] for key, pair in (_WORDS | GRADES).items()}
    ordered = sorted(findings, key=_urgency)
    counts = Counter(_kind(finding) for finding in ordered)
    parts = [f"{counts[kind]} {words[kind]}" for kind in GRADES if counts[kind]]
    told = ", ".join([*parts, *([f"{sum(one['count'] for one in news)} {words['new']}"] if news else [])])
    blocks = [_block(finding, language, words) for finding in ordered[:_MOST_FINDINGS]]
    if len(ordered) > _MOST_FINDINGS:
        blocks.append(words["more"].format(count=len(ordered) - _MOST_FINDINGS))
    if events:
        blocks.append("\n".join([words["events"], *(_event(event, language) for event in events[:_MOST_EVENTS])]))
    blocks += [_search(one, words, language) for one in news]
    blocks += [f"{words['report']}: {report}" for report in reports]
    return Message(f"[Lumbung] {shown(name)}: {told}", "\n\n".join(blocks) + "\n")


def message_of_test(name: str, language: str) -> Message:
    number, name = language == "en", shown(name)
    return Message(f"[Lumbung] {name}: {_WORDS['test'][number]}", _WORDS["test_body"][number].format(name=name))


def _urgency(finding: Finding) -> tuple[bool, int, str, str]:
    return not finding.is_open, -SEVERITIES.index(finding.severity), finding.monitor, finding.site or ""


def _kind(finding: Finding) -> str:
    return finding.severity if finding.is_open else "closed"


def _block(finding: Finding, language: str, words: Mapping[str, str]) -> str:
    texts = {key: shown(text) for key, text in finding.text[language].items()}
    head = f"{words[_kind(finding)].upper()}: {texts['title']}"
    if not finding.is_open:
        of = f" ({shown(finding.site)})" if finding.site else ""
        because = (finding.closed_because or {}).get(language)
        return f"{head}{of}, {words['since']} {shown(finding.since)[:10]}" + (f"; {shown(because)}" if because else "")
    lines = [head, texts["what"], f"{words['means']}: {texts['means']}", f"{words['advice']}: {texts['advice']}"]
    return "\n".join(lines + [_event(event, language) for event in finding.events[:_MOST_EVENTS]])


def _search(news: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    """Links lead to the reading room, so they may be links."""
    speech = speech_of(language)
    lines = [words["search"].format(name=shown(news["name"]), who=shown(news["who"]), count=news["count"])]
    for one in news["articles"][:_MOST_ARTICLES]:
        about = ", ".join(filter(None, (shown(one.get("where") or ""), speech.day(one.get("day")))))
        link = f"\n  {one['link']}" if one.get("link") else ""
        lines.append(f"- {shown(one.get('title') or '–')} ({about}){link}")
    if (more := news["count"] - len(news["articles"][:_MOST_ARTICLES])) > 0:
        lines.append(words["rest"].format(count=more))
    if news.get("link"):
        lines.append(f"{words['all']}: {news['link']}")
    return "\n".join(lines)


def _event(event: Mapping[str, Any], language: str) -> str:
    """Without the scheme: what a program makes a link of may lead to gamblers."""
    address = shown(event.get("url") or event.get("site") or "").partition("://")
    title, kind = shown(event.get("title") or ""), shown(event.get("event") or "")
    what = f"{speech_of(language).say(EVENTS.get(kind, kind))}:" if kind else ""
    return " ".join(filter(None, ("-", what, title, f"({address[2] or address[0]})")))
