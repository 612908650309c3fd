"""A question in words, and as a part of a file's name."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from archive.catalogue.query import UNKNOWN, Query
from archive.regions import region_table
from archive.room import vocabulary
from archive.room.language import N_, Language

_LONGEST_NAME = 110


def question(query: Query, speech: Language) -> list[tuple[str, str]]:
    """What was asked for, (which filter, its value); the ones that are always set first."""
    said = [
        (N_("Hubungan dengan program"), _names(speech, "relation", query.relation)),
        (N_("Jenis halaman"), speech.say(_KINDS[query.kind])),
        (N_("Wilayah desa penerbit"), _region(query.region, speech)),
        (N_("Tanggal kegiatan") if query.by == "event" else N_("Tanggal terbit"), period(query, speech)),
        (N_("Kata yang dicari"), query.text),
        (N_("Kegiatan"), _names(speech, "activity", query.activity)),
        (N_("Platform situs"), _names(speech, "platform", query.platform)),
        (N_("Bahasa"), _names(speech, "language", query.language)),
        (N_("Tanda"), _names(speech, "flag", query.flag)),
        (N_("Tanpa tanda"), _names(speech, "flag", query.without_flag)),
        (N_("Situs"), query.site),
        (N_("Cerita"), query.story),
        (N_("Salinan"), speech.say(N_("hanya yang pertama dari setiap cerita")) if query.copies == "first" else ""),
        (N_("Tinjauan"), speech.say(_REVIEWS[query.review]) if query.review else ""),
    ]
    return [(speech.say(name), value) for name, value in said if value]


_KINDS = {"article": N_("berita"), "page": N_("halaman tetap"), "all": N_("berita dan halaman tetap")}
_REVIEWS = {"reviewed": N_("sudah ditinjau"), "open": N_("belum ditinjau")}


def period(query: Query, speech: Language) -> str:
    """ "Mei 2024", "1 Mei 2024 – 3 Mei 2024", "sejak 2024"; empty without one."""
    if query.since == UNKNOWN:
        return speech.say(N_("tanpa tanggal"))
    since, until = (_period(one, speech) for one in (query.since, query.until))
    if since and until:
        return since if since == until else f"{since} – {until}"
    if since:
        return speech.say(N_("sejak %(period)s"), period=since)
    return speech.say(N_("sampai %(period)s"), period=until) if until else ""


def place(code: str) -> str:
    """ "Dwimulyo, Penawar Tama, Kabupaten Tulang Bawang, Lampung"."""
    regions = [*region_table().ancestors(code), region_table().get(code)]
    return ", ".join(region.name for region in reversed(regions) if region)


def file_name(what: str, query: Query, suffix: str, today: date) -> str:
    """ "lumbung-artikel-lampung-2024.xlsx": letters, digits and hyphens only; the day of making where no time is
    asked for."""
    table = region_table()
    region = table.get(query.region) if query.region and query.region != UNKNOWN else None
    parts = [
        what,
        region.name if region else "tanpa-wilayah" if query.region else "",
        *query.activity,
        *(() if query.relation == ("relevant",) else (_RELATIONS.get(one, one) for one in query.relation)),
        *query.platform,
        *query.language,
        *query.flag,
        *(f"tanpa-{flag}" for flag in query.without_flag),
        query.site,
        query.text[:30],
        query.story[-8:],
        "tanpa-salinan" if query.copies == "first" else "",
        query.review,
        _when(query, today),
    ]
    slugs = [one for one in map(slug, parts) if one]
    name = "lumbung-" + "-".join(slugs[:-1])[:_LONGEST_NAME].strip("-")
    return f"{name}-{slugs[-1]}.{suffix}"


_RELATIONS = {
    "relevant": "program",
    "all": "semua-berita",
    "core": "jelas",
    "borderline": "perlu-ditinjau",
    "adjacent": "berkaitan",
    "none": "bukan-program",
}


def _when(query: Query, today: date) -> str:
    if query.since == UNKNOWN:
        return "tanpa-tanggal"
    if query.since and query.until:
        return query.since if query.since == query.until else f"{query.since}-sampai-{query.until}"
    if query.since or query.until:
        return f"sejak-{query.since}" if query.since else f"sampai-{query.until}"
    return f"per-{today.isoformat()}"


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _region(code: str, speech: Language) -> str:
    if not code:
        return ""
    return speech.say(N_("Wilayah tidak diketahui")) if code == UNKNOWN else f"{place(code)} ({code})"


def _period(text: str, speech: Language) -> str:
    return speech.day(text) if len(text) == 10 else speech.month(text) if text else ""


def _names(speech: Language, kind: str, values: tuple[str, ...]) -> str:
    return ", ".join(vocabulary.name_of(speech, kind, one) for one in values)
