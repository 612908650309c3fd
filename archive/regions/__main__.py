"""Prints the table: code, name, latitude, longitude, tabs between, nothing where unknown."""

from archive.regions import region_table

for region in region_table():
    point = (region.latitude, region.longitude)
    print(region.code, region.name, *("" if degrees is None else degrees for degrees in point), sep="\t")
