"""Rows of data for programs: what stands in each, apart from any form. Exports and releases are made of these.

    fields        how a row is described: a field's name, type and meaning; values made to fit them
    article       lumbung-article/1: an article, its line of documents/*.jsonl and what the catalogue knows of it
    caption       lumbung-caption/1: a picture of an article, with its words and where the archived picture lies
    arrow         the same as a schema of Arrow, for Parquet
    json_schema   the same as JSON Schema: python -m archive.export.rows.json_schema writes the two files

JSON lines and Parquet hold the same values under the same names.
"""
