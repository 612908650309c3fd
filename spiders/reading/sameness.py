"""Whether two readings of an article say the same to a reader: apart from counters, clocks and boxes that change.

What a reader of pages leaves out (menus, side bars) never gets here; what themes put into the text itself does:
"Dibaca 1.204 kali", "2 jam yang lalu", "Baca juga: …", a visitors' table.
"""

from __future__ import annotations

import re
import unicodedata

from archive.model import Document


def says_the_same(before: Document, after: Document) -> bool:
    """Title, text and captions compared; not dates, authors or tags, which themes show in many ways."""
    return _said(before) == _said(after)


def _said(document: Document) -> tuple[str, list[str], list[tuple[str, str]]]:
    captions = [(_plain(caption.text or ""), _plain(caption.credit or "")) for caption in document.captions]
    return _plain(document.title or ""), _paragraphs(document.text or ""), [one for one in captions if any(one)]


def _paragraphs(text: str) -> list[str]:
    blocks = (block.strip().split("\n") for block in re.split(r"\n\s*\n", text))
    # What stands below "Baca juga:" in one block belongs to it.
    lines = [line for block in blocks if not _BOX.match(block[0]) for line in block if not _BOX.match(line)]
    return [paragraph for line in lines if (paragraph := _plain(_without_counters(line)))]


def _without_counters(line: str) -> str:
    """A line without what counts its readers or tells its age. A sentence that says how many visitors a library had
    is no counter: only what stands alone between bars or dots, and in a short line what is said of readings only."""
    parts = [part for part in _BARS.split(line) if not _COUNTER.fullmatch(part.strip(" .()"))]
    kept = " ".join(parts)
    return _READINGS.sub(" ", kept) if len(kept.split()) <= _SHORT else kept


def _plain(text: str) -> str:
    """Letters and digits only: quotes, dashes and spaces differ between themes and plugins."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


# Words of a line below a headline: "Oleh Admin Desa, 12 Mei 2026, dibaca 1.204 kali".
_SHORT = 15
_BARS = re.compile(r"\s[|•·/–—-]\s|[|•·]|\s{2,}|\t|,\s")
_NUMBER = r"\d[\d.,]*\s*(?:k|rb|ribu|jt)?"
_ALREADY = r"(?:(?:artikel|berita|halaman|tulisan|postingan)\s+ini\s+)?(?:telah\s+|sudah\s+)?"
_AGE = (
    r"(?:\d+|se)\s*(?:detik|menit|jam|hari|minggu|bulan|tahun)\s+(?:yang\s+)?lalu"
    r"|\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+ago"
)
_OF_READERS = (
    r"di\s?baca|dilihat|ditonton|diunduh|dibagikan|dikunjungi|dibuka|views?|hits?|reads?|shares?|likes?|komentar|"
    r"comments?|tayangan|pembaca|pengunjung|kunjungan|klik"
)
_COUNTER = re.compile(
    rf"{_ALREADY}(?:jumlah\s+)?(?:{_OF_READERS})\s*[:=]?\s*\(?{_NUMBER}\)?(?:\s*(?:kali|x|orang|views?|pembaca))?"
    rf"|{_NUMBER}\s*(?:kali\s+|x\s+)?(?:{_OF_READERS})"
    rf"|(?:(?:diposting|diterbitkan|diperbarui|posted|updated)\s+)?(?:{_AGE})",
    re.IGNORECASE,
)
_READINGS = re.compile(
    rf"{_ALREADY}\b(?:di\s?baca|dilihat|ditonton)\s*[:=]?\s*{_NUMBER}\s*(?:kali|x)\b"
    rf"|\b{_NUMBER}\s*(?:(?:kali|x)\s+(?:di\s?baca|dilihat|ditonton)|views?|hits?)\b"
    rf"|\b(?:views?|hits?)\s*[:=]\s*{_NUMBER}|\b(?:{_AGE})\b",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\s*(?:baca\s+(?:juga|pula)|lihat\s+juga|simak\s+juga|artikel\s+(?:terkait|lainnya|terbaru)|berita\s+(?:terkait|lainnya|"
    r"terbaru)|related\s+(?:posts?|articles?)|read\s+(?:also|more)|(?:hari\s+ini|kemarin|bulan\s+ini|total(?:\s+\w+)?|"
    r"online|statistik(?:\s+\w+)?|sistem\s+operasi|ip\s+address|browser)\s*[:=]?\s*[\d.,]*\s*$)",
    re.IGNORECASE,
)
