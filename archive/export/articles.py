"""The table of articles: for each its facts as the Artikel page has them, and where its evidence lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from archive.catalogue.search import Hit, snippet
from archive.export.table import Column, Row, Sheet
from archive.redaction import covered
from archive.room import vocabulary
from archive.room.articles import row_of
from archive.room.language import N_, Language


def article_columns(speech: Language) -> tuple[Column, ...]:
    """Those that staff report by first, then those that lead back to the archive."""
    say = speech.say

    def named(kind: str) -> Any:
        return partial(vocabulary.name_of, speech, kind)

    return (
        Column("number", say(N_("No.")), "plain", 6),
        Column("event_on", say(N_("Tanggal kegiatan")), "day", 18),
        Column("published_on", say(N_("Tanggal terbit")), "day", 18),
        Column("provinsi", say(N_("Provinsi")), width=18),
        Column("kabupaten", say(N_("Kabupaten/Kota")), width=24),
        Column("kecamatan", say(N_("Kecamatan")), width=18),
        Column("desa", say(N_("Desa/Kelurahan")), width=18),
        Column("kode_wilayah", say(N_("Kode wilayah")), "code", 15),
        Column("title", say(N_("Judul")), width=60),
        Column("activities", say(N_("Jenis kegiatan")), width=26, names=named("activity")),
        Column("participants", say(N_("Jumlah peserta")), "whole", 10),
        Column("url", say(N_("URL")), "link", 40),
        Column("archived", say(N_("URL arsip")), "link", 40),
        Column("score", say(N_("Skor")), "number", 8),
        Column("relation", say(N_("Hubungan")), width=18, names=named("relation")),
        Column("relevant", say(N_("Dihitung sebagai berita program")), "yes", 12),
        Column("is_reviewed", say(N_("Sudah ditinjau")), "yes", 10),
        Column("site", say(N_("Situs")), width=26),
        Column("platform", say(N_("Platform situs")), width=14, names=named("platform")),
        Column("language", say(N_("Bahasa")), width=12, names=named("language")),
        Column("story_id", say(N_("Cerita")), width=16),
        Column("is_copy", say(N_("Salinan")), "yes", 9),
        Column("flags", say(N_("Tanda")), width=22, names=named("flag")),
        Column("author", say(N_("Penulis")), width=18),
        Column("snippet", say(N_("Cuplikan")), width=60),
        Column("pictures", say(N_("Gambar terarsip")), "whole", 10),
        Column("captions", say(N_("Keterangan gambar")), "whole", 11),
        Column("published_at", say(N_("Terbit, seperti tertulis")), width=24),
        Column("captured_at", say(N_("Waktu panen (WIB)")), "moment", 26),
        Column("id", say(N_("ID berita")), width=16),
        Column("warc_filename", say(N_("Berkas WARC")), width=44),
        Column("warc_offset", say(N_("Letak dalam WARC")), "plain", 12),
        Column("warc_length", say(N_("Panjang dalam WARC")), "plain", 12),
        Column("record_id", say(N_("ID rekaman")), width=44),
        Column("payload_digest", say(N_("Sidik isi")), width=40),
    )


class ArticleRows:
    """The rows of what was found, read on as they are taken, once. `text`: what was sought; `base`: the room's own
    address, put before the addresses of archived copies.

    `covered`, how many addresses were, is known when all rows are taken."""

    is_redacted = True

    def __init__(self, hits: Iterable[Hit], text: str, speech: Language, base: str = "") -> None:
        self.covered = 0
        self._hits = hits
        self._text = text
        self._speech = speech
        self._base = base

    def __iter__(self) -> Iterator[Row]:
        for number, hit in enumerate(self._hits, 1):
            yield {"number": number} | self._row(hit)

    def _row(self, hit: Hit) -> dict[str, Any]:
        row = row_of(hit, self._speech)
        capture = row["capture"]
        # Of a line that was given for export it is covered with what its page hides.
        url = covered(hit.line["url"]) if self.is_redacted else row["url"]
        is_whole = url == row["url"]
        self.covered += not is_whole
        return row | {
            "title": hit.line["title"],
            "author": hit.line["author"],
            "url": url,
            "site": covered(row["site"]) if self.is_redacted else row["site"],
            # An address with somebody's number in it would tell it once more.
            "archived": self._base + (row["archived"] if is_whole else row["page"]),
            "snippet": "".join(words for words, _ in snippet(hit.line, self._text)),
            "warc_filename": capture["warc_filename"],
            "warc_offset": capture["offset"],
            "warc_length": capture["length"],
            "record_id": capture["record_id"],
            "payload_digest": capture["payload_digest"],
        }


def article_sheet(rows: ArticleRows, speech: Language) -> Sheet:
    return Sheet(speech.say(N_("artikel")), speech.say(N_("Artikel")), article_columns(speech), rows)
