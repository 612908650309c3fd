"""CHANGES.md: what is another than in the release before, counted. data/changes tells it article by article."""

from __future__ import annotations

from archive.release.described import Release
from archive.release.rows.change import REASONS
from archive.release.tables import CHANGES


def changes_md(release: Release) -> bytes:
    former = release.state.former
    head = f"# Changes: version {release.state.version}\n\nState of {release.state.moment}.\n\n"
    if former is None:
        return f"{head}This is the first release: all {release.tally.articles:,} articles are new.\n".encode()
    rows = [
        f"| {change} | {reason} | {count:,} | {REASONS[reason]} |"
        for change, reasons in release.changes.items()
        for reason in REASONS
        if (count := reasons[reason])
    ]
    table = "\n".join(["| change | reason | articles | what that means |", "|---|---|---|---|", *rows])
    counts = ", ".join(f"{reasons['all']:,} {change}" for change, reasons in release.changes.items())
    return (
        f"{head}Against version {former['version']} (state sha256:{former['state_sha256']}): {counts} of now "
        f"{release.tally.articles:,} articles. {_readers(release)}\n\n{table if rows else 'Nothing was changed.'}\n\n"
        f"An article may have been changed for two reasons and is then counted under both. {CHANGES.parquet} and "
        f"{CHANGES.jsonl} name each by its id; of what was withdrawn nothing else is said.\n"
    ).encode()


def _readers(release: Release) -> str:
    readers = ", ".join(sorted(release.tally.readers)) or "none"
    return (
        f"Readers of this release: {readers}; of the one before: {', '.join((release.state.former or {})['readers'])}."
    )
