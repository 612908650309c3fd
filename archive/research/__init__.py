"""Helpers for researchers, each a table: rows as dicts, Arrow, CSV, JSON lines or Parquet (archive.corpus.table).

texts       what is counted: the words of articles, each page or each story once
words       how often, over time and by region
ngrams      runs of words
together    words that stand near each other more often than by chance
links       which pages and sites link to which, as rows and as a graph (GEXF)
families    near-copies: who was first, how far a text went, how much was changed
sample      articles drawn by chance that anybody can draw again
counted     exact counts of any number of keys within a bound of memory
stopwords   stopwords.txt, a list to be edited

Which articles is a question like any other: `collection.articles(region="18", since="2024")`. Docs: docs/research.md.
"""
