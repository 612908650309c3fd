"""The collection for programs in Python: what docs/python.md tells of.

collection   Collection: documents, captures, records, questions
articles     what a question found: articles, counts, rows, columns
records      one stored answer: headers, payload as it came and decoded, its digest checked
reading      rows and lines of the catalogue, a few hundred at a time
opening      the catalogue opened to be read, and what to do where there is none
shown        how a notebook shows all this

Nothing here writes. Personal data is covered unless `redacted=False` says otherwise.
"""
