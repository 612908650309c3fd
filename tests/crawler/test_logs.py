"""Logs that hostile texts cannot break, storms cannot flood, and people and programs can read."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports import log
from crawler.reports.harmless import harmless, harmless_json
from crawler.reports.log import StormGate, job_log
from tests.end_to_end.conftest import python

HOSTILE = "judul\x1b[2J\x1b]0;x\x07\r\nFATAL: palsu\u202egnp.exe\u2028\x9b31m\ud800"
logger = logging.getLogger("crawler.percobaan")


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    with job_log(folder):
        yield


def objects(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text("utf-8").splitlines()]


def test_an_event_is_an_object_with_its_values_apart(tmp_path: Path) -> None:
    with logged(tmp_path):
        logger.warning("%s was left open: %d bytes", "a.warc.gz", 12, extra={"stem": "a"})

    (line,) = objects(tmp_path)
    assert line["level"] == "WARNING"
    assert line["logger"] == "crawler.percobaan"
    assert line["event"] == "%s was left open: %d bytes"
    assert line["values"] == {"0": "a.warc.gz", "1": 12, "stem": "a"}
    assert line["message"] == "a.warc.gz was left open: 12 bytes"
    assert line["time"].endswith("Z")


def test_hostile_text_stays_in_its_line_in_both_logs_and_is_not_lost(tmp_path: Path) -> None:
    with logged(tmp_path):
        logger.error("Page: %s", HOSTILE)

    (line,) = objects(tmp_path)
    assert line["values"]["0"] == HOSTILE
    raw = (tmp_path / "log.jsonl").read_text("utf-8") + (tmp_path / "log.txt").read_text("utf-8")
    assert raw.count("\n") == 2
    assert not {"\x1b", "\r", "\x07", "\x9b", "\u202e", "\u2028"}.intersection(raw)
    assert r"\x1b[2J" in (tmp_path / "log.txt").read_text("utf-8")


def test_a_traceback_is_in_both_and_its_text_is_harmless(tmp_path: Path) -> None:
    with logged(tmp_path):
        try:
            raise ValueError(HOSTILE)
        except ValueError:
            logger.exception("It broke")

    assert "ValueError" in objects(tmp_path)[0]["traceback"]
    assert "\x1b" not in (tmp_path / "log.txt").read_text("utf-8")
    assert "    Traceback" in (tmp_path / "log.txt").read_text("utf-8")


def test_a_password_in_an_address_is_in_no_log(tmp_path: Path) -> None:
    with logged(tmp_path):
        logger.info("Asked: %s", "https://admin:rahasia@contoh.desa.id/a?x=1@2")

    raw = (tmp_path / "log.jsonl").read_text("utf-8") + (tmp_path / "log.txt").read_text("utf-8")
    assert "rahasia" not in raw
    assert raw.count("contoh.desa.id/a?x=1@2") == 3


def test_a_line_has_its_longest(tmp_path: Path) -> None:
    with logged(tmp_path):
        logger.info("Title: %s", "x" * 3_000_000)

    assert (tmp_path / "log.jsonl").stat().st_size < 20_000
    assert (tmp_path / "log.txt").stat().st_size < 10_000


def test_a_storm_is_counted_and_not_written(tmp_path: Path) -> None:
    with logged(tmp_path):
        for number in range(5_000):
            logger.warning("Reader lost: %d", number)
        logger.warning("Something else")

    messages = [line["message"] for line in objects(tmp_path)]
    assert len(messages) == 202
    assert "Something else" in messages
    assert messages[-1] == "4800 lines more of this kind: Reader lost: %d"


def test_after_ten_minutes_a_storm_is_heard_again() -> None:
    written: list[logging.LogRecord] = []
    clock = [0.0]
    gate = StormGate(written.append, lambda: clock[0])
    record = logging.LogRecord("crawler", logging.INFO, "", 0, "Again", None, None)

    passed = [gate.lets_pass(record) for _ in range(300)]
    clock[0] = 601.0

    assert sum(passed) == 200
    assert gate.lets_pass(record)
    assert [one.getMessage() for one in written] == ["100 lines more of this kind: Again"]


def test_kinds_without_end_are_one_kind() -> None:
    gate = StormGate(lambda record: None, lambda: 0.0)
    passed = sum(
        gate.lets_pass(logging.LogRecord("crawler", logging.INFO, "", 0, f"Event {number}", None, None))
        for number in range(100_000)
    )

    assert passed <= 800


def test_files_are_bounded_over_the_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_FILE_BYTES", 2_000)
    monkeypatch.setattr(log, "_STORM_LINES", 10**9)
    with logged(tmp_path):
        for number in range(1_000):
            logger.info("Line %d", number)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted([name + end for name in ("log.jsonl", "log.txt") for end in ("", ".1", ".2", ".3", ".4")])
    assert all(path.stat().st_size <= 2_000 for path in tmp_path.iterdir())
    assert objects(tmp_path)[-1]["message"] == "Line 999"


@given(st.text())
def test_json_gives_back_any_text_and_shows_nothing_harmful(text: str) -> None:
    line = harmless_json({"a": text})

    assert json.loads(line) == {"a": text}
    assert harmless(line, 10**6) == line
    assert "\n" not in harmless(text)


@pytest.mark.parametrize(("stream", "said"), [("", "<3>ERROR: a\\x1bb\n"), ("1:1", "ERROR: a\\x1bb\n")])
def test_a_warning_has_its_priority_where_standard_error_is_the_journal(stream: str, said: str) -> None:
    program = (
        "import logging, os, sys; from crawler.cli.terminal_log import log_to_terminal\n"
        "facts = os.fstat(2); os.environ['JOURNAL_STREAM'] = sys.argv[1] or f'{facts.st_dev}:{facts.st_ino}'\n"
        "log_to_terminal(); logging.getLogger('x').error('a%sb', chr(27)); logging.getLogger('x').info('still')"
    )

    assert python("-c", program, stream).stderr == said


def test_nothing_shown_on_a_terminal_moves_its_cursor() -> None:
    program = (
        "import sys; from crawler.cli.common import console, plain_table, say, tell, print_json\n"
        "from rich.text import Text; text = sys.argv[1]\n"
        "table = plain_table('', 'a'); table.add_row(text); console.print(table); console.print(Text(text, 'bold'))\n"
        "tell(text); say(text); print_json({'a': text})"
    )

    shown = python("-c", program, "desa\x1b[2J\x9b1m\u202ex")

    assert (shown.stdout + shown.stderr).count("desa") == 5, shown.stderr
    assert not {"\x1b", "\x9b", "\u202e"}.intersection(shown.stdout + shown.stderr)
