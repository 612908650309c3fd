"""The archive: bytes, proof and index. It knows nothing of crawling or of what a page says.

    from archive import Collection

    for article in Collection.open("desa").articles(region="18", since="2024"):
        print(article.published_on, article.desa, article.title)

Public names: Collection (as researchers use it, docs/python.md), Capture, Document, Query. They load when first used,
so that a reader worker, which needs only the nouns, starts without the rest.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.catalogue.query import Query
    from archive.corpus.collection import Collection
    from archive.model import Capture, Document

__all__ = ["Capture", "Collection", "Document", "Query"]


def __getattr__(name: str) -> Any:
    if name == "Collection":
        from archive.corpus.collection import Collection

        return Collection
    if name == "Query":
        from archive.catalogue.query import Query

        return Query
    if name in ("Capture", "Document"):
        from archive import model

        return getattr(model, name)
    raise AttributeError(f"module 'archive' has no attribute {name!r}")
