"""WACZ 1.1.1: WARCs, their index and a list of pages in one ZIP that browsers open without unpacking it.

    archive/NAME.warc.gz       as archive.export.warc makes them, stored as they are
    indexes/index.cdx.gz       CDXJ in gzip blocks; indexes/index.idx says where each begins
    pages/pages.jsonl          the pages that were asked for
    datapackage.json           every file with its size and SHA-256; datapackage-digest.json has its own

    making       all of it in order
    package      the ZIP, and the digests of what goes into it
    blocks       the compressed index
    page_list    pages.jsonl

Rules: https://specs.webrecorder.net/wacz/1.1.1/ (as of 2026-11).
"""
