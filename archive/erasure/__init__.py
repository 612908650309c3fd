"""Erasure: the one exception to "WARCs are never altered", asked for by a person who has the authority.

    1 making     erasing.json says what is to go; archive/<new>.erasing is written for each WARC that holds some of it
    2 replacing  erasing.json says so, with the SHA-256 of each: from here on it is carried to its end
                 manifest, final name and index of the new WARCs; documents; what was derived of the erased: pointers,
                 reports, caches
    3 removing   erasing.json says so; the old files are removed; a line in decisions/takedowns.jsonl
    4            erasing.json is removed

A process that dies in 1 leaves the old files as they were; the next that writes to the collection throws away what it
had made. One that dies later is carried to its end by the next. Every step may be done again.

    plan         which records go, which revisits must stand on their own
    records      tombstones and self-standing records
    rewriting    a new WARC without them, everything else byte for byte
    journal      erasing.json
    steps        1 to 4
    documents    lines without what is gone, and pointers to where the rest lies now
    scrubbing    what reports, logs and tables of jobs quote
    told         tombstones read back
"""
