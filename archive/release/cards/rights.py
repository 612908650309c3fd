"""LICENSE.md: a release has no single licence. The index is open; texts and pictures are their villages'."""

from __future__ import annotations

from archive.release.described import Release
from archive.release.tables import REGIONS


def license_md(release: Release) -> bytes:
    licence = release.licence
    index = licence["index"]
    terms = f"[{index['name']}]({index['url']})" if index["url"] else index["name"]
    note = f"\n{licence['note']}\n" if licence.get("note") else ""
    return f"""# Who may do what with which part

This release has no single licence, since not all of it is {release.operator}'s to give.

| part | terms |
|---|---|
| the index: what was written about the pages (facts, scores, ids, codes, dates, links, pointers into WARC files), \
descriptions, counts | {terms} |
| titles, texts, captions, sentences quoted from pages | their villages' and authors'; no licence is given here |
| pictures (not in this release; where each is archived is told) | their makers' and villages' |
| {REGIONS.folder}/, and names of regions in other tables | Open Database License 1.0, see {REGIONS.folder}/LICENSE |

**The index.** {index["covers"]} Attribution: {release.citation}

**Texts.** {licence["texts"]}

**Pictures.** {licence["pictures"]}

**Regions.** {licence["regions"]}
{note}
Whoever finds something here that should not be given away writes to {release.state.collection["contact"]}.
""".encode()


# What Hugging Face calls the licence of the whole.
def hugging_face_licence() -> dict[str, str]:
    return {"license": "other", "license_name": "index-open-texts-remain-their-villages", "license_link": "LICENSE.md"}
