"""Whether an author is a person, or the account or office that posted."""

from __future__ import annotations

import re
from typing import Literal

from archive.urls import UrlError, site_key
from spiders.platforms.marks import words_of

AuthorKind = Literal["person", "account"]

_OFFICE = re.compile(
    r"\b(?:admin\w*|superuser|super user|root|webmaster|operator|redaksi\w*|tim|team|humas|sid|opensid|pemdes|pemkab|"
    r"pemerintah|pemerintahan|desa|kelurahan|kampung|nagari|gampong|pekon|tiyuh|kalurahan|kecamatan|kabupaten|kota|"
    r"perpustakaan|perpusdes|dinas|kantor|balai|website|web|user|editor|kim|ppid|pkk|bumdes|karang taruna|"
    r"diskominfo|kominfo|kkn|sekretariat|media|news|online|unknown|anonim|anonymous)\b"
)
_HANDLE = re.compile(r"\S*[\d_@]\S*|[a-z]\S*\.\S+")


def author_kind(author: str | None, url: str) -> AuthorKind | None:
    """ "Admin Desa", "super_user2" and the site's own name are accounts; None where nobody is named."""
    if author is None:
        return None
    shown = author.strip()
    folded = words_of(shown)
    if _OFFICE.search(folded) or _HANDLE.fullmatch(shown) or folded.replace(" ", "") in _labels(url):
        return "account"
    # One word in small letters is what someone logs in with.
    return "account" if " " not in shown and shown.islower() else "person"


def _labels(url: str) -> set[str]:
    """What the host is called: "contohrejo" of contohrejo.desa.id, "contoh" and "rejo" of contoh-rejo.desa.id."""
    try:
        first = site_key(url).partition(".")[0]
    except UrlError:
        return set()
    return {first.replace("-", ""), *first.split("-")}
