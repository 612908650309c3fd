"""The tables of a catalogue, the same in SQLite and PostgreSQL.

    source      what each part was made of: a file, and its state then
    document    each reading of an article or page, with its line of documents/*.jsonl, compressed
    closed      the same of readings that the access list closes: in no other table is anything of them
    article     each article or page once, as it was read last; what is counted, filtered and sorted
    activity    what was done, by article
    flag        by article
    fact        of partners (agreements, regulations, funding), with the sentence that says so, by article
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
    BigInteger,
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
FORMAT = 8

# Codes, days, ids: compared byte by byte, as SQLite does, whatever language a PostgreSQL database is set up for.
Key = String().with_variant(String(collation="C"), "postgresql")

metadata = MetaData()


def _table(name: str, *columns: Column[object] | Index) -> Table:
    return Table(name, metadata, *columns)


# format; last_number (of articles and words); words_added (since the words were made); change (counts what is written);
# is_whole (everything was taken in once)
meta = _table("meta", Column("name", Key, primary_key=True), Column("value", Text, nullable=False))

source = _table(
    "source",
    Column("name", Key, primary_key=True),  # "documents/<stem>", "seeds.csv", …
    Column("state", Text, nullable=False),
    Column("bytes_read", BigInteger, nullable=False, default=0),  # of documents
    Column("faults", Integer, nullable=False, default=0),  # lines that are no documents
    Column("fault", Text),  # the first of them, or why it was not taken in, and what to do
)

article = _table(
    "article",
    Column("number", Integer, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("document", Key, nullable=False),  # id of the reading shown
    Column("reading", Integer, nullable=False),  # its number in `document`
    Column("kind", Key, nullable=False),
    Column("url", Text, nullable=False),
    Column("site", Key, nullable=False),
    Column("title", Text),
    Column("author", Text),
    Column("platform", Key, nullable=False),
    Column("language", Key),
    Column("published_at", Key),
    Column("published_on", Key),
    Column("month", Key),
    Column("event_on", Key),
    Column("event_month", Key),
    Column("captured_at", Key, nullable=False),  # of the reading shown
    Column("first_captured_at", Key, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("province", Key),
    Column("regency", Key),
    Column("district", Key),
    Column("village", Key),
    Column("relation", Key, nullable=False),
    Column("relevant", Boolean, nullable=False),
    Column("score", Float, nullable=False),
    Column("is_reviewed", Boolean, nullable=False),
    Column("participants", Integer),
    Column("story", Key),
    Column("story_number", BigInteger, nullable=False),  # of the same, quicker to count
    Column("is_copy", Boolean, nullable=False),
    Column("is_staff", Boolean, nullable=False),  # for staff only: it has no reading that is open to all
    Column("captions", Integer, nullable=False),
    Column("pictures", Integer, nullable=False),  # archived
    Column("words", Integer, nullable=False),  # number of its row in `words`
    Column("said", LargeBinary, nullable=False),  # a digest of these words
    # What counting needs, so that it never reads the articles themselves.
    Index(
        "article_counted", "kind", "relevant", "month", "province", "regency", "district", "village", "story_number",
        "relation", "platform", "language", "is_copy", "participants", "is_staff", "words", "number",
    ),
    Index("article_newest", "kind", "relevant", "published_on", "number", "words", "is_staff"),
    Index("article_newest_of_all", "kind", "published_on", "number", "words", "is_staff"),
    Index("article_captured", "kind", "captured_at", "number", "is_staff"),
    Index("article_new", "kind", "first_captured_at", "is_staff"),
    Index("article_of_village", "village", "kind", "relevant", "month", "is_staff"),
    Index("article_of_site", "site", "kind", "relevant", "month", "is_staff"),
    Index("article_to_review", "relation", "is_reviewed", "kind", "is_staff", "score", "id"),
    Index("article_found", "words", unique=True),
    Index("article_of_story", "story"),
)  # fmt: skip


def _readings(name: str) -> Table:
    return _table(
        name,
        Column("number", Integer, primary_key=True),
        Column("id", Key, nullable=False),
        Column("article", Key, nullable=False),  # article id
        Column("source", Key, nullable=False),
        Column("captured_at", Key, nullable=False),
        Column("same_as", Key),
        Column("key", Key, nullable=False),  # SURT of its address, cut to LONGEST_URLKEY
        Column("is_staff", Boolean, nullable=False),
        Column("line", LargeBinary, nullable=False),
        Index(f"{name}_id", "id"),
        Index(f"{name}_of_article", "article", "captured_at"),
        Index(f"{name}_of_source", "source"),
        Index(f"{name}_by_key", "key"),
    )


LONGEST_URLKEY = 500
document = _readings("document")
closed = _readings("closed")

activity = _table(
    "activity",
    Column("article", Integer, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("activity", Key, primary_key=True),
    Index("activity_by_name", "activity", "article"),
)

flag = _table(
    "flag",
    Column("article", Integer, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("flag", Key, primary_key=True),
    Index("flag_by_name", "flag", "article"),
)

fact = _table(
    "fact",
    Column("article", Integer, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),  # in the order of the text
    Column("field", Key, nullable=False),  # agreement, regulation, funding
    Column("value", Text, nullable=False),
    Column("quote", Text),
    Index("fact_by_field", "field", "article"),
)

event = _table(
    "event",
    Column("number", Integer, primary_key=True),
    Column("crawl", Key, nullable=False),
    Column("event", Key, nullable=False),
    Column("site", Key, nullable=False),
    Column("url", Text, nullable=False),
    Column("article", Key),
    Column("title", Text),
    Column("found_at", Key, nullable=False),
    Column("last_seen_at", Key),
    Column("before_record", Key),
    Column("after_record", Key),
    Column("detail", Text),
    Index("event_newest", "found_at"),
    Index("event_of_site", "site", "found_at"),
    Index("event_of_article", "article"),
    Index("event_of_crawl", "crawl"),
)

site = _table(
    "site",
    Column("id", Key, primary_key=True),
    Column("url", Text, nullable=False),
    Column("key", Key, nullable=False),
    Column("name", Text),
    Column("province", Key),
    Column("regency", Key),
    Column("district", Key),
    Column("village", Key),
    Column("platform", Key),
    Column("tags", Text),
    Column("is_paused", Boolean, nullable=False),
    Column("notes", Text),
    Column("state", Key, nullable=False),  # that of the last visit; "unvisited" before the first
    Column("state_since", Key),  # of the first visit that found it so
    Column("state_detail", Text),
    Column("last_visit", Key),
    Column("last_answer", Key),  # of the last visit that archived a page
    Index("site_key", "key"),
    Index("site_village", "village"),
)

job = _table(
    "job",
    Column("crawl", Key, primary_key=True),
    Column("kind", Key, nullable=False),  # crawl, import
    Column("started_at", Key),
    Column("finished_at", Key),
    Column("finish_reason", Key, nullable=False),
    Column("sites", Integer, nullable=False),
    Column("archived", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("relevant", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("findings", Text, nullable=False),  # JSON
    Index("job_newest", "started_at"),
)

visit = _table(
    "visit",
    Column("crawl", Key, primary_key=True),
    Column("site", Key, primary_key=True),
    Column("at", Key, nullable=False),  # when the job began
    Column("state", Key, nullable=False),  # well, unreachable, moved, hijacked
    Column("detail", Text),  # where it moved to
    Column("platform", Key),
    Column("finish_reason", Key),
    Column("archived", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("relevant", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Index("visit_of_site", "site", "at"),
)

recipient = _table(
    "recipient",
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("desa", Text, nullable=False),
    Column("kecamatan", Text, nullable=False),
    Column("kabupaten", Text, nullable=False),
    Column("provinsi", Text, nullable=False),
    Column("year", Key, nullable=False),
    Column("batch", Key, nullable=False),
    Column("source", Text, nullable=False),
    Column("province", Key),
    Column("regency", Key),
    Column("district", Key),
    Column("village", Key),
    Column("is_sure", Boolean, nullable=False),
    Index("recipient_village", "village"),
)
