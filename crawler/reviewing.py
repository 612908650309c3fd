"""The review loop: which pages a person should look at, and the documents re-scored by what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from archive.decisions import Review, reviews
from archive.index.documents import write_documents
from archive.layout import Collection
from archive.model import Document


def to_review(collection: Collection, relations: Set[str] = frozenset({"borderline"})) -> list[Document]:
    """The last reading of each article that the rules are not sure of and nobody decided; the least sure first."""
    decided = reviews(collection.root)
    latest: dict[str, Document] = {}
    for document in collection.documents():
        if document.article_id and document.same_as is None:
            latest[document.article_id] = document
    unsure = (
        document
        for document in latest.values()
        if document.programme
        and document.programme["relation"] in relations
        and document.article_id not in decided
        and document.near_duplicate_of is None
    )
    return sorted(unsure, key=lambda document: (abs((document.programme or {})["score"] - 0.5), document.id))


def with_review(document: Document, reviews: Mapping[str, Review]) -> Document:
    """The document as a person decided: core or none, with who, when and why; what the rules said stays beside it."""
    review = reviews.get(document.article_id or "")
    if document.programme is None:
        return document
    rules = document.programme.get("rules") or {
        name: document.programme[name] for name in ("relevant", "score", "relation")
    }
    programme = {name: value for name, value in document.programme.items() if name not in ("review", "rules")} | rules
    if review is not None:
        programme |= {
            "relevant": review.is_yes,
            "score": 1.0 if review.is_yes else 0.0,
            "relation": "core" if review.is_yes else "none",
            "review": {
                "answer": review.answer, "reason": review.reason, "who": review.who, "when": review.when
            },
            "rules": rules,
        }  # fmt: skip
    return replace(document, programme=programme)


def apply_reviews(collection: Collection) -> int:
    """Write the decisions into the documents they are about; how many lines changed. The lock is held.

    A file that says the same afterwards is left as it is. Raises EvidenceError.
    """
    decided = reviews(collection.root)
    changed = 0
    for stem in collection.stems():
        documents = list(collection.documents_of(stem))
        scored = [with_review(document, decided) for document in documents]
        different = sum(1 for before, after in zip(documents, scored, strict=True) if before != after)
        if different:
            write_documents(collection.documents_file(stem), scored)
            changed += different
    return changed


def article(collection: Collection, named: str) -> Document | None:
    """The last reading of an article, by its id, its address or the id of one of its documents."""
    found = None
    for document in _articles(collection):
        if named in (document.article_id, document.id, document.url, document.canonical_url):
            found = document
    return found


def _articles(collection: Collection) -> Iterator[Document]:
    return (document for document in collection.documents() if document.article_id is not None)
