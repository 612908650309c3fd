"""Lists that staff take along: partners, testimonies, villages and what became of them, silent recipients."""

from __future__ import annotations

from functools import partial
from typing import Any

from archive.export.table import Column, Row, Sheet
from archive.room import vocabulary
from archive.room.language import N_, Language
from archive.room.partners import FIELDS

Data = dict[str, Any]


def place_columns(speech: Language) -> tuple[Column, ...]:
    """Where a row is, from province to village."""
    say = speech.say
    return (
        Column("kode_wilayah", say(N_("Kode wilayah")), "code", 15),
        Column("provinsi", say(N_("Provinsi")), width=18),
        Column("kabupaten", say(N_("Kabupaten/Kota")), width=24),
        Column("kecamatan", say(N_("Kecamatan")), width=18),
        Column("desa", say(N_("Desa/Kelurahan")), width=20),
    )


def partner_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Mitra: a fact a row, with the sentence it stands in."""
    say = speech.say
    columns = (
        Column("field", say(N_("Jenis")), width=30, names=lambda field: say(FIELDS[field])),
        Column("value", say(N_("Yang disebut")), width=30),
        Column("quote", say(N_("Kalimat")), width=60),
        Column("event_on", say(N_("Tanggal kegiatan")), "day", 18),
        Column("published_on", say(N_("Tanggal terbit")), "day", 18),
        *place_columns(speech),
        Column("title", say(N_("Judul")), width=50),
        Column("url", say(N_("URL")), "link", 40),
        Column("archived", say(N_("URL arsip")), "link", 40),
        Column("is_copy", say(N_("Salinan")), "yes", 9),
        Column("article_id", say(N_("ID berita")), width=16),
    )
    return [Sheet(say(N_("mitra")), say(N_("Mitra dan advokasi")), columns, data["facts"])]


def testimony_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Kisah: an article a row, with what people say in it."""
    say = speech.say
    columns = (
        Column("quotes", say(N_("Kutipan")), width=70),
        *place_columns(speech),
        Column("published_on", say(N_("Tanggal terbit")), "day", 18),
        Column("title", say(N_("Judul")), width=50),
        Column("url", say(N_("URL")), "link", 40),
        Column("archived", say(N_("URL arsip")), "link", 40),
        Column("picture_texts", say(N_("Keterangan gambar")), width=50),
        Column("citation", say(N_("Kutip sebagai")), width=60),
        Column("id", say(N_("ID berita")), width=16),
    )
    rows = [
        {**one["article"], **one, "picture_texts": [picture["text"] for picture in one["pictures"] if picture["text"]]}
        for one in data["testimonies"]
    ]
    return [Sheet(say(N_("kisah")), say(N_("Kisah dampak")), columns, rows)]


def known_village_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of the list of villages: those that a name finds, or what lies in a region."""
    say = speech.say
    figures = (
        Column("relevant", say(N_("Tentang program")), "whole", 12),
        Column("news", say(N_("Semua berita")), "whole", 12),
        Column("sites", say(N_("Situs")), "whole", 10),
        Column("recipients", say(N_("Penerima")), "whole", 10),
    )
    level = vocabulary.name_of(speech, "level", data["level"])
    regions = (
        Column("code", say(N_("Kode wilayah")), "code", 15),
        Column("name", level, width=30),
        Column("villages", say(N_("Desa diketahui")), "whole", 12),
        *figures,
    )
    return [
        Sheet(say(N_("desa")), say(N_("Desa")), (*place_columns(speech), *figures), data["villages"]),
        Sheet(say(N_("wilayah")), level, regions, data["regions"]),
    ][not data["name"] :][:1]


def village_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of one village or site: its timeline, its months."""
    say = speech.say
    timeline = (
        Column("day", say(N_("Tanggal")), "day", 18),
        Column("what", say(N_("Yang terjadi")), width=26, names=partial(_happening, speech)),
        Column("title", say(N_("Judul atau keterangan")), width=60),
        Column("site", say(N_("Situs")), width=28),
        Column("url", say(N_("URL")), "link", 40),
        Column("archived", say(N_("URL arsip")), "link", 40),
    )
    months = (
        Column("month", say(N_("Bulan")), width=16, names=speech.month),
        Column("relevant", say(N_("Tentang program")), "whole", 12),
        Column("all_news", say(N_("Semua berita")), "whole", 12),
    )
    return [
        Sheet(say(N_("linimasa")), say(N_("Linimasa")), timeline, [_entry(one, speech) for one in data["timeline"]]),
        Sheet(say(N_("bulan")), say(N_("Menurut bulan")), months, data["months"]),
    ]


