"""`lumbung export`: what a question finds, as a file with its manifest beside it."""

from __future__ import annotations

import getpass
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli import query_options as q
from crawler.cli.common import DEFAULT_COLLECTION, CollectionOption, JsonOption, loading, print_json
from crawler.cli.export_told import export_progress, told

if TYPE_CHECKING:
    from archive.export.manifest import Manifest
    from archive.export.wanted import Wanted

_EVIDENCE = ("archive", "manifests", "indexes", "documents", "decisions", "crawls")


def export(
    form: Annotated[
        str,
        typer.Option("--format", "-f", metavar="FORM", help="xlsx, csv, data-csv, jsonl, parquet, text or captions."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where it goes; - for standard output (csv, data-csv, jsonl)."
        ),
    ],
    collection: CollectionOption = DEFAULT_COLLECTION,
    query: q.QueryOption = None,
    region: q.RegionOption = None,
    since: q.SinceOption = None,
    until: q.UntilOption = None,
    by: q.ByOption = None,
    activity: q.ActivityOption = None,
    relation: q.RelationOption = None,
    platform: q.PlatformOption = None,
    language: q.LanguageOption = None,
    flag: q.FlagOption = None,
    without_flag: q.WithoutFlagOption = None,
    text: q.TextOption = None,
    site: q.SiteOption = None,
    story: q.StoryOption = None,
    kind: q.KindOption = None,
    copies: q.CopiesOption = None,
    review: q.ReviewOption = None,
    order: q.OrderOption = None,
    table: Annotated[
        str | None,
        typer.Option("--as", metavar="FORM", help="Of captions: parquet, jsonl or csv; else by FILE's ending."),
    ] = None,
    images: Annotated[
        bool, typer.Option("--images", help="Of captions: a ZIP with the picture files beside the table.")
    ] = False,
    lang: Annotated[str, typer.Option("--lang", metavar="id|en", help="Headings of xlsx and csv.")] = "id",
    unredacted: Annotated[
        bool, typer.Option("--unredacted", help="With numbers and addresses of persons; needs --reason.")
    ] = False,
    reason: Annotated[str | None, typer.Option(metavar="WHY", help="Why they are needed; it is kept.")] = None,
    who: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who needs them; the account's name otherwise.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Write what a question finds into a file, exactly as the reading room counts it; a crawl may run meanwhile.

    Example: lumbung export --format parquet -o lampung-2024.parquet --region 18 --since 2024 --until 2024
    """
    opened = Collection.open(collection)
    with loading():
        from archive.export.wanted import Wanted
    asked, chosen_order = q.question(
        query, order, region=region, since=since, until=until, by=by, activity=activity, relation=relation,
        platform=platform, language=language, flag=flag, without_flag=without_flag, text=text, site=site, story=story,
        kind=kind, copies=copies, review=review,
    )  # fmt: skip
    why, name = _reason(form, reason, who, unredacted=unredacted)
    wanted = Wanted(
        "artikel", _known(form), asked, chosen_order, lang, table=_table(form, table, output), images=images,
        unredacted=unredacted, reason=why, who=name,
    )  # fmt: skip
    if as_json and output == "-":
        raise CollectionError("--json would stand in the middle of what -o - writes; leave one of them away")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    manifest = _to_stdout(opened, wanted) if output == "-" else _to_file(opened, wanted, Path(output))
    if as_json:
        print_json(manifest)
    return told(manifest)


def _known(form: str) -> Any:
    """Raises ExportError."""
    from archive.export.forms import exporter_of

    return exporter_of(form).name


def _table(form: str, table: str | None, output: str) -> str:
    """The form of a table of captions, by what is asked or by the file's ending."""
    from archive.export.forms import exporter_of

    tables = exporter_of(form).tables
    if table is not None or not tables:
        return table or ""
    ending = output.rpartition(".")[2].lower()
    return ending if ending in tables else tables[0]


def _reason(form: str, reason: str | None, who: str | None, *, unredacted: bool) -> tuple[str, str]:
    """Why, and who; both empty for a redacted export. Raises CollectionError."""
    from archive.export.forms import exporter_of

    if not unredacted:
        if reason or who:
            raise CollectionError("--reason and --who go with --unredacted; a redacted export needs neither")
        if not exporter_of(form).can_be_redacted:
            raise CollectionError(
                f"{form} holds records as they are, with all personal data in them: say --unredacted and --reason WHY"
            )
        return "", ""
    why, name = " ".join((reason or "").split()), " ".join((who or getpass.getuser()).split())
    if len(why) < 5 or not name:
        raise CollectionError("an export with personal data needs --reason WHY (a sentence); it is kept with who asked")
    return why[:500], name[:200]


def _to_file(collection: Collection, wanted: Wanted, path: Path) -> Manifest:
    from archive.export.writing import write_export

    _refuse_evidence(collection, path)
    with _connected(collection) as connection, export_progress(connection, wanted) as progress:
        _record(collection, wanted)
        return write_export(wanted, collection, connection, path, progress=progress)


def _to_stdout(collection: Collection, wanted: Wanted) -> Manifest:
    """Raises CollectionError when the form is no stream."""
    from archive.export.forms import EXPORTERS
    from archive.export.manifest import manifest_of
    from archive.export.matching import Matching

    if not wanted.exporter.streams:
        forms = ", ".join(one.name for one in EXPORTERS.values() if one.streams)
        raise CollectionError(f"{wanted.form} needs a file: only {forms} can be written to standard output")
    with _connected(collection) as connection:
        _record(collection, wanted)
        found = Matching(wanted, collection, connection)
        wanted.exporter.write(found, sys.stdout.buffer, Path())
        sys.stdout.buffer.flush()
        return manifest_of(found)


def _refuse_evidence(collection: Collection, path: Path) -> None:
    """Raises CollectionError for a place inside the collection that is not for exports."""
    if path.is_dir():
        raise CollectionError(f"{path} is a folder; name a file in it")
    inside = path.resolve()
    root = collection.root.resolve()
    if inside.parent == root or any(inside.is_relative_to(root / name) for name in _EVIDENCE):
        raise CollectionError(f"{path} lies among the collection's own files; choose a place outside of them")


def _record(collection: Collection, wanted: Wanted) -> None:
    """Before a byte is written. Raises EvidenceError."""
    if wanted.unredacted:
        from archive.room.unredacted import record_access

        what = " ".join(
            filter(None, ("export", wanted.form, "&".join("=".join(pair) for pair in wanted.query.params())))
        )
        record_access(collection.root, wanted.who, what, wanted.reason)


@contextmanager
def _connected(collection: Collection) -> Iterator[Any]:
    """The catalogue, brought up to date, as one state."""
    from archive.catalogue.store import named_faults
    from archive.catalogue.update import engine_of
    from archive.export.writing import steady
    from crawler.cli.catalogue import build_catalogue

    engine = engine_of(collection)
    try:
        build_catalogue(collection, engine, anew=False)
        with named_faults(engine), steady(engine) as connection:
            yield connection
    finally:
        engine.dispose()
