"""Manners: what robots.txt allows, and how long a host and an address are left alone."""
