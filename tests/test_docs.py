"""The documentation says what the code does: everything a user can name is in it, and every link leads somewhere."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest
import typer.main
from pydantic import BaseModel

from archive.config import Config
from archive.index.documents import document_line
from archive.model import Caption, Capture, Document, ImageStatus, Kind
from archive.recipients import RECIPIENT_COLUMNS
from archive.seeds import COLUMNS
from crawler.cli import main as cli
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
from spiders.flags import Flag
from spiders.flags.digits import Kind as PersonalKind
from spiders.flags.gambling import Evidence
from spiders.platforms import PLATFORMS
from spiders.reading.standins import Standin
from spiders.reading.unreadable import Reason
from spiders.scope import RULES

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "archive/index/document.schema.json").read_text("utf-8"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def words(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """The text below a heading, up to the next one of its rank or higher."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,6}} |\Z)", words(page), re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no heading {heading!r}"
    return found[2]


def first_column(text: str) -> set[str]:
    """The names in code style in the first cell of each row of the tables in `text`."""
    cells = (line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `"))
    return {code.split()[0].rstrip("|\\") for cell in cells for code in re.findall(r"`([^`]+)`", cell)}


# ---- commands ----


def verbs(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    """`Any`: Typer's commands are of a Click that it carries inside."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from verbs(command, f"{above}{name} ")
        else:
            yield above + name, command


VERBS = dict(verbs(typer.main.get_command(cli.make_app())))


@pytest.mark.parametrize("verb", VERBS)
def test_verb_has_a_section_with_its_options_and_an_example(verb: str) -> None:
    text = section("docs/commands.md", verb)

    assert f"./lumbung {verb}" in text
    for parameter in VERBS[verb].params:
        if parameter.param_type_name == "option":
            for option in parameter.opts:
                assert re.search(rf"{re.escape(option)}(?![\w-])", text), f"{verb} {option} is not explained"


@pytest.mark.parametrize("verb", VERBS)
def test_section_of_a_verb_names_no_option_it_does_not_have(verb: str) -> None:
    known = {option for parameter in VERBS[verb].params for option in parameter.opts}

    assert first_column(section("docs/commands.md", verb)) <= known | {"--help", "-h"}


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_verb_has_an_example(verb: str) -> None:
    assert f"Example: lumbung {verb}" in (VERBS[verb].help or "")


def test_readme_names_the_two_commands() -> None:
    for page in ("README.md", "README.id.md"):
        assert "./lumbung demo" in words(page)
        assert "./lumbung test" in words(page)


def test_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    explained = set(re.findall(r"^\| (\d+) \|", words("README.md"), re.MULTILINE))

    assert explained == set(re.findall(r"\b\d+\b", cli.__doc__ or ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_is_a_verb_with_options_it_has(page: Path) -> None:
    known = set(VERBS)
    for line in re.findall(r"(?:^    |`)\./lumbung ([^`#\n]*)", page.read_text("utf-8"), re.MULTILINE):
        shown = line.split()
        verb = (
            " ".join(shown[:2])
            if shown[0] in ("seeds", "recipients", "people", "notify", "catalogue", "research", "takedown")
            else shown[0]
        )
        if verb in {"test", "check", "lock", "third-party", "VERB", "--help", "--version"}:
            continue
        assert verb in known, f"./lumbung {line}"
        options = {option for parameter in VERBS[verb].params for option in parameter.opts}
        assert {word for word in shown if word.startswith("-")} <= options, f"./lumbung {line}"


# ---- settings and files ----


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


# ---- reasons ----


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


# ---- documents ----


def whole_line() -> dict[str, Any]:
    captured_at = datetime(2026, 11, 25, tzinfo=UTC)
    capture = Capture(
        "http://contoh.example/", captured_at, 200, "text/html", "sha1:A", "a.warc.gz", 0, 1, "urn:uuid:1"
    )
    caption = Caption(text="Warga", credit=None, image_url=None, alt=None, raw="Warga")
    document = Document(
        id="urn:uuid:1",
        url=capture.url,
        captured_at=captured_at,
        capture=capture,
        kind="article",
        platform="generic",
        reader_version="1",
        platform_reader="generic",
        captions=(caption,),
    )
    return document_line(document)


def test_every_key_of_a_document_is_explained_and_no_other() -> None:
    line = whole_line()

    top = words("docs/documents.md").partition("## captions")[0]
    assert first_column(top) == set(line)
    assert first_column(section("docs/documents.md", "captions")) == set(line["captions"][0])
    for key in (*line["capture"], *line["reader"]):
        assert f"`{key}`" in top, key


def test_the_schema_has_the_keys_of_a_document_and_no_other() -> None:
    line = whole_line()

    for part, made in (
        (SCHEMA, line),
        (SCHEMA["properties"]["reader"], line["reader"]),
        (SCHEMA["$defs"]["capture"], line["capture"]),
        (SCHEMA["$defs"]["caption"], line["captions"][0]),
    ):
        assert list(part["properties"]) == list(made)
        assert part["required"] == list(made)


def test_the_schema_has_the_values_of_the_code() -> None:
    assert SCHEMA["properties"]["schema"]["const"] == whole_line()["schema"]
    assert SCHEMA["properties"]["kind"]["enum"] == list(get_args(Kind))
    assert SCHEMA["$defs"]["caption"]["properties"]["image_status"]["enum"] == list(get_args(ImageStatus))
    assert {field.name for field in fields(Caption)} == set(SCHEMA["$defs"]["caption"]["properties"])


def test_every_flag_that_a_reader_sets_is_explained_and_no_other() -> None:
    found = set()
    for folder in ("spiders", "crawler"):
        for path in (ROOT / folder).rglob("*.py"):
            if "demo" not in path.parts:
                found |= flags_set_in(ast.parse(path.read_bytes()))

    assert first_column(section("docs/documents.md", "flags")) == found | set(get_args(Standin)) | set(get_args(Flag))


def test_every_reason_of_an_unreadable_page_is_explained_and_in_the_schema() -> None:
    assert first_column(section("docs/documents.md", "unreadable")) == set(get_args(Reason))
    detail = SCHEMA["properties"]["flag_details"]["items"]["properties"]
    assert detail["reason"]["enum"] == [*get_args(Reason), *get_args(Evidence)]
    assert first_column(section("docs/documents.md", "gambling_injected, hijacked, comment_spam")) == set(
        get_args(Evidence)
    )
    assert detail["kind"]["enum"] == list(get_args(PersonalKind))
    assert first_column(section("docs/documents.md", "personal_data")) == set(get_args(PersonalKind))


def flags_set_in(tree: ast.AST) -> set[str]:
    """The literal texts given as `flags=`."""
    return {
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "flags"
        for part in texts_of(node.value)
    }


def texts_of(value: ast.AST) -> Iterator[ast.Constant]:
    """The texts in a tuple, but not those in the condition it hangs on."""
    if isinstance(value, ast.IfExp):
        yield from texts_of(value.body)
        yield from texts_of(value.orelse)
    elif isinstance(value, ast.BinOp):
        yield from texts_of(value.left)
        yield from texts_of(value.right)
    elif isinstance(value, ast.Tuple):
        yield from (part for part in value.elts if isinstance(part, ast.Constant))


def test_every_platform_is_explained_and_no_other() -> None:
    assert first_column(words("docs/platforms.md")) == {platform.name for platform in PLATFORMS}


# ---- links and words ----


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, link


def test_every_decision_says_when_to_look_again() -> None:
    for page in (ROOT / "docs/decisions").glob("*.md"):
        headings = re.findall(r"^## (.+)$", page.read_text("utf-8"), re.MULTILINE)
        assert headings[:3] == ["Context", "Choice", "Refused"], page.name
        assert headings[-1] == "When to look again", page.name


def test_every_folder_of_the_code_is_in_the_architecture() -> None:
    text = words("docs/architecture.md")

    for room in ("crawler", "spiders", "archive"):
        for path in (ROOT / room).iterdir():
            if path.is_dir() and (path / "__init__.py").exists():
                assert re.search(rf"^ +{path.name}/ ", text, re.MULTILINE), path


def test_every_monitor_is_explained_and_no_other() -> None:
    text = section("docs/monitors.md", "The monitors")

    assert first_column(text) == {monitor.name for monitor in MONITORS}


def test_every_key_of_a_finding_and_of_what_monitors_compare_is_explained() -> None:
    text = section("docs/collection.md", "report.json")

    for key in (*(field.name for field in fields(Finding)), *NOT_WATCHED):
        assert f"`{key}`" in text, key
