"""What leaves the archive as files: tables of what a question finds, each with what it is and where it is from.

    table       columns and rows, apart from any form
    cells       a value as a cell; text that no spreadsheet calculates and no XML breaks on
    csv_form    CSV for Excel, and CSV for programs
    workbook    XLSX
    articles    the table of articles
    report      the monthly and yearly report
    about       what a file says of itself; words: its question, its name
    wanted      an export that is asked for, and how it is made; worker: made in a process of its own

The reading room is one user of it.
"""
