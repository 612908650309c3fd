"""The quality check: a sample of archived articles read again as a replay would, and what they need to be shown."""
