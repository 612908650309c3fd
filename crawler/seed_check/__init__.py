"""`lumbung seeds check`: is each row of seeds.csv right, and is its site there?

    rows.py       what the list itself tells: doubles, codes, zones; asks nobody
    asking.py     one request at a time a host, at its pace, through the wire and without recording
    front.py      a site's robots.txt and front page, and what the front page is
    check.py      all sites in parallel, in bounded time

It is no job: it never takes the job lock and writes nothing into the collection. While a job runs it asks no site,
for the job may be asking the same one.
"""

from crawler.seed_check.check import check_seeds
from crawler.seed_check.findings import KINDS, Finding, SiteCheck

__all__ = ["KINDS", "Finding", "SiteCheck", "check_seeds"]
