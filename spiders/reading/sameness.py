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
    kept = (_plain(_COUNTERS.sub(" ", paragraph)) for paragraph in text.split("\n") if not _BOX.match(paragraph))
    return [paragraph for paragraph in kept if paragraph]


def _plain(text: str) -> str:
    """Letters and digits only: quotes, dashes and spaces differ between themes and plugins."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded))


_NUMBER = r"\d[\d.,]*\s*(?:k|rb|ribu|jt)?"
_COUNTERS = re.compile(
    rf"(?:telah\s+|sudah\s+)?\b(?:di\s?baca|dilihat|ditonton|diunduh|dibagikan|dikunjungi|dibuka|views?|hits?|reads?|"
    rf"shares?|likes?|komentar|comments?|tayangan|pembaca|pengunjung|kunjungan|klik)\b\s*[:=]?\s*\(?{_NUMBER}\)?"
    rf"(?:\s*(?:kali|x|orang|views?|pembaca)\b)?"
    rf"|\b{_NUMBER}\s*(?:kali\s+(?:di\s?baca|dilihat|ditonton|diunduh|dikunjungi)|x\s+(?:di\s?baca|dilihat)|views?\b|"
    rf"hits?\b|reads?\b|shares?\b|likes?\b|komentar\b|comments?\b|tayangan\b|pembaca\b|pengunjung\b|kunjungan\b)"
    rf"|\b(?:\d+|se)\s*(?:detik|menit|jam|hari|minggu|bulan|tahun)\s+(?:yang\s+)?lalu\b"
    rf"|\b\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+ago\b",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\s*(?:baca\s+(?:juga|pula)|lihat\s+juga|simak\s+juga|artikel\s+(?:terkait|lainnya|terbaru)|berita\s+(?:terkait|lainnya|"
    r"terbaru)|related\s+(?:posts?|articles?)|read\s+(?:also|more)|(?:hari\s+ini|kemarin|bulan\s+ini|total(?:\s+\w+)?|"
    r"online|statistik(?:\s+\w+)?|sistem\s+operasi|ip\s+address|browser)\s*[:=]?\s*[\d.,]*\s*$)",
    re.IGNORECASE,
)
