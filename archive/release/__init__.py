"""A release: a versioned, citable corpus of a collection, in one folder (docs/releases.md).

making         one is made, or made again; building: a folder that is whole or absent
state          what it is made of; freezing: taken down from a collection; circumstances: who keeps it, how many sites
frozen         a catalogue of exactly these files
leaving        whether something may be given away
tables, rows/  its tables and their rows; files: as JSON lines and Parquet
collecting     the articles, once through; tally: what they come to; surroundings: the tables around them
members        which articles it has; changes: against the release before; history: releases that were made
described, cards/   its descriptions for people and programs
writing        all of this in order; bag: BagIt around it
"""
