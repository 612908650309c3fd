"""Prints hosts.tsv anew from the region table: python -m tests.spiders.places.make_hosts > tests/spiders/places/hosts.tsv

    host <TAB> code of its village <TAB> shape

Ten hosts of each shape, of villages spread over the whole table. The shapes are those of real hosts, see domain/programme.md,
section 3; the hosts are made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.regions import Region, region_table, squash

EACH = 10
# Steps that have no factor in common with the 83,762 villages, so that each shape meets others.
STEP = 7919


def main() -> None:
    villages = [region for region in region_table() if region.level == "desa"]
    shapes = [shape for shape, _ in hosts_of(villages[0])]
    for number in range(EACH * len(shapes)):
        village = villages[number * STEP % len(villages)]
        shape = shapes[number % len(shapes)]
        print(dict(hosts_of(village))[shape], village.code, shape, sep="\t")


def hosts_of(village: Region) -> Iterator[tuple[str, str]]:
    """Shape and host of all the hosts that a village may have."""
    provinsi, kabupaten, kecamatan = region_table().ancestors(village.code)
    # Of two names, "Hunuth/Durian Patah", a host has one.
    names = [part for part in village.name.split("/") if len(squash(part)) > 3] or [village.name]
    name, hyphened = squash(names[0]), hyphens(names[0])
    district, area = squash(kecamatan.name), squash(kabupaten.plain_name)
    government = area + ("kota" if kabupaten.kind == "kota" else "kab")
    yield "name", f"{name}.desa.id"
    yield "hyphened name", f"{hyphened}.desa.id"
    yield "desa and name", f"desa-{name}.desa.id"
    yield "name-kabupaten", f"{name}-{area}.desa.id"
    yield "name-kabupaten, hyphened", f"{hyphened}-{hyphens(kabupaten.plain_name)}.desa.id"
    yield "name-kecamatan", f"{name}-{district}.desa.id"
    yield "name-kecamatan-kabupaten", f"{name}-{district}-{area}.desa.id"
    yield "name-provinsi", f"{name}-{squash(provinsi.name)}.desa.id"
    yield "name-abbreviation", f"{name}-{consonants(area)}.desa.id"
    yield "name-initials", f"{name}-{initials(kabupaten.plain_name)}.desa.id"
    yield "name and kabupaten in one", f"{name}{area}.desa.id"
    yield "below the kabupaten", f"{name}.{government}.go.id"
    yield "desa-name below the kabupaten", f"desa-{name}.{government}.go.id"
    yield "name-kecamatan below the kabupaten", f"{name}-{district}.{government}.go.id"
    yield "a host for villages", f"{name}.desa{government}.id"
    yield "own domain", f"{name}.id"
    yield "own domain with desa", f"desa{name}.id"


def hyphens(name: str) -> str:
    return "-".join(filter(None, map(squash, re.split(r"[ /()-]+", name))))


def consonants(area: str) -> str:
    """ "bjn" of "bojonegoro"."""
    return (area[0] + re.sub(r"[aeiou]", "", area[1:]))[:3]


def initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name.lower()))


if __name__ == "__main__":
    main()
