"""A collection of many documents, made up: what the catalogue and the reading room are measured with.

    python -m tests.benchmarks.big_collection DIR --documents 100000

Villages have real codes of regions and made-up names, their sites end in .example; texts are common words drawn by
chance, as unevenly as words of a language are. The same seed makes the same collection. There are documents, seeds.csv,
recipients.csv, reports and events of jobs; the WARCs are empty files, since nothing here reads them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from archive import Collection
from archive.config import Who
from archive.index.documents import dump_line
from archive.model import Seed
from archive.recipients import add_recipients, make_recipient
from archive.regions import region_table
from archive.seeds import write_seeds
from tests.benchmarks import big_words

Line = dict[str, Any]
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2026, 11, 20)
BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
A_FILE = 2_000
PLATFORMS = ("opensid", "wordpress", "blogger", "joomla", "generic")
RELATIONS = ("core", "borderline", "adjacent", "none")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    made = BigCollection(arguments.folder, arguments.documents, arguments.seed)
    print(f"{arguments.documents} documents in {made.collection.root}")


class BigCollection:
    """Made in a new folder. `add_job` adds the documents of one more job."""

    def __init__(self, root: Path, documents: int, seed: int = 1, a_file: int = A_FILE) -> None:
        self.collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
        self._chance = random.Random(seed)
        self._words = big_words.Words(self._chance)
        self._seeds = list(self._sites(max(20, documents // 40)))
        self._earlier: list[Line] = []
        self._number = 0
        self._jobs = 0
        write_seeds(self.collection.seeds_file, self._seeds)
        self._list_recipients()
        while self._number < documents:
            self.add_job(min(a_file, documents - self._number))

    def add_job(self, count: int) -> Path:
        """The documents file of a job that read so many pages."""
        self._jobs += 1
        at = BEGINNING + timedelta(days=7 * self._jobs)
        crawl_id = f"{at:%Y%m%d%H%M%S}-{self._jobs:04x}"
        stem = f"lumbung-{at:%Y%m%d%H%M%S}000-00000-uji"
        self.collection.warc_file(stem).touch()
        self.collection.cdxj_file(stem).touch()
        lines = [self._line(stem, at + timedelta(seconds=nth), nth) for nth in range(count)]
        path = self.collection.documents_file(stem)
        path.write_bytes(b"".join(map(dump_line, lines)))
        self._report(crawl_id, at, stem, lines)
        return path

    def _sites(self, count: int) -> Iterator[Seed]:
        codes = [region.code for region in region_table() if region.level == "desa"]
        for number, code in enumerate(self._chance.sample(codes, count)):
            name = self._words.village_name()
            host = f"{name.lower()}{number}.desa.example"
            yield Seed(host, f"https://{host}/", f"Desa {name}", code, self._chance.choice(PLATFORMS))

    def _list_recipients(self) -> None:
        codes = [seed.kode_wilayah or "" for seed in self._chance.sample(self._seeds, len(self._seeds) // 3)]
        others = [region.code for region in region_table() if region.level == "desa"]
        codes += self._chance.sample(others, len(codes) // 2)
        rows = []
        for code in codes:
            above: dict[str, str] = {region.level: region.name for region in region_table().ancestors(code)}
            village = region_table().get(code)
            names = {"desa": village.name if village else "", "name": "Perpustakaan Desa"}
            year = str(self._chance.randint(2018, 2026))
            rows.append(make_recipient({**above, **names, "year": year, "batch": "Tahap 1"}, "uji"))
        add_recipients(self.collection.root, rows)

    def _line(self, stem: str, at: datetime, nth: int) -> Line:
        self._number += 1
        chance = self._chance.random()
        if chance < 0.06 and self._earlier:
            line = self._again(self._chance.choice(self._earlier))
        else:
            line = self._new(is_copy=chance < 0.14 and bool(self._earlier))
        record_id = f"urn:uuid:00000000-0000-4000-8000-{self._number:012x}"
        moment = at.replace(tzinfo=None).isoformat() + "Z"
        pointer = {
            "warc_filename": stem + ".warc.gz", "offset": nth * 9_000, "length": 8_900, "record_id": record_id,
            "payload_digest": "sha1:" + "A" * 32, "status": 200, "mime": "text/html",
        }  # fmt: skip
        line |= {"id": record_id, "captured_at": moment, "capture": pointer}
        if len(self._earlier) < 5_000 or self._chance.random() < 0.1:
            self._earlier.append(line)
        return line

    def _again(self, former: Line) -> Line:
        """An article read once more: half of them say something new."""
        line = dict(former)
        line["same_as"] = former["same_as"] or former["id"]
        if self._chance.random() < 0.5:
            line |= {"same_as": None, "text": f"{former['text']}\n\n{self._words.paragraph(30)}"}
        return line

    def _new(self, *, is_copy: bool) -> Line:
        site = self._chance.choice(self._seeds)
        kind = "page" if self._chance.random() < 0.05 else "article"
        relation = self._chance.choices(RELATIONS, (18, 5, 7, 70))[0]
        day = FIRST_DAY + (LAST_DAY - FIRST_DAY) * (1 - self._chance.random() ** 2)
        article_id = "sha1:" + hashlib.sha1(str(self._number).encode(), usedforsecurity=False).hexdigest()
        url = f"{site.url}artikel/{day:%Y/%m}/{self._number}"
        line: Line = {
            "schema": "lumbung-document/1", "id": "", "article_id": article_id, "url": url, "canonical_url": url,
            "captured_at": "", "capture": {}, "kind": kind, "platform": site.platform, "title": self._words.title(relation),
            "author": self._words.person(), "author_kind": "person", "language": self._language(), "categories": None,
            "tags": None, "published_at": self._moment(day), "published_source": "jsonld", "modified_at": None,
            "text": self._words.text(relation), "dateline": None, "captions": [], "parts": None, "programme": None,
            "village": place_of(site.kode_wilayah or ""), "regions": [], "same_as": None, "near_duplicate_of": None,
            "story_id": article_id if kind == "article" else None, "flags": [], "flag_details": [],
            "reader": {"version": "1", "platform_reader": site.platform},
        }  # fmt: skip
        if is_copy and kind == "article" and (first := self._chance.choice(self._earlier))["kind"] == "article":
            names = ("title", "text", "programme", "captions", "flags", "flag_details", "published_at")
            return line | {name: first[name] for name in (*names, "story_id")} | {"near_duplicate_of": first["id"]}
        line["captions"] = [self._caption(site.url) for _ in range(self._chance.randint(0, 3))]
        line["programme"] = self._programme(relation, line, day)
        self._flag(line)
        return line

    def _moment(self, day: date) -> str | None:
        chance = self._chance.random()
        if chance < 0.03:
            return None
        return day.isoformat() if chance < 0.2 else f"{day}T{self._chance.randint(7, 20):02}:15:00+07:00"

    def _language(self) -> str | None:
        return self._chance.choices(("id", "jv", "su", "en", None), (90, 4, 2, 1, 3))[0]

    def _caption(self, site: str) -> Line:
        text = self._words.paragraph(9)
        name = f"{site}foto/{self._chance.randrange(10**9)}.jpg"
        status = self._chance.choices(("archived", "failed", "disallowed"), (90, 7, 3))[0]
        return {
            "text": text, "credit": self._words.person(), "image_url": name, "alt": None, "raw": text, "image": None,
            "image_status": status, "original_url": None,
        }  # fmt: skip

    def _programme(self, relation: str, line: Line, day: date) -> Line:
        score = {"core": 0.95, "borderline": self._chance.random(), "adjacent": 0.2, "none": 0.0}[relation]
        relevant = relation == "core" or (relation == "borderline" and score >= 0.5)
        activities = self._chance.sample(big_words.ACTIVITIES, self._chance.choice((0, 1, 1, 2))) if relevant else []
        first = line["text"].partition("\n")[0]
        quoted = {"where": "text", "quote": first, "start": 0, "end": len(first)}
        event = (day - timedelta(days=self._chance.randint(0, 3))).isoformat() if activities else None
        participants = self._chance.randint(10, 80) if activities and self._chance.random() < 0.5 else None
        facts = [{"field": "event_start", "value": event, **quoted}] if event else []
        facts += [{"field": "participants", "value": participants, **quoted}] if participants else []
        return {
            "relevant": relevant, "score": round(score, 3), "relation": relation,
            "evidence": [{"term": "tpbis", **quoted}] if relation != "none" else [], "activities": activities,
            "event_start": event, "event_end": event, "place": "Balai Desa" if event else None,
            "participants": participants, "facts": facts,
        }  # fmt: skip

    def _flag(self, line: Line) -> None:
        if self._chance.random() < 0.02:
            number = f"08{self._chance.randrange(10**9, 10**10)}"
            start = len(line["text"]) + len(" Hubungi ")
            line["text"] += f" Hubungi {number}."
            detail = {"flag": "personal_data", "kind": "phone", "where": "text", "quote": number[:2]}
            line["flag_details"] = [{**detail, "start": start, "end": start + len(number)}]
            line["flags"] = ["personal_data"]
        elif self._chance.random() < 0.01:
            line["flags"] = ["children"]

    def _report(self, crawl_id: str, at: datetime, stem: str, lines: list[Line]) -> None:
        of_site: dict[str, list[Line]] = {}
        for line in lines:
            of_site.setdefault(line["url"].split("/")[2], []).append(line)
        sites = [self._site_facts(seed.id, of_site.get(seed.id, [])) for seed in self._seeds]
        begun, ended = (moment.replace(tzinfo=None).isoformat() + "Z" for moment in (at, at + timedelta(hours=3)))
        report = {
            "schema": "lumbung-crawl/1", "crawl_id": crawl_id, "started_at": begun, "finished_at": ended,
            "finish_reason": "finished", "sites": sites, "warcs": [stem + ".warc.gz"], "findings": [],
            "totals": {name: sum(site[name] for site in sites) for name in ("archived", "relevant", "failed", "bytes")},
        }  # fmt: skip
        folder = self.collection.crawl_folder(crawl_id)
        folder.mkdir()
        events = [self._event(line, ended) for line in self._chance.sample(lines, len(lines) // 50)]
        (folder / "events.jsonl").write_bytes(b"".join(map(dump_line, events)))
        (folder / "report.json").write_text(json.dumps(report), "utf-8")

    def _site_facts(self, site: str, lines: list[Line]) -> Line:
        relevant = sum(bool(line["programme"] and line["programme"]["relevant"]) for line in lines)
        is_dead = not lines and self._chance.random() < 0.2
        return {
            "site": site, "url": f"https://{site}/", "platform": None, "archived": len(lines), "new": len(lines),
            "same": 0 if is_dead else 1, "relevant": relevant, "failed": int(is_dead), "bytes": 9_000 * len(lines),
            "unreachable": int(is_dead), "moved_to": None, "hijack": None, "finish_reason": "finished",
        }  # fmt: skip

    def _event(self, line: Line, found_at: str) -> Line:
        return {
            "event": self._chance.choice(("vanished", "edited", "returned", "redirected")),
            "site": line["url"].split("/")[2], "url": line["url"], "article_id": line["article_id"],
            "title": line["title"], "found_at": found_at, "last_seen_at": line["captured_at"], "before": line["id"],
            "after": None, "detail": None,
        }  # fmt: skip


def place_of(code: str) -> Line:
    """`village` of a line."""
    village = region_table().get(code)
    names = {region.level: region.name for region in region_table().ancestors(code)}
    above = {level: names.get(level) for level in ("kecamatan", "kabupaten", "provinsi")}
    evidence = [{"where": "seeds.csv", "quote": code}]
    return {"kode_wilayah": code, "desa": village.name if village else None, **above, "evidence": evidence}


if __name__ == "__main__":
    main()
