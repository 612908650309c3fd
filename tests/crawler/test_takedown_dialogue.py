"""What `lumbung takedown` asks at a terminal, and what it says where there is none."""

from __future__ import annotations

import io
import sys

import pytest

from archive.errors import ArchiveError
from crawler.cli.takedown_asked import asked, moment_text, what_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_what_was_not_given_is_asked_until_it_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("  \nnama anak\n"))

    assert asked(None, "Why", "--reason") == "nama anak"

    assert capsys.readouterr().out.count("Why") == 2


def test_elsewhere_a_default_is_taken_or_the_option_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    assert asked(None, "Level", "--level", default="closed") == "closed"
    assert asked(" staff ", "Level", "--level") == "staff"
    with pytest.raises(ArchiveError, match="give --reason"):
        asked(None, "Why", "--reason")


def test_kinds_and_moments_are_read_as_they_are_written() -> None:
    assert what_of("pattern=id,desa,contoh)/a=b") == ("pattern", "id,desa,contoh)/a=b")
    assert moment_text("2026-11-26") == "2026-11-26T00:00:00Z"
    assert moment_text("2026-11-26T07:00:00+07:00") == "2026-11-26T00:00:00Z"
    assert moment_text(None) is None
    with pytest.raises(ArchiveError, match="no day or moment"):
        moment_text("kemarin")
