"""The tables of a catalogue, the same in SQLite and PostgreSQL.

    source      what each part was made of: a file, and its state then
    document    each reading of an article or page, with its line of documents/*.jsonl, compressed
    article     each article or page once, as it was read last; what is counted, filtered and sorted
    activity    what was done, by article
    flag        by article
    event       what became of pages and sites (crawls/*/events.jsonl)
    site        rows of seeds.csv, with what the last jobs found of each
    job         crawls and imports
    visit       what a job found of a site
    recipient   rows of recipients.csv, and the village each means
    words       what is searched: archive.catalogue.fulltext

Codes of regions stand as they are written, with dots; months as "2026-11", days as "2026-11-25"; times in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

# Changes whenever a table here does; an older catalogue is then made anew.
FORMAT = 1

metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns)


meta = _table("meta", Column("name", String, primary_key=True), Column("value", Text, nullable=False))

source = _table(
    "source",
    Column("name", String, primary_key=True),  # "documents/<stem>", "seeds.csv", …
    Column("state", Text, nullable=False),
    Column("bytes_read", Integer, nullable=False, default=0),  # of a file that still grows
)

article = _table(
    "article",
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("document", String, nullable=False),  # id of the reading shown
    Column("kind", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("site", String, nullable=False),
    Column("title", Text),
    Column("author", Text),
    Column("platform", String, nullable=False),
    Column("language", String),
    Column("published_at", String),
    Column("published_on", String),
    Column("month", String),
    Column("event_on", String),
    Column("event_month", String),
    Column("captured_at", String, nullable=False),  # of the reading shown
    Column("first_captured_at", String, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("province", String),
    Column("regency", String),
    Column("district", String),
    Column("village", String),
    Column("relation", String, nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("is_reviewed", Boolean, nullable=False),
    Column("participants", Integer),
    Column("story", String),
    Column("is_copy", Boolean, nullable=False),
    Column("captions", Integer, nullable=False),
    Column("pictures", Integer, nullable=False),  # archived
    Column("words", Integer, nullable=False),  # number of its row in `words`
    # What counting needs, so that it never reads the articles themselves.
    Index(
        "article_counted", "kind", "relevant", "month", "province", "regency", "district", "village", "story",
        "is_copy", "relation", "number",
    ),
    Index("article_newest", "kind", "relevant", "published_on", "number"),
    Index("article_of_village", "village", "kind"),
    Index("article_of_site", "site"),
    Index("article_found", "words"),
    Index("article_of_story", "story"),
)  # fmt: skip

document = _table(
    "document",
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False),
    Column("article", String, nullable=False),  # article id
    Column("source", String, nullable=False),
    Column("captured_at", String, nullable=False),
    Column("same_as", String),
    Column("line", LargeBinary, nullable=False),
    Index("document_id", "id"),
    Index("document_of_article", "article", "captured_at"),
    Index("document_of_source", "source"),
)

activity = _table(
    "activity",
    Column("article", Integer, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("activity", String, primary_key=True),
    Index("activity_by_name", "activity", "article"),
)

flag = _table(
    "flag",
    Column("article", Integer, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("flag", String, primary_key=True),
    Index("flag_by_name", "flag", "article"),
)

event = _table(
    "event",
    Column("number", Integer, primary_key=True),
    Column("crawl", String, nullable=False),
    Column("event", String, nullable=False),
    Column("site", String, nullable=False),
    Column("url", Text, nullable=False),
    Column("article", String),
    Column("title", Text),
    Column("found_at", String, nullable=False),
    Column("last_seen_at", String),
    Column("before_record", String),
    Column("after_record", String),
    Column("detail", Text),
    Index("event_newest", "found_at"),
    Index("event_of_site", "site", "found_at"),
    Index("event_of_article", "article"),
    Index("event_of_crawl", "crawl"),
)

site = _table(
    "site",
    Column("id", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("key", String, nullable=False),
    Column("name", Text),
    Column("province", String),
    Column("regency", String),
    Column("district", String),
    Column("village", String),
    Column("platform", String),
    Column("tags", Text),
    Column("is_paused", Boolean, nullable=False),
    Column("notes", Text),
    Column("state", String, nullable=False),  # that of the last visit; "unvisited" before the first
    Column("state_since", String),  # of the first visit that found it so
    Column("state_detail", Text),
    Column("last_visit", String),
    Column("last_answer", String),  # of the last visit that archived a page
    Index("site_key", "key"),
    Index("site_village", "village"),
)

job = _table(
    "job",
    Column("crawl", String, primary_key=True),
    Column("kind", String, nullable=False),  # crawl, import
    Column("started_at", String),
    Column("finished_at", String),
    Column("finish_reason", String, nullable=False),
    Column("sites", Integer, nullable=False),
    Column("archived", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("relevant", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("findings", Text, nullable=False),  # JSON
    Index("job_newest", "started_at"),
)

visit = _table(
    "visit",
    Column("crawl", String, primary_key=True),
    Column("site", String, primary_key=True),
    Column("at", String, nullable=False),  # when the job began
    Column("state", String, nullable=False),  # well, unreachable, moved, hijacked
    Column("detail", Text),  # where it moved to
    Column("platform", String),
    Column("finish_reason", String),
    Column("archived", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("relevant", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Index("visit_of_site", "site", "at"),
)

recipient = _table(
    "recipient",
    Column("id", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("desa", Text, nullable=False),
    Column("kecamatan", Text, nullable=False),
    Column("kabupaten", Text, nullable=False),
    Column("provinsi", Text, nullable=False),
    Column("year", String, nullable=False),
    Column("batch", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("province", String),
    Column("regency", String),
    Column("district", String),
    Column("village", String),
    Column("is_sure", Boolean, nullable=False),
    Index("recipient_village", "village"),
)
