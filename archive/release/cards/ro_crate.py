"""ro-crate-metadata.json, of RO-Crate 1.1: the folder as a whole, each file in it, who made it and of what."""

from __future__ import annotations

from typing import Any

from archive.release.cards.names import address_of, creators, mail_of
from archive.release.described import Release
from archive.release.files import json_bytes
from archive.release.tables import REGIONS, TABLES

_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet", "gz": "application/gzip", "json": "application/json",
    "md": "text/markdown", "cff": "application/yaml",
}  # fmt: skip
_OTHERS = ("README.md", "LICENSE.md", "CHANGES.md", "CITATION.cff", "datacite.json", "datapackage.json",
           "croissant.json", "release.json")  # fmt: skip


def ro_crate_json(release: Release) -> bytes:
    graph = [_itself(), _root(release), *_files(release), *_people(release), _lumbung(release), _run(release)]
    return json_bytes({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _itself() -> dict[str, Any]:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }


def _root(release: Release) -> dict[str, Any]:
    state = release.state
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": release.title,
        "description": release.summary,
        "version": state.version,
        "datePublished": state.day,
        "license": {"@id": "LICENSE.md"},
        "identifier": release.doi_url or f"urn:sha256:{state.digest()}",
        "keywords": ", ".join(release.keywords),
        "creditText": release.citation,
        "author": [{"@id": f"#creator-{number}"} for number, _ in enumerate(state.wish.creators)],
        "publisher": {"@id": "#keeper"},
        "contactPoint": {"@id": address_of(state.collection["contact"])},
        "hasPart": [{"@id": name} for name in (*sorted(release.files), *_OTHERS)],
        "mentions": {"@id": "#making"},
    }
    return root | ({"url": state.wish.address} if state.wish.address else {})


def _files(release: Release) -> list[dict[str, Any]]:
    """The digests of the cards stand in tagmanifest-sha256.txt: they tell of one another."""
    about = {path: table for table in TABLES for path in (table.jsonl, table.parquet, table.schema)}
    found: list[dict[str, Any]] = []
    for name, facts in sorted(release.files.items()):
        one = {
            "@id": name, "@type": "File", "name": name.rpartition("/")[2], "contentSize": str(facts.size),
            "identifier": f"sha256:{facts.sha256}", "encodingFormat": _media_type(name),
        }  # fmt: skip
        if name in about:
            one["description"] = about[name].kind.title
        if name.startswith(REGIONS.folder):
            one["license"] = f"{REGIONS.folder}/LICENSE"
        found.append(one)
    return found + [
        {"@id": name, "@type": "File", "name": name, "encodingFormat": _media_type(name)} for name in _OTHERS
    ]


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(name.rpartition(".")[2], "text/plain")


def _people(release: Release) -> list[dict[str, Any]]:
    contact = release.state.collection["contact"]
    keeper = {"@id": "#keeper", "@type": "Organization", "name": release.operator}
    found = [
        {"@id": f"#creator-{number}", "@type": "Person", "name": one.name, "familyName": one.family,
         "givenName": one.given}
        if one.family
        else {"@id": f"#creator-{number}", "@type": "Organization", "name": one.name}
        for number, one in enumerate(creators(release.state.wish.creators))
    ]  # fmt: skip
    point = {"@id": address_of(contact), "@type": "ContactPoint", "contactType": "keeper of the archive"}
    mail = mail_of(contact)
    return [keeper, *found, point | ({"email": mail} if mail else {"url": contact})]


def _lumbung(release: Release) -> dict[str, Any]:
    made_with = release.state.made_with
    return {"@id": "#lumbung", "@type": "SoftwareApplication", "name": "Lumbung", "version": made_with["lumbung"]}


def _run(release: Release) -> dict[str, Any]:
    return {
        "@id": "#making",
        "@type": "CreateAction",
        "name": f"Made of the state of {release.state.moment}",
        "instrument": {"@id": "#lumbung"},
        "agent": {"@id": "#keeper"},
        "endTime": release.state.moment,
        "result": {"@id": "./"},
    }
