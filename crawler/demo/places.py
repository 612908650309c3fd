"""Where the demo's villages lie, and who receives the programme there: provinces that do not exist, with codes that no
region has.

Two more villages are in the list of recipients and have no site, so that silence is to be seen, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.layout import Collection
from archive.model import Seed
from archive.recipients import add_recipients, make_recipient
from archive.regions.own import regions_file
from archive.seeds import write_seeds
from archive.urls import site_key
from crawler.demo.server import DemoSite

# In the order of SITES.
_VILLAGES = ("98.01.01.2001", "98.02.01.2001", "99.01.01.2001")
_REGIONS = (
    ("98", "Umpama", -6.2, 107.4),
    ("98.01", "Kabupaten Ibarat", -6.4, 107.1),
    ("98.01.01", "Andaikata", -6.4, 107.2),
    ("98.01.01.2001", "Contohrejo", -6.41, 107.21),
    ("98.02", "Kabupaten Permisalan", -6.1, 107.9),
    ("98.02.01", "Seandainya", -6.1, 107.8),
    ("98.02.01.2001", "Umpama Jaya", -6.12, 107.82),
    ("98.02.01.2002", "Seumpama Makmur", -6.13, 107.86),
    ("99", "Misal Timur", -2.9, 133.2),
    ("99.01", "Kabupaten Andaian", -2.9, 133.2),
    ("99.01.01", "Misalkan", -2.9, 133.3),
    ("99.01.01.2001", "Kampung Misalnya", -2.92, 133.31),
    ("99.01.01.2002", "Kampung Bilamana", -2.95, 133.36),
)
_ZONES = {"98": "WIB", "99": "WIT"}


def place_demo(collection: Collection, sites: Sequence[DemoSite]) -> Collection:
    """Write regions, sites and recipients into a new collection; the collection that knows them."""
    lines = ["kode_wilayah,name,latitude,longitude", *(",".join(map(str, row)) for row in _REGIONS)]
    regions_file(collection.root).write_text("\n".join([*lines, ""]), "utf-8")
    write_seeds(
        collection.seeds_file,
        [
            Seed(id=site_key(site.url), url=site.url, name=site.name, kode_wilayah=code, zone=_ZONES[code[:2]])
            for site, code in zip(sites, _VILLAGES, strict=True)
        ],
    )
    names = {code: name for code, name, *_ in _REGIONS}
    add_recipients(
        collection.root,
        [
            make_recipient(
                {
                    "name": f"Perpustakaan {names[code]}",
                    "desa": names[code],
                    "kecamatan": names[code[:8]],
                    "kabupaten": names[code[:5]],
                    "provinsi": names[code[:2]],
                    "kode_wilayah": code,
                    "year": "2022",
                },
                "contoh SK",
            )
            for code in names
            if len(code) == 13
        ],
    )
    return Collection.open(collection.root)
