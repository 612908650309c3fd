"""The data sheet, under the headings of "Datasheets for Datasets" (Gebru et al. 2021), filled from what is known."""

from __future__ import annotations

from collections import Counter

from archive.release.described import Release

_MOST = 12


def datasheet(release: Release) -> str:
    parts = (_motivation, _composition, _collection, _preprocessing, _uses, _distribution, _maintenance)
    return "\n## Data sheet\n\n" + "\n".join(part(release) for part in parts)


def _motivation(release: Release) -> str:
    return f"""### Motivation

Villages in Indonesia tell on their own websites what their libraries do, above all of the transformation of \
libraries based on social inclusion (TPBIS). These sites vanish, move and are taken over. {release.operator} archives \
them and reads what they say, so that what villages wrote can be found, counted, checked and quoted later.
"""


def _composition(release: Release) -> str:
    tally, rows = release.tally, release.rows
    asked = "; ".join(f"{name} ({value})" for name, value in release.asked)
    covered = ", ".join(f"{kind} {count:,}" for kind, count in release.covered.items())
    months = f"from {tally.first_month} to {tally.last_month}" if tally.first_month else "of unknown dates"
    return f"""### Composition

- What was asked for: {asked}.
- {tally.articles:,} articles {months} on {len(tally.sites):,} sites of {len(tally.villages):,} villages; \
{tally.copies:,} are copies of another article here or in the archive. {tally.undated:,} have no known date, \
{tally.without_place:,} no known place. {tally.characters:,} characters of text.
- Relation to the programme: {_listed(tally.relations)}. {tally.reviewed:,} were decided by a person, the rest by rules.
- Languages, guessed from the text: {_listed(tally.languages)}.
- Activities (an article may have several): {_listed(tally.activities)}.
- Software of the sites: {_listed(tally.platforms)}.
- Pictures: {_listed(tally.pictures)}. The picture files are not in this release.
- Flags: {_listed(tally.flags)}.
- {rows["captions"]:,} captions, {rows["evidence"]:,} statements with their sentences, {rows["events"]:,} events.
- {tally.held:,} articles of the collection are not given away.
- **Personal data.** Covered, by kind: {covered}. Names of persons are not covered: villages publish them. Photographs \
may show children; captions that speak of children are flagged `children`.
- Known gaps: villages without a website, and those that do not write about it, are not here. No article does not mean \
no activity.{_not_taken_in(release)}
- There are no recommended splits.
"""


def _collection(release: Release) -> str:
    facts, tally = release.state.collection, release.tally
    sites, manners = facts["sites"], facts["manners"]
    captured = f"{tally.first_capture} to {tally.last_capture}" if tally.first_capture else "not known"
    return f"""### Collection process

- Crawled with Lumbung by {release.operator}; {facts["jobs"]:,} jobs. Captures of these articles: {captured}.
- {sites["listed"]:,} sites are listed: {_listed(Counter(sites["states"]))} at the last visit; {sites["paused"]:,} \
paused.
- Manners: robots.txt is obeyed ({sites["robots_overridden"]:,} sites are visited in spite of it, by an agreement \
that is on file), {manners["delay"]:g} s between two requests to a host and more where a site asks for it or is slow; \
each request names the crawler and its contact. Pages that ask for a password are not entered.
- What came over the wire is kept unchanged as WARC/1.1; pictures: {manners["requisites"]}.
- {len(release.state.files.warcs):,} WARC files, named with their digests in `data/state.json`.
"""


def _preprocessing(release: Release) -> str:
    return f"""### Preprocessing, cleaning, labelling

- Each page is read by rules for the software of its site, by these versions of the reader (and how many articles): \
{_listed(release.tally.readers)}. Menus, side columns and repeated boxes are left out; captions, datelines and \
credits are told apart.
- An article that was captured several times is here once, as it was read last; `versions` says how often it changed.
- Relation, score, activities and facts come from a lexicon and rules; each has the sentence it was taken from. A \
person's decision goes before the rules.
- Copies are found by their words and kept, with links to the article that was first.
- Places are matched with the official table of regions.
- Personal numbers and private addresses are replaced by the sign U+2592, letter by letter in texts, so that places \
in them stay right.
- The raw pages are kept in the archive.
"""


def _uses(release: Release) -> str:
    return """### Uses

- Meant for: what villages tell of their libraries, by place and time; how texts spread; reading and summarising news \
in Indonesian; history of the village web.
- Not for: finding or profiling persons; ranking villages by how much they write; any conclusion from silence.
- Dates, places and numbers are read by machine: look at the sentence beside them before relying on one.
"""


def _distribution(release: Release) -> str:
    return """### Distribution

- See LICENSE.md: the index is open, texts and pictures stay their villages', regions are under the ODbL.
- The WARC files are not part of it; whoever needs a page as it was asks the archive, with the record's id.
"""


def _maintenance(release: Release) -> str:
    former = release.state.former
    before = f"The release before is {former['version']}." if former else "This is the first release."
    return f"""### Maintenance

- Kept by {release.operator}, {release.state.collection["contact"]}. Whoever is named here and does not want to be, \
or whose village does not, writes there: what is taken down is not in the next release, which lists it as withdrawn.
- {before} CHANGES.md and the table `changes` say what is another. A release is never changed: a correction is a new \
one.
"""


def _not_taken_in(release: Release) -> str:
    faults = release.state.collection["not_taken_in"]
    if not faults:
        return ""
    return (
        f" {len(faults):,} files of the collection were damaged and are not, or not wholly, in it: "
        + ", ".join(f"`{one['name']}`" for one in faults[:_MOST])
        + ("." if len(faults) <= _MOST else f" and {len(faults) - _MOST:,} more.")
    )


def _listed(counts: Counter[str]) -> str:
    """The most frequent, by number and name."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    more = f" and {len(ordered) - _MOST} others" if len(ordered) > _MOST else ""
    return (", ".join(f"{name} ({count:,})" for name, count in ordered[:_MOST]) or "none") + more
