"""docs/python.md and docs/research.md: what they show is run, line by line, over a collection made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import Collection

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("page", ["docs/python.md", "docs/research.md"])
def test_everything_shown_runs(
    page: str, own_collection: Collection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(own_collection.root.parent)
    text = (ROOT / page).read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {}

    assert len(blocks) > 3
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # noqa: S102 - our own documentation

    # Each `print(…)  # what` says what comes of it.
    told = re.findall(r"print\(.*\)  # (.*)$", "\n".join(blocks), re.MULTILINE)
    shown = capsys.readouterr().out
    assert all(one in shown for one in told), (told, shown)
