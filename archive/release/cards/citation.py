"""CITATION.cff, of the Citation File Format 1.2.0."""

from __future__ import annotations

from typing import Any

import yaml

from archive.release.cards.names import creators, mail_of
from archive.release.described import Release


def citation_cff(release: Release) -> bytes:
    """It names no licence: it could name but one for the whole, which there is not (LICENSE.md)."""
    state = release.state
    contact = mail_of(state.collection["contact"])
    facts: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this corpus, please cite it as below, and each quoted text with its own address.",
        "type": "dataset",
        "title": release.title,
        "abstract": release.summary,
        "authors": [
            {"family-names": one.family, "given-names": one.given} if one.family else {"name": one.name}
            for one in creators(state.wish.creators)
        ],
        "contact": [{"name": release.operator} | ({"email": contact} if contact else {})],
        "version": state.version,
        "date-released": state.day,
        "keywords": release.keywords,
        "identifiers": _identifiers(release),
    }
    if state.wish.address:
        facts["url"] = state.wish.address
    if state.wish.identifier:
        facts["doi"] = state.wish.identifier
    text: str = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


def _identifiers(release: Release) -> list[dict[str, str]]:
    own = {
        "type": "other",
        "value": f"sha256:{release.state.digest()}",
        "description": "The frozen state that this version was made of (data/state.json).",
    }
    doi = release.state.wish.identifier
    return [*([{"type": "doi", "value": doi}] if doi else []), own]