def _entry(entry: Row, speech: Language) -> Row:
    """An entry of a timeline as one row; `what` of an event or of visits is the kind or the state."""
    match entry["what"]:
        case "article":
            article = entry["article"]
            return {"day": entry["day"], "what": "article"} | {
                name: article[name] for name in ("title", "site", "url", "archived")
            }
        case "event":
            event = entry["event"]
            title = event["title"] or vocabulary.event_detail(speech, event["detail"])
            return {"day": entry["day"], "what": event["event"], "title": title} | {
                name: event[name] for name in ("site", "url")
            }
        case "visits":
            words = speech.say(
                N_("%(count)s kunjungan, %(archived)s halaman terarsip, %(new)s baru"),
                count=speech.number(entry["count"]),
                archived=speech.number(entry["archived"]),
                new=speech.number(entry["new"]),
            )
            return {"day": entry["day"], "what": entry["state"], "title": words, "site": entry["site"]}
    one = entry["recipient"]
    return {"day": entry["day"], "what": "recipient", "title": "; ".join(filter(None, (one["name"], one["source"])))}


def _happening(speech: Language, what: str) -> str:
    if what == "article":
        return speech.say(N_("Berita tentang program"))
    if what == "recipient":
        return speech.say(N_("Penerima program"))
    return vocabulary.name_of(speech, "event" if what in vocabulary.EVENTS else "state", what)


def list_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of the lists of recipients: how long each is, and how many of its rows are sure."""
    say = speech.say
    columns = (
        Column("year", say(N_("Tahun")), width=10),
        Column("batch", say(N_("Tahap")), width=14),
        Column("rows", say(N_("Baris")), "whole", 10),
        Column("villages", say(N_("Desa")), "whole", 10),
        Column("unsure", say(N_("Belum pasti")), "whole", 12),
    )
    return [Sheet(say(N_("daftar")), say(N_("Daftar penerima (SK)")), columns, data["lists"])]


def silence_sheets(data: Data, speech: Language) -> list[Sheet]:
    """Of Senyap: the villages or sites in the chosen state, what each region has of them, rows that are not sure."""
    return [
        _troubled_sheet(data, speech) if data["of_sites"] else _silent_sheet(data, speech),
        _silence_by_region(data, speech),
    ]


def _silent_sheet(data: Data, speech: Language) -> Sheet:
    say = speech.say
    columns = (
        *place_columns(speech),
        Column("recipients", say(N_("Perpustakaan")), width=34),
        Column("years", say(N_("SK")), width=12),
        Column("news", say(N_("Tentang program")), "whole", 12),
        Column("last_month", say(N_("Berita program terakhir")), width=18, names=speech.month),
        Column("all_news", say(N_("Semua berita")), "whole", 12),
        Column("last_news", say(N_("Berita terakhir")), width=18, names=speech.month),
        Column("state_names", say(N_("Keadaan situs")), width=30, names=partial(vocabulary.name_of, speech, "state")),
        Column("site_urls", say(N_("Situs")), width=40),
        Column("page", say(N_("Halaman desa")), "link", 40),
    )
    rows = [
        {
            **one,
            "state_names": [state for state in one["states"] if state in vocabulary.SITE_STATES] or ["well"],
            "site_urls": [site["url"] for site in one["sites"]],
        }
        for one in data["rows"]
    ]
    return Sheet(say(N_("desa")), say(N_("Desa penerima")), columns, rows)


def _troubled_sheet(data: Data, speech: Language) -> Sheet:
    say = speech.say
    columns = (
        Column("id", say(N_("Situs")), width=30),
        Column("name", say(N_("Nama situs")), width=30),
        Column("url", say(N_("URL")), "link", 40),
        Column("state", say(N_("Keadaan")), width=26, names=partial(vocabulary.name_of, speech, "state")),
        Column("state_since", say(N_("Sejak")), "moment", 22),
        Column("state_detail", say(N_("Keterangan")), width=30),
        Column("last_answer", say(N_("Terakhir menjawab")), "moment", 22),
        *(column for column in place_columns(speech) if column.name != "kecamatan"),
        Column("is_recipient", say(N_("Penerima program")), "yes", 10),
    )
    return Sheet(say(N_("situs")), say(N_("Situs")), columns, data["rows"])


def _silence_by_region(data: Data, speech: Language) -> Sheet:
    say = speech.say
    columns = (
        Column("code", say(N_("Kode wilayah")), "code", 15),
        Column("name", say(N_("Wilayah")), width=30),
        Column("recipients", say(N_("Penerima")), "whole", 12),
        Column("active", say(N_("Memberitakan")), "whole", 14),
        Column("never", say(N_("Belum pernah")), "whole", 14),
        Column("stopped", say(N_("Berhenti")), "whole", 12),
        *(
            Column(state, vocabulary.name_of(speech, "state", state), "whole", 16)
            for state in ("no_site", "unvisited", "unreachable", "moved", "hijacked")
        ),
    )
    return Sheet(say(N_("wilayah")), say(N_("Menurut wilayah")), columns, data["regions"])
