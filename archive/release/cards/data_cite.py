"""datacite.json: the metadata that a DOI is registered with, of DataCite's schema 4.5 in its JSON form."""

from __future__ import annotations

from typing import Any

from archive.release.cards.names import creators
from archive.release.described import Release
from archive.release.files import json_bytes


def datacite_json(release: Release) -> bytes:
    """Without a DOI the release is named by the digest of its state alone; whoever registers one puts it in."""
    state, index = release.state, release.licence["index"]
    total = sum(facts.size for facts in release.files.values())
    facts: dict[str, Any] = {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Text corpus"},
        "alternateIdentifiers": [
            {"alternateIdentifier": f"sha256:{state.digest()}", "alternateIdentifierType": "SHA-256 of data/state.json"}
        ],
        "creators": [
            {"name": one.name, "nameType": "Personal", "familyName": one.family, "givenName": one.given}
            if one.family
            else {"name": one.name, "nameType": "Organizational"}
            for one in creators(state.wish.creators)
        ],
        "titles": [{"title": release.title, "lang": "en"}],
        "publisher": {"name": release.operator},
        "publicationYear": state.day[:4],
        "version": state.version,
        "language": "id",
        "subjects": [{"subject": word} for word in release.keywords],
        "contributors": [{"name": release.operator, "nameType": "Organizational", "contributorType": "DataCollector"}],
        "dates": _dates(release),
        "sizes": [f"{total} bytes", f"{release.tally.articles} articles"],
        "formats": ["application/vnd.apache.parquet", "application/x-ndjson", "application/gzip"],
        "rightsList": [
            {"rights": f"{index['name']}, of the index alone"} | ({"rightsUri": index["url"]} if index["url"] else {}),
            {"rights": release.licence["texts"]},
            {"rights": release.licence["regions"],
             "rightsUri": "https://opendatacommons.org/licenses/odbl/1-0/"},
        ],
        "descriptions": [{"description": release.summary, "descriptionType": "Abstract", "lang": "en"}],
        "geoLocations": [{"geoLocationPlace": "Indonesia"}],
    }  # fmt: skip
    if state.wish.identifier:
        facts["doi"] = state.wish.identifier
    if state.wish.address:
        facts["url"] = state.wish.address
    return json_bytes(facts)


def _dates(release: Release) -> list[dict[str, str]]:
    tally = release.tally
    dates = [{"date": release.state.day, "dateType": "Created"}]
    if tally.first_capture and tally.last_capture:
        collected = f"{tally.first_capture[:10]}/{tally.last_capture[:10]}"
        dates.append({"date": collected, "dateType": "Collected"})
    if tally.first_month and tally.last_month:
        published = f"{tally.first_month}/{tally.last_month}"
        dates.append({"date": published, "dateType": "Other", "dateInformation": "Months in which articles appeared"})
    return dates
