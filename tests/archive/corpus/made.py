"""Three villages, five articles, a picture and a revisit: made up, and stored as a crawl stores them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive import Capture, Collection
from archive.catalogue.update import open_catalogue
from archive.config import Who
from archive.index.documents import capture_pointer, dump_line
from archive.layout import stem_of
from tests.archive.catalogue.lines import Documents, Line
from tests.archive.replay.stored import JPEG, NOON, answer, store

SUKA, MAJU, LAIN = "http://sukacontoh.desa.example", "http://majucontoh.desa.example", "http://laincontoh.desa.example"
PHONE = "081234567890"
RELEASE = (
    "Perpustakaan desa mengadakan pelatihan menjahit bagi ibu rumah tangga selama tiga hari di balai desa. Peserta "
    "belajar membuat pola, menjahit baju dan memasarkan hasilnya lewat internet. Kepala desa berharap warga mandiri."
)
# One of them tells a number in its address, too.
PAGES: tuple[tuple[str, str], ...] = (
    (f"{SUKA}/jahit", f'<a href="{MAJU}/jahit">Desa tetangga</a> <a href="https://wa.me/62{PHONE[1:]}">WA</a>'),
    (f"{MAJU}/jahit", f'<a href="{SUKA}/jahit" rel="nofollow">Asal</a> <a href="/profil">Profil</a>'),
    (f"{SUKA}/baca", f'<a href="{MAJU}/a">a</a><a href="{LAIN}/">luar</a><a href="javascript:x()">x</a>'),
    (f"{LAIN}/kerja-hubungi-{PHONE}", f'<p><a href="{SUKA}/">WA {PHONE} atau umpama@contoh.example</a>'),
    (f"{SUKA}/lama", "<p>lama"),
)


def made_collection(root: Path) -> Collection:
    collection = Collection.create(root, Who(operator="Uji", contact="uji@contoh.example"))
    captures = store(
        collection,
        *((url, answer(f"<!doctype html><title>x</title>{html}")) for url, html in PAGES),
        (f"{SUKA}/foto.jpg", answer(JPEG, "image/jpeg")),
    )
    store(collection, (f"{MAJU}/salinan.jpg", answer(JPEG, "image/jpeg"), 1))  # a revisit
    write_documents(collection, lines(collection, captures))
    open_catalogue(collection).dispose()
    return collection


def lines(collection: Collection, captures: list[Capture]) -> list[Line]:
    of = {capture.url: capture for capture in captures}
    make = Documents(collection).line
    programme = make()["programme"]
    caption = {"text": "Peserta menjahit", "credit": None, "image_url": f"{SUKA}/foto.jpg", "alt": None,
               "raw": "Peserta menjahit", "image": capture_pointer(of[f"{SUKA}/foto.jpg"]), "image_status": "archived",
               "original_url": None}  # fmt: skip
    phone = f" Hubungi {PHONE}."
    detail = {"flag": "personal_data", "kind": "phone", "where": "text", "quote": "08",
              "start": len(RELEASE) + len(" Hubungi "), "end": len(RELEASE) + len(phone) - 1}  # fmt: skip
    first = make("jahit", title="Pelatihan <b>menjahit</b>", text=RELEASE + phone, published_at="2024-05-02",
                 captions=[caption], flags=["personal_data"], flag_details=[detail],
                 programme=programme | {"activities": ["pelatihan_keterampilan"]})  # fmt: skip
    copy = make("salinan", title="Ibu-ibu menjahit", text=RELEASE + " Demikian.", published_at="2024-06-11",
                story_id=first["article_id"], near_duplicate_of=first["id"],
                village={"kode_wilayah": "18.04.05.2001"})  # fmt: skip
    reading = make("baca", title='=HYPERLINK("x")', text="Anak membaca buku di perpustakaan.\n\nBuku baru tiba.",
                   published_at="2025-01-20")  # fmt: skip
    other = make("kerja", title="Kerja bakti", text="Warga membersihkan parit.", published_at=None,
                 village={"kode_wilayah": "33.01.01.2001"},
                 programme=programme | {"relevant": False, "relation": "none", "score": 0.0})  # fmt: skip
    # Its tags were not looked through: no flag tells of the number.
    old = make("lama", title="Perpustakaan dibuka", text="Buku dan buku.", published_at="2019-03-03",
               tags=["buku", f"WA {PHONE}"])  # fmt: skip
    made = [first, copy, reading, other, old]
    for line, (url, _) in zip(made, PAGES, strict=True):
        point(line, of[url])
    copy["near_duplicate_of"] = first["id"]
    return made


def point(line: Line, capture: Capture) -> None:
    """Let a line be read from a capture."""
    line |= {"id": capture.record_id, "url": capture.url, "capture": capture_pointer(capture)}
    line["captured_at"] = NOON.replace(tzinfo=None).isoformat() + "Z"


def write_documents(collection: Collection, made: Iterable[Line]) -> None:
    """Each into the file of its WARC."""
    by_stem: dict[str, list[dict[str, Any]]] = {}
    for line in made:
        by_stem.setdefault(stem_of(line["capture"]["warc_filename"]), []).append(line)
    for stem, some in by_stem.items():
        collection.documents_file(stem).write_bytes(b"".join(map(dump_line, some)))
