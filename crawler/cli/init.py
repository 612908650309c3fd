"""`lumbung init`: a new collection."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from archive.config import Who, describe
from archive.errors import CollectionError
from archive.layout import Collection
from crawler.cli.common import JsonOption, print_json, tell


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    operator: Annotated[str, typer.Option(help="Who crawls: the institution's name, kept in each WARC.")],
    contact: Annotated[str, typer.Option(help="A web or mail address; it is in the User-Agent of each request.")],
    crawler_name: Annotated[str, typer.Option(help="A short name that ends each WARC's file name.")] = "lumbung",
    as_json: JsonOption = False,
) -> None:
    """Make a new collection.

    Example: lumbung init desa --operator "Perpustakaan Contoh" --contact arsip@perpustakaan.example
    """
    try:
        who = Who(operator=operator, contact=contact, crawler_name=crawler_name)
    except ValidationError as error:
        raise CollectionError(f"cannot make {folder}: {describe(error)}") from error
    collection = Collection.create(folder, who)
    if as_json:
        print_json({"collection": str(collection.root.resolve())})
        return
    tell(f"Collection made in {collection.root}.")
    tell(f"Add sites: lumbung seeds add https://NAMA.desa.id/ -c {collection.root}")
    tell(f"Crawl:     lumbung crawl -c {collection.root}")
