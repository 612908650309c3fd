"""notices/findings.atom: the last findings as an Atom feed (RFC 4287), for feed readers and other programs.

An entry a finding, whose id stays the same from the job that found it to the one that closes it. It links nowhere:
there is no address of ours, and those in it may lead to gamblers.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from archive.files import write_whole
from archive.layout import Collection
from crawler.monitors.finding import Finding
from crawler.reports.found import GRADES
from crawler.reports.shown import shown

MOST_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"


def write_feed(collection: Collection, findings: Sequence[Finding], updated: str) -> None:
    """`findings` newest first; `updated` is when the job ended."""
    folder = collection.root / "notices"
    folder.mkdir(exist_ok=True)
    write_whole(folder / "findings.atom", make_feed(collection, findings, updated))


def make_feed(collection: Collection, findings: Sequence[Finding], updated: str) -> bytes:
    language = collection.config.notify.language
    name = shown(collection.root.resolve().name)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _add(feed, "id", _urn(f"{_first_job(collection)} findings"))
    _add(feed, "title", f"Lumbung: {name}")
    _add(feed, "updated", updated)
    author = ET.SubElement(feed, "author")
    _add(author, "name", shown(collection.config.who.operator) or "Lumbung")
    _add(feed, "generator", "Lumbung")
    for finding in findings[:MOST_ENTRIES]:
        _entry(feed, finding, language)
    xml: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _entry(feed: ET.Element, finding: Finding, language: str) -> None:
    words = finding.text[language]
    state = finding.severity if finding.is_open else "closed"
    name = GRADES[state][language == "en"]
    of = f" ({shown(finding.site)})" if finding.site else ""
    entry = ET.SubElement(feed, "entry")
    _add(entry, "id", _urn(finding.id))
    _add(entry, "title", f"{name.capitalize()}: {shown(words['title'])}{of}")
    _add(entry, "published", finding.first_found_at)
    _add(entry, "updated", finding.closed_at or finding.last_found_at)
    ET.SubElement(entry, "category", {"term": finding.monitor})
    ET.SubElement(entry, "category", {"term": state})
    lines = [words["what"], words["means"], words["advice"], *(_event(event) for event in finding.events[:10])]
    _add(entry, "content", "\n".join(map(shown, lines)), type="text")


def _event(event: object) -> str:
    facts = event if isinstance(event, dict) else {}
    return f"- {facts.get('title') or ''} ({facts.get('url') or ''})"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:lumbung:{name}").urn


def _first_job(collection: Collection) -> str:
    """A name that no other collection has, and that stays: crawl ids hold a time and a random part."""
    return min((folder.name for folder in (collection.root / "crawls").glob("*-*")), default="")
