"""Prints the table: code, name, latitude, longitude, tabs between, nothing where unknown. The attribution on stderr."""

import sys

from archive.regions import ATTRIBUTION, region_table

print(ATTRIBUTION, file=sys.stderr)
for region in region_table():
    point = (region.latitude, region.longitude)
    print(region.code, region.name, *("" if degrees is None else degrees for degrees in point), sep="\t")
