"""The tables that pages show, as files hold them: made of a page's own data, so that screen and file never differ; of a
list that is shown page by page, all of it.

A new page that shows rows is named in SHEETS; it then has NAME.xlsx, NAME.csv and NAME.data.csv, and `downloads` in its
template for the macro `download` of parts.html.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.export.table import Sheet
from archive.room.language import Language
from archive.room.sheets import counts, duties, lists

SHEETS: dict[str, Callable[[dict[str, Any], Language], list[Sheet]]] = {
    "beranda.html": counts.home_sheets,
    "liputan.html": counts.coverage_sheets,
    "banding.html": counts.comparison_sheets,
    "laporan.html": counts.counted_report_sheets,
    "mitra.html": lists.partner_sheets,
    "kisah.html": lists.testimony_sheets,
    "desa_cari.html": lists.known_village_sheets,
    "desa.html": lists.village_sheets,
    "senyap.html": lists.silence_sheets,
    "daftar.html": lists.list_sheets,
    "tinjau_daftar.html": duties.waiting_sheets,
    "keputusan.html": duties.decision_sheets,
    "wilayah.html": duties.unsure_region_sheets,
    "wilayah_situs.html": duties.unsure_site_sheets,
    "panen.html": duties.harvest_sheets,
    "situs.html": duties.site_sheets,
}

__all__ = ["SHEETS"]
