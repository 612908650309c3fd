"""What must hold of a collection once its crawl has come to its end, whatever it went through."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from archive import Collection
from archive.model import Capture
from crawler.closing import job_stems
from tests.end_to_end.conftest import lumbung
from tests.faults.runs import finish_reasons
from tests.faults.server import ServedSite
from tests.faults.site import BUSY_DIGEST, count, digests
from tests.faults.stock import Stock

_SHOWN = 3
_AT_THE_TOP = {"collection.toml", "seeds.csv", "archive", "manifests", "indexes", "documents", "crawls", "decisions"}

LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass
class Verdict:
    """`faults` are sentences; none is what is hoped for. `revisits` are those of the last job."""

    lost: int = 0
    damaged: int = 0
    stored_twice: int = 0
    revisits: int = 0
    abandoned: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, what: str, found: Sequence[str] | set[str]) -> int:
        if found:
            shown = ", ".join(sorted(found)[:_SHOWN])
            self.faults.append(f"{len(found)} {what}: {shown}")
        return len(found)


def judge(collection: Collection, sites: Sequence[ServedSite], stock: Stock) -> Verdict:
    """Read everything and compare it with what the sites say."""
    verdict = Verdict()
    captures = list(collection.captures())
    wanted = {url: digest for site in sites for url, digest in digests(site).items()}
    by_id = {capture.record_id: capture for capture in captures}
    stored = [capture for capture in captures if capture.status == 200 and _is_whole(capture, by_id)]
    # An abandoned job may end anywhere; the last one must have everything, however much was stored before.
    own = _files_of_the_last_job(collection)
    there = {capture.url for capture in stored if capture.warc_filename in own}
    verdict.revisits = sum(c.revisit_of is not None for c in stored if c.warc_filename in own and c.url in wanted)
    verdict.abandoned = list(finish_reasons(collection).values()).count("abandoned")
    verdict.lost += verdict.add("addresses of the sites without a capture", wanted.keys() - there)
    wrong = [capture.url for capture in stored if capture.digest != wanted.get(capture.url, capture.digest)]
    verdict.lost += verdict.add("captures that are not what was sent", wrong)
    verdict.lost += verdict.add("records that were whole and are gone", stock.lost())
    verdict.damaged += verdict.add("finished WARCs that are torn", stock.torn_finished)
    verdict.stored_twice = verdict.add(
        "payloads stored twice", _needlessly_full(captures, {*wanted.values(), BUSY_DIGEST})
    )
    for sentence in (*_documents(collection, captures, by_id, sites), *_files(collection), *_report(collection, sites)):
        verdict.faults.append(sentence)
    run = lumbung("verify", "--json", "-c", collection.root)
    if run.code:
        found = [f"{fault['file']} {fault['offset']} {fault['fault']}" for fault in run.json["faults"]]
        verdict.damaged += verdict.add(f"faults by verify, exit {run.code}", found)
    return verdict


def _needlessly_full(captures: list[Capture], payloads: set[str]) -> set[str]:
    """Payloads of which a second copy was stored. One asked for before any stored copy was could refer to none."""
    needless: set[str] = set()
    earliest: dict[str, datetime] = {}
    for capture in sorted(captures, key=lambda one: (one.warc_filename, one.offset)):
        if capture.digest not in payloads or capture.revisit_of or capture.truncated:
            continue
        if capture.captured_at >= earliest.get(capture.digest, LATEST):
            needless.add(capture.digest)
        earliest[capture.digest] = min(capture.captured_at, earliest.get(capture.digest, LATEST))
    return needless


def _is_whole(capture: Capture, by_id: dict[str, Capture]) -> bool:
    """Whether an answer is there to its end, with its payload: its own or the one a revisit refers to."""
    if capture.truncated:
        return False
    original = by_id.get(capture.revisit_of) if capture.revisit_of else capture
    return original is not None and original.revisit_of is None and original.digest == capture.digest


def _files_of_the_last_job(collection: Collection) -> set[str]:
    return {collection.warc_file(stem).name for stem in job_stems(collection, _last_job(finish_reasons(collection)))}


def _last_job(reasons: dict[str, str]) -> str:
    """The one that finished; two that began in one second have no order of their own."""
    return next((crawl_id for crawl_id, reason in reasons.items() if reason == "finished"), max(reasons))


def _documents(
    collection: Collection, captures: list[Capture], by_id: dict[str, Capture], sites: Sequence[ServedSite]
) -> Iterator[str]:
    documents = list(collection.documents())
    lines = Counter(document.id for document in documents)
    for capture in captures:
        if capture.is_readable and lines[capture.record_id] != 1:
            yield f"{lines[capture.record_id]} document lines for {capture.url} {capture.record_id}"
    if strangers := lines.keys() - by_id.keys():
        yield f"{len(strangers)} document lines without a capture"
    own = _files_of_the_last_job(collection)
    shown = [(d, caption) for d in documents if d.kind == "article" for caption in d.captions if caption.largest_url]
    for document, caption in shown:
        pointer = (caption.image or {}).get("record_id")
        is_there = caption.image_status == "archived" and pointer in by_id
        # A job that was given up may have ended before it came to its pictures, or after a busy answer.
        is_given_up = caption.image_status in ("not_fetched", "failed") and document.capture.warc_filename not in own
        if not is_there and not is_given_up:
            yield f"picture {caption.largest_url} of {document.url}: {caption.image_status}"
    seen = {caption.largest_url for _, caption in shown}
    pictures = {url for site in sites for url in digests(site) if url.endswith(".jpg")}
    if pictures - seen:
        yield f"{len(pictures - seen)} pictures are in no document, the sites' pages read: {sorted(pictures - seen)[:3]}"


def _files(collection: Collection) -> Iterator[str]:
    """What a job that ended must not leave behind."""
    for path in collection.root.iterdir():
        if path.name not in _AT_THE_TOP and not path.name.startswith(
            (
                "frontier.sqlite",
                "visits.sqlite",
                "readings.sqlite",
                ".lock",
                ".seeds.lock",
                ".catalogue.lock",
                "catalogue.sqlite",
                "notices",
            )
        ):
            yield f"left behind: {path.name}"
    for path in collection.root.rglob("*"):
        if path.suffix in (".open", ".new", ".damaged"):
            yield f"left behind: {path.relative_to(collection.root)}"


def _report(collection: Collection, sites: Sequence[ServedSite]) -> Iterator[str]:
    reasons = finish_reasons(collection)
    for crawl_id, reason in reasons.items():
        if reason != ("finished" if crawl_id == _last_job(reasons) else "abandoned"):
            yield f"the report of {crawl_id} says {reason!r}"
    report = json.loads((collection.crawl_folder(_last_job(reasons)) / "report.json").read_bytes())
    for name, expected in (
        ("archived", count(sites, "listing", "article")),
        ("pictures", count(sites, "picture")),
        ("failed", 0),
    ):
        if report["totals"][name] != expected:
            yield f"the report counts {report['totals'][name]} {name}, there are {expected}"
    if report["internal_errors"]:
        yield f"internal errors: {report['internal_errors'][:_SHOWN]}"
