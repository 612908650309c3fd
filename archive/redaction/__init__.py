"""Personal data out of what is shown or leaves the archive: the one place where that is done.

    lines      a line of documents/*.jsonl: where the reader flagged something, and wherever the line says it again
    unflagged  texts that no reader looked at: tags, categories, places
    addresses  addresses of pages and pictures, whose slugs repeat what titles say; percent-encoded, too

The reading room covers what people read (`redacted`) and keeps addresses, which lead to archived copies; exports and
releases cover addresses as well (`redacted_for_others`). The WARC is never touched, and documents/*.jsonl keeps what
the page says. Numbers and addresses of an office stay, where the reader says that they are one's.
"""

from archive.redaction.addresses import covered
from archive.redaction.cover import COVER, KINDS, Counts
from archive.redaction.lines import Redaction, redacted, redacted_for_others, without_numbers

__all__ = [
    "COVER",
    "KINDS",
    "Counts",
    "Redaction",
    "covered",
    "redacted",
    "redacted_for_others",
    "without_numbers",
]
