"""How far a reader's document agrees with what is known of a page: counts that add up over pages.

    python -m tests.spiders.scoring [FOLDER]

Without a folder the pages of tests/golden. A page is NAME.html beside NAME.json: url, headers, captured_at and zone
of the capture, and `expect`, what its author put into it (tests/golden/README.md).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.index.documents import document_line
from archive.model import Seed
from tests.spiders.pages import page_of, read

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLDEN = Path(__file__).parents[1] / "golden"
PLAIN = ("kind", "platform", "title", "author", "published_at", "modified_at", "categories", "tags", "dateline")


def cases(folder: Path = GOLDEN) -> list[Path]:
    return sorted(folder.glob("**/*.html"))


@dataclass
class Score:
    """Right, claimed and true counts by measure, and what differs: (measure, read, expected)."""

    right: Counter[str] = field(default_factory=Counter)
    claimed: Counter[str] = field(default_factory=Counter)
    true: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, Any, Any]] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.right += other.right
        self.claimed += other.claimed
        self.true += other.true
        self.faults += other.faults

    def count(self, measure: str, read: Iterable[Any], expected: Iterable[Any]) -> None:
        """Each expected thing may be found once."""
        found, wanted = Counter(read), Counter(expected)
        self.right[measure] += (found & wanted).total()
        self.claimed[measure] += found.total()
        self.true[measure] += wanted.total()
        self.faults += [(measure, None, one) for one in (wanted - found).elements()]
        self.faults += [(measure, one, None) for one in (found - wanted).elements()]

    def f1(self, measure: str) -> float:
        total = self.claimed[measure] + self.true[measure]
        return 2 * self.right[measure] / total if total else 1.0


def score(case: Path) -> Score:
    facts = json.loads(case.with_suffix(".json").read_text("utf-8"))
    headers = tuple((name, value) for name, value in facts.get("headers", [["Content-Type", "text/html"]]))
    page = page_of(case.read_bytes(), facts["url"], headers)
    page = replace(page, captured_at=datetime.fromisoformat(facts.get("captured_at", "2026-11-20T03:00:00Z")))
    line = document_line(read(page, Seed(id="s", url=facts["url"], zone=facts.get("zone"))))
    return compare(line, facts["expect"])


def compare(line: dict[str, Any], expect: dict[str, Any]) -> Score:
    result = Score()
    for name in PLAIN:
        if name in expect:
            read, wanted = _comparable(name, line[name]), _comparable(name, expect[name])
            result.count(name, [] if read is None else [read], [] if wanted is None else [wanted])
    blocks = [block for block in _blocks(line["text"] or "") if not _may_stay(block)]
    result.count("text", blocks, map(_folded, expect["text"]))
    in_order = [block for block in blocks if block in set(map(_folded, expect["text"]))]
    result.count("order", [tuple(in_order)], [tuple(one for one in map(_folded, expect["text"]) if one in blocks)])
    result.count("absent", [one for one in expect.get("absent", ()) if one in (line["text"] or "")], [])
    _compare_captions(result, line["captions"], expect["captions"])
    return result


def _compare_captions(result: Score, read: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    result.count("images", [_file(one) for one in read], [_file(one) for one in expected])
    for measure, name in (("captions", "text"), ("credits", "credit"), ("alts", "alt"), ("addresses", "image_url")):
        result.count(
            measure,
            [(_file(one), _caption(one[name])) for one in read if one[name]],
            [(_file(one), _caption(one[name])) for one in expected if one[name]],
        )


def _comparable(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if name.endswith("_at") and value and "T" in value:
        return datetime.fromisoformat(value)
    return value


def _blocks(text: str) -> list[str]:
    """Paragraphs, and each item or row of a list or table by itself."""
    blocks = []
    for paragraph in filter(None, text.split("\n\n")):
        lines = paragraph.split("\n")
        is_list = len(lines) > 1 and all(line.startswith("- ") or " | " in line for line in lines)
        blocks += lines if is_list else [paragraph]
    return [_folded(block) for block in blocks]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _may_stay(block: str) -> bool:
    """A line that names the writer is neither asked for nor forbidden."""
    return len(block) < 120 and block.lower().startswith(("penulis", "oleh", "ditulis oleh", "(penulis", "kontributor"))


def _file(caption: dict[str, Any]) -> str:
    """A picture by the last part of its address: forms of one picture differ in folders and sizes elsewhere."""
    return urlsplit(caption["image_url"] or "").path.rpartition("/")[2]


def _caption(text: str) -> str:
    """Whether the last full stop belongs to the caption or divides it from the credit is a matter of taste."""
    return _folded(text).rstrip(".") if not text.startswith("http") else text


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN
    by_folder: dict[str, Score] = {}
    for case in cases(folder):
        by_folder.setdefault(case.parent.name, Score()).add(score(case))
        one = score(case)
        for measure, found, wanted in one.faults:
            if measure != "order":
                print(f"{case.parent.name}/{case.stem}: {measure}: {str(found)[:150]!r} for {str(wanted)[:150]!r}")
    whole = Score()
    for name, part in by_folder.items():
        whole.add(part)
        print(name, _line(part))
    print("all", _line(whole))


def _line(result: Score) -> str:
    measures = dict.fromkeys((*PLAIN, "text", "order", "images", "captions", "credits", "alts", "addresses"))
    figures = [f"{measure} {result.f1(measure):.3f}" for measure in measures if result.true[measure]]
    return "  ".join([*figures, f"left in text {result.claimed['absent']}"])


if __name__ == "__main__":
    main()
