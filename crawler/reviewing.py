"""The review loop: which pages a person should look at, and the documents re-scored by what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from archive.decisions import Review, reviews
from archive.index.documents import write_documents
from archive.layout import Collection
from archive.model import Document
from crawler.training import model_in_use
from spiders.programme.model import Model


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
        if document.programme and document.programme["relation"] in relations and document.article_id not in decided
    )
    return sorted(unsure, key=lambda document: (abs((document.programme or {})["score"] - 0.5), document.id))


def judged(document: Document, decided: Mapping[str, Review], model: Model | None) -> Document:
    """The document as a person decided, core or none; else, where the rules are not sure, as the model has learnt.

    What the rules said stays beside it.
    """
    if document.programme is None:
        return document
    rules = document.programme.get("rules") or {name: document.programme[name] for name in _JUDGED}
    own = {name: value for name, value in document.programme.items() if name not in ("review", "model", "rules")}
    programme = own | rules
    review = decided.get(document.article_id or "")
    if review is not None:
        said = {
            "relevant": review.is_yes,
            "score": float(review.is_yes),
            "relation": "core" if review.is_yes else "none",
        }
        words = {name: getattr(review, name) for name in ("answer", "reason", "who", "when")}
        programme |= {**said, "review": words, "rules": rules}
    elif model is not None and rules["relation"] == "borderline":
        opinion = model.judge(programme)
        programme |= {"relevant": opinion["score"] >= 0.5, "score": opinion["score"], "model": opinion, "rules": rules}
    return replace(document, programme=programme)


_JUDGED = ("relevant", "score", "relation")


def apply_reviews(collection: Collection) -> int:
    """Write the decisions, and what a model made of them, into the documents; how many lines changed.

    The lock is held. A file that says the same afterwards is left as it is. Raises EvidenceError.
    """
    decided, model = reviews(collection.root), model_in_use(collection)
    changed = 0
    for stem in collection.stems():
        documents = list(collection.documents_of(stem))
        scored = [judged(document, decided, model) for document in documents]
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
