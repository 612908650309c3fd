"""What a job did: counted while it runs, written at its end, and kept inside the WARC."""
