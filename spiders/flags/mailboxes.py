"""E-mail addresses at providers of private mailboxes; those at a domain of its own are an office's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spiders.flags.digits import OFFICE, Found, words_before


def emails(text: str) -> Iterator[Found]:
    at = text.find("@")
    while at >= 0:
        name = text[max(0, at - 64) : at]
        start = at - (len(name) - len(name.rstrip(_LOCAL)))
        start += len(text[start:at]) - len(text[start:at].lstrip(".-"))
        host = _HOST.match(text, at + 1)
        if host and start < at and host[0].lower() in _MAILBOXES:
            local = text[start:at].lower()
            office = OFFICE.search(words_before(text, start)) or _OFFICE_NAME.search(local)
            yield Found("email", start, host.end(), office is not None)
        at = text.find("@", at + 1)


_LOCAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._%+-"
_HOST = re.compile(r"(?:[A-Za-z0-9\-]{1,40}\.){1,2}[A-Za-z]{2,4}(?![A-Za-z0-9])")
_MAILBOXES = frozenset({
    "gmail.com", "gmail.co.id", "googlemail.com", "yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com",
    "hotmail.com", "hotmail.co.id", "outlook.com", "outlook.co.id", "live.com", "msn.com", "icloud.com", "me.com",
    "aol.com", "mail.com", "gmx.com", "zoho.com", "yandex.com", "proton.me", "protonmail.com", "tutanota.com",
})  # fmt: skip
_OFFICE_NAME = re.compile(
    r"desa|pemdes|kampung|kelurahan|kalurahan|nagari|gampong|pekon|tiyuh|kecamatan|kantor|perpus|bumdes|puskesmas|pkm|sekolah"
    r"|sdn|smpn|paud|karangtaruna|humas|info|admin|redaksi"
)
