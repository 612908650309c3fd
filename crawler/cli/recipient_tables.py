"""Recipients on a terminal and in a table for spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from archive.files import write_whole
from archive.tabular import Form, format_table
from crawler.cli.common import console, plain_table, tell
from crawler.recipients import RecipientSites, counts
from spiders.places.within import names_of

# Laying out a table takes a second for a thousand rows.
_SHOWN = 500


def show_recipients(rows: list[RecipientSites]) -> None:
    table = plain_table("", "row", "year", "village or library", "kecamatan, kabupaten", "region", "sites")
    for one in rows[:_SHOWN]:
        said = one.recipient
        table.add_row(
            said.id,
            said.year,
            said.desa or said.name,
            ", ".join(filter(None, (said.kecamatan, said.kabupaten))),
            _region_words(one),
            _site_words(one),
        )
    console.print(table, markup=False)
    if len(rows) > _SHOWN:
        tell(f"and {len(rows) - _SHOWN} more; -o FILE.csv and --json have all.")
    tell(counts_in_words(counts(rows)))


def _region_words(one: RecipientSites) -> str:
    if code := one.match.code:
        sure = " (near)" if one.match.how == "near" and not one.correction else ""
        return f"{code} {names_of(code)['desa'] or ''}{sure}".strip()
    if one.match.status == "unmatched":
        return "none: " + "; ".join(one.match.notes)
    shown = "; ".join(f"{code} {_place_words(code)}".strip() for code in one.match.candidates[:4])
    return f"may be {shown}" + (" …" if len(one.match.candidates) > 4 else "")


def _place_words(code: str) -> str:
    """Village and kecamatan: candidates may differ in either."""
    names = names_of(code)
    return ", ".join(filter(None, (names["desa"], names["kecamatan"])))


def _site_words(one: RecipientSites) -> str:
    named = [*one.sites, *(f"{site} (guess)" for site in one.guessed)]
    if not named:
        named = [f"{site} (perhaps)" for site in one.possible[:3]]
    return " ".join(named)


def write_recipients(output: Path, rows: list[RecipientSites], semicolons: bool) -> None:
    cells = [_cells(one) for one in rows]
    columns = dict.fromkeys(column for row in cells for column in row) or dict.fromkeys(("id",))
    write_whole(output, format_table(tuple(columns), cells, Form(";" if semicolons else ",", has_mark=True)))
    tell(f"{output}: {len(rows)} rows.")


def _cells(one: RecipientSites) -> dict[str, str]:
    """As in --json, lists in one cell; the row's own columns at the end."""
    facts: dict[str, Any] = one.facts()
    region = facts.pop("region") or dict.fromkeys(("desa", "kecamatan", "kabupaten", "provinsi"))
    own = facts.pop("extra")
    candidates = facts.pop("candidates")
    cells = {key: " ".join(value) if key.endswith("sites") else value for key, value in facts.items()}
    cells["notes"] = "; ".join(facts["notes"])
    cells["candidates"] = " ".join(candidate["kode_wilayah"] for candidate in candidates)
    cells |= {f"official_{level}": region[level] for level in ("desa", "kecamatan", "kabupaten", "provinsi")}
    return {key: str(value or "") for key, value in {**cells, **own}.items()}


def counts_in_words(found: dict[str, int]) -> str:
    return (
        f"{found['matched']} matched ({found['near']} of them spelt nearly so), {found['ambiguous']} ambiguous, "
        f"{found['unmatched']} unmatched; {found['with_site']} with a site, {found['guessed']} with one guessed from "
        f"its host name, {found['no_site']} without."
    )
