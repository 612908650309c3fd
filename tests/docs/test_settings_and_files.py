"""Every setting, column, key and reason that a user can meet is explained, and no other."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from archive.config import Config
from archive.recipients import RECIPIENT_COLUMNS
from archive.seeds import COLUMNS
from crawler.completeness import NOT_NAMED, What
from crawler.frontier.endless import MOST_BARREN
from crawler.frontier.sources import LISTED
from crawler.monitors import MONITORS
from crawler.monitors.finding import Finding
from crawler.reports import report, tables
from crawler.reports.tally import ROW
from crawler.reports.watched import NOT_WATCHED
from crawler.reports.words import FINISHED, REASONS
from crawler.seed_check import KINDS
from spiders.scope import RULES
from tests.docs.pages import ROOT, first_column, section, words


def keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from keys(kind, f"{above}{name}.")
        else:
            yield above + name


def test_every_key_of_the_configuration_is_explained_and_no_other() -> None:
    assert first_column(section("docs/settings.md", "collection.toml")) == set(keys(Config))


def test_every_default_of_the_configuration_is_the_one_named() -> None:
    rows = dict(
        re.findall(r"^\| `([\w.]+)` \| `([^`]+)`", section("docs/settings.md", "collection.toml"), re.MULTILINE)
    )

    for key in keys(Config):
        value: Any = Config.model_validate({"format": 1, "who": {"operator": "A", "contact": "a@b.example"}})
        for name in key.split("."):
            value = getattr(value, name)
        if key not in ("format", "who.operator", "who.contact"):
            assert rows[key] == json.dumps(value), key


def test_the_example_configuration_is_valid() -> None:
    found = re.search(r"```toml\n(.*?)```", words("docs/settings.md"), re.DOTALL)

    assert found
    assert Config.model_validate(tomllib.loads(found[1]))


def test_every_column_of_the_seed_list_is_explained_and_no_other() -> None:
    assert first_column(section("docs/settings.md", "seeds.csv")) == set(COLUMNS)


def test_every_column_of_a_job_s_tables_is_explained() -> None:
    assert first_column(section("docs/collection.md", "sites.csv")) == set(report.SITE_COLUMNS)
    assert first_column(section("docs/collection.md", "hosts.csv")) == set(tables.HOST_COLUMNS)
    assert first_column(section("docs/collection.md", "mime_types.csv")) == set(tables.MIME_COLUMNS)
    assert first_column(section("docs/collection.md", "response_codes.csv")) == set(tables.CODE_COLUMNS)
    for column in ROW:
        assert f"`{column}`" in section("docs/collection.md", "failures.csv and skipped.csv")


def test_every_column_of_the_recipients_is_explained_and_no_other() -> None:
    assert first_column(section("docs/collection.md", "recipients.csv")) == set(RECIPIENT_COLUMNS)


def test_every_finding_of_a_check_is_explained_and_no_other() -> None:
    told = re.findall(r"^- ((?:`\w+`(?:, )?)+):", section("docs/commands.md", "seeds check"), re.MULTILINE)

    assert {kind for line in told for kind in re.findall(r"`(\w+)`", line)} == set(KINDS)


def test_every_reason_has_its_words_on_the_page() -> None:
    explained = first_column(section("docs/collection.md", "failures.csv and skipped.csv")) | first_column(
        section("docs/collection.md", "missing.csv")
    )

    assert set(REASONS) == explained


def test_every_finish_reason_has_its_words_on_the_page() -> None:
    text = words("docs/collection.md")

    for reason in FINISHED:
        assert f"`{reason}`" in text, reason


def test_every_key_of_a_report_is_explained() -> None:
    text = section("docs/collection.md", "report.json")

    for key in keys_of_returned_dicts(ROOT / "crawler/reports/report.py", "make_report", "_site") | set(
        report._COUNTED
    ):
        assert f"`{key}`" in text, key


def keys_of_returned_dicts(path: Path, *functions: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
            for value in returned:
                assert isinstance(value, ast.Dict)
                found |= {key.value for key in value.keys if isinstance(key, ast.Constant)}
    assert found
    return found


def test_every_metric_is_explained_and_alerts_name_no_other() -> None:
    made = (ROOT / "crawler/metrics.py").read_text("utf-8")
    names = {f"lumbung_{name}" for name in re.findall(r'_gauge\(\s*"(\w+)"', made)}
    names |= {f"lumbung_job_{name}_total" for name in re.findall(r'^        \("(\w+)", "\w+", "', made, re.MULTILINE)}
    names |= set(re.findall(r'Family\(\s*"(lumbung_\w+)"', made))

    assert first_column(section("docs/operation.md", "Watching with Prometheus")) == names
    assert set(re.findall(r"lumbung_\w+", words("docs/alerts.yml"))) <= names


def test_every_key_of_the_status_is_explained_and_no_other() -> None:
    text = section("docs/commands.md", "status --json")
    made = keys_of_returned_dicts(ROOT / "crawler/cli/status.py", "status_facts")
    rows = "".join(line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `"))

    assert set(re.findall(r"`(\w+)`", rows)) == made
    for key in keys_of_returned_dicts(ROOT / "crawler/pulse.py", "facts"):
        assert f"`{key}`" in text, key


def reasons(method: str) -> set[str]:
    """The literal reasons that crawler and spider give to `method` anywhere."""
    found = set()
    for path in [*(ROOT / "crawler").rglob("*.py"), *(ROOT / "spiders").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(method) and len(node.args) > 1:
                reason = node.args[1]
                if isinstance(reason, ast.Constant):
                    found.add(reason.value)
    assert found
    return found


def test_every_reason_to_skip_is_explained_and_no_other() -> None:
    text = section("docs/collection.md", "failures.csv and skipped.csv").partition("Reasons in skipped.csv")[2]

    rules = {reason for reason, _ in RULES}
    assert first_column(text) == rules | set(MOST_BARREN) | reasons("skips.add") | reasons("job.skip") | {LISTED}


def test_every_reason_to_be_missing_is_explained_and_no_other() -> None:
    reasons = {*get_args(What), NOT_NAMED} - {"archived"}

    assert first_column(section("docs/collection.md", "missing.csv")) == reasons


def test_every_reason_of_a_failure_is_explained_and_no_other() -> None:
    text = section("docs/collection.md", "failures.csv and skipped.csv").partition("Reasons in skipped.csv")[0]
    errors = {
        alias.name
        for node in ast.walk(ast.parse((ROOT / "crawler/wire/handler.py").read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.module == "scrapy.exceptions"
        for alias in node.names
    }

    assert first_column(text) == errors | reasons("failures.add") | reasons("_report_failure") | reasons("give_up")


def test_every_monitor_is_explained_and_no_other() -> None:
    text = section("docs/monitors.md", "The monitors")

    assert first_column(text) == {monitor.name for monitor in MONITORS}


def test_every_key_of_a_finding_and_of_what_monitors_compare_is_explained() -> None:
    text = section("docs/collection.md", "report.json")

    for key in (*(field.name for field in fields(Finding)), *NOT_WATCHED):
        assert f"`{key}`" in text, key
