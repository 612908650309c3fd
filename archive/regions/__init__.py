"""The official regions of Indonesia: codes, names, points and time zones, from one table that comes along."""

from archive.regions.form import Level
from archive.regions.spelling import plain_name, squash
from archive.regions.table import ATTRIBUTION, Kind, Region, RegionTable, region_table

__all__ = ["ATTRIBUTION", "Kind", "Level", "Region", "RegionTable", "plain_name", "region_table", "squash"]
