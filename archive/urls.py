"""Addresses: made absolute, and folded into the keys that say which two are the same.

Three keys, never mixed:
    urlkey      SURT as pywb and cdxj-indexer make it; for the index and replay only
    fetch_key   what the frontier has seen: scheme and www folded, case of path and query kept
    site_key    which site an address belongs to: host without www, default ports folded
"""
