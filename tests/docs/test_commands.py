"""Every verb and option has its place in docs/commands.md, and every command shown anywhere can be given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from crawler.cli import main as cli
from tests.docs.pages import PAGES, ROOT, first_column, section, words


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
