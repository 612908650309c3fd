"""What a file says of itself: what was asked, what was counted, of which archive and when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from archive.catalogue import tables
from archive.catalogue.counts import Count
from archive.catalogue.query import Query
from archive.catalogue.remembered import remembered
from archive.export.cells import Cell
from archive.export.words import question
from archive.layout import Collection
from archive.regions import ATTRIBUTION
from archive.room.language import JAKARTA, N_, Language
from archive.version import VERSION

Fact = tuple[str, Cell]

CAUTION = N_(
    "Tidak ada berita bukan berarti tidak ada kegiatan: banyak desa tidak menulis di situsnya, dan tidak semua situs "
    "dipanen."
)
RIGHTS = N_(
    "Teks dan gambar milik desa yang menerbitkannya; kutip dengan menyebut sumbernya. Nomor dan alamat pribadi ditutup "
    "dalam berkas ini; arsip aslinya tidak diubah."
)
UNREDACTED = N_(
    "Teks dan gambar milik desa yang menerbitkannya; kutip dengan menyebut sumbernya. Berkas ini memuat nomor dan "
    "alamat pribadi: jangan disebarkan."
)


def about_facts(
    title: str,
    collection: Collection,
    connection: Connection,
    query: Query | None,
    address: str,
    speech: Language,
    counted: list[Fact],
    whole: Count | None = None,
    is_redacted: bool = True,
) -> list[Fact]:
    """The rows of the sheet "Tentang". `counted`: of this file; `whole`: of what the question finds."""
    say = speech.say
    facts: list[Fact] = [(say(N_("Judul")), title)]
    if query is not None:
        facts += question(query, speech)
    facts += [
        (say(N_("Alamat tampilan")), address),
        (say(N_("Dibuat (WIB)")), datetime.now(JAKARTA).replace(tzinfo=None, microsecond=0)),
        *counted,
    ]
    if whole is not None:
        facts += [
            (say(N_("Jumlah berita")), whole.pages),
            (say(N_("Jumlah cerita berbeda")), whole.stories),
            (say(N_("Jumlah desa")), whole.villages),
        ]
    return [
        *facts,
        (say(N_("Koleksi")), collection.root.name),
        (say(N_("Pengelola")), collection.config.who.operator),
        (say(N_("Narahubung")), collection.config.who.contact),
        (say(N_("Keadaan katalog")), state_of(connection, speech)),
        (say(N_("Dibuat dengan")), f"Lumbung {VERSION}"),
        (say(N_("Perhatian")), say(CAUTION)),
        (say(N_("Hak cipta")), say(RIGHTS if is_redacted else UNREDACTED)),
        (say(N_("Nama dan kode wilayah")), ATTRIBUTION),
    ]


def state_of(connection: Connection, speech: Language) -> str:
    """What the catalogue holds: two files with the same words were made of the same state."""
    return remembered(connection, ("state", speech.code), lambda: _state_of(connection, speech))


def _state_of(connection: Connection, speech: Language) -> str:
    documents = connection.execute(select(func.count()).select_from(tables.document)).scalar_one()
    newest = connection.execute(select(func.max(tables.document.c.captured_at))).scalar()
    job = tables.job.c
    last = connection.execute(select(job.crawl, job.finished_at).order_by(job.started_at.desc()).limit(1)).first()
    return speech.say(
        N_("%(documents)s pembacaan halaman; terbaru dipanen %(newest)s; panen terakhir %(crawl)s"),
        documents=speech.number(documents),
        newest=speech.moment(newest),
        crawl=last.crawl if last else "–",
    )
