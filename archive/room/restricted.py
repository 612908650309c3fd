"""What is said where somebody asks for the very page that may not be shown: 451, and why, as far as that is public.

Lists, counts and searches are silent about it: only who knows the address is told that there is something.
"""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.access.current import access_of
from archive.access.entries import Entry
from archive.catalogue.restricting import restriction_of
from archive.index.lookup import Lookup
from archive.replay.access import why_not
from archive.room.language import N_, Language
from archive.room.room import Room
from archive.room.web import language_of

STATUS = 451  # RFC 7725


def refuse_restricted_article(room: Room, connection: Connection, article_id: str, request: Request) -> None:
    """Raises HTTPException 451 when there is such an article and it may not be shown; else does nothing."""
    line = restriction_of(connection, article_id)
    if line is None:
        return
    entry = access_of(room.collection.root).decision_of_line(line)
    raise HTTPException(STATUS, words_of(entry, language_of(request)))


def refuse_restricted_address(room: Room, lookup: Lookup, url: str, speech: Language) -> None:
    """The same of an archived address, where nothing of it was found that may be shown."""
    entry = why_not(room.collection, lookup.of(url))
    if entry:
        raise HTTPException(STATUS, words_of(entry, speech))


def words_of(entry: Entry | None, speech: Language) -> str:
    """Never who asked for it, nor the reason that staff noted."""
    if entry and entry.level == "staff":
        words = speech.say(N_("Halaman ini hanya untuk petugas arsip."))
    else:
        words = speech.say(N_("Halaman ini tidak dapat ditampilkan atas permintaan."))
    if entry and entry.public_reason:
        words += " " + speech.say(N_("Alasan: %(reason)s"), reason=entry.public_reason)
    return words
