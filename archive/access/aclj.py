"""The access list as pywb's own, `.aclj`: lines `SURT - {"access": …}`, sorted backwards, of which the first that is a
prefix of an address decides; one that ends in `###` means this address alone.

https://pywb.readthedocs.io/en/latest/manual/access-control.html (as of 2026-11). These lists know neither times nor
records in the releases we try, so captures that such entries hide are left out of the indexes that pywb is given
(crawler.pywb). pywb knows no log-in of ours: what is for staff is hidden in it, too.
"""

from __future__ import annotations

import json

from archive.access.listed import AccessList

_EXACT = "###"


def aclj_lines(access: AccessList) -> list[str]:
    """Without line ends. Of entries with the same key the latest holds."""
    rules: dict[str, str] = {}
    of_folders: dict[str, str] = {}  # what says more goes before
    for entry in access.entries:
        if entry.kind == "capture" or entry.after or entry.before:
            continue
        value = "allow" if entry.level == "open" else "exclude"
        if entry.kind == "address":
            rules[entry.key + _EXACT] = value
            continue
        rules[entry.key] = value
        if entry.key.endswith(","):
            rules[entry.key[:-1] + ")"] = value
            rules[entry.key[:-1] + ":"] = value
        if entry.is_folder:
            of_folders |= {entry.key[:-1] + _EXACT: value, entry.key[:-1] + "?": value}
    rules = of_folders | rules
    return [f"{key} - {json.dumps({'access': rules[key]})}" for key in sorted(rules, reverse=True)]


def needs_other_indexes(access: AccessList) -> bool:
    """Whether there are entries that such a list cannot say."""
    return any(entry.kind == "capture" or entry.after or entry.before for entry in access.entries)
