"""All regions of the table, made once a process and not before a test asks for them."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from archive.regions import Region, region_table


@cache
def every_region() -> list[Region]:
    return list(region_table())


@cache
def every_village() -> list[Region]:
    return [region for region in every_region() if region.level == "desa"]


regions = st.deferred(lambda: st.sampled_from(every_region()))
villages = st.deferred(lambda: st.sampled_from(every_village()))
