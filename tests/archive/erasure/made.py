"""A small collection with all that an erasure meets: revisits in later files, a picture, a copy, reports, an import."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from archive import Collection
from archive.access.takedowns import add_step
from archive.config import Who
from archive.layout import stem_of
from archive.warc.writer import WarcWriter
from crawler.rebuild import rebuild_documents, rebuild_indexes
from tests.archive.conftest import WARCINFO
from tests.archive.replay.stored import JPEG, SITE, answer, store

SECRET = "Rahasia keluarga Fulan bin Fulan"
GONE = f"{SITE}/2026/11/rahasia/"
TAKEDOWN = "t-20261126-000001"


def page(title: str, words: str = "warga berkumpul di balai desa", more: str = "") -> bytes:
    body = f"<p>{title}: {words} untuk belajar menjahit bersama.</p>" * 4
    return answer(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}{more}</article></body></html>"
    )


def make_collection(root: Path) -> Collection:
    made = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    secret = page(SECRET, more='<img src="/foto/rahasia.jpg">')
    store(
        made,
        ("/2026/11/biasa/", page("Berita biasa saja di desa")),
        (GONE, secret),
        ("/foto/rahasia.jpg", answer(JPEG, "image/jpeg")),
    )
    # The same bytes at another address, which stays; the same address again, which goes, too.
    store(made, ("/salinan/", secret, 1), (GONE, secret, 2), ("/2026/11/lain/", page("Berita lain dari dusun"), 2))
    store(made, ("/2026/11/nanti/", page("Berita yang nanti saja"), 3))
    write_report(made)
    rebuild_indexes(made, lambda *told: None)
    rebuild_documents(made, lambda *told: None, workers=1)
    request_erasure(made, {"kind": "address", "value": GONE})
    return made


def write_report(made: Collection) -> None:
    """A job's folder that quotes the page, and the copy of it that the job kept in a WARC."""
    folder = made.crawl_folder("20261125000000-abcd")
    folder.mkdir(parents=True)
    events = [{"event": "new", "site": "s", "url": url, "title": title, "found_at": "2026-11-25T12:00:00Z"}
              for url, title in ((GONE, SECRET), (f"{GONE}lagi/", "Berita lain lagi"))]  # fmt: skip
    files = {
        "events.jsonl": "".join(json.dumps(one) + "\n" for one in events),
        "failures.csv": f'time,site,url,reason,detail\r\n1,s,{GONE},x,"dua\r\nbaris"\r\n2,s,{SITE}/b,x,y\r\n',
        "report.html": f"<p>{SECRET} &amp; lainnya</p>",
        "log.txt": f"12:00 INFO Capture stored: {GONE}\n12:01 INFO Capture stored: {SITE}/b\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, newline="")
    warcs = [made.warc_file(stem).name for stem in made.stems()]
    report = {"schema": "lumbung-crawl/1", "crawl_id": folder.name, "started_at": "2026-11-25T00:00:00Z",
              "finished_at": "2026-11-25T01:00:00Z", "finish_reason": "finished", "sites": [], "totals": {}, "warcs": warcs}  # fmt: skip
    (folder / "report.json").write_text(json.dumps(report))
    writer = WarcWriter(made, WARCINFO)
    writer.write_resource(
        f"urn:lumbung:{folder.name}:events.jsonl", "application/jsonl", files["events.jsonl"].encode()
    )
    writer.write_resource(f"urn:lumbung:{folder.name}:seeds.csv", "text/csv", b"id,url\r\n")
    writer.finish()


def request_erasure(made: Collection, *what: dict[str, Any], takedown: str = TAKEDOWN) -> None:
    """Asked for, and granted."""
    targets = [{"after": None, "before": None, **one} for one in what]
    add_step(made.root, takedown, "request", "Uji", what=targets, asked_by="subject", reason="melindungi anak", received_on="2026-11-25", public_reason=None)  # fmt: skip
    add_step(made.root, takedown, "outcome", "Uji", outcome="granted", reason="melindungi anak")


def all_bytes(made: Collection) -> bytes:
    """Everything below the collection's folder, WARCs unpacked, without what people wrote of the takedown."""
    found = []
    for path in sorted(made.root.rglob("*")):
        if path.is_file() and path.name != "takedowns.jsonl":
            content = path.read_bytes()
            found.append(gzip.decompress(content) if path.name.endswith(".gz") else content)
    return b"\n".join(found)


def stems_of_page(made: Collection) -> list[str]:
    return [stem_of(one.warc_filename) for one in made.captures() if one.url == GONE]
