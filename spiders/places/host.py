"""What the host name of a village site says about the village.

    dwimulyo.desa.id                        name
    kukuh-marga.desa.id                     name and kecamatan, kabupaten or province, or its short form
    desa-moyomekar.sumbawakab.go.id         name, at a kabupaten's own host
    iloponu.desakabgor.id                   name, at a host for villages
    desahunuth.id, madukoro.id              a domain of its own

A host may be read in several ways ("tanjung-raya"): all villages of all ways are its candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.regions import Level, region_table, squash
from archive.regions.cached import cached_by_regions
from archive.regions.spelling import VILLAGE_WORDS
from spiders.places.short_forms import SHORT_FORMS
from spiders.places.within import is_within

# Labels that name no place.
_NO_NAMES = frozenset(
    {"www", "web", "website", "situs", "portal", "sid", "opensid", "smartvillage", "smartdesa", "info", "profil", "new"}
)
# Under a kabupaten's host also its offices have names: "kec-limbangan.kendalkab.go.id".
_OFFICES = frozenset({"kec", "kecamatan", "dinas", "puskesmas", "rsud", "bappeda", "diskominfo", "sd", "smp", "perpus"})
_GLUED_WORDS = tuple(word for word in VILLAGE_WORDS if len(word) > 3)
_SECOND_LEVELS = frozenset({"or", "web", "my", "co", "biz", "sch", "ac", "net", "ponpes"})
_LEVEL_WORDS: tuple[tuple[str, Level], ...] = (
    *(("kabupaten", "kabupaten"), ("kab", "kabupaten"), ("kecamatan", "kecamatan"), ("kec", "kecamatan")),
    *(("provinsi", "provinsi"), ("prov", "provinsi")),
)


@dataclass(frozen=True, slots=True)
class HostReading:
    """`codes` are the villages that the host may name, the likelier first; `is_sure` that it can only be the one.

    `areas` are the kabupaten or kota that the host belongs to.
    """

    codes: tuple[str, ...] = ()
    is_sure: bool = False
    areas: tuple[str, ...] = ()


@cached_by_regions(4096)
def read_host(host: str) -> HostReading:
    """What a host name says, with or without a port."""
    labels = host.lower().partition(":")[0].strip(".").split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(host) > 253:
        return HostReading()
    if labels[-2:] == ["desa", "id"]:
        return _read_name(labels[-3], is_village_host=True) if len(labels) > 2 else HostReading()
    if labels[-2:] == ["go", "id"]:
        return _read_government(labels[:-2])
    suffix = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVELS else 1
    *subdomains, domain = labels[:-suffix]
    name = "-".join(label for label in subdomains if label not in _NO_NAMES)
    if name:
        return _read_name(name, is_village_host="desa" in domain, platform=domain)
    reading = _read_name(domain, is_village_host=False)
    # madukoro.id may be a village's own; kompas.com has the name of one too.
    return reading if labels[-1] == "id" or reading.is_sure else HostReading()


def _read_government(labels: Sequence[str]) -> HostReading:
    """A host below a kabupaten's. Kecamatan have theirs there too, so a kecamatan's name alone is not a village's."""
    if not labels:
        return HostReading()
    areas = tuple(_areas_of(labels[-1]))
    name = "-".join(label for label in labels[:-1] if label not in _NO_NAMES)
    if not name or _OFFICES.intersection(name.split("-")):
        return HostReading(areas=areas)
    is_kecamatan = any(is_within(code, areas) for code in region_table().codes_named(squash(name), "kecamatan"))
    return _read_name(name, is_village_host=bool(areas) and not is_kecamatan, areas=areas)


def _areas_of(label: str) -> Iterator[str]:
    """The kabupaten and kota that "kendalkab" or "semarangkota" can be."""
    squashed = squash(label)
    for code in region_table().codes_named(squashed, "kabupaten"):
        yield code
    for affix, is_kota in (("kab", False), ("pemkab", False), ("kota", True), ("pemkot", True)):
        names = {squashed.removesuffix(affix), squashed.removeprefix(affix)} - {squashed, ""}
        for name in names:
            for code in region_table().codes_named(name, "kabupaten"):
                if (code[3] in "789") == is_kota:
                    yield code


def _read_name(
    name: str, is_village_host: bool, areas: tuple[str, ...] = (), platform: str | None = None
) -> HostReading:
    tokens = [squash(token) for token in re.split(r"[-_.]", name)]
    tokens = [token for token in tokens if token]
    variants = list(_without_village_words(tokens))
    has_word = len(variants) > 1
    is_strong = (is_village_host or has_word) and len("".join(variants[-1])) > 3
    if codes := _union(map(_full_readings, variants)):
        codes = _union([codes, *map(_abbreviated_readings, variants), *map(_glued_readings, map("".join, variants))])
    else:
        codes, is_likely = _partial_readings(variants)
        is_strong = is_strong and is_likely
    if areas:
        inside = tuple(code for code in codes if is_within(code, areas))
        is_strong = is_strong and bool(inside)
        codes = inside or codes
    if platform and len(codes) == 1:
        is_strong = is_strong and _fits_platform(codes[0], platform)
    return HostReading(codes, is_strong and len(codes) == 1, areas)


