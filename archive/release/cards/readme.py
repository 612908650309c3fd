"""README.md: what people read first, and Hugging Face as a dataset card: what its front matter says is loaded."""

from __future__ import annotations

from typing import Any

import yaml

from archive.release.cards.datasheet import datasheet
from archive.release.cards.rights import hugging_face_licence
from archive.release.described import Release
from archive.release.tables import ARTICLES, TABLES

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


def readme_md(release: Release) -> bytes:
    matter = yaml.safe_dump(_front_matter(release), sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{matter}---\n\n{_body(release)}\n{datasheet(release)}".encode()


def _front_matter(release: Release) -> dict[str, Any]:
    languages = sorted(release.tally.languages.keys() - {"unknown"})
    return {
        "pretty_name": release.title,
        "language": [one for one in languages if 2 <= len(one) <= 3 and one.isascii() and one.isalpha()] or ["id"],
        **hugging_face_licence(),
        "version": release.state.version,
        "size_categories": [next((name for most, name in _SIZES if release.tally.articles < most), "1M<n<10M")],
        "annotations_creators": ["machine-generated", *(["expert-generated"] if release.tally.reviewed else [])],
        "language_creators": ["found"],
        "source_datasets": ["original"],
        "task_categories": ["text-classification", "token-classification"],
        "tags": ["news", "indonesia", "villages", "libraries", "web-archive", "warc"],
        "configs": [
            {"config_name": table.name, "data_files": table.parquet}
            | ({"default": True} if table is ARTICLES else {})
            # Its library has no name for a table without rows.
            for table in TABLES if release.rows[table.name]
        ],
    }  # fmt: skip


def _body(release: Release) -> str:
    state = release.state
    tables = "\n".join(
        f"| `{table.name}` | {table.kind.title} | {release.rows[table.name]:,} | [{table.schema}]({table.schema}) |"
        for table in TABLES
    )
    return f"""# {release.title}

Version {state.version}, state of {state.moment}. {release.summary}

*Ringkasan.* Korpus berita dari situs web desa di Indonesia, dibaca dari arsip web. Setiap berita, keterangan gambar \
dan fakta menyebut rekaman WARC asalnya. Teks dan gambar tetap milik desa yang menerbitkannya. Nomor dan alamat \
pribadi ditutup.

**Cite as:** {release.citation}

**Licence:** none for the whole. The index is under {release.licence["index"]["name"]}; texts stay their villages'. \
See [LICENSE.md](LICENSE.md). {release.licence["regions"]}

## Tables

Each table is there twice with the same rows: as `.parquet` and as `.jsonl.gz`. Null means not known.

| table | one row is | rows | columns |
|---|---|---|---|
{tables}

Load one with `datasets.load_dataset("FOLDER", "captions")`, `pandas.read_parquet("data/articles.parquet")`, DuckDB, \
or anything that reads `datapackage.json` or `croissant.json`.

**From a sentence to its record.** Each row of `evidence` has the quoted sentence, where it stands in the article \
(`where`, `start`, `end`), and the WARC record it was read from: file (`warc_filename`), `offset` and `length` of its \
gzip member, and `record_id`. `data/state.json` has the SHA-256 of each WARC file. Articles and captions point the \
same way.

**Count** `article_id` for articles and `story_id` for stories: many villages publish the same text.

## Check it

`bagit.py --validate FOLDER` reads all files again. This folder is a BagIt bag; `manifest-sha256.txt` has the digests \
of the tables, `tagmanifest-sha256.txt` those of all else. What this version was made of stands in `data/state.json`; \
the same state gives the same bytes, with Lumbung {state.made_with["lumbung"]} and pyarrow {state.made_with["pyarrow"]}.
"""
