"""One saved page of a real site through the real command, against what a person knows of it.

    python -m tests.real.saved_site FOLDER EXPECTED.json --host contoh.desa.id

FOLDER is served on loopback and crawled; then the captured page is read once more as of its own host, which loopback
does not tell. EXPECTED.json: path, title, published, author, dateline, first_words, last_words, paragraphs, captions
(text, credit, image), village (kode_wilayah), programme (relevant, activities, event_start, event_end, place,
participants, kabupaten), never_in_text. Prints what differs; exit 1 if anything does.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from archive import Document
from archive.warc.reader import read_page_of
from spiders.reading.read import read_page
from tests.end_to_end.conftest import crawl, new_collection


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def send_head(self) -> Any:
        if self.path.partition("?")[0] == "/feed/":
            self.path = "/feed/index.xml"
        return super().send_head()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def captured(folder: Path, path: str, host: str) -> tuple[Document, Document]:
    """The document of the crawl, and what the same record says as a page of its own host."""
    with tempfile.TemporaryDirectory() as scratch, served(folder) as url:
        collection = new_collection(Path(scratch) / "koleksi")
        run = crawl(collection, url)
        assert run.code == 0, run.err
        (document,) = (one for one in collection.documents() if one.url.endswith(path))
        page = read_page_of(collection.archive / document.capture.warc_filename, document.capture.offset)
        own = replace(page, url=f"http://{host}{path}")
        return document, read_page(own, document.capture, None)


def differences(document: Document, own: Document, expected: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What is read and what is known, where they differ."""
    text, programme, known = document.text or "", document.programme or {}, expected["programme"]
    pairs = {
        "title": (document.title, expected["title"]),
        "published": (str(document.published_at)[:10], expected["published"]),
        "author": (document.author, expected["author"]),
        "dateline": (document.dateline, expected["dateline"]),
        "first words": (text.startswith(expected["first_words"]), True),
        "last words": (text.endswith(expected["last_words"]), True),
        "paragraphs": (len(text.split("\n\n")), expected["paragraphs"]),
        "never in text": ([words for words in expected["never_in_text"] if words in text], []),
        "captions": (
            [(one.text, one.credit) for one in document.captions],
            [(one["text"], one["credit"]) for one in expected["captions"]],
        ),
        "pictures": ([one.image_status for one in document.captions], ["archived"] * len(expected["captions"])),
        "village": ((own.village or {}).get("kode_wilayah"), expected["village"]["kode_wilayah"]),
        "kabupaten": (
            sorted(one["name"] for one in own.regions or () if one["level"] == "kabupaten"),
            sorted(f"Kabupaten {name}" for name in known["kabupaten"]),
        ),
        "place": (words_of(programme.get("place")), words_of(known["place"])),
    }
    for field in ("relevant", "activities", "event_start", "event_end", "participants"):
        pairs[field] = (programme.get(field), known[field])
    yield from ((name, read, wanted) for name, (read, wanted) in pairs.items() if read != wanted)
    for fact in programme.get("facts", ()):
        if str(fact["quote"]) == "":
            yield "sentence", fact, "a sentence"


def words_of(text: str | None) -> list[str]:
    return (text or "").replace(",", " ").split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("expected", type=Path)
    parser.add_argument("--host", required=True)
    given = parser.parse_args()
    expected = json.loads(given.expected.read_text("utf-8"))
    document, own = captured(given.folder, expected["path"], given.host)
    found = list(differences(document, own, expected))
    for name, read, wanted in found:
        print(f"{name}: read {read!r}, known {wanted!r}")
    for fact in (document.programme or {})["facts"]:
        print(f"  {fact['field']} {fact['value']}: {fact['quote'][:150]}")
    print("as known" if not found else f"{len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
