"""What follows from the regions, kept until a collection brings others."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from archive.regions.table import on_change

Function = TypeVar("Function", bound=Callable[..., Any])


def cached_by_regions(maxsize: int) -> Callable[[Function], Function]:
    """`lru_cache` for what follows from the regions: emptied when others are used."""

    def cached(function: Function) -> Function:
        kept = lru_cache(maxsize=maxsize)(function)
        on_change(kept.cache_clear)
        return kept  # type: ignore[return-value]

    return cached
