"""Pages about children: what a data-protection law treats with care, whoever published it.

A word of small children or pupils in the title is enough, for then the page is about them. In the text it takes
three such words, for a sentence about the village's school is in many a report. Words about those who work with
children, and "anak" of a river, a firm or a staircase, are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from spiders.flags import Detail, detail

if TYPE_CHECKING:
    from archive.model import Document

_ENOUGH = 3


def children(document: Document) -> list[Detail]:
    """At most three details: of the title, or of the text."""
    if title := document.title:
        for start, end in find(title):
            return [detail("children", title[start:end], start, end, where="title")]
    text = document.text or ""
    found = list(islice(find(text), _ENOUGH))
    if len(found) < _ENOUGH:
        return []
    return [detail("children", text[start:end], start, end, where="text") for start, end in found]


def find(text: str) -> Iterator[tuple[int, int]]:
    """Where a text speaks of children, as text[start:end]."""
    lower = text.lower()
    if not (any(stem in lower for stem in _STEMS) or any(school in text for school in _SCHOOLS)):
        return
    for found in _CHILDREN.finditer(text):
        if not _GROWN_UP.search(text, max(0, found.start() - 40), found.start()):
            yield found.span()


# One of these is in all that the pattern finds, and looking for them costs a fiftieth of it.
_STEMS = (
    "anak-anak", "anak ", "bawah umur", "balita", "batita", "baduta", "bayi", "bocah", "paud", "taman kanak", "bermain",
    "siswa", "siswi", "murid", "pelajar", "massal",
)  # fmt: skip
_SCHOOLS = ("TK ", "RA ", "SD", "MI")
# Each alternative begins with letters of its own: the engine passes over a word after one look at it.
_CHILDREN = re.compile(
    r"\b(?:(?i:anak(?:-anak)? (?:di ?bawah umur|usia dini|usia sekolah|sekolah|yatim|balita|stunting|disabilitas"
    r"|berkebutuhan khusus|putus sekolah|paud|tk|sd|didik)|anak-anak|di bawah umur|balita|batita|baduta|bayi|bocah"
    r"|paud|taman kanak-kanak|kelompok bermain|(?:siswa|siswi|murid|pelajar)(?:[ /-]siswi)?"
    r"(?: kelas \w{1,4})? (?:sd[nk]?|mi[ns]?|tk|ra|paud|smp[n]?|mts[n]?|sekolah dasar|madrasah ibtidaiyah)"
    r"|sunatan massal|khitanan massal)"
    r"|(?<!\d )(?:TK|RA|SDN?|MIN?) (?!II?I?\b|Kartini|KARTINI|Kab|KAB|Kec|KEC|Prov|PROV|Nas|NAS)"
    r"(?=[A-Z0-9])[^\s,.;:]{1,20})(?![\w-])"
)

# "TK" and "SD" are levels, labour and "up to", too; what comes right before them tells.
_GROWN_UP = re.compile(
    r"\b(?:guru|pendidik|tenaga pendidik|pengajar|pengelola|bunda|kader|kepala|insentif|honor|gaji|ketua|pengurus"
    r"|himpaudi|gedung|rehab|pembangunan|renovasi|atap|halaman|jembatan|jalan|depan|simpang|lulusan|tamatan|ijazah|eks|alumni"
    r"|aula|lapangan|pekerja|buruh)(?: (?:sekolah|posyandu|guru|tk|sd|lokasi|dan|ke|menuju))?[ /]\Z",
    re.IGNORECASE,
)
