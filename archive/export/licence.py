"""Under which terms a file may be used: what the archive wrote, what is the villages', what is others'."""

from __future__ import annotations

from typing import Any

from archive.config import Licence
from archive.regions import ATTRIBUTION

_ADDRESSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
}


def licence_facts(licence: Licence) -> dict[str, Any]:
    """What a manifest says of rights. `index` names a licence as SPDX does."""
    facts: dict[str, Any] = {
        "index": {
            "name": licence.index,
            "url": licence.index_url or _ADDRESSES.get(licence.index),
            "covers": "What the archive wrote of the pages: facts, scores, codes, dates, links, pointers.",
        },
        "texts": "Titles and texts stay the property of the villages that publish them. Quote them with their address.",
        "pictures": "Pictures and captions stay their makers' and villages'. Name the credit that stands with each.",
        "regions": ATTRIBUTION,
    }
    return facts | ({"note": licence.note} if licence.note else {})
