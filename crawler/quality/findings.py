"""What a check finds, how grave it is, and what became of a page.

    evidence   stored bytes are not what was written, or not there
    person     somebody should do something: fetch what is missing, or rebuild
    info       told: nothing is wrong with the archive, or nothing can be done

A page's `needed` counts the page, its text and each thing it needs that was not left by intention; `there` those that
are right. The score is their share in percent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Grade = Literal["evidence", "person", "info"]

GRADES: dict[str, Grade] = {
    # of the page
    "damaged": "evidence",
    "revisit_lost": "evidence",
    "revisit_alone": "info",
    "not_found": "person",
    "unreadable": "person",
    "text_differs": "person",
    "replay_differs": "person",
    "other_reader": "info",
    "other_shown": "info",
    # of what it needs
    "not_asked": "person",
    "failed": "person",
    "limit": "person",
    "empty": "person",
    "html_instead": "person",
    "not_a_picture": "person",
    "cut": "person",
    "in_vain": "info",
    "gone": "info",
    "disallowed": "info",
    "skipped": "info",
    "waiting": "info",
    "behind_error": "info",
}
# What another request may bring.
CAN_BE_PATCHED = ("not_asked", "failed", "limit", "empty", "html_instead", "not_a_picture", "cut")

TextIs = Literal["same", "differs", "other_reader", "not_read", "not_compared"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`url` is what is meant: the page, or what it needs; `detail` says more, in English."""

    kind: str
    url: str
    detail: str = ""

    @property
    def grade(self) -> Grade:
        return GRADES[self.kind]


@dataclass(slots=True)
class PageResult:
    """One article of the sample. `shown_at` is the moment at which it was looked up; `by_setting` counts what its
    crawl left out because `requisites` said so."""

    site: str
    url: str
    id: str
    crawl_id: str
    captured_at: datetime
    shown_at: datetime
    text: TextIs = "not_read"
    needed: int = 2
    there: int = 0
    by_setting: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def score(self) -> int:
        """Of 100; rounded down, so that 100 means all."""
        return 100 * self.there // self.needed

    def patchable(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.kind in CAN_BE_PATCHED]
