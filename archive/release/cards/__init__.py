"""The descriptions of a release, each in the form that others read: a function of a Release that gives a whole file.

readme        dataset card of Hugging Face, with the data sheet (datasheet)
data_package  Frictionless Data Package
croissant     Croissant 1.0
citation      CITATION.cff 1.2.0
data_cite     DataCite 4.5
ro_crate      RO-Crate 1.1
rights        who may do what with which part
news          CHANGES.md
summary       release.json: counts, what was covered, files
"""

from __future__ import annotations

from collections.abc import Callable

from archive.release.cards.citation import citation_cff
from archive.release.cards.croissant import croissant_json
from archive.release.cards.data_cite import datacite_json
from archive.release.cards.data_package import datapackage_json
from archive.release.cards.news import changes_md
from archive.release.cards.readme import readme_md
from archive.release.cards.rights import license_md
from archive.release.cards.ro_crate import ro_crate_json
from archive.release.cards.summary import release_json
from archive.release.described import Release

CARDS: dict[str, Callable[[Release], bytes]] = {
    "README.md": readme_md,
    "LICENSE.md": license_md,
    "CHANGES.md": changes_md,
    "CITATION.cff": citation_cff,
    "datacite.json": datacite_json,
    "datapackage.json": datapackage_json,
    "croissant.json": croissant_json,
    "ro-crate-metadata.json": ro_crate_json,
    "release.json": release_json,
}
