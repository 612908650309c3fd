"""What a person may ask of one crawl job. Kept with the job, so that going on asks for the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from archive.config import Config
from archive.model import Seed
from crawler.politeness.pace import Pace

Requisites = Literal["none", "relevant", "all"]


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """None means: as collection.toml says. Limits are per site; times in seconds."""

    delay: float | None = None
    max_pages: int | None = None
    max_time: float | None = None
    requisites: Requisites | None = None
    allow_private: bool = False
    patch: str | None = None  # the list of a patch crawl, which asks for nothing else

    def pace_of(self, seed: Seed | None, config: Config) -> Pace:
        """The pace of a site: --delay, else its row's, else the collection's."""
        if self.delay is not None:
            return Pace(self.delay, config.crawl.address_delay, replaced=True)
        row = seed.delay if seed else None
        return Pace(config.crawl.delay if row is None else row, config.crawl.address_delay)

    def as_facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any]) -> CrawlOptions:
        """Keys of a later version are passed over."""
        return cls(**{field.name: facts[field.name] for field in fields(cls) if field.name in facts})


class NothingToPatch(Exception):
    """No error: a patch crawl has nothing to ask for; the message says why."""
