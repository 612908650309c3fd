"""Golden pages: tests/pages/<platform>/<case>.html with what the reader makes of it in <case>.json beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what the reader says now into tests/pages; then read the diff",
    )
