"""Findings and addresses made up for notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive import Collection
from archive.config import Who
from crawler.monitors.finding import Finding, Moment, closed, merged
from crawler.monitors.model import Sign
from crawler.notices import outbox

START = datetime(2026, 11, 26, tzinfo=UTC)
EVIL = "\"><script>alert('x')</script>\x00\u202e{{ user }} {0} \r\nBcc: jahat@contoh.example"
ATOM = "{http://www.w3.org/2005/Atom}"


def finding(
    monitor: str = "shrank", severity: Any = "warning", site: str | None = "a.desa.id", **facts: Any
) -> Finding:
    words = {"title": "Situs menyusut", "what": f"{site}: 3 halaman", "means": "Arti", "advice": "Langkah"} | facts
    texts = {"id": words, "en": {key: f"{text} (en)" for key, text in words.items()}}
    made = merged(None, Sign(severity, {}), Moment("20261126000000-abcd", START), monitor, site, texts)
    assert made
    return made


def over(one: Finding) -> Finding:
    return closed(one, Moment("20261127000000-abcd", START + timedelta(days=1)))


def address(collection: Collection, **targets: str) -> None:
    path = collection.root / "notify.toml"
    path.write_text("[targets]\n" + "".join(f'{name} = "{url}"\n' for name, url in targets.items()))
    path.chmod(0o600)


def put(collection: Collection, *findings: Finding, crawl_id: str = "20261126000000-abcd") -> None:
    outbox.put(collection, crawl_id, findings, [])


def with_settings(tmp_path: Path, settings: str) -> Collection:
    collection = Collection.create(tmp_path / "koleksi", Who(operator="Uji", contact="uji@contoh.example"))
    with (collection.root / "collection.toml").open("a") as file:
        file.write(settings)
    return Collection.open(collection.root)
