"""Addresses that a platform prints wrongly, and what it means by them.

OpenSID's themes print the pager of the archive and the links of categories as old releases answered
them; since 2410 those are 404 and the forms below answer (run 2026-11). Old releases need the
printed form, so both are followed.
"""

from __future__ import annotations

import re

_MISPRINTS = (
    (re.compile(r"(https?://[^/?#]+)(?:/index\.php)?/first/arsip/(\d+)\Z"), r"\1/arsip/\2"),
    (re.compile(r"(https?://[^/?#]+)(?:/index\.php)?/first/kategori/(\d+)\Z"), r"\1/artikel/kategori/\2"),
)


def meant_address(url: str) -> str | None:
    """The address that is meant, or None when the printed one is as good as any."""
    for printed, meant in _MISPRINTS:
        if found := printed.match(url):
            return found.expand(meant)
    return None
