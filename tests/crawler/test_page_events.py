"""What a page says now against what it said: an event of an article, none of a list that is taken for one."""

from __future__ import annotations

import pytest

from archive.index.documents import document_of
from archive.model import Document
from crawler.events.of_pages import _compared
from tests.archive.catalogue.lines import Documents


def reading(url: str, text: str, flag: str | None = None) -> Document:
    line = Documents.__new__(Documents)
    line._number = 0
    return document_of(line.line("satu", url=url, text=text, flags=[flag] if flag else []))


def events_of(path: str) -> list[str | None]:
    """As it is broken into by gamblers, cleaned, and edited."""
    url = f"https://contohrejo.desa.example{path}"
    # Gamblers show one page at all addresses; it is read once, at any of them.
    clean, taken = reading(url, "Panen raya."), reading("https://contohrejo.desa.example/", "Slot gacor.", "hijacked")
    edited = reading(url, "Panen raya di Contohrejo, besok pagi.")
    pairs = ((clean, taken), (taken, clean), (clean, edited))
    return [_compared(url, before, after, is_own=True)[0] for before, after in pairs]


def test_an_article_is_hijacked_cleaned_and_edited() -> None:
    assert events_of("/berita/panen-raya.html") == ["hijacked", "cleaned", "edited"]


@pytest.mark.parametrize("path", ["/berita/hal-2.html", "/berita.php?hal=3", "/category/kabar/page/4/"])
def test_of_a_list_that_is_taken_for_an_article_its_site_tells(path: str) -> None:
    assert events_of(path) == [None, None, None]
