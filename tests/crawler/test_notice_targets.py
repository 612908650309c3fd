"""Notices: whom they go to, and what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import Collection
from archive.errors import CollectionError
from crawler.notices.digest import digest
from crawler.notices.targets import read_targets
from tests.crawler.made_findings import EVIL, address, finding, over, with_settings


def test_targets_are_read_from_a_file_that_only_its_owner_can_read(stock: Collection) -> None:
    assert read_targets(stock) == {}
    address(stock, kantor="json://x/y")
    assert read_targets(stock) == {"kantor": "json://x/y"}

    (stock.root / "notify.toml").chmod(0o640)

    with pytest.raises(CollectionError, match="chmod 600"):
        read_targets(stock)


def test_the_file_may_lie_elsewhere(stock: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "credential"
    elsewhere.write_text('[targets]\nkantor = "json://x/y"\n')
    elsewhere.chmod(0o400)
    monkeypatch.setenv("LUMBUNG_NOTIFY", str(elsewhere))

    assert read_targets(stock) == {"kantor": "json://x/y"}

    monkeypatch.setenv("LUMBUNG_NOTIFY", str(tmp_path / "tidak-ada"))
    with pytest.raises(CollectionError, match="cannot be read"):
        read_targets(stock)


@pytest.mark.parametrize(
    "text",
    [
        'kantor = "json://rahasia"',
        '[targets]\nkantor = "rahasia"',
        "[targets]\nkantor = 7",
        '[targets]\n"a/b" = "json://rahasia"',
        '[targets]\nkantor = "json://rahasia\n',
        "[targets]\nkantor = json://rahasia",
        '[target]\nkantor = "json://rahasia"',
        '[targets]\nkantor = "json://rahasia"\n[lain]',
    ],
)
def test_a_faulty_file_is_explained_without_what_it_holds(stock: Collection, text: str) -> None:
    path = stock.root / "notify.toml"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(CollectionError) as error:
        read_targets(stock)

    assert "notify.toml" in str(error.value)
    assert "rahasia" not in str(error.value)


def test_addresses_in_collection_toml_are_refused_for_it_is_kept_in_each_warc(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match=r"notify\.toml") as error:
        with_settings(tmp_path, '\n[notify]\nurls = ["json://rahasia"]\n')

    assert "rahasia" not in str(error.value)


def test_a_message_has_the_worst_first_and_what_is_over_last() -> None:
    done = over(finding("silent", site="c.desa.id", title="Situs diam"))

    message = digest("desa", [done, finding(), finding("refused", "alarm", "b.desa.id", title="Semua ditolak")], "id")

    assert message.title == "[Lumbung] desa: 1 gawat, 1 peringatan, 1 selesai"
    heads = re.findall(r"^[A-Z]{4,}: .*", message.body, re.MULTILINE)
    assert heads == [
        "GAWAT: Semua ditolak",
        "PERINGATAN: Situs menyusut",
        "SELESAI: Situs diam (c.desa.id), sejak 2026-11-26",
    ]
    assert "a.desa.id: 3 halaman\nArtinya: Arti\nLangkah: Langkah" in message.body


def test_a_message_can_be_in_english() -> None:
    message = digest(
        "desa", [finding()], "en", events=[{"event": "vanished", "title": "Panen", "url": "http://a.desa.id/1"}]
    )

    assert message.title == "[Lumbung] desa: 1 warning"
    assert "- Page vanished: Panen (a.desa.id/1)" in message.body
    assert "It means: Arti (en)\nWhat to do: Langkah (en)" in message.body


def test_a_message_of_many_findings_is_bounded() -> None:
    many = [finding(site=f"desa{number}.id") for number in range(500)]

    message = digest("desa", many, "id", events=[{"event": "vanished", "title": "T" * 9999, "url": "http://a/b"}] * 99)

    assert "500 peringatan" in message.title
    assert "Dan 480 lagi" in message.body
    assert message.body.count("- Halaman hilang: T") == 10
    assert len(message.body) < 20_000


def test_hostile_titles_stay_on_their_line_and_addresses_are_no_links() -> None:
    event = {"event": "vanished", "title": EVIL, "url": "https://judi.example/slot"}

    message = digest(EVIL, [finding(what=EVIL, site=EVIL)], "id", events=[event])

    assert "\r" not in message.body + message.title
    assert "\n" not in message.title
    assert "\u202e" not in message.body + message.title
    assert "\nBcc" not in message.body
    assert "https://" not in message.body
    assert "(judi.example/slot)" in message.body
