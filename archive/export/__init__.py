"""What leaves the archive as files: what a question finds, each file with what it is and where it is from.

    forms          EXPORTERS: which forms there are, and which module writes each
    wanted         an export that is asked for
    matching       what a question finds, redacted, article after article; captures for forms that give away records
    writing        a file that is whole or absent; resuming: gone on with later; manifest, licence: what is said of it
    rows           rows of articles and captions, apart from any form
    table_forms, jsonl_form, parquet_form, text_form, captions_form    the forms
    table, cells, csv_form, workbook, articles, about, words           what tables for people are made of
    report         the monthly and yearly report
    worker, process    made in a process of its own

The reading room and `lumbung export` are its users.
"""
