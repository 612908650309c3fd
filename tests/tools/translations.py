"""Brings archive/room/locale/en.po up to date: `python -m tests.tools.translations`; exit 1 while any is untranslated.

Collects what the reading room says, keeps the English there is, drops what is said no more. Then translate the empty
`msgstr ""` in the file by hand. tests/archive/room/test_translations.py fails until all of it is done.
"""

from __future__ import annotations

import io
import os.path
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOM = Path(__file__).parents[2] / "archive" / "room"
EXPORT = ROOM.parent / "export"
PO = ROOM / "locale" / "en.po"

_KEYWORDS = {"N_": None, "_": None, "gettext": None}


def said() -> Iterator[tuple[str, str]]:
    """Each text that the room and its files say, and the file that says it."""
    for path in sorted((*ROOM.rglob("*.py"), *ROOM.rglob("*.html"), *EXPORT.rglob("*.py"))):
        method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
        options = {"trimmed": "false", "silent": "false"}
        with path.open("rb") as file:
            for _, message, _, _ in extract(method, file, keywords=_KEYWORDS, options=options):
                texts = message if isinstance(message, tuple) else (message,)
                yield from ((text, os.path.relpath(path, ROOM)) for text in texts if text)


def read_english() -> Catalog:
    """The translations there are."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def main() -> int:
    former = read_english()
    catalog = Catalog(locale="en", project="Lumbung", copyright_holder="Lumbung", charset="utf-8")
    homes: dict[str, list[str]] = {}
    for text, home in said():
        homes.setdefault(text, []).append(home)
    for text in sorted(homes, key=lambda text: (homes[text][0], text)):
        known = former.get(text)
        comments = [", ".join(sorted(set(homes[text])))]
        catalog.add(text, known.string if known else "", auto_comments=comments)
    written = io.BytesIO()
    write_po(written, catalog, omit_header=True, width=120)
    head = b'# English for the reading room. Made complete by: python -m tests.tools.translations\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    PO.write_bytes(head + written.getvalue())
    missing = [message.id for message in catalog if message.id and not message.string]
    print(f"{len(homes)} texts, {len(missing)} without English")
    for text in missing:
        print(f"  {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
