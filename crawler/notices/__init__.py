"""Findings told to people: a message by Apprise, and an Atom feed."""
