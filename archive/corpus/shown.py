"""How a notebook shows a collection, what a question found, and an article. Everything from outside is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from archive.catalogue.store import CatalogueError
from archive.export.cells import harmless

if TYPE_CHECKING:
    from archive.corpus.articles import Article, Articles
    from archive.corpus.collection import Collection

_FEW = 10
_LONGEST = 200
_COLUMNS = ("published_on", "desa", "kabupaten", "provinsi", "title", "activities")


def collection_html(collection: Collection) -> str:
    """What it is, how much is in it, and what to do next."""
    who = collection.config.who
    facts = {"folder": str(collection.root), "operator": who.operator, "contact": who.contact}
    facts["WARC files"] = f"{len(collection.stems()):,}"
    try:
        everything = collection.articles(relation="all")
        about = collection.articles()
        facts["articles"] = f"{everything.pages:,} of {everything.villages:,} villages"
        facts["about the programme"] = f"{about.pages:,} ({about.stories:,} stories)"
    except CatalogueError as error:
        facts["catalogue"] = str(error)
    rows = "".join(f"<tr><th>{_cell(name)}</th><td>{_cell(value)}</td></tr>" for name, value in facts.items())
    return f"<table>{rows}</table>"


def articles_html(articles: Articles) -> str:
    """How many, and the first ten."""
    shown = articles.first(_FEW)
    head = f"{articles.pages:,} articles, {articles.stories:,} stories, {articles.villages:,} villages"
    more = f"<p>… {articles.pages - len(shown):,} more</p>" if articles.pages > len(shown) else ""
    return f"<p>{_cell(head)}</p>{_table(_COLUMNS, ([getattr(one, name) for name in _COLUMNS] for one in shown))}{more}"


def article_html(article: Article) -> str:
    facts = [(name, getattr(article, name)) for name in ("title", "url", "desa", "kabupaten", "published_on", "id")]
    return _table(("field", "value"), [*facts, ("text", article.text)])


def _table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{_cell(name)}</th>" for name in names)
    body = "".join("<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    """Cut to a length that a notebook can show; no markup, and nothing that turns the direction of what follows."""
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return escape(harmless(text))
