"""Recipients of the programme matched with the sites of seeds.csv: by region, never by likeness of names.

matched      the row is one region of the table
    sites       rows of seeds.csv with that kode_wilayah
    guessed     rows without one, whose host name can only be that village's
    possible    rows without one, whose host name may be that village's among others; for a person to choose
ambiguous    candidates; unmatched: none
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from archive.layout import Collection
from archive.model import Seed
from archive.recipient_places import place_of
from archive.recipients import Correction, Recipient, read_corrections, read_recipients
from archive.regions.matching import Match
from crawler import seed_places
from spiders.places.host import read_host
from spiders.places.within import is_within, names_of

RecipientStatus = Literal["matched", "ambiguous", "unmatched"]

# A host that could be more villages than this points at none.
_MOST_READINGS = 200


@dataclass(frozen=True, slots=True)
class RecipientSites:
    """One row of recipients.csv, the region it is, and the sites there are for it (ids of seeds.csv)."""

    recipient: Recipient
    match: Match
    correction: Correction | None = None
    sites: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()

    @property
    def has_site(self) -> bool:
        return bool(self.sites or self.guessed)

    def facts(self) -> dict[str, Any]:
        """For other programs: the row as it was written, and what was made of it."""
        row = asdict(self.recipient)
        code = self.match.code
        return {
            **{key: value for key, value in row.items() if key not in ("extra", "kode_wilayah")},
            "extra": dict(self.recipient.extra),
            "status": self.match.status,
            "given_code": row["kode_wilayah"],
            "how": "person" if self.correction else self.match.how,
            "kode_wilayah": code,
            "region": names_of(code) if code else None,
            "candidates": [{"kode_wilayah": one, **names_of(one)} for one in self.match.candidates],
            "notes": list(self.match.notes),
            "reason": self.correction.reason if self.correction else None,
            "sites": list(self.sites),
            "guessed_sites": list(self.guessed),
            "possible_sites": list(self.possible),
        }


def recipients_of(collection: Collection) -> list[RecipientSites]:
    """Each row of recipients.csv, in its order. Raises CollectionError and ArchiveError."""
    recipients = read_recipients(collection.root)
    return match_sites(recipients, read_corrections(collection.root), collection.seeds() if recipients else ())


def match_sites(
    recipients: Iterable[Recipient], corrections: Mapping[str, Correction], seeds: Iterable[Seed]
) -> list[RecipientSites]:
    """The same without a collection."""
    places = [(recipient, *place_of(recipient, corrections)) for recipient in recipients]
    wanted = {match.code for _, match, _ in places if match.code}
    by_row, by_host, possible = _sites_by_code(seeds, wanted)
    return [
        RecipientSites(
            recipient,
            match,
            correction,
            tuple(by_row.get(match.code or "", ())),
            tuple(by_host.get(match.code or "", ())),
            tuple(possible.get(match.code or "", ())),
        )
        for recipient, match, correction in places
    ]


def _sites_by_code(seeds: Iterable[Seed], wanted: set[str]) -> tuple[Mapping[str, list[str]], ...]:
    """Ids of sites by the code of their row, by the code their host makes certain, and by those it may mean."""
    by_row, by_host, possible = (defaultdict[str, list[str]](list) for _ in range(3))
    for seed in seeds:
        place = seed_places.place_of(seed)
        if place:
            (by_row if place.source == "seeds.csv" else by_host)[place.code].append(seed.id)
        elif not seed.kode_wilayah:
            codes = read_host(urlsplit(seed.url).hostname or "").codes
            for code in wanted.intersection(codes) if len(codes) <= _MOST_READINGS else ():
                possible[code].append(seed.id)
    return by_row, by_host, possible


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """What is meant of the list; empty means all."""

    statuses: tuple[RecipientStatus, ...] = ()
    no_site: bool = False
    near: bool = False
    years: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def matches(self, one: RecipientSites) -> bool:
        """A row that may lie in several regions is in none of them."""
        code = one.match.code
        return (
            (not self.statuses or one.match.status in self.statuses)
            and (not self.no_site or (one.match.status == "matched" and not one.has_site))
            and (not self.near or (one.match.how == "near" and one.correction is None))
            and (not self.years or one.recipient.year in self.years)
            and (not self.batches or one.recipient.batch.lower() in {batch.lower() for batch in self.batches})
            and (not self.regions or (code is not None and is_within(code, self.regions)))
        )


def counts(rows: Iterable[RecipientSites]) -> dict[str, int]:
    """How many are matched, ambiguous, unmatched, near, with a site, only guessed, without one."""
    found = dict.fromkeys(("rows", "matched", "ambiguous", "unmatched", "near", "with_site", "guessed", "no_site"), 0)
    for one in rows:
        found["rows"] += 1
        found[one.match.status] += 1
        found["near"] += one.match.how == "near"
        if one.match.status == "matched":
            found["with_site" if one.sites else "guessed" if one.guessed else "no_site"] += 1
    return found
