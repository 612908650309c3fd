"""The index beside the WARCs: a CDXJ of captures and a JSONL of documents, both derived from the records."""