def _without_village_words(tokens: list[str]) -> Iterator[list[str]]:
    """The name as it stands, and without a word for village before or after it: "desa-x", "desax", "x-desa"."""
    yield tokens
    if len(tokens) > 1 and tokens[0] in VILLAGE_WORDS:
        yield tokens[1:]
    if len(tokens) > 1 and tokens[-1] in VILLAGE_WORDS:
        yield tokens[:-1]
    for word in _GLUED_WORDS:
        if tokens and tokens[0].startswith(word) and len(tokens[0]) >= len(word) + 3:
            yield [tokens[0].removeprefix(word), *tokens[1:]]


def _full_readings(tokens: list[str]) -> tuple[str, ...]:
    """Villages for which every word of the host has a meaning: its name, then where it lies."""
    table = region_table()
    found: list[str] = []
    for count in range(1, len(tokens) + 1):
        codes = table.codes_named("".join(tokens[:count]), "desa")
        if codes and count < len(tokens):
            above = set(_places(tokens[count:]))
            codes = tuple(code for code in codes if is_within(code, above))
        found += codes
    return tuple(found)


def _abbreviated_readings(tokens: list[str]) -> tuple[str, ...]:
    """Villages whose name comes before a last word of a few letters that may be short for where they lie.

    Told beside the full readings: "sumbo-n" is Sumbo in Nduga as well as Sumbon.
    """
    if len(tokens) < 2 or len(tokens[-1]) > 4:
        return ()
    codes = region_table().codes_named("".join(tokens[:-1]), "desa")
    return tuple(code for code in codes if _is_short_for(tokens[-1], code))


def _places(tokens: list[str]) -> Iterator[str]:
    """Kecamatan, kabupaten and provinces that these words can be: one, or a smaller and the larger it lies in."""
    yield from _place("".join(tokens))
    for cut in range(1, len(tokens)):
        larger = set(_place("".join(tokens[cut:])))
        yield from (code for code in _place("".join(tokens[:cut])) if is_within(code, larger))


def _place(squashed: str) -> Iterator[str]:
    """By name, by short form, or with a word before it that says which level: "kabsemarang" is no kota."""
    table = region_table()
    for name in filter(None, (squashed, SHORT_FORMS.get(squashed))):
        yield from (code for code in table.codes_named(name) if len(code) < 13)
    for word, level in _LEVEL_WORDS:
        if squashed.startswith(word):
            codes = table.codes_named(squashed.removeprefix(word), level)
            yield from (code for code in codes if level != "kabupaten" or code[3] not in "789")


def _partial_readings(variants: list[list[str]]) -> tuple[tuple[str, ...], bool]:
    """Villages whose name the host begins with, where the rest of it is no region's name.

    The rest may be a short form ("ngunut-bjn") or a spelling of its own: villages in whose kabupaten it would be one
    come first. The second value says that there is only one village of the name, and it does fit. Purwokerto's "pwt"
    also fits Purwakarta: where there are several of the name a short form decides nothing.
    """
    rests: dict[str, str] = {}
    for tokens in variants:
        for count in range(len(tokens) - 1, 0, -1):
            if codes := region_table().codes_named("".join(tokens[:count]), "desa"):
                rests.update(dict.fromkeys(codes, "".join(tokens[count:])))
                break
    if not rests:
        return _union(map(_glued_readings, map("".join, variants))), False
    fitting = [code for code, rest in rests.items() if len(rest) > 1 and _is_short_for(rest, code)]
    return _union([tuple(fitting), tuple(rests)]), len(rests) == len(fitting) == 1


def _glued_readings(squashed: str) -> tuple[str, ...]:
    """ "parasngawi": a village and its kabupaten without a sign between them.

    Told beside the full readings too: "jatipadang" is Jati in Kota Padang as well as Jatipadang.
    """
    table = region_table()
    found: list[str] = []
    for cut in range(2, len(squashed) - 3):
        if above := table.codes_named(squashed[cut:], "kabupaten"):
            found += (code for code in table.codes_named(squashed[:cut], "desa") if is_within(code, above))
    return tuple(found)


def _is_short_for(short: str, code: str) -> bool:
    """Whether these letters stand in this order in the name of the village's kecamatan, kabupaten or province."""
    return any(_is_subsequence(short, squash(region.plain_name)) for region in region_table().ancestors(code))


def _is_subsequence(short: str, name: str) -> bool:
    letters = iter(name)
    return name[:1] == short[:1] and all(letter in letters for letter in short)


def _fits_platform(code: str, platform: str) -> bool:
    """ "desakabgor" names an area, and "gor" must fit the village's; "desacantik" names none."""
    area = re.search(r"(?:kab|kota)([a-z]{2,})$", squash(platform))
    return area is None or _is_short_for(area[1], code)


def _union(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in several for code in codes))
