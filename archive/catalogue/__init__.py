"""The catalogue: what the documents say, in tables that answer a question at once.

    catalogue.sqlite     derived; made of documents/, crawls/, seeds.csv, recipients.csv and decisions/, brought up to
                         date whenever one of them changes, while a crawl runs too

Or the same tables on PostgreSQL: `catalogue` in collection.toml. It may be deleted; it is made again when asked.
"""
