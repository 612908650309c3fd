"""What a page itself says an abbreviation stands for: "Tempat Pengolahan Barang Sampah (TPBS)" is no programme."""

from __future__ import annotations

import re

# What ours stand for has one of these.
_OURS = re.compile(r"perpus|pustaka|inklu|inskl|peer|pear|stake|strategi|sebaya|budaya", re.IGNORECASE)
_BEFORE = re.compile(r"\b((?:[\w'’-]{1,30}[ \t]{1,3}){2,8})\(\s{0,3}([A-Z]{3,6})\s{0,3}\)")
_AFTER = re.compile(r"\b([A-Z]{3,6})\s*\(\s{0,3}((?:[\w'’-]{1,30}[ \t]{1,3}){1,7}[\w'’-]{1,30})\s{0,3}\)")


def expanded_elsewhere(texts: list[str]) -> set[str]:
    """The abbreviations, in small letters, that the texts expand to something else than ours."""
    found: set[str] = set()
    for text in texts:
        pairs = [(match[1], match[2]) for match in _BEFORE.finditer(text)]
        pairs += [(match[2], match[1]) for match in _AFTER.finditer(text)]
        for words, short in pairs:
            initials = "".join(word[0] for word in words.lower().split() if word not in ("dan", "di", "untuk"))
            meaning = " ".join(words.split()[-len(short) - 2 :])
            is_meant = initials.endswith(short.lower()) or initials.startswith(short.lower())
            if is_meant and not _OURS.search(meaning):
                found.add(short.lower())
    return found
