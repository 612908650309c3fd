"""What a check may find, and how it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "unreachable", "address_refused", "http_error", "disallowed", "moved", "taken", "standin", "no_page",
    "duplicate", "no_region", "ambiguous_region", "unknown_code", "other_region", "bad_zone", "half_override",
    "not_checked",
]  # fmt: skip

KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs a person. `more` is for programs: to, row, candidates, flags."""

    kind: Kind
    fault: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class SiteCheck:
    """One row looked at. `status` is of the front page, `ends_at` where it was found, None when it was not asked for;
    `village` as in documents; `skipped` says why its site was not to be asked: nothing is wrong with that."""

    site: str
    url: str
    findings: list[Finding] = field(default_factory=list)
    skipped: str | None = None
    ends_at: str | None = None
    status: int | None = None
    platform: str | None = None
    village: Mapping[str, Any] | None = None
    seconds: float | None = None

    def add(self, kind: Kind, fault: str, **more: Any) -> None:
        self.findings.append(Finding(kind, fault, more))

    def found(self) -> list[dict[str, Any]]:
        """{site, kind, fault, …} of each finding."""
        return [{"site": self.site, "kind": one.kind, "fault": one.fault, **one.more} for one in self.findings]

    def cells(self) -> dict[str, str]:
        """Its row in the table of results."""
        village = self.village or {}
        result = "look" if self.findings else self.skipped or "ok"
        regions = {name: village.get(name) or "" for name in ("desa", "kecamatan", "kabupaten", "provinsi")}
        return {
            "site": self.site,
            "url": self.url,
            "result": result,
            "findings": " ".join(dict.fromkeys(one.kind for one in self.findings)),
            "detail": "; ".join(one.fault for one in self.findings),
            "status": "" if self.status is None else str(self.status),
            "ends_at": self.ends_at or "",
            "platform": self.platform or "",
            "kode_wilayah": village.get("kode_wilayah") or "",
            **regions,
            "seconds": "" if self.seconds is None else f"{self.seconds:.2f}",
        }


RESULT_COLUMNS = tuple(SiteCheck("", "").cells())
