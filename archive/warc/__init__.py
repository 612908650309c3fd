"""WARC/1.1 files: written record by record, read back, and mended after a crash."""
