"""Indonesian, and English by a switch: words by gettext, numbers and dates as each writes them.

What stands in the source is Indonesian; locale/en.po has the English. It is compiled when the room opens, so that no
second file has to be kept in step.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES = ("id", "en")
JAKARTA = ZoneInfo("Asia/Jakarta")


def N_(text: str) -> str:  # the usual name of what marks a text for translation
    """Marks a text that is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Language:
    """How one language says things."""

    code: str
    translations: NullTranslations
    locale: Locale

    def say(self, text: str, **values: object) -> str:
        """A sentence with its values: say("%(count)s berita", count=3). Values stand as they are given."""
        said = self.translations.gettext(text) if text else ""
        return said % values if values else said

    def number(self, value: float | int | None) -> str:
        """1.234,5; a dash for what is not known."""
        if type(value) is int and 0 <= value < 1_000:
            return str(value)  # what most are, and the same in both languages
        return "–" if value is None else format_decimal(value, locale=self.locale)

    def share(self, value: float | None) -> str:
        """12,3 %"""
        return "–" if value is None else format_percent(value, "#,##0.#%", locale=self.locale)

    def signed(self, value: int) -> str:
        """+12, −3, 0 – with a true minus."""
        return f"{'+' if value > 0 else '−' if value < 0 else ''}{self.number(abs(value))}"

    def day(self, value: str | date | None) -> str:
        """25 November 2026"""
        found = _date(value)
        return self.say(N_("tanpa tanggal")) if found is None else format_date(found, "d MMMM y", locale=self.locale)

    def short_day(self, value: str | date | None) -> str:
        """25 Nov 2026"""
        found = _date(value)
        return "–" if found is None else format_date(found, "d MMM y", locale=self.locale)

    def month(self, value: str | None) -> str:
        """ "2026-11": November 2026; "2026": 2026"""
        if not value:
            return self.say(N_("tanpa tanggal"))
        return value if len(value) < 7 else format_date(date(int(value[:4]), int(value[5:7]), 1), "MMMM y", self.locale)

    def short_month(self, value: str | None) -> str:
        """Nov 2026"""
        if not value:
            return self.say(N_("tanpa tanggal"))
        return value if len(value) < 7 else format_date(date(int(value[:4]), int(value[5:7]), 1), "MMM y", self.locale)

    def moment(self, value: str | datetime | None) -> str:
        """25 November 2026, 14.05 WIB. Texts are RFC 3339."""
        if not value:
            return "–"
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(JAKARTA)
        pattern = "d MMMM y, HH.mm" if self.code == "id" else "d MMMM y, HH:mm"
        return f"{format_datetime(at, pattern, locale=self.locale)} WIB"

    def size(self, count: int | None) -> str:
        """3,4 MB"""
        if count is None:
            return "–"
        amount, unit = float(count), "B"
        for unit in ("B", "kB", "MB", "GB", "TB"):
            if amount < 1000 or unit == "TB":
                break
            amount /= 1000
        return f"{format_decimal(round(amount, 1), locale=self.locale)} {unit}"


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str) -> Language:
    """One of LANGUAGES; Indonesian for anything else."""
    if code not in LANGUAGES:
        return language("id")
    return Language(code, _translations(code), Locale.parse("id_ID" if code == "id" else "en_GB"))


def day_in_jakarta(moment: str | None) -> date | None:
    """The day of a moment in UTC, of the same clock as the times that are told with it. What a site dates itself keeps
    its own day: it needs none of this."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(JAKARTA).date()


def _translations(code: str) -> NullTranslations:
    path = Path(__file__).with_name("locale") / f"{code}.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _date(value: str | date | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return None
