"""The reading room: what the collection holds, for people who work in a browser and in Excel.

It reads the catalogue and the archive, and only ever adds people's decisions. Indonesian first, English by a switch;
every page has an address that says what it shows, and a twin in JSON.
"""
